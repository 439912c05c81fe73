//! Pins.

use parlor_protocol::{event::Event, permissions::Permission};
use parlor_storage::{Error, pins::PinError};

use crate::{
    database::on_both,
    world::{START, World},
};

const MOST: u32 = 2;

on_both! {
    /// A message is pinned once and unpinned once; repeating either changes nothing and tells
    /// nobody. The list has the newest pin first.
    async fn a_pin_stands_once(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let [one, two] = [world.say(bo, "one").await, world.say(bo, "two").await];
        let grant = async || world.grant(world.owner, Permission::ManageMessages).await;
        let pins = world.storage.pins();
        let ids = async || {
            let pinned = pins.of(one.channel_id, bo).await.unwrap();
            assert!(pinned.iter().all(|message| message.pinned));
            pinned.into_iter().map(|message| message.id).collect::<Vec<_>>()
        };
        for (message, seq) in [(&two, 3), (&one, 4)] {
            let pinned = pins.pin(grant().await, message.id, MOST, START).await.unwrap();
            assert_eq!(pinned.value, seq);
            assert!(matches!(&pinned.events[..], [Event::MessagePinned { seq: at, message_id, .. }]
                if *at == seq && *message_id == message.id));
        }
        let again = pins.pin(grant().await, two.id, MOST, START).await.unwrap();
        assert!(again.value == 4 && again.events.is_empty());
        assert_eq!(ids().await, [one.id, two.id]);
        let unpinned = pins.unpin(grant().await, one.id, START).await.unwrap();
        assert!(matches!(&unpinned.events[..], [Event::MessageUnpinned { seq: 5, message_id, .. }]
            if *message_id == one.id));
        let again = pins.unpin(grant().await, one.id, START).await.unwrap();
        assert!(again.value == 5 && again.events.is_empty());
        assert_eq!(ids().await, [two.id]);
        world.end().await;
    }

    /// Only messages that stand, only so many, and only for who manages messages there.
    async fn not_everything_is_pinned(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let mut said = Vec::new();
        for content in ["one", "two", "three", "gone"] {
            said.push(world.say(bo, content).await.id);
        }
        let grant = async || world.grant(world.owner, Permission::ManageMessages).await;
        let (pins, messages) = (world.storage.pins(), world.storage.messages());
        messages.delete(world.grant(world.owner, Permission::ManageMessages).await, said[3], START).await.unwrap();
        for gone in [said[3], parlor_protocol::ids::MessageId::from_raw(1)] {
            let refused = pins.pin(grant().await, gone, MOST, START).await;
            assert_eq!(refused.unwrap_err(), PinError::Gone);
            assert_eq!(pins.unpin(grant().await, gone, START).await.unwrap_err(), PinError::Gone);
        }
        let other = world.grant(world.owner, Permission::SendMessages).await;
        let refused = pins.pin(other, said[0], MOST, START).await;
        assert_eq!(refused.unwrap_err(), PinError::Storage(Error::WrongGrant));
        for message in &said[..2] {
            let _events = pins.pin(grant().await, *message, MOST, START).await.unwrap();
        }
        let refused = pins.pin(grant().await, said[2], MOST, START).await;
        assert_eq!(refused.unwrap_err(), PinError::TooMany);
        // What is deleted makes room.
        messages.delete(world.grant(world.owner, Permission::ManageMessages).await, said[0], START).await.unwrap();
        let _events = pins.pin(grant().await, said[2], MOST, START).await.unwrap();
        world.end().await;
    }
}
