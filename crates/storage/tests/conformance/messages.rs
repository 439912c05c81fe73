//! Messages: written once, kept, edited, deleted.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, MessageId, UserId},
    messages::{EXCERPT_CHARS_MAX, Mentions},
    permissions::Permission,
};
use parlor_storage::{
    Error,
    messages::{Edit, InsertError, NewMessage},
};

use crate::{
    database::on_both,
    world::{START, World},
};

fn edit(content: &str) -> Edit {
    Edit {
        content: content.to_owned(),
        mentions: Mentions::default(),
        links: Vec::new(),
        now: START.plus_millis(5),
    }
}

impl World {
    fn with_nonce(&self, content: &str, nonce: &str) -> NewMessage {
        NewMessage {
            nonce: Some(nonce.to_owned()),
            ..self.message(content)
        }
    }

    async fn send(&self, user: UserId, message: NewMessage) -> Result<MessageId, InsertError> {
        let grant = self.grant(user, Permission::SendMessages).await;
        let sent = self.storage.messages().insert(grant, message).await?;
        assert_eq!(sent.value.fresh, !sent.events.is_empty());
        Ok(sent.value.message.id)
    }
}

on_both! {
    /// A message comes back as it was sent, to its author and in its event; others do not see the
    /// nonce.
    async fn a_message_is_kept_as_sent(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let content = " ünïcödé \u{1f600}\n'; DROP TABLE messages; -- ";
        let mut message = world.with_nonce(content, "n1");
        message.mentions = Mentions::read(&format!("<@{bo}> <@&{}>", world.space), true);
        let mentions = message.mentions.clone();
        let grant = world.grant(bo, Permission::SendMessages).await;
        let sent = world.storage.messages().insert(grant, message).await.unwrap();
        let written = sent.value.message;
        assert_eq!((written.content.as_str(), written.seq), (content, 1));
        assert_eq!((written.author.id, &written.mentions), (bo, &mentions));
        assert_eq!((written.nonce.as_deref(), written.edited_at), (Some("n1"), None));
        let [Event::NewMessage { stream, seq: 1, channel_id, message }] = &sent.events[..] else {
            panic!("{:?}", sent.events);
        };
        assert_eq!((*stream, *channel_id), (world.general.into(), world.general));
        assert_eq!(message, &written);

        let messages = world.storage.messages();
        assert_eq!(messages.get(written.id, bo).await.unwrap().unwrap(), written);
        let seen = messages.get(written.id, world.owner).await.unwrap().unwrap();
        assert_eq!((seen.nonce, seen.content), (None, written.content));
        let place = messages.place(written.id).await.unwrap().unwrap();
        assert_eq!((place.channel, place.author, place.deleted), (world.general, bo, false));
        world.end().await;
    }

    /// A repeat of a nonce gives the first result, id and seq, also after an edit and after a
    /// deletion. It makes no event.
    async fn a_repeat_gives_the_first_result(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let first = world.send(bo, world.with_nonce("hello", "n1")).await.unwrap();
        let again = || async {
            let grant = world.grant(bo, Permission::SendMessages).await;
            let message = world.with_nonce("hello", "n1");
            let sent = world.storage.messages().insert(grant, message).await.unwrap();
            assert!(!sent.value.fresh && sent.events.is_empty());
            let message = sent.value.message;
            assert_eq!((message.id, message.seq), (first, 1));
            message
        };
        assert_eq!(again().await.content, "hello");
        let grant = world.grant(bo, Permission::SendMessages).await;
        let edited = world.storage.messages().edit(grant, first, edit("better")).await;
        assert!(edited.unwrap().is_some());
        assert_eq!(again().await.content, "better");
        // What was edited in is not what was sent.
        let other = world.send(bo, world.with_nonce("better", "n1")).await;
        assert_eq!(other, Err(InsertError::NonceTaken));
        world.delete(bo, first).await;
        assert_eq!(again().await.content, "");
        let other = world.send(bo, world.with_nonce("", "n1")).await;
        assert_eq!(other, Err(InsertError::NonceTaken));
        world.end().await;
    }

    /// A nonce is its author's: others may use the same one, and it is taken for any other content
    /// and any other channel.
    async fn a_nonce_is_taken_for_anything_else(database) {
        let (world, bo) = World::with(database, "Bo").await;
        world.send(bo, world.with_nonce("hello", "n1")).await.unwrap();
        let other = world.send(bo, world.with_nonce("hello!", "n1")).await;
        assert_eq!(other, Err(InsertError::NonceTaken));
        world.send(world.owner, world.with_nonce("hello", "n1")).await.unwrap();
        let channels = world.storage.channels().of(world.space).await.unwrap();
        let elsewhere = channels.iter().find(|channel| channel.id != world.general).unwrap();
        let members = world.storage.members();
        let (access, _) = members.in_channel(bo, elsewhere.id, START).await.unwrap().unwrap();
        let grant = access.may(Permission::SendMessages).unwrap();
        let message = world.with_nonce("hello", "n1");
        let sent = world.storage.messages().insert(grant, message).await;
        assert_eq!(sent, Err(InsertError::NonceTaken));
        assert_eq!(world.replay(world.general).await.len(), 2);
        world.end().await;
    }

    /// Twenty sends with one nonce at once, from two servers, are one message, and each learns the
    /// same id.
    async fn repeats_at_once_are_one_message(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let other = world.database.open().await;
        let grant = world.grant(bo, Permission::SendMessages).await;
        let sends: Vec<_> = (0..20)
            .map(|n| {
                let server = if n % 2 == 0 { &world.storage } else { &other };
                let (storage, message) = (server.clone(), world.with_nonce("hello", "n1"));
                tokio::spawn(async move { storage.messages().insert(grant, message).await.unwrap() })
            })
            .collect();
        let (mut fresh, mut ids) = (0, Vec::new());
        for send in sends {
            let sent = send.await.unwrap().value;
            fresh += u32::from(sent.fresh);
            ids.push((sent.message.id, sent.message.seq));
        }
        ids.dedup();
        assert_eq!((fresh, ids.len()), (1, 1));
        assert_eq!(world.replay(world.general).await.len(), 1);
        other.close().await;
        world.end().await;
    }

    /// Sequence numbers have no holes: under many writers at once, on two servers, with refused
    /// writes among them, every position holds one event.
    async fn positions_have_no_holes(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let other = world.database.open().await;
        let grant = world.grant(bo, Permission::SendMessages).await;
        let missing = MessageId::from_raw(world.id());
        let sends: Vec<_> = (0..60)
            .map(|n| {
                let server = if n % 2 == 0 { &world.storage } else { &other };
                let (storage, mut message) = (server.clone(), world.message(&format!("m{n}")));
                if n % 3 == 0 {
                    message.reply_to_id = Some(missing);
                }
                tokio::spawn(async move { storage.messages().insert(grant, message).await })
            })
            .collect();
        let mut seqs = Vec::new();
        for send in sends {
            match send.await.unwrap() {
                Ok(sent) => seqs.push(sent.value.message.seq),
                Err(refusal) => assert_eq!(refusal, InsertError::ReplyGone),
            }
        }
        seqs.sort_unstable();
        assert_eq!(seqs, (1..=40).collect::<Vec<_>>());
        assert_eq!(world.replay(world.general).await.len(), 40);
        other.close().await;
        world.end().await;
    }

    /// A reply shows what it answers, cut to its first characters, for as long as that is there;
    /// what is gone or elsewhere cannot be answered.
    async fn a_reply_shows_what_it_answers(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let long = "ä".repeat(EXCERPT_CHARS_MAX + 1);
        let asked = world.say(world.owner, &long).await;
        let mut answer = world.message("yes");
        answer.reply_to_id = Some(asked.id);
        let id = world.send(bo, answer).await.unwrap();
        let shown = || async { world.storage.messages().get(id, bo).await.unwrap().unwrap() };
        let preview = shown().await.reply_to.unwrap();
        assert_eq!((preview.id, preview.author.id), (asked.id, world.owner));
        assert_eq!(preview.excerpt, "ä".repeat(EXCERPT_CHARS_MAX));
        world.delete(world.owner, asked.id).await;
        assert_eq!(shown().await.reply_to, None);
        let mut late = world.message("no");
        late.reply_to_id = Some(asked.id);
        assert_eq!(world.send(bo, late).await, Err(InsertError::ReplyGone));
        world.end().await;
    }

    /// An edit changes the text, tells so, and keeps id, seq and reactions; only the author's own
    /// message, in the channel of the grant.
    async fn an_edit_changes_the_text(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let message = world.say(bo, "helo").await;
        world.react(bo, message.id, "👍").await;
        let messages = world.storage.messages();
        let grant = world.grant(bo, Permission::SendMessages).await;
        let edited = messages.edit(grant, message.id, edit("hello")).await.unwrap().unwrap();
        let value = &edited.value.0;
        assert_eq!((value.id, value.seq, value.content.as_str()), (message.id, 1, "hello"));
        assert_eq!(value.edited_at, Some(START.plus_millis(5)));
        assert_eq!((value.reactions[0].count, value.reactions[0].me), (1, Some(true)));
        let [Event::MessageUpdated { seq: 3, message: told, .. }] = &edited.events[..] else {
            panic!("{:?}", edited.events);
        };
        assert_eq!((told.content.as_str(), told.reactions[0].me), ("hello", None));

        let not_hers = world.grant(world.owner, Permission::SendMessages).await;
        assert!(messages.edit(not_hers, message.id, edit("x")).await.unwrap().is_none());
        world.delete(bo, message.id).await;
        assert!(messages.edit(grant, message.id, edit("x")).await.unwrap().is_none());
        world.end().await;
    }

    /// A deleted message is gone for readers and for its reactions, once; its place is known.
    async fn a_deleted_message_is_gone(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let message = world.say(bo, "secret").await;
        world.react(world.owner, message.id, "👍").await;
        let messages = world.storage.messages();
        let grant = world.grant(bo, Permission::ViewChannel).await;
        let deleted = messages.delete(grant, message.id, START).await.unwrap().unwrap();
        assert!(matches!(
            deleted.events[..],
            [Event::MessageDeleted { seq: 3, message_id, .. }] if message_id == message.id
        ));
        assert!(messages.delete(grant, message.id, START).await.unwrap().is_none());
        assert!(messages.get(message.id, bo).await.unwrap().is_none());
        assert!(messages.place(message.id).await.unwrap().unwrap().deleted);
        assert!(messages.place(MessageId::from_raw(1)).await.unwrap().is_none());
        let size = parlor_protocol::page::PageSize::default();
        let who = world.storage.reactions().who(message.id, "👍", None, size).await;
        assert!(who.unwrap().items.is_empty());
        world.end().await;
    }

    /// Somebody else's message is deleted only with the grant to manage messages.
    async fn deleting_for_others_asks_for_its_grant(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let cy = world.join("Cy").await;
        let message = world.say(bo, "hello").await;
        let messages = world.storage.messages();
        let cys = world.grant(cy, Permission::SendMessages).await;
        assert!(messages.delete(cys, message.id, START).await.unwrap().is_none());
        let managing = world.grant(world.owner, Permission::ManageMessages).await;
        assert!(messages.delete(managing, message.id, START).await.unwrap().is_some());
        world.end().await;
    }

    /// A grant for another permission, or for a space and no channel, writes nothing.
    async fn writing_asks_for_its_grant(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let wrong = Err(InsertError::Storage(Error::WrongGrant));
        let messages = world.storage.messages();
        let viewing = world.grant(bo, Permission::ViewChannel).await;
        assert_eq!(messages.insert(viewing, world.message("x")).await, wrong);
        let members = world.storage.members();
        let access = members.in_space(bo, world.space, START).await.unwrap().unwrap();
        let nowhere = access.may(Permission::SendMessages).unwrap();
        assert_eq!(messages.insert(nowhere, world.message("x")).await, wrong);
        let message = world.say(bo, "hello").await;
        let edited = messages.edit(nowhere, message.id, edit("x")).await;
        assert_eq!(edited, Err(Error::WrongGrant));
        let deleted = messages.delete(nowhere, message.id, START).await;
        assert_eq!(deleted, Err(Error::WrongGrant));
        assert!(world.storage.channels().get(ChannelId::from_raw(1)).await.unwrap().is_none());
        world.end().await;
    }
}
