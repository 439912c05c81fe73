//! The two ways of writing the schema, side by side, and the ways to come to it.

use std::{collections::BTreeSet, fs, path::Path};

use parlor_protocol::ids::SpaceId;

use super::{LEDGER, MIGRATIONS, Migration};
use crate::database::{Database, On};

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
