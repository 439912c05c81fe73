//! The logs: what is replayed, what is kept.

use std::ops::RangeInclusive;

use parlor_protocol::{
    event::Event,
    ids::{MessageId, StreamId},
    messages::Mentions,
    permissions::Permission,
    time::Timestamp,
    users::UpdateMe,
};
use parlor_storage::messages::Edit;

use crate::{
    database::on_both,
    world::{START, World, new_reaction},
};

fn kind(event: &Event) -> &'static str {
    match event {
        Event::NewMessage { .. } => "new",
        Event::MessageUpdated { .. } => "updated",
        Event::MessageDeleted { .. } => "deleted",
        Event::ReactionAdded { .. } => "added",
        Event::ReactionRemoved { .. } => "removed",
        Event::ChannelCreated { .. } => "channel",
        Event::MemberJoined { .. } => "joined",
        Event::MemberUpdated { .. } => "member",
        Event::SpaceJoined { .. } => "space",
        _ => "other",
    }
}

fn kinds(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(kind).collect()
}

impl World {
    async fn edit(&self, message: MessageId, content: &str) {
        let grant = self.grant(self.owner, Permission::SendMessages).await;
        let edit = Edit {
            content: content.to_owned(),
            mentions: Mentions::default(),
            links: Vec::new(),
            now: START,
        };
        let edited = self.storage.messages().edit(grant, message, edit).await;
        let _events = edited.unwrap().expect("the message was there");
    }

    async fn page_of_general(
        &self,
        after: u64,
        limit: usize,
    ) -> parlor_storage::streams::StreamPage {
        let streams = self.storage.streams();
        let page = streams
            .page(self.general.into(), after, limit)
            .await
            .unwrap();
        page.expect("the channel is there")
    }
}

on_both! {
    /// What was told live is told again by the log, event for event, while nothing has changed.
    async fn a_replay_tells_what_was_told(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let grant = world.grant(bo, Permission::SendMessages).await;
        let mut message = world.message("hello");
        message.nonce = Some("n1".to_owned());
        let id = message.id;
        let sent = world.storage.messages().insert(grant, message).await.unwrap();
        assert_eq!(world.replay(world.general).await, sent.events);
        let grant = world.grant(bo, Permission::AddReactions).await;
        let reaction = new_reaction(id, "👍");
        let reacted = world.storage.reactions().add(grant, reaction).await.unwrap();
        assert_eq!(world.replay(world.general).await[1..], reacted.events);
        world.end().await;
    }

    /// An edited message is replayed with its newest text, at its first position too.
    async fn an_edited_message_is_replayed_as_it_is_now(database) {
        let world = World::founded(database).await;
        let message = world.say(world.owner, "one").await;
        world.edit(message.id, "two").await;
        world.edit(message.id, "three").await;
        let events = world.replay(world.general).await;
        assert_eq!(kinds(&events), ["new", "updated", "updated"]);
        for event in &events {
            let shown = event.message().unwrap();
            assert_eq!((shown.content.as_str(), shown.seq), ("three", 1));
            assert!(shown.edited_at.is_some());
        }
        world.end().await;
    }

    /// Anything about a deleted message is replayed as its deletion: sending, editing, reacting.
    /// Not a word of its text comes back.
    async fn a_deleted_message_is_replayed_as_deleted(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let message = world.say(world.owner, "secret").await;
        world.edit(message.id, "more secret").await;
        world.react(bo, message.id, "👍").await;
        world.unreact(bo, message.id, "👍").await;
        world.react(bo, message.id, "👍").await;
        let other = world.say(world.owner, "stays").await;
        world.delete(world.owner, message.id).await;
        let events = world.replay(world.general).await;
        let d = "deleted";
        assert_eq!(kinds(&events), [d, d, d, d, d, "new", d]);
        assert!(!format!("{events:?}").contains("secret"));
        assert_eq!(events[5].message().unwrap().id, other.id);
        world.end().await;
    }

    /// An undone reaction is replayed as removed, one that was done again as added; the counts are
    /// today's.
    async fn an_undone_reaction_is_replayed_as_removed(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let message = world.say(world.owner, "hello").await.id;
        world.react(bo, message, "👍").await;
        world.react(world.owner, message, "👍").await;
        world.unreact(bo, message, "👍").await;
        let events = world.replay(world.general).await;
        assert_eq!(kinds(&events), ["new", "removed", "added", "removed"]);
        for event in &events[1..] {
            let count = match event {
                Event::ReactionAdded { payload, .. } => payload.count,
                Event::ReactionRemoved { payload, .. } => payload.count,
                _ => unreachable!("they are about reactions"),
            };
            assert_eq!(count, 1);
        }
        world.react(bo, message, "👍").await;
        let events = world.replay(world.general).await;
        assert_eq!(kinds(&events[1..]), ["added", "added", "removed", "added"]);
        world.end().await;
    }

    /// The streams of spaces and people are replayed too, with members as they are called today.
    async fn spaces_and_people_have_logs(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let rename = UpdateMe {
            display_name: Some(Some("Bosse".to_owned())),
            ..UpdateMe::default()
        };
        let _events = world.storage.accounts().update(bo, rename, START).await.unwrap();
        let events = world.replay(world.space).await;
        assert_eq!(kinds(&events), ["channel", "channel", "joined", "joined", "member"]);
        for event in &events[3..] {
            let (Event::MemberJoined { member, .. } | Event::MemberUpdated { member, .. }) = event
            else {
                unreachable!("they are about members");
            };
            assert_eq!(member.user.display_name, "Bosse");
        }
        let own = world.replay(bo).await;
        assert!(matches!(&own[..], [Event::SpaceJoined { space, .. }] if space.id == world.space));
        world.end().await;
    }

    /// A page starts after its cursor, has its limit, and says where the stream stood; a cursor
    /// ahead of it finds nothing.
    async fn a_page_starts_after_its_cursor(database) {
        let world = World::founded(database).await;
        for n in 0..5 {
            world.say(world.owner, &n.to_string()).await;
        }
        let page = world.page_of_general(1, 2).await;
        let seqs: Vec<_> = page.events.iter().filter_map(Event::position).map(|(_, seq)| seq).collect();
        assert_eq!(seqs, [2, 3]);
        assert_eq!((page.last_seq, page.kept_from, page.more), (5, 1, true));
        assert!(!world.page_of_general(3, 2).await.more);
        for ahead in [5, 6, u64::MAX] {
            let page = world.page_of_general(ahead, 2).await;
            assert!(page.events.is_empty() && !page.more && page.last_seq == 5);
        }
        let nowhere = StreamId::from_raw(1);
        assert!(world.storage.streams().page(nowhere, 0, 2).await.unwrap().is_none());
        world.end().await;
    }

    /// A page of the longest messages ends early, and the next one goes on where it ended.
    async fn a_page_is_not_heavy(database) {
        const MESSAGES: u64 = 40;
        let world = World::founded(database).await;
        for _ in 0..MESSAGES {
            world.say(world.owner, &"🌊".repeat(4_000)).await;
        }
        let mut cursor = 0;
        while cursor < MESSAGES {
            let page = world.page_of_general(cursor, 200).await;
            let seqs = page.events.iter().filter_map(Event::position).map(|(_, seq)| seq);
            let read = page.events.len() as u64;
            assert!(seqs.eq(cursor + 1..=cursor + read), "no hole");
            assert!((1..20).contains(&read), "{read} messages");
            cursor += read;
            assert_eq!((page.more, page.last_seq, page.kept_from), (cursor < MESSAGES, MESSAGES, 1));
        }
        world.end().await;
    }

    /// Tips are told for the streams that are there.
    async fn tips_are_told_for_many(database) {
        let world = World::founded(database).await;
        world.say(world.owner, "hello").await;
        let (space, general) = (StreamId::from(world.space), StreamId::from(world.general));
        let streams = world.storage.streams();
        let tips = streams.tips(&[general, StreamId::from_raw(1), space]).await.unwrap();
        assert_eq!(tips.into_iter().collect::<Vec<_>>(), [(space, 3), (general, 1)]);
        assert!(streams.tips(&[]).await.unwrap().is_empty());
        world.end().await;
    }

    /// Pruning forgets what is both old and not among the newest, from the front, and the messages
    /// stay.
    async fn pruning_forgets_from_the_front(database) {
        let world = World::founded(database).await;
        let grant = world.grant(world.owner, Permission::SendMessages).await;
        for n in 0..10 {
            let mut message = world.message(&n.to_string());
            // The sixth was written by a clock that stood too early: it does not make a hole.
            message.created_at = START.plus_millis(if n == 5 { 0 } else { n });
            let _sent = world.storage.messages().insert(grant, message).await.unwrap();
        }
        let streams = world.storage.streams();
        streams.prune(START, 0).await.unwrap();
        assert_eq!(world.page_of_general(0, 20).await.kept_from, 1);
        streams.prune(START.plus_millis(4), 8).await.unwrap();
        assert_eq!(world.page_of_general(0, 20).await.kept_from, 3);
        streams.prune(START.plus_millis(4), 0).await.unwrap();
        let page = world.page_of_general(4, 20).await;
        assert_eq!((page.kept_from, page.events.len(), page.last_seq), (5, 6, 10));
        streams.prune(START.plus_millis(100), 0).await.unwrap();
        let page = world.page_of_general(10, 20).await;
        assert_eq!((page.kept_from, page.more), (11, false));
        let window = parlor_storage::messages::Window::Latest;
        let size = parlor_protocol::page::PageSize::default();
        let history = world.storage.messages().page(world.general, window, size, world.owner).await;
        assert_eq!(history.unwrap().unwrap().items.len(), 10);
        world.end().await;
    }

    /// What the contract keeps stays: the newest 10,000 events however old they are, and those of
    /// the last 30 days however many they are.
    async fn pruning_keeps_what_is_promised(database) {
        const KEPT: u64 = 10_000;
        let world = World::founded(database).await;
        let now = START.plus_millis(60 * DAY_MS);
        let month_ago = now.plus_millis(-30 * DAY_MS);
        let kept_from = async || world.page_of_general(0, 1).await.kept_from;
        events(&world, 1..=12_000, START).await;
        world.storage.streams().prune(month_ago, KEPT).await.unwrap();
        assert_eq!(kept_from().await, 2_001);
        events(&world, 12_001..=24_000, month_ago).await;
        world.storage.streams().prune(month_ago, KEPT).await.unwrap();
        assert_eq!(kept_from().await, 12_001);
        world.storage.streams().prune(month_ago.plus_millis(1), KEPT).await.unwrap();
        assert_eq!(kept_from().await, 14_001);
        let page = world.page_of_general(14_000, 1).await;
        assert_eq!((page.events.len(), page.last_seq), (1, 24_000));
        world.end().await;
    }
}

const DAY_MS: i64 = 86_400_000;

/// Writes that many events into the log of the channel at once: one by one takes too long.
async fn events(world: &World, seqs: RangeInclusive<u64>, at: Timestamp) {
    let (channel, first, last) = (world.general.raw(), seqs.start(), seqs.end());
    let at = at.as_millis();
    let sql = format!(
        "WITH RECURSIVE n (seq) AS (SELECT {first} UNION ALL SELECT seq + 1 FROM n WHERE seq < {last}) \
         INSERT INTO stream_events (stream_id, seq, kind, subject_id, created_at) \
         SELECT {channel}, seq, 'deleted', seq, {at} FROM n; \
         UPDATE streams SET last_seq = {last} WHERE id = {channel}"
    );
    world.database.tamper(&sql).await;
}
