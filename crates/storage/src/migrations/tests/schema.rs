//! What the schema of a database is, told in words that both engines share.

use sqlx::{
    Connection, PgConnection, Row, SqliteConnection,
    postgres::PgRow,
    sqlite::{SqliteConnectOptions, SqliteRow},
};

use crate::{Location, database::Database};

/// Every column, index, uniqueness and reference of a database, one line each, sorted. The index of
/// words is left out: that one the engines have each in its own way.
pub(super) async fn of(database: &Database) -> Vec<String> {
    let mut lines = match &database.location {
        Location::Sqlite { file } => {
            let options = SqliteConnectOptions::new().filename(file);
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            let rows = sqlx::raw_sql(SQLITE).fetch_all(&mut connection).await;
            connection.close().await.unwrap();
            let line = |row: SqliteRow| row.get(0);
            rows.unwrap().into_iter().map(line).collect::<Vec<String>>()
        }
        Location::Postgres { url } => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            let rows = sqlx::raw_sql(POSTGRES).fetch_all(&mut connection).await;
            connection.close().await.unwrap();
            let line = |row: PgRow| row.get(0);
            rows.unwrap().into_iter().map(line).collect::<Vec<String>>()
        }
    };
    lines.sort();
    lines
}

/// A flag is an INTEGER here; the names of those columns say which are flags.
const SQLITE: &str = "\
    SELECT concat_ws(' ', 'column', t.name, c.name, \
        CASE WHEN c.name IN ('owner', 'revoked', 'successor_used', \
             'is_role', 'admin', 'leaving', 'hides_text', 'muted', 'deafened', 'gone') THEN 'flag' \
             WHEN c.type IN ('INTEGER', 'BIGINT') THEN 'number' WHEN c.type = 'TEXT' THEN 'text' \
             WHEN c.type = 'BLOB' THEN 'bytes' ELSE c.type END, \
        CASE WHEN c.\"notnull\" THEN 'not null' ELSE 'null' END, \
        CASE WHEN c.pk > 0 THEN 'key' END) \
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'search%' \
    UNION ALL \
    SELECT concat_ws(' ', 'index', t.name, i.name, CASE WHEN i.\"unique\" THEN 'unique' END, \
        CASE WHEN i.partial THEN 'partial' END, \
        (SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno))) \
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i \
    WHERE t.type = 'table' AND i.origin = 'c' \
    UNION ALL \
    SELECT concat_ws(' ', 'unique', t.name, \
        (SELECT group_concat(name) FROM pragma_index_info(i.name))) \
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i \
    WHERE t.type = 'table' AND i.origin = 'u' \
    UNION ALL \
    SELECT concat_ws(' ', 'reference', t.name, f.\"from\", f.\"table\", f.\"to\", lower(f.on_delete)) \
    FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";

/// What belongs to a PRIMARY KEY or a UNIQUE in a table is an index without a name of ours.
const POSTGRES: &str = "\
    SELECT concat_ws(' ', 'column', c.table_name, c.column_name, \
        CASE c.data_type WHEN 'boolean' THEN 'flag' WHEN 'bigint' THEN 'number' \
             WHEN 'text' THEN 'text' WHEN 'bytea' THEN 'bytes' ELSE c.data_type END, \
        CASE c.is_nullable WHEN 'NO' THEN 'not null' ELSE 'null' END, \
        (SELECT 'key' FROM pg_constraint k JOIN pg_attribute a \
            ON a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey) \
            WHERE k.contype = 'p' AND k.conrelid = c.table_name::regclass \
            AND a.attname = c.column_name)) \
    FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name <> 'search' \
    UNION ALL \
    SELECT concat_ws(' ', 'index', t.relname, x.relname, \
        CASE WHEN i.indisunique THEN 'unique' END, \
        CASE WHEN i.indpred IS NOT NULL THEN 'partial' END, \
        (SELECT string_agg(a.attname, ',' ORDER BY k.at) \
            FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, at) \
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum)) \
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid \
    WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'search' \
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u')) \
    UNION ALL \
    SELECT concat_ws(' ', CASE k.contype WHEN 'u' THEN 'unique' ELSE 'reference' END, \
        k.conrelid::regclass, \
        (SELECT string_agg(attname, ',') FROM pg_attribute \
            WHERE attrelid = k.conrelid AND attnum = ANY(k.conkey)), \
        NULLIF(k.confrelid, 0)::regclass, \
        (SELECT attname FROM pg_attribute \
            WHERE attrelid = k.confrelid AND attnum = ANY(k.confkey)), \
        CASE WHEN k.contype = 'f' THEN \
            CASE k.confdeltype WHEN 'a' THEN 'no action' WHEN 'c' THEN 'cascade' ELSE '?' END END) \
    FROM pg_constraint k WHERE k.contype IN ('u', 'f') AND k.conrelid <> 'search'::regclass \
    AND k.connamespace = 'public'::regnamespace";
