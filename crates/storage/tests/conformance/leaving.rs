//! Leaving for good.

use parlor_protocol::event::Event;
use parlor_storage::accounts::{Entry, LeaveError};

use crate::{
    database::on_both,
    world::{START, World},
};

on_both! {
    /// The row stays without its name, which is free; memberships go, and are told of.
    async fn the_name_goes(database) {
        let (world, bo) = World::with(database, "bo").await;
        let message = world.say(bo, "hello").await.id;
        let accounts = world.storage.accounts();
        assert_eq!(accounts.leave((world.owner, false), START).await, Err(LeaveError::OwnsInstance));
        let left = accounts.leave((bo, false), START).await.unwrap();
        assert!(left.events.iter().any(|event| matches!(event, Event::MemberLeft { user_id, .. } if *user_id == bo)));
        assert_eq!(accounts.leave((bo, false), START).await, Err(LeaveError::Gone));
        assert!(accounts.by_id(bo).await.unwrap().is_none());
        assert!(accounts.me(bo).await.unwrap().is_none());
        assert_eq!(accounts.rank(bo).await.unwrap(), None);
        assert_eq!(accounts.user(bo).await.unwrap().unwrap().display_name, "Deleted user");
        assert!(accounts.credentials(&format!("@{bo}")).await.unwrap().is_none());
        assert!(accounts.leaving().await.unwrap().is_empty());
        let kept = world.storage.messages().get(message, world.owner).await.unwrap().unwrap();
        assert_eq!(kept.content, "hello");
        let _events = accounts.register(world.account("Bo", Entry::Open)).await.unwrap();
        world.end().await;
    }

    /// What they wrote goes in parts, each told of, until nothing is left; what is left after a
    /// crash is known.
    async fn what_they_wrote_goes(database) {
        let (world, bo) = World::with(database, "bo").await;
        let hers = world.say(world.owner, "mine").await.id;
        for n in 0..101 {
            world.say(bo, &format!("his {n}")).await;
        }
        world.react(bo, hers, "👍").await;
        let accounts = world.storage.accounts();
        let _events = accounts.leave((bo, true), START).await.unwrap();
        let mut told = 0;
        while let Some(taken) = accounts.take_away(bo, START).await.unwrap() {
            assert_eq!(accounts.leaving().await.unwrap(), [bo]);
            assert!(taken.events.len() <= 101, "in parts");
            told += taken.events.len();
        }
        assert_eq!(told, 102);
        assert!(accounts.leaving().await.unwrap().is_empty());
        let kept = world.storage.messages().get(hers, world.owner).await.unwrap().unwrap();
        assert_eq!((kept.content.as_str(), kept.reactions.len()), ("mine", 0));
        world.end().await;
    }
}
