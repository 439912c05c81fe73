//! Direct conversations: who is in them, and who is told.

use parlor_protocol::{
    channels::ChannelKind,
    event::Event,
    ids::{ChannelId, UserId},
    permissions::{Grant, Permission},
};
use parlor_storage::{
    Error,
    dms::{DmError, NewDm},
};

use crate::{
    database::on_both,
    world::{START, World},
};

/// How many conversations one person may be in here.
const MAX: u32 = 3;

impl World {
    fn new_dm(&self, opener: UserId, others: &[UserId]) -> NewDm {
        NewDm {
            id: ChannelId::from_raw(self.id()),
            opener,
            others: others.to_vec(),
            created_at: START,
            per_user_max: MAX,
        }
    }

    async fn grant_in(&self, channel: ChannelId, user: UserId, permission: Permission) -> Grant {
        let members = self.storage.members();
        let seen = members.in_channel(user, channel, START).await.unwrap();
        seen.expect("they are in it").0.may(permission).unwrap()
    }
}

on_both! {
    /// Of many who open the conversation of the same two at once, on two servers even, one makes it.
    async fn two_have_one_conversation(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let other = match world.database.location {
            parlor_storage::Location::Sqlite { .. } => None,
            parlor_storage::Location::Postgres { .. } => Some(world.database.open().await),
        };
        let tries: Vec<_> = (0..20)
            .map(|n| {
                let (opener, asked) = if n % 2 == 0 { (world.owner, bo) } else { (bo, world.owner) };
                let new = world.new_dm(opener, &[asked]);
                let server = other.as_ref().filter(|_| n % 4 < 2).unwrap_or(&world.storage).clone();
                tokio::spawn(async move { server.dms().open(new).await })
            })
            .collect();
        let mut opened = Vec::new();
        for attempt in tries {
            opened.push(attempt.await.unwrap().unwrap());
        }
        assert_eq!(opened.iter().filter(|it| it.value.fresh).count(), 1);
        let channel = opened[0].value.channel.id;
        for it in &opened {
            assert_eq!(it.value.channel.id, channel);
            assert_eq!(it.value.channel.kind, ChannelKind::Dm);
            assert_eq!(it.value.channel.members.len(), 2);
            assert_eq!(it.events.len(), if it.value.fresh { 2 } else { 0 });
        }
        let dms = world.storage.dms();
        for user in [world.owner, bo] {
            let mine = dms.of(user).await.unwrap();
            assert_eq!(mine.iter().map(|dm| dm.id).collect::<Vec<_>>(), [channel]);
            let last = world.replay(user).await.pop().unwrap();
            assert!(matches!(last, Event::DmOpened { channel: dm, .. } if dm == mine[0]));
        }
        let grant = world.grant_in(channel, bo, Permission::SendMessages).await;
        assert_eq!(dms.add(grant, (world.owner, MAX), START).await.unwrap_err(), DmError::NotAGroup);
        let grant = world.grant_in(channel, bo, Permission::ViewChannel).await;
        assert_eq!(dms.leave(grant, START).await.unwrap_err(), DmError::NotAGroup);
        if let Some(other) = other {
            other.close().await;
        }
        world.end().await;
    }

    /// A group takes in whom one of its people knows, lets go, and goes with the last one; who left
    /// is told later only that.
    async fn a_group_comes_and_goes(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let (cy, di) = (world.join("Cy").await, world.join("Di").await);
        let dms = world.storage.dms();
        let stranger = UserId::from_raw(7);
        for others in [vec![stranger], vec![bo, stranger]] {
            let refused = dms.open(world.new_dm(cy, &others)).await;
            assert_eq!(refused.unwrap_err(), DmError::Stranger);
        }
        let made = dms.open(world.new_dm(world.owner, &[bo, cy])).await.unwrap();
        let group = made.value.channel.id;
        assert_eq!((made.value.channel.kind, made.events.len()), (ChannelKind::Group, 3));
        let again = dms.open(world.new_dm(world.owner, &[bo, cy])).await.unwrap();
        assert_ne!(again.value.channel.id, group);
        let _events = dms.open(world.new_dm(world.owner, &[di])).await.unwrap();
        let full = dms.open(world.new_dm(world.owner, &[cy])).await;
        assert_eq!(full.unwrap_err(), DmError::TooMany);

        let grant = world.grant_in(group, bo, Permission::SendMessages).await;
        assert_eq!(dms.add(grant, (stranger, MAX), START).await.unwrap_err(), DmError::Stranger);
        let added = dms.add(grant, (di, MAX), START).await.unwrap();
        assert_eq!((added.value.members.len(), added.events.len()), (4, 4));
        assert!(dms.add(grant, (di, MAX), START).await.unwrap().events.is_empty());
        let wrong = world.grant_in(group, bo, Permission::AddReactions).await;
        assert_eq!(dms.add(wrong, (di, MAX), START).await.unwrap_err(), DmError::Storage(Error::WrongGrant));
        assert_eq!(dms.leave(wrong, START).await.unwrap_err(), DmError::Storage(Error::WrongGrant));
        for (left, user) in [(3, bo), (2, world.owner), (1, cy), (0, di)] {
            let grant = world.grant_in(group, user, Permission::ViewChannel).await;
            let gone = dms.leave(grant, START).await.unwrap();
            assert_eq!(gone.events.len(), 1 + left);
            let again = dms.leave(grant, START).await;
            assert_eq!(again.unwrap_err(), DmError::Storage(Error::Outdated));
            assert!(world.storage.members().in_channel(user, group, START).await.unwrap().is_none());
            let names = |event: &&Event| match event {
                Event::DmOpened { channel, .. } => channel.id == group,
                _ => false,
            };
            assert_eq!(world.replay(user).await.iter().filter(names).count(), 0);
        }
        assert!(world.storage.channels().get(group).await.unwrap().is_none());
        let late = dms.add(grant, (di, MAX), START).await;
        assert_eq!(late.unwrap_err(), DmError::Storage(Error::Outdated));
        world.end().await;
    }
}
