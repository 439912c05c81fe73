//! What was deleted is nowhere.

use std::collections::BTreeMap;

use parlor_protocol::{event::Event, messages::Mentions, permissions::Permission};
use parlor_storage::{Location, messages::Edit};
use sqlx::{Connection, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    database::{Database, On, on_both},
    world::{START, World},
};

/// So long that it does not fit into one page of a file.
fn long(word: &str) -> String {
    format!("{word} ").repeat(700)
}

/// Says two words, changes the second into a third, answers all, and deletes it.
async fn say_and_delete(world: &World) {
    let first = world.say(world.owner, "sesame").await;
    let second = world.say(world.owner, &long("abracadabra")).await;
    let mut answer = world.message("indeed");
    answer.reply_to_id = Some(first.id);
    let grant = world.grant(world.owner, Permission::SendMessages).await;
    let messages = world.storage.messages();
    let _events = messages.insert(grant, answer).await.unwrap();
    let edit = Edit {
        content: long("hocuspocus"),
        mentions: Mentions::read(&format!("<@{}>", world.owner), true),
        links: Vec::new(),
        now: START,
    };
    let _events = messages.edit(grant, second.id, edit).await.unwrap();
    world.delete(world.owner, first.id).await;
    world.delete(world.owner, second.id).await;
}

const WORDS: [&str; 3] = ["sesame", "abracadabra", "hocuspocus"];

/// Everything that stands in a database: each table's rows, a line for each.
pub(crate) async fn tables(database: &Database) -> BTreeMap<String, String> {
    match &database.location {
        Location::Sqlite { file } => {
            let options = SqliteConnectOptions::new().filename(file);
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            let mut tables = BTreeMap::new();
            let names = "SELECT name FROM sqlite_schema WHERE type = 'table'";
            let names = sqlx::query_scalar(names).fetch_all(&mut connection).await;
            let names: Vec<String> = names.unwrap();
            for table in names {
                let columns = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)");
                let columns: Vec<String> = columns
                    .bind(&table)
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
                // Some hold bytes.
                let row = format!("concat_ws(' ', {})", columns.join(", "));
                let row = format!("SELECT CAST({row} AS BLOB) FROM {table}");
                let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(row));
                let rows: Vec<Vec<u8>> = rows.fetch_all(&mut connection).await.unwrap();
                let rows = String::from_utf8_lossy(&rows.join(&b'\n')).into_owned();
                tables.insert(table, rows);
            }
            connection.close().await.unwrap();
            tables
        }
        Location::Postgres { url } => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            let mut tables = BTreeMap::new();
            let names = "SELECT tablename::TEXT FROM pg_tables WHERE schemaname = 'public'";
            let names = sqlx::query_scalar(names).fetch_all(&mut connection).await;
            let names: Vec<String> = names.unwrap();
            for table in names {
                let rows = format!("SELECT each::TEXT FROM {table} each");
                let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(rows));
                let rows: Vec<String> = rows.fetch_all(&mut connection).await.unwrap();
                tables.insert(table, rows.join("\n"));
            }
            connection.close().await.unwrap();
            tables
        }
    }
}

/// The same as one text.
async fn everything(database: &Database) -> String {
    let tables = tables(database).await.into_values();
    tables.collect::<Vec<_>>().join("\n")
}

on_both! {
    /// The text of a deleted message, each text it ever had, and whom it called are in no table, no
    /// log and no answer to it; nothing of them is replayed. What was not deleted stays.
    async fn deleted_text_is_in_no_table(database) {
        let world = World::founded(database).await;
        let said = world.say(world.owner, "sesame").await;
        assert!(everything(&world.database).await.contains("sesame"));
        world.delete(world.owner, said.id).await;
        say_and_delete(&world).await;
        let left = everything(&world.database).await;
        assert!(left.contains("indeed"));
        let replayed = format!("{:?}", world.replay(world.general).await);
        for word in WORDS {
            assert!(!left.contains(word) && !replayed.contains(word), "{word}");
        }
        assert!(!left.contains("userIds"));
        let events = world.replay(world.general).await;
        let answer = events.iter().find_map(Event::message).unwrap();
        assert_eq!((answer.content.as_str(), &answer.reply_to), ("indeed", &None));
        world.end().await;
    }
}

/// On SQLite, whose files are ours to care for, it is overwritten there too, while the server runs:
/// in the file, and soon in the log that writes go through first.
#[tokio::test(flavor = "multi_thread")]
async fn deleted_text_is_in_no_file() {
    let world = World::founded(Database::new(On::Sqlite).await.unwrap()).await;
    let Location::Sqlite { file } = &world.database.location else {
        unreachable!("it was asked for SQLite");
    };
    let log = file.with_extension("db-wal");
    let holds = |word: &str| {
        let bytes = [file, &log]
            .map(|file| std::fs::read(file).unwrap())
            .concat();
        bytes
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    };
    world.say(world.owner, "open").await;
    assert!(holds("open"));
    say_and_delete(&world).await;
    while std::fs::metadata(&log).unwrap().len() > 0 {
        tokio::task::yield_now().await;
    }
    assert!(holds("indeed"));
    for word in WORDS {
        assert!(!holds(word), "{word}");
    }
    world.end().await;
}
