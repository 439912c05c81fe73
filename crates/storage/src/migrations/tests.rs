//! The two ways of writing the schema, side by side.

use sqlx::{Connection, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    Location,
    database::{Database, On},
};

/// A column: table, name, type, whether it may be NULL, whether it is in the primary key.
type Column = (String, String, String, bool, bool);

/// An index: table, name, whether it is unique, whether it is partial, its columns.
type Index = (String, String, bool, bool, String);

/// Both engines have the same tables with the same columns and the same indexes: what one has and
/// the other lacks is an error of one of the two files.
#[tokio::test]
async fn both_engines_have_the_same_schema() {
    let (sqlite_columns, sqlite_indexes) = sqlite().await;
    let Some((postgres_columns, postgres_indexes)) = postgres().await else {
        return;
    };
    assert!(sqlite_columns.len() > 50);
    similar(&sqlite_columns, &postgres_columns);
    assert!(sqlite_indexes.len() > 10);
    similar(&sqlite_indexes, &postgres_indexes);
}

fn similar<T: PartialEq + std::fmt::Debug>(sqlite: &[T], postgres: &[T]) {
    let missing = |from: &[T], of: &[T]| {
        let missing = of.iter().filter(|each| !from.contains(each));
        missing.map(|each| format!("{each:?}")).collect::<Vec<_>>()
    };
    let (only_sqlite, only_postgres) = (missing(postgres, sqlite), missing(sqlite, postgres));
    assert!(
        only_sqlite.is_empty() && only_postgres.is_empty(),
        "only SQLite: {only_sqlite:#?}, only PostgreSQL: {only_postgres:#?}"
    );
}

async fn sqlite() -> (Vec<Column>, Vec<Index>) {
    let database = Database::bare(On::Sqlite).await.unwrap();
    database.open().await.close().await;
    let Location::Sqlite { file } = &database.location else {
        unreachable!("it was asked for SQLite");
    };
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    // A flag is an INTEGER here; the names of those columns say which are flags.
    let columns = sqlx::query_as(
        "SELECT t.name, c.name, CASE WHEN c.name IN ('owner', 'revoked', 'successor_used') \
         THEN 'flag' WHEN c.type IN ('INTEGER', 'BIGINT') THEN 'number' WHEN c.type = 'TEXT' \
         THEN 'text' WHEN c.type = 'BLOB' THEN 'bytes' ELSE c.type END, \
         c.\"notnull\" = 0, c.pk > 0 \
         FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'",
    );
    let columns = columns.fetch_all(&mut connection).await.unwrap();
    let indexes = sqlx::query_as(
        "SELECT t.name, i.name, i.\"unique\", i.partial, \
         (SELECT group_concat(name) FROM pragma_index_info(i.name) ORDER BY seqno) \
         FROM sqlite_schema t JOIN pragma_index_list(t.name) i \
         WHERE t.type = 'table' AND i.origin = 'c'",
    );
    let indexes = indexes.fetch_all(&mut connection).await.unwrap();
    (columns, indexes)
}

async fn postgres() -> Option<(Vec<Column>, Vec<Index>)> {
    let database = Database::new(On::Postgres).await?;
    let Location::Postgres { url } = &database.location else {
        unreachable!("it was asked for PostgreSQL");
    };
    let mut connection = PgConnection::connect(url).await.unwrap();
    let columns = sqlx::query_as(
        "SELECT c.table_name::text, c.column_name::text, CASE c.data_type \
         WHEN 'boolean' THEN 'flag' WHEN 'bigint' THEN 'number' WHEN 'text' THEN 'text' \
         WHEN 'bytea' THEN 'bytes' ELSE c.data_type END, c.is_nullable = 'YES', \
         EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a \
         ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) \
         WHERE i.indisprimary AND i.indrelid = c.table_name::regclass \
         AND a.attname = c.column_name) \
         FROM information_schema.columns c WHERE c.table_schema = 'public'",
    );
    let columns = columns.fetch_all(&mut connection).await.unwrap();
    // What belongs to a PRIMARY KEY or a UNIQUE in the table has no name of ours.
    let indexes = sqlx::query_as(
        "SELECT t.relname::text, x.relname::text, i.indisunique, i.indpred IS NOT NULL, \
         (SELECT string_agg(a.attname, ',' ORDER BY k.at) \
         FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, at) \
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum) \
         FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid \
         JOIN pg_class t ON t.oid = i.indrelid \
         WHERE t.relnamespace = 'public'::regnamespace \
         AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid)",
    );
    let indexes = indexes.fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    database.remove().await;
    Some((columns, indexes))
}
