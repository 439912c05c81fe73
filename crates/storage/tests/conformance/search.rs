//! Finding messages.

use parlor_protocol::{
    ids::{ChannelId, MessageId, UserId},
    messages::{Mentions, Message},
    page::{Page, PageSize},
    permissions::{Permission, Permissions},
    search::{Bound, Has, Query},
};
use parlor_storage::{Location, messages::Edit, search::Find};
use sqlx::{Connection, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    database::{Database, On, on_both},
    world::{START, World},
};

fn look_for(typed: &str) -> Find {
    Find {
        query: Query::parse(typed, 256).unwrap(),
        channel: None,
        space: None,
        author: None,
        has: None,
        before: None,
        after: None,
        size: PageSize::default(),
    }
}

impl World {
    async fn find(&self, asking: UserId, find: Find) -> Page<Message> {
        self.storage.search().find(asking, find).await.unwrap()
    }

    /// The texts that the owner finds, newest first.
    async fn found(&self, find: Find) -> Vec<String> {
        let page = self.find(self.owner, find).await;
        page.items
            .into_iter()
            .map(|message| message.content)
            .collect()
    }

    pub(crate) async fn finds(&self, typed: &str) -> Vec<String> {
        self.found(look_for(typed)).await
    }

    /// Writes into the other channel.
    pub(crate) async fn say_elsewhere(&self, user: UserId, content: &str) -> (ChannelId, Message) {
        let channels = self.storage.channels().of(self.space).await.unwrap();
        let elsewhere = channels
            .iter()
            .find(|channel| channel.id != self.general)
            .unwrap();
        let members = self.storage.members();
        let (access, _) = members
            .in_channel(user, elsewhere.id, START)
            .await
            .unwrap()
            .unwrap();
        let grant = access.may(Permission::SendMessages).unwrap();
        let sent = self
            .storage
            .messages()
            .insert(grant, self.message(content))
            .await;
        (elsewhere.id, sent.unwrap().value.message)
    }

    async fn reword(&self, user: UserId, message: MessageId, content: &str) {
        let grant = self.grant(user, Permission::SendMessages).await;
        let edit = Edit {
            content: content.to_owned(),
            mentions: Mentions::default(),
            links: Vec::new(),
            now: START,
        };
        let edited = self.storage.messages().edit(grant, message, edit).await;
        let _events = edited.unwrap().expect("the message was there");
    }
}

impl Database {
    /// How many messages the index knows.
    async fn entries(&self) -> i64 {
        const COUNT: &str = "SELECT count(*) FROM search";
        match &self.location {
            Location::Sqlite { file } => {
                let options = SqliteConnectOptions::new().filename(file);
                let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
                sqlx::query_scalar(COUNT)
                    .fetch_one(&mut connection)
                    .await
                    .unwrap()
            }
            Location::Postgres { url } => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                sqlx::query_scalar(COUNT)
                    .fetch_one(&mut connection)
                    .await
                    .unwrap()
            }
        }
    }
}

/// Text that is deleted leaves SQLite's file, its index included, not only what is found.
#[tokio::test]
async fn deleted_words_leave_the_file() {
    let database = Database::new(On::Sqlite).await.unwrap();
    let mut world = World::founded(database).await;
    for n in 0..200 {
        world
            .say(world.owner, &format!("zyzzyva{n} abracadabra"))
            .await;
    }
    let secret = world.say(world.owner, "abracadabra xylophonist").await;
    let edited = world.say(world.owner, "abracadabra quixotically").await;
    world.storage.close().await;
    let Location::Sqlite { file } = world.database.location.clone() else {
        unreachable!("it was asked for SQLite");
    };
    let on_disk = |word: &str| {
        let bytes = std::fs::read(&file).unwrap();
        bytes
            .windows(word.len())
            .any(|window| window == word.as_bytes())
    };
    assert!(on_disk("lophonist") && on_disk("ixotically") && on_disk("zyzzyva199"));
    world.storage = world.database.open().await;
    world.delete(world.owner, secret.id).await;
    world.reword(world.owner, edited.id, "abracadabra").await;
    world.storage.close().await;
    assert!(!on_disk("lophonist") && !on_disk("ixotically") && on_disk("zyzzyva199"));
}

on_both! {
    /// Words in any order, phrases, beginnings, and parts of what has no spaces; newest first.
    async fn messages_are_found_by_their_words(database) {
        let world = World::founded(database).await;
        for content in ["We deploy on Fridays", "Fridays we rest", "東京都に住む", "Größe 🎉", "ไปกรุงเทพ"] {
            world.say(world.owner, content).await;
        }
        let both = ["Fridays we rest", "We deploy on Fridays"];
        assert_eq!(world.finds("fridays we ").await, both);
        assert_eq!(world.finds("fri").await, both);
        assert_eq!(world.finds("fr* we").await, both);
        assert_eq!(world.finds("\"on fridays\"").await, both[1..]);
        assert_eq!(world.finds("\"deploy on fri\"*").await, both[1..]);
        assert!(world.finds("\"fridays on\"").await.is_empty());
        assert!(world.finds("deploy rest").await.is_empty());
        for typed in ["京", "京都", "東京都に住む", "\"都に住\""] {
            assert_eq!(world.finds(typed).await, ["東京都に住む"], "{typed}");
        }
        for typed in ["grosse", "京東"] {
            assert!(world.finds(typed).await.is_empty(), "{typed}");
        }
        assert_eq!(world.finds("GRÖßE").await, ["Größe 🎉"]);
        assert_eq!(world.finds("🎉").await, ["Größe 🎉"]);
        assert_eq!(world.finds("กรุง").await, ["ไปกรุงเทพ"]);
        world.end().await;
    }

    /// What was edited away or deleted is found by nobody from then on; the new text is.
    async fn the_index_follows_the_messages(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let message = world.say(bo, "first secret").await;
        assert_eq!(world.finds("secret").await, ["first secret"]);
        world.reword(bo, message.id, "second try").await;
        assert!(world.finds("secret").await.is_empty());
        assert_eq!(world.finds("try").await, ["second try"]);
        world.delete(bo, message.id).await;
        assert!(world.finds("try").await.is_empty());
        let mut marks = look_for("");
        marks.author = Some(bo);
        assert!(world.found(marks).await.is_empty());
        world.end().await;
    }

    /// Many writes at once, some of them to the same message, leave the index as they leave the
    /// messages.
    async fn a_batch_leaves_the_index_right(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let grant = world.grant(bo, Permission::SendMessages).await;
        let messages: Vec<_> = (0..60).map(|n| world.message(&format!("note {n}"))).collect();
        let ids: Vec<_> = messages.iter().map(|message| message.id).collect();
        let mut writes = Vec::new();
        for (n, message) in messages.into_iter().enumerate() {
            let (storage, id) = (world.storage.clone(), message.id);
            writes.push(tokio::spawn(async move {
                let inserted = storage.messages().insert(grant, message).await;
                let _events = inserted.unwrap();
                if n % 3 == 0 {
                    let deleted = storage.messages().delete(grant, id, START).await;
                    let _events = deleted.unwrap().unwrap();
                }
            }));
        }
        for write in writes {
            write.await.unwrap();
        }
        let mut find = look_for("note");
        find.size = PageSize::new(100).unwrap();
        let found = world.find(world.owner, find).await;
        let found: Vec<_> = found.items.iter().map(|message| message.id).collect();
        let mut left: Vec<_> = (0..60).filter(|n| n % 3 != 0).map(|n| ids[n]).collect();
        left.reverse();
        assert_eq!(found, left);
        world.end().await;
    }

    /// Where, by whom, with what and when; each alone, and with words.
    async fn filters_narrow(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let first = world.say(bo, "hello one").await;
        world.say(world.owner, "hello two https://example.org").await;
        let (elsewhere, last) = world.say_elsewhere(bo, "hello three").await;
        let with = |change: &dyn Fn(&mut Find)| {
            let mut find = look_for("hello");
            change(&mut find);
            find
        };
        let (one, two, three) = ("hello one", "hello two https://example.org", "hello three");
        assert_eq!(world.finds("hello").await, [three, two, one]);
        assert_eq!(world.found(with(&|f| f.channel = Some(world.general))).await, [two, one]);
        assert_eq!(world.found(with(&|f| f.channel = Some(elsewhere))).await, [three]);
        assert_eq!(world.found(with(&|f| f.space = Some(world.space))).await, [three, two, one]);
        assert_eq!(world.found(with(&|f| f.author = Some(bo))).await, [three, one]);
        assert_eq!(world.found(with(&|f| f.has = Some(Has::Link))).await, [two]);
        let before = Bound::Message(last.id);
        assert_eq!(world.found(with(&|f| f.before = Some(before))).await, [two, one]);
        let after = Bound::Message(first.id);
        assert_eq!(world.found(with(&|f| f.after = Some(after))).await, [three, two]);
        let moment = Bound::Moment(START);
        assert_eq!(world.found(with(&|f| f.after = Some(moment))).await, [three, two, one]);
        assert!(world.found(with(&|f| f.before = Some(moment))).await.is_empty());
        let mut wordless = look_for("");
        wordless.author = Some(bo);
        wordless.channel = Some(elsewhere);
        assert_eq!(world.found(wordless).await, [three]);
        world.end().await;
    }

    /// Pages follow each other without a hole and without a double, and say when they end.
    async fn results_page(database) {
        let world = World::founded(database).await;
        for n in 0..7 {
            world.say(world.owner, &format!("page {n}")).await;
        }
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let mut find = look_for("page");
            find.size = PageSize::new(3).unwrap();
            find.before = before;
            let page = world.find(world.owner, find).await;
            before = page.items.last().map(|message| Bound::Message(message.id));
            let more = page.has_more;
            seen.extend(page.items.into_iter().map(|message| message.content));
            if !more {
                break;
            }
        }
        let all: Vec<_> = (0..7).rev().map(|n| format!("page {n}")).collect();
        assert_eq!(seen, all);
        world.end().await;
    }

    /// Who is not in a space finds nothing of it, whatever they ask for.
    async fn only_what_one_may_see_is_found(database) {
        let (world, bo) = World::with(database, "Bo").await;
        world.say(bo, "hello").await;
        assert_eq!(world.find(bo, look_for("hello")).await.items.len(), 1);
        world.database.tamper(&format!("DELETE FROM members WHERE user_id = {bo}")).await;
        for channel in [None, Some(world.general)] {
            let mut find = look_for("hello");
            find.channel = channel;
            let page = world.find(bo, find).await;
            assert!(page.items.is_empty() && !page.has_more);
        }
        assert_eq!(world.finds("hello").await, ["hello"]);
        world.end().await;
    }

    /// A channel that is hidden from somebody is not searched for them, one they are let into is, and
    /// so is a conversation of theirs.
    async fn hidden_channels_stay_hidden(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let (elsewhere, _) = world.say_elsewhere(bo, "hello").await;
        let view = Permissions::of(&[Permission::ViewChannel]).bits();
        let values = |target: i64, role: bool, allow: i64, deny: i64| {
            let (space, role) = (world.space, if role { "(1 = 1)" } else { "(1 = 0)" });
            format!(
                "INSERT INTO overrides (channel_id, target_id, space_id, is_role, allow, deny) \
                 VALUES ({elsewhere}, {target}, {space}, {role}, {allow}, {deny})"
            )
        };
        world.database.tamper(&values(world.space.raw(), true, 0, view)).await;
        assert!(world.find(bo, look_for("hello")).await.items.is_empty());
        let mut there = look_for("hello");
        there.channel = Some(elsewhere);
        assert!(world.find(bo, there).await.items.is_empty());
        assert_eq!(world.finds("hello").await, ["hello"]);
        world.database.tamper(&values(bo.raw(), false, view, 0)).await;
        assert_eq!(world.find(bo, look_for("hello")).await.items.len(), 1);

        let leave = format!("UPDATE channels SET space_id = NULL WHERE id = {elsewhere}");
        world.database.tamper(&leave).await;
        assert!(world.find(bo, look_for("hello")).await.items.is_empty());
        let talk = format!("INSERT INTO channel_members (channel_id, user_id) VALUES ({elsewhere}, {bo})");
        world.database.tamper(&talk).await;
        assert_eq!(world.find(bo, look_for("hello")).await.items.len(), 1);
        assert!(world.finds("hello").await.is_empty());
        world.end().await;
    }

    /// A found message is as its reader sees it anywhere: with their reactions, without the nonces
    /// of others.
    async fn a_found_message_is_whole(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let message = world.say(bo, "hello").await;
        world.react(world.owner, message.id, "👍").await;
        let found = world.find(world.owner, look_for("hello")).await;
        let read = world.storage.messages().get(message.id, world.owner).await;
        assert_eq!(found.items, [read.unwrap().unwrap()]);
        assert_eq!(found.items[0].reactions[0].me, Some(true));
        world.end().await;
    }

    /// A channel that goes takes its words with it.
    async fn a_channel_takes_its_words_with_it(database) {
        let world = World::founded(database).await;
        world.say(world.owner, "hello").await;
        let (elsewhere, _) = world.say_elsewhere(world.owner, "hello").await;
        assert_eq!(world.database.entries().await, 2);
        world.database.tamper(&format!("DELETE FROM channels WHERE id = {elsewhere}")).await;
        assert_eq!(world.database.entries().await, 1);
        assert_eq!(world.finds("hello").await, ["hello"]);
        world.end().await;
    }

    /// Messages that were there before the index are found as if they had come after it.
    async fn what_was_there_before_is_found(database) {
        let mut world = World::founded(database).await;
        for content in ["old hat", "old 東京", "gone"] {
            world.say(world.owner, content).await;
        }
        let gone = world.find(world.owner, look_for("gone")).await.items[0].id;
        world.delete(world.owner, gone).await;
        world.storage.close().await;
        // As a version left it that did not know of searching.
        world.database.tamper("DROP TABLE search").await;
        if matches!(world.database.location, Location::Sqlite { .. }) {
            world.database.tamper("DROP TRIGGER search_forgets").await;
        }
        world.database.tamper("DELETE FROM parlor_migrations WHERE version = 7").await;
        world.storage = world.database.open().await;
        assert_eq!(world.finds("old").await, ["old 東京", "old hat"]);
        assert_eq!(world.finds("京").await, ["old 東京"]);
        assert!(world.finds("gone").await.is_empty());
        world.end().await;
    }
}
