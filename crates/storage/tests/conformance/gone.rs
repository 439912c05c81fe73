//! What was deleted with its place is nowhere at once, and its rows go little by little.

use std::collections::BTreeSet;

use parlor_protocol::{
    event::Event,
    ids::{AttachmentId, ChannelId, MessageId, StreamId, UserId},
    messages::Mentions,
    notifications::{NotificationLevel, SetNotifications},
    page::PageSize,
    permissions::{Override, Permission, Permissions},
};
use parlor_storage::{
    Content,
    accounts::Entry,
    attachments::{NewAttachment, Picture, Thumbnail},
    dms::{DmError, NewDm},
};

use crate::{
    database::on_both,
    embeds::{ONE, preview},
    forgetting::tables,
    world::{START, World},
};

const WORD: &str = "abracadabra";

/// Far more than one write takes away.
const MESSAGES: usize = 2_300;

/// How many messages one write takes away at most.
const AT_ONCE: usize = 100;

/// How many people one write tells that their space is gone.
const TOLD_AT_ONCE: usize = 250;

/// More than three writes tell.
const MEMBERS: usize = 3 * TOLD_AT_ONCE + 20;

fn content(byte: u8) -> Content {
    Content::from_bytes([byte; Content::BYTES])
}

impl World {
    /// A picture with a small still, not sent yet.
    async fn picture(&self) -> AttachmentId {
        let new = NewAttachment {
            id: AttachmentId::from_raw(self.id()),
            uploader: self.owner,
            filename: format!("{WORD}.png"),
            content_type: "image/png",
            size_bytes: 10,
            content: content(1),
            alt: None,
            picture: Some(Picture {
                width: 640,
                height: 480,
                placeholder: "LEHV6nWB2yk8".to_owned(),
                thumbnail: Some(Thumbnail {
                    content: content(2),
                    content_type: "image/jpeg".to_owned(),
                }),
            }),
            created_at: START,
            bytes_per_user_max: 1_000,
            waiting_max: 50,
        };
        let stored = self.storage.attachments().insert(new).await;
        stored.unwrap().attachment.id
    }

    /// A message in `general` with all that can hang on one.
    async fn say_much(&self, reader: UserId) -> MessageId {
        let text = format!("{WORD} <@{reader}>");
        let mut calling = self.message(&text);
        calling.mentions = Mentions::read(&text, true);
        calling.attachments = vec![self.picture().await];
        let grant = self.grant(self.owner, Permission::SendMessages).await;
        let said = self.storage.messages().insert(grant, calling).await;
        let said = said.unwrap().value.message.id;
        self.put(said, &text, &[preview(ONE, Some(3))]).await;
        self.react(reader, said, "👍").await;
        let grant = self.grant(self.owner, Permission::ManageMessages).await;
        let pinned = self.storage.pins().pin(grant, said, 9, START).await;
        let _events = pinned.unwrap();
        said
    }

    /// What hangs on `general` itself.
    async fn set_up(&self, reader: UserId) {
        let grant = self.grant(reader, Permission::ViewChannel).await;
        let quiet = SetNotifications {
            level: NotificationLevel::Nothing,
            muted_until: None,
        };
        let set = self.storage.notifications().set(grant, quiet).await;
        set.unwrap();
        let grant = self.grant(self.owner, Permission::ManageRoles).await;
        let shut = Override {
            deny: Permissions::of(&[Permission::AddReactions]),
            ..Override::default()
        };
        let new = Self::new_override(reader.raw(), Some(shut));
        let set = self.storage.channels().set_override(grant, new).await;
        assert_eq!(set.unwrap().events.len(), 1);
    }

    /// Everything there can be in `general`, and many messages; the ids of all.
    async fn fill(&self, reader: UserId) -> Vec<MessageId> {
        let mut said = vec![self.say_much(reader).await];
        self.set_up(reader).await;
        let grant = self.grant(self.owner, Permission::SendMessages).await;
        let sends = (1..MESSAGES).map(|_| {
            let (storage, message) = (self.storage.clone(), self.message(WORD));
            tokio::spawn(async move { storage.messages().insert(grant, message).await })
        });
        for send in sends.collect::<Vec<_>>() {
            said.push(send.await.unwrap().unwrap().value.message.id);
        }
        said
    }

    /// Nothing that anybody can ask tells of `general` or of what was in it.
    async fn is_nowhere(&self, reader: UserId, message: MessageId) {
        let (storage, general) = (&self.storage, self.general);
        let stream = StreamId::from(general);
        assert!(storage.channels().get(general).await.unwrap().is_none());
        assert!(storage.messages().place(message).await.unwrap().is_none());
        let streams = storage.streams();
        assert!(streams.tips(&[stream]).await.unwrap().is_empty());
        assert!(streams.spaces(&[stream]).await.unwrap().is_empty());
        assert!(streams.page(stream, 0, 9).await.unwrap().is_none());
        let positions = storage.reads().positions(&[stream]).await;
        assert!(positions.unwrap().is_empty());
        assert!(self.finds(WORD).await.is_empty());
        for user in [self.owner, reader] {
            self.is_nowhere_for(user).await;
        }
    }

    async fn is_nowhere_for(&self, user: UserId) {
        let (storage, general) = (&self.storage, self.general);
        let sync = storage.sync().of(user).await.unwrap().unwrap();
        assert!(sync.streams.keys().all(|stream| *stream != general.into()));
        let settings = sync.notification_settings.iter();
        assert!(
            settings
                .map(|each| each.id)
                .all(|place| place != general.into())
        );
        let members = storage.members();
        let access = members.in_channel(user, general, START).await;
        assert!(access.unwrap().is_none());
        let seers = members.seers(&[general], &[user]).await.unwrap();
        assert!(seers.values().all(Vec::is_empty));
        let written = storage.messages().written_by(user, None).await;
        assert!(written.unwrap().iter().all(|each| each.content != WORD));
        let given = storage.reactions().given_by(user, None).await;
        assert!(given.unwrap().is_empty());
        let sent = storage.attachments().sent_by(user, None).await;
        assert!(sent.unwrap().is_empty());
        let reads = storage.reads();
        assert!(reads.of(user, &[general]).await.unwrap().is_empty());
        assert!(reads.seen(user, &[general]).await.unwrap().is_empty());
        assert!(storage.dms().of(user).await.unwrap().is_empty());
        let notifications = storage.notifications();
        let inbox = notifications.page(user, None, PageSize::default()).await;
        assert!(inbox.unwrap().items.is_empty());
    }

    /// Takes away what is left; how many writes that took, and the bytes that went.
    async fn sweep(&self) -> (usize, BTreeSet<[u8; Content::BYTES]>) {
        let (mut writes, mut contents) = (0, BTreeSet::new());
        while let Some(gone) = self.storage.streams().sweep(START).await.unwrap() {
            writes += 1;
            contents.extend(gone.value.iter().map(|content| *content.as_bytes()));
        }
        (writes, contents)
    }

    /// As many as told in several writes come in; all of them with the owner, by id.
    async fn crowd(&self) -> Vec<UserId> {
        let arrivals = (1..MEMBERS).map(|number| {
            let account = self.account(&format!("somebody-{number}"), Entry::Open);
            let (storage, user) = (self.storage.clone(), account.id);
            tokio::spawn(async move {
                let _events = storage.accounts().register(account).await.unwrap();
                user
            })
        });
        let mut people = vec![self.owner];
        for arrival in arrivals.collect::<Vec<_>>() {
            people.push(arrival.await.unwrap());
        }
        people.sort_unstable();
        people
    }

    /// Nothing that these two can ask tells that they were ever in the space, or together.
    async fn is_no_space_of(&self, (one, other): (UserId, UserId)) {
        let (storage, space) = (&self.storage, self.space);
        let members = storage.members();
        assert!(members.in_space(one, space, START).await.unwrap().is_none());
        assert!(
            members
                .among(space, &[one, other])
                .await
                .unwrap()
                .is_empty()
        );
        assert!(storage.spaces().of(one).await.unwrap().is_empty());
        let sync = storage.sync().of(one).await.unwrap().unwrap();
        assert!(sync.spaces.is_empty() && sync.notification_settings.is_empty());
        assert_eq!(sync.streams.into_keys().collect::<Vec<_>>(), [one.into()]);
        let places = storage.presences().of(&[one, other]).await.unwrap();
        assert!(places.values().all(|standing| standing.circles.is_empty()));
        let accounts = storage.accounts();
        assert!(accounts.visible(one, other).await.unwrap().is_none());
        let dm = NewDm {
            id: ChannelId::from_raw(self.id()),
            opener: one,
            others: vec![other],
            created_at: START,
            per_user_max: 9,
        };
        let opened = storage.dms().open(dm).await;
        assert!(matches!(opened, Err(DmError::Stranger)), "{opened:?}");
    }

    /// Who of these was told that the space is gone: once, and as the last of what there is.
    async fn said_farewell(&self, people: &[UserId]) -> usize {
        let mut told = 0;
        for user in people {
            let events = self.replay(*user).await;
            let farewells = events.iter().filter(|event| {
                matches!(event, Event::SpaceLeft { space_id, .. } if *space_id == self.space)
            });
            // Who joined it, too, is told by what is left of it today.
            let farewells = farewells.count();
            assert!((1..=2).contains(&farewells), "{events:?}");
            told += farewells - 1;
        }
        told
    }

    /// How many of these messages are in the database.
    async fn left_of(&self, messages: &[MessageId]) -> usize {
        let tables = tables(&self.database).await;
        let rows = numbers(&tables["messages"]);
        messages
            .iter()
            .filter(|id| rows.contains(&id.raw()))
            .count()
    }

    /// The tables in which there is a number.
    async fn tables_with(&self, id: i64) -> Vec<String> {
        let tables = tables(&self.database).await.into_iter();
        let with = tables.filter(|(_, rows)| numbers(rows).contains(&id));
        with.map(|(table, _)| table).collect()
    }
}

fn numbers(rows: &str) -> BTreeSet<i64> {
    let words = rows.split(|each: char| !each.is_ascii_digit());
    words.filter_map(|word| word.parse().ok()).collect()
}

on_both! {
    /// A deleted channel is found by nobody from then on, also while all of its rows are there, and
    /// also by who opens the database anew. Then they go, a bounded number with each write, with
    /// everybody else's writes between them, and nothing is left but that it was deleted.
    async fn a_deleted_channel_is_hidden_and_then_cleared_away(database) {
        let (mut world, bo) = World::with(database, "Bo").await;
        let said = world.fill(bo).await;
        let (first, last) = (said[0], said[MESSAGES - 1]);
        let grant = world.grant(world.owner, Permission::ManageChannels).await;
        let _events = world.storage.channels().delete(grant, START).await.unwrap();
        world.is_nowhere(bo, first).await;
        assert_eq!(world.left_of(&said).await, MESSAGES);

        let mut left = MESSAGES;
        for _ in 0..5 {
            let cleared = world.storage.streams().sweep(START).await.unwrap();
            assert_eq!(cleared.unwrap().events, []);
            world.say_elsewhere(bo, "meanwhile").await;
            let now = world.left_of(&said).await;
            assert_eq!(left - now, AT_ONCE);
            left = now;
        }
        world.is_nowhere(bo, last).await;
        // As after a power cut: nothing that is known of the rest is lost.
        world.storage.close().await;
        world.storage = world.database.open().await;
        world.is_nowhere(bo, last).await;
        let (writes, _) = world.sweep().await;
        // What hangs on the channel itself is more than a thousand rows: the events of its log.
        let rows = MESSAGES / 1_000 + 1;
        assert_eq!(writes, left / AT_ONCE + rows);
        world.is_nowhere(bo, last).await;

        // The space's log and the audit log say that it was there, and to whom that may be told.
        let told = ["audit_log", "overrides", "stream_events"];
        assert_eq!(world.tables_with(world.general.raw()).await, told);
        // Whoever was called is told of nothing in that place of their log.
        assert_eq!(world.tables_with(first.raw()).await, ["stream_events"]);
        assert_eq!(world.tables_with(last.raw()).await, [""; 0]);
        let tables = tables(&world.database).await;
        assert!(tables.values().all(|rows| !rows.contains(WORD)));
        world.end().await;
    }

    /// The bytes of its files and previews, and of a space's picture, are handed over to be collected.
    async fn files_go_with_their_place(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let said = world.say_much(bo).await;
        let access = world.storage.members().in_space(world.owner, world.space, START).await;
        let grant = access.unwrap().unwrap().may(Permission::ManageSpace).unwrap();
        let spaces = world.storage.spaces();
        let icon = (world.space, Some(content(4)));
        assert!(spaces.set_icon(grant, icon, START).await.unwrap().is_some());
        let _events = spaces.delete(grant, START).await.unwrap();
        world.is_nowhere(bo, said).await;
        let (_, contents) = world.sweep().await;
        let all = [1, 2, 3, 4].map(|byte| *content(byte).as_bytes());
        assert_eq!(contents, BTreeSet::from(all));
        for byte in 1..=4 {
            assert!(!world.storage.attachments().is_needed(content(byte)).await.unwrap());
        }
        world.end().await;
    }

    /// So is everything in a deleted space, and the space: its people, roles, bans and audit log.
    async fn a_deleted_space_is_hidden_and_then_cleared_away(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let said = world.fill(bo).await;
        let code = world.invite(None).await;
        let access = world.storage.members().in_space(world.owner, world.space, START).await;
        let grant = access.unwrap().unwrap().may(Permission::ManageSpace).unwrap();
        let gone = world.storage.spaces().delete(grant, START).await.unwrap();
        assert_eq!(gone.value.len(), 2);
        world.is_nowhere(bo, said[0]).await;
        let space = StreamId::from(world.space);
        let storage = &world.storage;
        assert!(storage.streams().page(space, 0, 9).await.unwrap().is_none());
        assert!(storage.streams().spaces(&[space]).await.unwrap().is_empty());
        assert!(storage.spaces().of(world.owner).await.unwrap().is_empty());
        assert!(storage.spaces().first().await.unwrap().is_none());
        assert!(storage.invites().get(&code, START).await.unwrap().is_none());
        let access = storage.members().in_space(bo, world.space, START).await;
        assert!(access.unwrap().is_none());

        let (writes, _) = world.sweep().await;
        // The channel as above, its neighbour and the space in one each.
        assert_eq!(writes, MESSAGES / AT_ONCE + MESSAGES / 1_000 + 1 + 2);
        // What each was told in their own log, and which space set-up made.
        let told = ["instance", "stream_events"];
        assert_eq!(world.tables_with(world.space.raw()).await, told);
        assert_eq!(world.tables_with(world.general.raw()).await, [""; 0]);
        assert_eq!(world.tables_with(said[0].raw()).await, ["stream_events"]);
        world.end().await;
    }

    /// A space with more members than one write tells is gone for all of them at once; then they are
    /// told one after the other, with everybody else's writes between, and by whoever opens the
    /// database after a power cut: each exactly once. Who deletes their account meanwhile is not told.
    async fn the_members_of_a_deleted_space_are_told_little_by_little(database) {
        let mut world = World::founded(database).await;
        let people = world.crowd().await;
        let (last, other) = (people[MEMBERS - 1], people[MEMBERS - 2]);
        let leaver = people[MEMBERS - 3];
        let access = world.storage.members().in_space(last, world.space, START).await;
        let grant = access.unwrap().unwrap().may(Permission::ViewChannel).unwrap();
        let quiet = SetNotifications { level: NotificationLevel::Nothing, muted_until: None };
        let _ = world.storage.notifications().set(grant, quiet).await.unwrap();
        let access = world.storage.members().in_space(world.owner, world.space, START).await;
        let grant = access.unwrap().unwrap().may(Permission::ManageSpace).unwrap();
        let gone = world.storage.spaces().delete(grant, START).await.unwrap();
        assert_eq!(gone.events.len(), 1 + TOLD_AT_ONCE);
        world.is_no_space_of((last, other)).await;
        world.is_no_space_of((people[0], last)).await;

        let _events = world.storage.accounts().leave((leaver, false), START).await.unwrap();
        let cleared = world.storage.streams().sweep(START).await.unwrap().unwrap();
        assert_eq!(cleared.events.len(), TOLD_AT_ONCE);
        assert!(cleared.value.is_empty());
        let streams = cleared.events.iter().filter_map(Event::position);
        let streams: BTreeSet<i64> = streams.map(|(stream, _)| stream.raw()).collect();
        let second = &people[TOLD_AT_ONCE..2 * TOLD_AT_ONCE];
        assert_eq!(streams, second.iter().map(|user| user.raw()).collect());
        world.is_no_space_of((last, other)).await;
        // As after a power cut.
        world.storage.close().await;
        world.storage = world.database.open().await;
        world.is_no_space_of((last, other)).await;
        let others: Vec<UserId> = people.iter().copied().filter(|user| *user != leaver).collect();
        assert_eq!(world.said_farewell(&others).await, 2 * TOLD_AT_ONCE);
        let (_, contents) = world.sweep().await;
        assert!(contents.is_empty());
        assert_eq!(world.said_farewell(&others).await, others.len());
        assert_eq!(world.tables_with(world.space.raw()).await, ["instance", "stream_events"]);
        world.end().await;
    }
}
