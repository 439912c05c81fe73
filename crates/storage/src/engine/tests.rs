//! Every statement of this crate, on both engines.

use sqlx::{
    Connection, Executor, PgConnection, Row, SqlSafeStr, SqliteConnection,
    sqlite::SqliteConnectOptions,
};

use super::{Dialect, STATEMENTS};
use crate::{
    Location,
    database::{Database, On},
};

/// A statement that an engine does not understand is found here, without being run: each is
/// prepared against the real schema.
#[tokio::test]
async fn sqlite_understands_every_statement() {
    let (_database, mut connection) = sqlite().await;
    let not_understood = prepare(&mut connection, Dialect::Sqlite).await;
    assert!(not_understood.is_empty(), "{not_understood:#?}");
}

/// The same on PostgreSQL.
#[tokio::test]
async fn postgres_understands_every_statement() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let Location::Postgres { url } = &database.location else {
        unreachable!("it was asked for PostgreSQL");
    };
    let mut connection = PgConnection::connect(url).await.unwrap();
    let not_understood = prepare(&mut connection, Dialect::Postgres).await;
    assert!(not_understood.is_empty(), "{not_understood:#?}");
    connection.close().await.unwrap();
    database.remove().await;
}

/// No statement reads a whole table, so that none grows slow as tables grow. On an index of its
/// own, each finds what it looks for.
#[tokio::test]
async fn no_statement_scans_a_table() {
    let (_database, mut connection) = sqlite().await;
    let mut scans = Vec::new();
    for statement in STATEMENTS {
        if statement.dialect == Dialect::Postgres || is_of_the_schema(statement.sql) {
            continue;
        }
        let explain = format!("EXPLAIN QUERY PLAN {}", statement.sql);
        let plan = sqlx::raw_sql(sqlx::AssertSqlSafe(explain))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        for step in plan {
            let detail: String = step.get("detail");
            if detail.starts_with("SCAN ") && !is_harmless(&detail) {
                scans.push(format!("{}:{}: {detail}", statement.file, statement.line));
            }
        }
    }
    assert!(scans.is_empty(), "{scans:#?}");
}

/// These read the list of tables, or the list of migrations, once at the start.
fn is_of_the_schema(sql: &str) -> bool {
    sql.contains("sqlite_master") || sql.contains("parlor_migrations")
}

/// A list of ids that was handed in, and a row that stands for none.
fn is_harmless(detail: &str) -> bool {
    detail.starts_with("SCAN json_each") || detail.starts_with("SCAN CONSTANT ROW")
}

async fn sqlite() -> (Database, SqliteConnection) {
    let database = Database::new(On::Sqlite).await.unwrap();
    database.open().await.close().await;
    let Location::Sqlite { file } = &database.location else {
        unreachable!("it was asked for SQLite");
    };
    let options = SqliteConnectOptions::new().filename(file);
    let connection = SqliteConnection::connect_with(&options).await.unwrap();
    (database, connection)
}

async fn prepare<C>(connection: &mut C, dialect: Dialect) -> Vec<String>
where
    C: Connection,
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
{
    let mut not_understood = Vec::new();
    for statement in STATEMENTS {
        if statement.dialect != Dialect::Both && statement.dialect != dialect {
            continue;
        }
        if let Err(error) = connection.prepare(statement.sql.into_sql_str()).await {
            not_understood.push(format!(
                "{}:{}: {error}: {}",
                statement.file, statement.line, statement.sql
            ));
        }
    }
    assert!(STATEMENTS.len() > 50, "the statements are collected");
    not_understood
}
