//! The audit log is written with the deed, counted without holes, and read by its grant.

use parlor_protocol::{
    audit::AuditAction,
    ids::{StreamId, UserId},
    page::PageSize,
    permissions::{Grant, Permission},
    spaces::UpdateSpace,
};
use parlor_storage::{Error, audit::SpaceFilter, members::ChangeError};

use crate::{
    database::on_both,
    world::{START, World},
};

/// Every entry.
const ALL: SpaceFilter = SpaceFilter {
    actor: None,
    action: None,
    since: None,
    until: None,
};

impl World {
    async fn auditor(&self, permission: Permission) -> Grant {
        let members = self.storage.members();
        let access = members.in_space(self.owner, self.space, START).await;
        access.unwrap().unwrap().may(permission).unwrap()
    }
}

on_both! {
    /// Many deeds at once, on two servers even, are counted from 1 without a hole, each once; what
    /// was refused is not in the log.
    async fn deeds_are_counted(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let other = match world.database.location {
            parlor_storage::Location::Sqlite { .. } => None,
            parlor_storage::Location::Postgres { .. } => Some(world.database.open().await),
        };
        let grant = world.auditor(Permission::ManageSpace).await;
        let deeds: Vec<_> = (0..20)
            .map(|n| {
                let server = other.as_ref().filter(|_| n % 2 == 0).unwrap_or(&world.storage).clone();
                let changes = (UpdateSpace { name: Some(format!("Hall {n}")), ..UpdateSpace::default() }, 9);
                tokio::spawn(async move { server.spaces().update(grant, changes, START).await })
            })
            .collect();
        for deed in deeds {
            let _events = deed.await.unwrap().unwrap();
        }
        let kick = world.auditor(Permission::KickMembers).await;
        let members = world.storage.members();
        let refused = members.kick(kick, world.owner, START).await;
        assert_eq!(refused.unwrap_err(), ChangeError::Owner);
        for _ in 0..2 {
            let kick = world.auditor(Permission::KickMembers).await;
            let _events = members.kick(kick, bo, START).await.unwrap();
        }
        let read = world.auditor(Permission::ViewAuditLog).await;
        let audit = world.storage.audit();
        let page = audit.page(read, ALL, (None, PageSize::new(100).unwrap())).await.unwrap();
        let ids: Vec<i64> = page.items.iter().map(|entry| entry.id.raw()).collect();
        assert_eq!(ids, (1..=21).rev().collect::<Vec<_>>());
        assert_eq!(page.items[0].action, AuditAction::MemberKicked);
        assert_eq!(page.items[0].target_id.map(StreamId::raw), Some(bo.raw()));
        let mut names: Vec<_> = page.items[1..].iter().map(|entry| {
            assert_eq!((entry.action, entry.actor.id), (AuditAction::SpaceUpdated, world.owner));
            entry.detail["name"].as_str().unwrap().to_owned()
        }).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 20);
        let next = audit.page(read, ALL, (Some(page.items[18].id), PageSize::new(2).unwrap())).await.unwrap();
        assert_eq!((next.items.len(), next.has_more), (2, false));
        let wrong = world.auditor(Permission::ManageSpace).await;
        let refused = audit.page(wrong, ALL, (None, PageSize::default())).await;
        assert_eq!(refused.unwrap_err(), Error::WrongGrant);

        let grant = world.auditor(Permission::ManageSpace).await;
        let _events = world.storage.spaces().delete(grant, START).await.unwrap();
        let gone = audit.page(read, ALL, (None, PageSize::default())).await.unwrap();
        assert!(gone.items.is_empty());
        assert!(world.storage.accounts().user(UserId::from_raw(bo.raw())).await.unwrap().is_some());
        if let Some(other) = other {
            other.close().await;
        }
        world.end().await;
    }
}
