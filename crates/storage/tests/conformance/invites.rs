//! Links that let people in.

use parlor_protocol::{
    event::Event,
    ids::UserId,
    page::PageSize,
    permissions::{Permission, Permissions},
};
use parlor_storage::{
    Error, Location,
    accounts::{Entry, RegisterError},
    invites::CreateError,
};
use sqlx::{Connection, PgConnection};

use crate::{
    database::{Database, On, on_both},
    world::{START, World},
};

on_both! {
    /// Of twenty people who take the one use of an invite at once, one gets in.
    async fn one_use_lets_one_in(database) {
        let world = World::founded(database).await;
        let code = world.invite(Some(1)).await;
        let tries: Vec<_> = (0..20)
            .map(|n| {
                let account = world.account(&format!("user{n}"), Entry::Invite { code: code.clone() });
                let storage = world.storage.clone();
                tokio::spawn(async move { storage.accounts().register(account).await })
            })
            .collect();
        let mut joined = 0;
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(_) => joined += 1,
                Err(refusal) => assert_eq!(refusal, RegisterError::InviteSpent),
            }
        }
        assert_eq!(joined, 1);
        assert_eq!(world.storage.accounts().list(None, 100).await.unwrap().len(), 2);
        assert_eq!(world.storage.invites().get(&code, START).await.unwrap(), None);
        world.end().await;
    }

    /// The same for people who have an account already, on two servers.
    async fn one_use_takes_one_along(database) {
        let world = World::founded(database).await;
        let other = world.database.open().await;
        let mut people = Vec::new();
        for n in 0..20 {
            people.push(world.join(&format!("user{n}")).await);
        }
        // They have left; there is no verb for that yet.
        let owner = world.owner.raw();
        world.database.tamper(&format!("DELETE FROM members WHERE user_id <> {owner}")).await;
        let code = world.invite(Some(1)).await;
        let tries: Vec<_> = (0..)
            .zip(people)
            .map(|(n, user)| {
                let server = if n % 2 == 0 { &world.storage } else { &other };
                let (storage, code) = (server.clone(), code.clone());
                tokio::spawn(async move { storage.invites().accept(&code, user, START).await })
            })
            .collect();
        let mut joined = Vec::new();
        for attempt in tries {
            joined.extend(attempt.await.unwrap().unwrap());
        }
        assert_eq!(joined.len(), 1);
        assert!(matches!(
            &joined[0].events[..],
            [Event::MemberJoined { .. }, Event::SpaceJoined { seq: 2, .. }]
        ));
        let size = PageSize::default();
        let members = world.storage.members().page((world.space, None), None, size).await.unwrap();
        assert_eq!(members.items.len(), 2);
        other.close().await;
        world.end().await;
    }

    /// An invite shows where it leads for as long as it is good.
    async fn an_invite_is_good_until_it_is_not(database) {
        let world = World::founded(database).await;
        let invites = world.storage.invites();
        let code = world.invite(Some(2)).await;
        let (invite, space) = invites.get(&code, START).await.unwrap().unwrap();
        assert_eq!((invite.space_id, invite.inviter.id), (world.space, world.owner));
        assert_eq!((invite.max_uses, invite.uses, space.name.as_str()), (Some(2), 0, "Home"));
        assert_eq!(invite.expires_at, Some(START.plus_millis(1000)));
        assert!(invites.get(&code, START.plus_millis(999)).await.unwrap().is_some());
        assert!(invites.get(&code, START.plus_millis(1000)).await.unwrap().is_none());
        assert_eq!(invites.maker(&code).await.unwrap(), Some((world.space, world.owner)));
        for none in ["", "no\0ne"] {
            assert!(invites.get(none, START).await.unwrap().is_none());
            assert!(invites.maker(none).await.unwrap().is_none());
            assert!(!invites.revoke(none, None, START).await.unwrap());
            assert!(invites.accept(none, world.owner, START).await.unwrap().is_none());
        }
        world.end().await;
    }

    /// Revoking may be repeated; a revoked invite lets nobody in and is not listed.
    async fn a_revoked_invite_is_good_for_nothing(database) {
        let world = World::founded(database).await;
        let invites = world.storage.invites();
        let code = world.invite(None).await;
        assert_eq!(invites.of(world.space, START).await.unwrap().len(), 1);
        assert_eq!(invites.made_by(world.space, world.owner, START).await.unwrap().len(), 1);
        let another = UserId::from_raw(world.id());
        assert!(invites.made_by(world.space, another, START).await.unwrap().is_empty());
        assert!(invites.revoke(&code, None, START).await.unwrap());
        assert!(invites.revoke(&code, None, START).await.unwrap());
        assert!(invites.of(world.space, START).await.unwrap().is_empty());
        assert!(invites.get(&code, START).await.unwrap().is_none());
        assert!(invites.accept(&code, world.owner, START).await.unwrap().is_none());
        // A day later nobody knows of it any more; of those that stand, everybody does.
        let kept = world.invite(None).await;
        for (days, known) in [(0, true), (1, false)] {
            invites.sweep(START.plus_millis(days * 86_400_000)).await.unwrap();
            assert_eq!(invites.revoke(&code, None, START).await.unwrap(), known);
            assert!(invites.get(&kept, START).await.unwrap().is_some());
        }
        // So with one that expired: it would have been good for a second.
        invites.sweep(START.plus_millis(86_400_000 + 999)).await.unwrap();
        assert!(invites.maker(&kept).await.unwrap().is_some());
        invites.sweep(START.plus_millis(86_400_000 + 1_000)).await.unwrap();
        assert!(invites.maker(&kept).await.unwrap().is_none());
        world.end().await;
    }

    /// A member who follows an invite is shown the space; no use is counted, nobody is told, and
    /// it works for whoever spent the last use too.
    async fn accepting_may_be_repeated(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let invites = world.storage.invites();
        let code = world.invite(Some(1)).await;
        for _ in 0..2 {
            let shown = invites.accept(&code, bo, START).await.unwrap().unwrap();
            assert_eq!((shown.value.id, shown.events.len()), (world.space, 0));
        }
        let account = world.account("Cy", Entry::Invite { code: code.clone() });
        let cy = account.id;
        let joined = world.storage.accounts().register(account).await.unwrap();
        assert!(matches!(
            &joined.events[..],
            [Event::MemberJoined { member, .. }, Event::SpaceJoined { seq: 1, .. }]
                if member.user_id == cy
        ));
        let shown = invites.accept(&code, cy, START).await.unwrap().unwrap();
        assert!(shown.events.is_empty());
        world.end().await;
    }

    /// A space has only so many good invites; those that expired make room.
    async fn invites_are_limited(database) {
        let world = World::founded(database).await;
        let invites = world.storage.invites();
        for _ in 0..2 {
            let mut invite = world.new_invite(None);
            invite.per_space_max = 2;
            invites.create(world.invite_grant().await, invite).await.unwrap();
        }
        let mut invite = world.new_invite(None);
        invite.per_space_max = 2;
        let full = invites.create(world.invite_grant().await, invite.clone()).await;
        assert_eq!(full, Err(CreateError::TooMany));
        invite.created_at = START.plus_millis(1000);
        invite.expires_at = None;
        let made = invites.create(world.invite_grant().await, invite).await.unwrap();
        assert_eq!(made.expires_at, None);
        world.end().await;
    }

    /// Who lost the right after it was granted makes no invite.
    async fn a_lost_right_makes_no_invite(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let every = Permissions::of(&[Permission::CreateInvite]);
        let given = format!("UPDATE roles SET permissions = {}", every.bits());
        world.database.tamper(&given).await;
        let access = world.storage.members().in_space(bo, world.space, START).await.unwrap();
        let grant = access.unwrap().may(Permission::CreateInvite).unwrap();
        world.database.tamper("UPDATE roles SET permissions = 0").await;
        let refused = world.storage.invites().create(grant, world.new_invite(None)).await;
        assert_eq!(refused, Err(CreateError::Lost));
        assert!(world.storage.invites().of(world.space, START).await.unwrap().is_empty());
        world.end().await;
    }

    /// A grant for something else is no grant to invite.
    async fn inviting_asks_for_its_grant(database) {
        let world = World::founded(database).await;
        let other = Permission::ManageSpace;
        let grant = world.grant(world.owner, other).await;
        let refused = world.storage.invites().create(grant, world.new_invite(None)).await;
        assert_eq!(refused, Err(CreateError::Storage(Error::WrongGrant)));
        world.end().await;
    }
}

/// Whoever follows an invite while another server revokes it does not get in, however late they
/// looked: counting the use is what decides.
#[tokio::test(flavor = "multi_thread")]
async fn a_use_waits_for_who_revokes() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let world = World::founded(database).await;
    let Location::Postgres { url } = &world.database.location else {
        unreachable!("it was asked for PostgreSQL");
    };
    let code = world.invite(None).await;
    let mut revoking = PgConnection::connect(url).await.unwrap();
    let revoke = "BEGIN; UPDATE invites SET revoked_at = 1";
    sqlx::raw_sql(revoke).execute(&mut revoking).await.unwrap();
    let account = world.account("Bo", Entry::Invite { code });
    let storage = world.storage.clone();
    let joining = tokio::spawn(async move { storage.accounts().register(account).await });
    let waiting = "SELECT count(*) FROM pg_locks \
                   WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))";
    loop {
        let waiting: i64 = sqlx::query_scalar(waiting)
            .fetch_one(&mut revoking)
            .await
            .unwrap();
        if waiting > 0 {
            break;
        }
    }
    sqlx::raw_sql("COMMIT")
        .execute(&mut revoking)
        .await
        .unwrap();
    assert_eq!(joining.await.unwrap(), Err(RegisterError::InviteSpent));
    revoking.close().await.unwrap();
    world.end().await;
}
