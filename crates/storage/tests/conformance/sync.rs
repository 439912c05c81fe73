//! Everything a client draws itself from.

use parlor_protocol::ids::{StreamId, UserId};

use crate::{database::on_both, world::World};

on_both! {
    /// A person is shown themself, their spaces with channels and roles, and the position of every
    /// stream they may follow.
    async fn a_person_sees_their_world(database) {
        let (world, bo) = World::with(database, "Bo").await;
        world.say(world.owner, "hello").await;
        let sync = world.storage.sync().of(bo).await.unwrap().unwrap();
        assert_eq!((sync.me.user.id, sync.me.owner), (bo, false));
        let [view] = &sync.spaces[..] else {
            panic!("{} spaces", sync.spaces.len());
        };
        assert_eq!((view.space.id, view.me.user_id), (world.space, bo));
        assert_eq!((view.channels.len(), view.roles.len()), (2, 1));
        let (own, space): (StreamId, StreamId) = (bo.into(), world.space.into());
        let general: StreamId = world.general.into();
        assert_eq!(sync.streams.len(), 4);
        // Two channels and two people.
        assert_eq!((sync.streams[&own], sync.streams[&space]), (1, 4));
        assert_eq!(sync.streams[&general], 1);
        let tips = world.storage.streams().tips(&[own, space, general]).await.unwrap();
        assert!(tips.iter().all(|(stream, seq)| sync.streams[stream] == *seq));
        assert!(world.storage.sync().of(UserId::from_raw(1)).await.unwrap().is_none());
        world.end().await;
    }
}
