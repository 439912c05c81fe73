//! Reactions.

use std::sync::Arc;

use parlor_protocol::{event::Event, ids::MessageId, page::PageSize, permissions::Permission};
use parlor_storage::{Error, reactions::AddError};

use crate::{
    database::on_both,
    world::{START, World, new_reaction},
};

on_both! {
    /// A reaction is added once and taken back once; repeating either changes nothing and tells
    /// nobody. Each event says how many there are now.
    async fn a_reaction_stands_once(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let message = world.say(bo, "hello").await;
        world.react(world.owner, message.id, "👍").await;
        let (reactions, grant) = (world.storage.reactions(), world.grant(bo, Permission::AddReactions).await);
        let added = reactions.add(grant, new_reaction(message.id, "👍")).await.unwrap();
        assert_eq!((added.value.fresh, added.value.last_seq), (true, 3));
        let [Event::ReactionAdded { seq: 3, payload, .. }] = &added.events[..] else {
            panic!("{:?}", added.events);
        };
        assert_eq!((payload.user_id, payload.count), (bo, 2));
        let mut later = new_reaction(message.id, "👍");
        later.created_at = START.plus_millis(9);
        let again = reactions.add(grant, later).await.unwrap();
        assert!(!again.value.fresh && again.events.is_empty());
        assert_eq!((again.value.reaction.created_at, again.value.last_seq), (START, 3));

        let grant = world.grant(bo, Permission::ViewChannel).await;
        let removed = reactions.remove(grant, message.id, "👍", START).await.unwrap().unwrap();
        assert_eq!(removed.value, 4);
        let [Event::ReactionRemoved { payload, .. }] = &removed.events[..] else {
            panic!("{:?}", removed.events);
        };
        assert_eq!((payload.user_id, payload.count), (bo, 1));
        let again = reactions.remove(grant, message.id, "👍", START).await.unwrap().unwrap();
        assert!(again.value == 4 && again.events.is_empty());
        for never in ["🎉", "", "no emoji", "\0"] {
            let removed = reactions.remove(grant, message.id, never, START).await.unwrap().unwrap();
            assert!(removed.value == 4 && removed.events.is_empty());
        }
        world.end().await;
    }

    /// Emoji show in the order they first came to the message, also when the first who brought one
    /// has taken it back; an emoji that nobody has any more starts anew.
    async fn emoji_keep_their_order(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let message = world.say(bo, "hello").await;
        for (user, emoji) in [(bo, "1️⃣"), (bo, "2️⃣"), (world.owner, "1️⃣"), (world.owner, "3️⃣")] {
            world.react(user, message.id, emoji).await;
        }
        let order = || async {
            let shown = world.storage.messages().get(message.id, bo).await.unwrap().unwrap();
            shown.reactions.into_iter().map(|each| each.emoji).collect::<Vec<_>>()
        };
        world.unreact(bo, message.id, "1️⃣").await;
        assert_eq!(order().await, ["1️⃣", "2️⃣", "3️⃣"]);
        world.unreact(world.owner, message.id, "1️⃣").await;
        assert_eq!(order().await, ["2️⃣", "3️⃣"]);
        world.react(bo, message.id, "1️⃣").await;
        assert_eq!(order().await, ["2️⃣", "3️⃣", "1️⃣"]);
        world.end().await;
    }

    /// Forty different emoji at once, from two servers, leave twenty on the message; one that is
    /// there can still be joined.
    async fn distinct_emoji_are_limited(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let other = world.database.open().await;
        let message = world.say(bo, "hello").await;
        let grant = world.grant(bo, Permission::AddReactions).await;
        let adds: Vec<_> = (0..40)
            .map(|n| {
                let server = if n % 2 == 0 { &world.storage } else { &other };
                let emoji = char::from_u32(0x1f600 + n).unwrap().to_string();
                let (storage, reaction) = (server.clone(), new_reaction(message.id, &emoji));
                tokio::spawn(async move { storage.reactions().add(grant, reaction).await })
            })
            .collect();
        let (mut added, mut refused) = (Vec::new(), 0);
        for add in adds {
            match add.await.unwrap() {
                Ok(done) => added.push(done.value.reaction.emoji),
                Err(refusal) => {
                    assert_eq!(refusal, AddError::TooMany);
                    refused += 1;
                }
            }
        }
        assert_eq!((added.len(), refused), (20, 20));
        world.react(world.owner, message.id, &added[0]).await;
        // The positions of what was refused were given back.
        assert_eq!(world.replay(world.general).await.len(), 22);
        other.close().await;
        world.end().await;
    }

    /// Twenty people who react at once are counted as twenty, and so are twenty who take it back.
    async fn reactions_at_once_are_counted(database) {
        let world = Arc::new(World::founded(database).await);
        let message = world.say(world.owner, "hello").await.id;
        let mut people = Vec::new();
        for n in 0..20 {
            people.push(world.join(&format!("user{n}")).await);
        }
        let all = |add: bool| {
            let (world, people) = (Arc::clone(&world), people.clone());
            async move {
                let each = people.into_iter().map(|user| {
                    let world = Arc::clone(&world);
                    tokio::spawn(async move {
                        if add {
                            world.react(user, message, "👍").await;
                        } else {
                            world.unreact(user, message, "👍").await;
                        }
                    })
                });
                for one in each.collect::<Vec<_>>() {
                    one.await.unwrap();
                }
                let shown = world.storage.messages().get(message, world.owner).await;
                shown.unwrap().unwrap().reactions.first().map(|each| each.count)
            }
        };
        assert_eq!(all(true).await, Some(20));
        assert_eq!(all(false).await, None);
        Arc::into_inner(world).unwrap().end().await;
    }

    /// Who reacted is told by user id, page after page.
    async fn who_reacted_is_told_in_pages(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let cy = world.join("Cy").await;
        let message = world.say(bo, "hello").await.id;
        for user in [cy, world.owner, bo] {
            world.react(user, message, "👍").await;
        }
        let (reactions, size) = (world.storage.reactions(), PageSize::new(2).unwrap());
        let first = reactions.who(message, "👍", None, size).await.unwrap();
        assert!(first.has_more);
        assert_eq!(first.items[0].created_at, START);
        let after = first.items.last().map(|reactor| reactor.user.id);
        let rest = reactions.who(message, "👍", after, size).await.unwrap();
        assert!(!rest.has_more);
        let who: Vec<_> = first.items.iter().chain(&rest.items).map(|each| each.user.id).collect();
        assert_eq!(who, [world.owner, bo, cy]);
        for none in ["🎉", "\0"] {
            assert!(reactions.who(message, none, None, size).await.unwrap().items.is_empty());
        }
        world.end().await;
    }

    /// What is gone or elsewhere takes no reactions, and a grant for something else adds none.
    async fn a_message_that_is_gone_takes_no_reactions(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let (reactions, message) = (world.storage.reactions(), world.say(bo, "hello").await.id);
        let grant = world.grant(bo, Permission::AddReactions).await;
        let wrong = world.grant(bo, Permission::SendMessages).await;
        let refused = reactions.add(wrong, new_reaction(message, "👍")).await;
        assert_eq!(refused, Err(AddError::Storage(Error::WrongGrant)));
        let refused = reactions.remove(grant, message, "👍", START).await;
        assert_eq!(refused.unwrap_err(), Error::WrongGrant);
        let sees = world.grant(bo, Permission::ViewChannel).await;
        world.delete(bo, message).await;
        for gone in [message, MessageId::from_raw(1)] {
            let added = reactions.add(grant, new_reaction(gone, "👍")).await;
            assert_eq!(added, Err(AddError::Gone));
            assert!(reactions.remove(sees, gone, "👍", START).await.unwrap().is_none());
        }
        world.end().await;
    }
}
