//! The two ways of writing the schema, side by side, and the ways to come to it.

use std::{collections::BTreeSet, fs, path::Path};

use parlor_protocol::{
    ids::{SpaceId, UserId},
    page::PageSize,
    search::{Has, Query},
};

use super::{LEDGER, MIGRATIONS, Migration};
use crate::{
    Location,
    database::{Database, On},
    search::Find,
};

mod schema;

/// Both engines have the same tables with the same columns, indexes and references: what one has
/// and the other lacks is an error of one of the two files.
#[tokio::test]
async fn both_engines_have_the_same_schema() {
    let sqlite = complete(On::Sqlite).await.expect("SQLite is always here");
    let Some(postgres) = complete(On::Postgres).await else {
        return;
    };
    for kind in ["column ", "index ", "unique ", "reference "] {
        assert!(sqlite.iter().any(|line| line.starts_with(kind)), "{kind}");
    }
    similar(&sqlite, &postgres);
}

/// The lines of both, and nothing else.
fn similar(one: &[String], other: &[String]) {
    let [one, other] = [one, other].map(|lines| lines.iter().collect::<BTreeSet<_>>());
    let differing: Vec<_> = one.symmetric_difference(&other).collect();
    assert!(differing.is_empty(), "only one has: {differing:#?}");
}

/// The schema that opening an empty database makes.
async fn complete(on: On) -> Option<Vec<String>> {
    let database = Database::bare(on).await?;
    database.open().await.close().await;
    let schema = schema::of(&database).await;
    database.remove().await;
    Some(schema)
}

/// The changes are numbered upwards, each is named by its number, and the folders of both engines
/// hold these files and no other.
#[test]
fn every_change_has_its_number_and_its_two_files() {
    assert!(MIGRATIONS.is_sorted_by(|one, next| one.version < next.version));
    for change in MIGRATIONS {
        assert!(
            change.name.starts_with(&format!("{:04}_", change.version)),
            "{}",
            change.name
        );
    }
    let listed: BTreeSet<_> = MIGRATIONS
        .iter()
        .map(|change| format!("{}.sql", change.name))
        .collect();
    for engine in ["sqlite", "postgres"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("migrations")
            .join(engine);
        let files = fs::read_dir(folder).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        assert_eq!(names.collect::<BTreeSet<_>>(), listed, "{engine}");
    }
}

/// Whichever changes a database has, opening it adds the others, and comes to the same schema;
/// opening it again changes nothing.
#[tokio::test]
async fn an_older_database_is_brought_up_to_date() {
    for on in [On::Sqlite, On::Postgres] {
        let Some(complete) = complete(on).await else {
            return;
        };
        for known in 1..=MIGRATIONS.len() {
            let database = older(on, known).await;
            for _ in 0..2 {
                let storage = database.open().await;
                assert_eq!(storage.epoch(), "first");
                storage.close().await;
                similar(&schema::of(&database).await, &complete);
            }
            database.remove().await;
        }
    }
}

/// Positions of roles had holes once, by which somebody could stand above whom he did not; and the
/// space that everybody joins was the oldest.
#[tokio::test]
async fn ranks_are_counted_anew() {
    const BEFORE: usize = 14;
    for on in [On::Sqlite, On::Postgres] {
        if complete(on).await.is_none() {
            return;
        }
        let database = older(on, BEFORE).await;
        assert_eq!(MIGRATIONS[BEFORE].name, "0015_ranks");
        for space in [20, 10] {
            let owner = space + 1;
            let everyone = format!("({space}, {space}, 'everyone', 0, 0)");
            let roles: Vec<_> = [(2, 9), (3, 4), (4, 5)]
                .map(|(id, place)| format!("({}, {space}, 'role', {place}, 0)", space + id))
                .into();
            for sql in [
                format!("INSERT INTO streams (id, last_seq) VALUES ({space}, 0), ({owner}, 0)"),
                format!(
                    "INSERT INTO users (id, username, username_key, display_name, owner, \
                     password_hash, created_at) \
                     VALUES ({owner}, 'u{owner}', 'u{owner}', 'u', FALSE, 'x', 0)"
                ),
                format!(
                    "INSERT INTO spaces (id, name, description, owner_id, created_at) \
                     VALUES ({space}, 's', '', {owner}, 0)"
                ),
                format!(
                    "INSERT INTO roles (id, space_id, name, position, permissions) VALUES {}, {everyone}",
                    roles.join(", ")
                ),
            ] {
                database.tamper(&sql).await;
            }
        }
        let storage = database.open().await;
        for space in [10, 20] {
            let roles = storage.roles().of(SpaceId::from_raw(space)).await.unwrap();
            let places = roles
                .iter()
                .map(|role| (role.id.raw() - space, role.position));
            assert_eq!(places.collect::<Vec<_>>(), [(0, 0), (3, 1), (4, 2), (2, 3)]);
        }
        assert_eq!(
            storage.spaces().first().await.unwrap(),
            Some(SpaceId::from_raw(10))
        );
        storage.close().await;
        database.remove().await;
    }
}

/// Messages that were there before the index of words are found by them, and those that had files
/// before it knew of files, by those.
#[tokio::test]
async fn what_was_there_before_is_found() {
    for on in [On::Sqlite, On::Postgres] {
        if complete(on).await.is_none() {
            return;
        }
        assert_eq!(MIGRATIONS[6].name, "0007_search");
        let database = older(on, 6).await;
        write_before(&database).await;
        assert_eq!(found(&database, "hello", None).await, [5]);
        assert_eq!(found(&database, "", Some(Has::File)).await, [0; 0]);
        database.remove().await;

        assert_eq!(MIGRATIONS[22].name, "0023_found_files");
        let database = older(on, 22).await;
        write_before(&database).await;
        let picture = "INSERT INTO attachments (id, uploader_id, message_id, position, filename, \
                       content_type, size_bytes, content, width, height, created_at) \
                       SELECT 9, 1, id, 0, 'a.png', 'image/png', 1, content_hash, 2, 2, 0 FROM messages";
        database.tamper(picture).await;
        for has in [Has::File, Has::Image] {
            assert_eq!(found(&database, "", Some(has)).await, [5]);
        }
        database.remove().await;
    }
}

/// Somebody in a space with one channel, and what they wrote.
async fn write_before(database: &Database) {
    for sql in [
        "INSERT INTO streams (id, last_seq) VALUES (1, 0), (2, 0), (3, 1)",
        "INSERT INTO users (id, username, username_key, display_name, owner, password_hash, created_at) \
         VALUES (1, 'u', 'u', 'u', FALSE, 'x', 0)",
        "INSERT INTO spaces (id, name, owner_id, created_at) VALUES (2, 's', 1, 0)",
        "INSERT INTO roles (id, space_id, name, position, permissions) VALUES (2, 2, 'everyone', 0, 1)",
        "INSERT INTO members (space_id, user_id, joined_at) VALUES (2, 1, 0)",
        "INSERT INTO channels (id, space_id, kind, name, position, created_at) \
         VALUES (3, 2, 'text', 'general', 0, 0)",
    ] {
        database.tamper(sql).await;
    }
    let bytes = match database.location {
        Location::Sqlite { .. } => "zeroblob(32)",
        Location::Postgres { .. } => "decode(repeat('00', 32), 'hex')",
    };
    let message = format!(
        "INSERT INTO messages (id, channel_id, seq, author_id, content, content_hash, created_at) \
         VALUES (5, 3, 1, 1, 'hello there', {bytes}, 0)"
    );
    database.tamper(&message).await;
}

/// The ids of what they find.
async fn found(database: &Database, words: &str, has: Option<Has>) -> Vec<i64> {
    let storage = database.open().await;
    let find = Find {
        query: Query::parse(words, 256).unwrap(),
        channel: None,
        space: None,
        author: None,
        has,
        before: None,
        after: None,
        size: PageSize::default(),
    };
    let found = storage.search().find(UserId::from_raw(1), find).await;
    storage.close().await;
    let items = found.unwrap().items.into_iter();
    items.map(|message| message.id.raw()).collect()
}

/// A database as a version made it that knew only so many changes.
async fn older(on: On, known: usize) -> Database {
    let database = Database::bare(on).await.expect("it was here just now");
    database.tamper(LEDGER).await;
    for change in &MIGRATIONS[..known] {
        database.tamper(change.sql(on)).await;
        let Migration { version, name, .. } = change;
        let written_down = format!("INSERT INTO parlor_migrations VALUES ({version}, '{name}')");
        database.tamper(&written_down).await;
    }
    database
        .tamper("INSERT INTO instance (id, epoch) VALUES (1, 'first')")
        .await;
    database
}

impl Migration {
    fn sql(&self, on: On) -> &'static str {
        match on {
            On::Sqlite => self.sqlite,
            On::Postgres => self.postgres,
        }
    }
}
