//! Every statement of this crate, on both engines, and what a connection promises.

use std::{fs, path::Path};

use sqlx::{
    Connection, Executor, PgConnection, Row, SqlSafeStr, SqliteConnection,
    sqlite::SqliteConnectOptions,
};

use super::{Dialect, STATEMENTS, Statement};
use crate::{
    Location,
    database::{Database, On},
};

mod plans;
mod promises;

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
    let Some((database, mut connection)) = postgres().await else {
        return;
    };
    let not_understood = prepare(&mut connection, Dialect::Postgres).await;
    assert!(not_understood.is_empty(), "{not_understood:#?}");
    connection.close().await.unwrap();
    database.remove().await;
}

/// No text that comes from outside can become SQL: sqlx takes only texts that are in the program,
/// unless somebody asserts that another one is safe, and nobody does.
#[test]
fn nobody_asserts_that_sql_is_safe() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let of_tests = path.components().any(|part| {
                let name = part.as_os_str();
                name == "tests" || name == "tests.rs"
            });
            if path.is_dir() {
                folders.push(path);
            } else if !of_tests {
                let text = fs::read_to_string(&path).unwrap();
                assert!(!text.contains("AssertSqlSafe"), "{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 50);
}

/// The statements that this engine is asked.
fn statements(dialect: Dialect) -> impl Iterator<Item = &'static Statement> {
    assert!(STATEMENTS.len() > 50, "the statements are collected");
    let all = STATEMENTS.iter();
    all.filter(move |each| each.dialect == Dialect::Both || each.dialect == dialect)
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

async fn postgres() -> Option<(Database, PgConnection)> {
    let database = Database::new(On::Postgres).await?;
    let Location::Postgres { url } = &database.location else {
        unreachable!("it was asked for PostgreSQL");
    };
    let connection = PgConnection::connect(url).await.unwrap();
    Some((database, connection))
}

async fn prepare<C>(connection: &mut C, dialect: Dialect) -> Vec<String>
where
    C: Connection,
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
{
    let mut not_understood = Vec::new();
    for statement in statements(dialect) {
        if let Err(error) = connection.prepare(statement.sql.into_sql_str()).await {
            not_understood.push(format!("{statement}: {error}: {}", statement.sql));
        }
    }
    not_understood
}

impl std::fmt::Display for Statement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
