//! What moderators decide about people in calls.

use parlor_protocol::permissions::{Access, Grant, Permission};
use parlor_storage::{
    Error,
    voice::{Mark, Marking},
};

use crate::{
    database::on_both,
    world::{START, World},
};

impl World {
    async fn moderates(&self, permission: Permission) -> Grant {
        let members = self.storage.members();
        let access = members.in_channel(self.owner, self.general, START).await;
        let (access, _) = access.unwrap().unwrap();
        access.may(permission).unwrap()
    }
}

on_both! {
    /// Each of the two is decided by itself, with its own grant, and holds until it is undone.
    async fn what_is_decided_holds(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let voice = world.storage.voice();
        let mark = async || voice.mark(world.space, bo).await.unwrap();
        assert_eq!(mark().await, Mark::default());
        let mute = world.moderates(Permission::MuteMembers).await;
        let deafen = world.moderates(Permission::DeafenMembers).await;
        let muted = Mark { muted: true, deafened: false };
        assert_eq!(voice.decide(bo, Marking::Mute(mute, true), START).await.unwrap(), muted);
        assert_eq!(voice.decide(bo, Marking::Mute(mute, true), START).await.unwrap(), muted);
        let both = Mark { muted: true, deafened: true };
        assert_eq!(voice.decide(bo, Marking::Deafen(deafen, true), START).await.unwrap(), both);
        assert_eq!(mark().await, both);
        voice.decide(bo, Marking::Mute(mute, false), START).await.unwrap();
        assert_eq!(mark().await, Mark { muted: false, deafened: true });
        voice.decide(bo, Marking::Deafen(deafen, false), START).await.unwrap();
        assert_eq!(mark().await, Mark::default());
        let wrong = voice.decide(bo, Marking::Deafen(mute, true), START).await;
        assert!(matches!(wrong, Err(Error::WrongGrant)), "{wrong:?}");
        world.end().await;
    }

    /// What a channel's rights are for many is what they are for each; who does not see it has none.
    async fn the_rights_of_many_are_those_of_each(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let stranger = parlor_protocol::ids::UserId::from_raw(world.id());
        let members = world.storage.members();
        let users = [world.owner, bo, stranger];
        let rights = members.rights(world.general, &users, START).await.unwrap();
        for user in users {
            let alone = members.in_channel(user, world.general, START).await.unwrap();
            let alone = alone.map(|(access, _)| access.allowed());
            assert_eq!(rights.get(&user).map(Access::allowed), alone);
        }
        assert_eq!(rights.len(), 2);
        world.end().await;
    }
}
