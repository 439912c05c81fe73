//! What every connection promises: a commit that is answered is on disk, readers do not write, what
//! is deleted is overwritten.

use std::time::Duration;

use sqlx::{SqliteConnection, sqlite::SqliteRow};

use super::{Connection, Database, On, Row};
use crate::{
    Cause, Error, Options,
    engine::{Engine, Twin, postgres, sqlite},
};

async fn engine(database: &Database) -> Engine {
    let location = database.location.clone();
    Engine::open(location, &Options::default()).await.unwrap()
}

/// The value of a setting.
async fn setting(connection: &mut SqliteConnection, pragma: &'static str) -> String {
    let row: SqliteRow = sqlx::raw_sql(pragma).fetch_one(connection).await.unwrap();
    let number = row.try_get::<i64, _>(0).map(|number| number.to_string());
    number.unwrap_or_else(|_| row.get(0))
}

/// SQLite's writer, the first one and each that comes after a failure, writes ahead, waits for the
/// disk, heeds references, waits for locks, and overwrites what it deletes.
#[tokio::test]
async fn sqlite_waits_for_the_disk() {
    let database = Database::new(On::Sqlite).await.unwrap();
    let engine = engine(&database).await;
    for _ in 0..2 {
        let Twin::Sqlite(mut writer) = engine.writer().await.unwrap() else {
            unreachable!("it was asked for SQLite");
        };
        for (pragma, value) in [
            ("PRAGMA journal_mode", "wal"),
            // FULL.
            ("PRAGMA synchronous", "2"),
            ("PRAGMA foreign_keys", "1"),
            ("PRAGMA busy_timeout", "5000"),
            ("PRAGMA secure_delete", "1"),
            ("PRAGMA query_only", "0"),
        ] {
            assert_eq!(setting(&mut writer, pragma).await, value, "{pragma}");
        }
        writer.close().await.unwrap();
    }
    let Twin::Sqlite(mut reader) = engine.reader().await.unwrap() else {
        unreachable!("it was asked for SQLite");
    };
    assert_eq!(setting(&mut reader, "PRAGMA query_only").await, "1");
    drop(reader);
    engine.close().await;
}

/// PostgreSQL's writer waits for the disk where the database's default is not to, and where the
/// default is stricter, that stays.
#[tokio::test]
async fn postgres_waits_for_the_disk() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let engine = engine(&database).await;
    for (default, kept) in [
        ("off", "on"),
        ("on", "on"),
        ("remote_apply", "remote_apply"),
    ] {
        let set = "EXECUTE format('ALTER DATABASE %I SET synchronous_commit = ''%s''', \
                   current_database()";
        database
            .tamper(&format!("DO $$ BEGIN {set}, '{default}'); END $$"))
            .await;
        let Twin::Postgres(mut writer) = engine.writer().await.unwrap() else {
            unreachable!("it was asked for PostgreSQL");
        };
        let shown = sqlx::raw_sql("SHOW synchronous_commit").fetch_one(&mut *writer);
        let shown: String = shown.await.unwrap().get(0);
        assert_eq!(shown, kept, "where the default is {default}");
        writer.close().await.unwrap();
    }
    engine.close().await;
    database.remove().await;
}

/// A server that does not answer is not waited for in vain.
#[tokio::test(start_paused = true)]
async fn an_answer_is_not_waited_for_for_ever() {
    let never = postgres::answered::<()>(std::future::pending()).await;
    let error = Error::from(never.expect_err("it never comes"));
    assert_eq!(error, Error::Unavailable(Cause::TimedOut));
}

/// What takes longer than it may is ended, and what comes after it is not.
#[tokio::test]
async fn sqlite_ends_what_takes_too_long() {
    const ENDLESS: &str = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) \
                           SELECT count(*) FROM n";
    let database = Database::new(On::Sqlite).await.unwrap();
    let engine = engine(&database).await;
    let Twin::Sqlite(mut reader) = engine.reader().await.unwrap() else {
        unreachable!("it was asked for SQLite");
    };
    let limit = Duration::from_millis(20);
    sqlite::limit_time(&mut reader, limit).await.unwrap();
    let ended = sqlx::raw_sql(ENDLESS).execute(&mut *reader).await;
    let error = Error::from(ended.expect_err("it never ends"));
    assert_eq!(error, Error::Unavailable(Cause::TimedOut));
    sqlite::unlimit_time(&mut reader).await.unwrap();
    let counted = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000) \
                   SELECT count(*) FROM n";
    sqlx::raw_sql(counted).execute(&mut *reader).await.unwrap();
    drop(reader);
    engine.close().await;
}

/// The same on PostgreSQL, where the limit ends with its transaction.
#[tokio::test]
async fn postgres_ends_what_takes_too_long() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let engine = engine(&database).await;
    let Twin::Postgres(mut snapshot) = engine.snapshot().await.unwrap() else {
        unreachable!("it was asked for PostgreSQL");
    };
    let limit = Duration::from_millis(20);
    postgres::limit_time(&mut snapshot, limit).await.unwrap();
    let ended = sqlx::raw_sql("SELECT pg_sleep(60)")
        .execute(&mut *snapshot)
        .await;
    let error = Error::from(ended.expect_err("it takes a minute"));
    assert_eq!(error, Error::Unavailable(Cause::TimedOut));
    snapshot.rollback().await.unwrap();
    let Twin::Postgres(mut reader) = engine.reader().await.unwrap() else {
        unreachable!("it was asked for PostgreSQL");
    };
    let shown = sqlx::raw_sql("SHOW statement_timeout").fetch_one(&mut *reader);
    let shown: String = shown.await.unwrap().get(0);
    assert_eq!(shown, "0");
    drop(reader);
    engine.close().await;
    database.remove().await;
}
