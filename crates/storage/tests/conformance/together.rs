//! Messages that are written in one batch.

use std::collections::BTreeMap;

use parlor_protocol::{event::Event, ids::UserId, messages::Mentions, permissions::Permission};
use parlor_storage::messages::{InsertError, NewMessage};

use crate::{database::on_both, world::World};

type Sent = (NewMessage, Result<(bool, Option<Event>), InsertError>);

impl World {
    /// All at once, in this order, so that most of them share a batch.
    async fn send_all(&self, messages: Vec<(UserId, NewMessage)>) -> Vec<Sent> {
        let mut grants = BTreeMap::new();
        for (user, _) in &messages {
            grants.insert(*user, self.grant(*user, Permission::SendMessages).await);
        }
        let mut writes = Vec::new();
        for (user, message) in messages {
            let (storage, grant, new) = (self.storage.clone(), grants[&user], message.clone());
            let write = tokio::spawn(async move { storage.messages().insert(grant, new).await });
            writes.push((message, write));
        }
        let mut sent = Vec::new();
        for (message, write) in writes {
            let outcome = write.await.unwrap();
            let outcome = outcome.map(|done| (done.value.fresh, done.events.into_iter().next()));
            sent.push((message, outcome));
        }
        sent
    }
}

on_both! {
    /// Each is acknowledged as if it had been alone: with its own position, without a hole, as it is
    /// read and replayed later. Answers and calls among them are no exception.
    async fn each_is_as_if_alone(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let first = world.say(bo, "first").await;
        let messages = (0..80).map(|n| {
            let mut message = world.message(&format!("number {n}"));
            message.nonce = (n % 2 == 0).then(|| format!("n{n}"));
            match n % 9 {
                4 => message.reply_to_id = Some(first.id),
                7 => message.mentions = Mentions::read(&format!("<@{bo}>"), false),
                _ => {}
            }
            (if n % 3 == 0 { bo } else { world.owner }, message)
        });
        let sent = world.send_all(messages.collect()).await;
        let replayed = world.replay(world.general).await;
        assert_eq!(replayed.len(), 81);
        for (message, outcome) in sent {
            let (fresh, event) = outcome.unwrap();
            assert!(fresh);
            assert!(replayed.contains(event.as_ref().unwrap()), "{event:?}");
            let told = event.as_ref().and_then(Event::message).unwrap();
            assert_eq!((&told.content, &told.nonce), (&message.content, &message.nonce));
            assert_eq!(told.reply_to.is_some(), message.reply_to_id.is_some());
            let read = world.storage.messages().get(told.id, told.author.id).await;
            assert_eq!(read.unwrap().as_ref(), Some(told));
        }
        // Who wrote has read up to it; what others wrote after it is unread.
        for user in [bo, world.owner] {
            let own = replayed.iter().filter_map(Event::message);
            let last = own.filter(|message| message.author.id == user).map(|message| message.seq);
            let states = world.storage.reads().of(user, &[world.general]).await.unwrap();
            assert_eq!(Some(states[0].read_seq), last.max());
        }
        world.end().await;
    }

    /// A batch with repeats in it writes each message once and refuses what is no repeat.
    async fn repeats_are_found(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let named = |content: &str, nonce: &str| {
            let mut message = world.message(content);
            message.nonce = Some(nonce.to_owned());
            (bo, message)
        };
        let mut messages = Vec::new();
        for n in 0..20 {
            messages.push(named(&format!("number {n}"), &format!("n{n}")));
            messages.push(named(&format!("number {n}"), &format!("n{n}")));
            messages.push(named("other", &format!("n{}", n / 2)));
        }
        let sent = world.send_all(messages).await;
        let (mut fresh, mut again, mut taken) = (0, 0, 0);
        for (_, outcome) in &sent {
            match outcome {
                Ok((true, Some(_))) => fresh += 1,
                Ok((false, None)) => again += 1,
                Err(InsertError::NonceTaken) => taken += 1,
                other => panic!("{other:?}"),
            }
        }
        // Whichever of two contents comes first, its nonce is taken for the other.
        assert_eq!((fresh, again, taken), (20, 20, 20));
        assert_eq!(world.replay(world.general).await.len(), 20);
        world.end().await;
    }
}
