//! Writing to the index.

use std::collections::BTreeMap;

use parlor_protocol::ids::MessageId;
use sqlx::{PgConnection, SqliteConnection};

use super::{
    entry::{Change, Entry, Files},
    fts5, tsquery,
};
use crate::{
    engine::{Link, Twin, collect},
    error::Damage,
};

/// Does to the index what a batch of writes did to messages, all at once and at the end of the
/// batch: FTS5 flushes what it has at every savepoint, which costs more than the words themselves.
pub(crate) async fn settle(link: &mut Link<'_>, changes: &[Change<'_>]) -> sqlx::Result<()> {
    let (entries, gone) = last_word(changes);
    match link {
        Twin::Sqlite(connection) => in_sqlite(connection, &entries, &gone).await,
        Twin::Postgres(connection) => in_postgres(connection, &entries, &gone).await,
    }
}

/// What stands in the index under one message.
type Row<'e> = (&'e Entry, Files);

/// What is left of several changes of one message.
fn last_word<'e>(changes: &[Change<'e>]) -> (Vec<Row<'e>>, Vec<i64>) {
    let mut last = BTreeMap::<MessageId, Option<Row<'e>>>::new();
    for change in changes {
        match change {
            Change::Write(entry, files) => last.insert(entry.message, Some((entry, *files))),
            Change::Forget(message) => last.insert(*message, None),
        };
    }
    let gone = last.iter().filter(|(_, entry)| entry.is_none());
    let gone = gone.map(|(message, _)| message.raw()).collect();
    (last.into_values().flatten().collect(), gone)
}

/// A message that was deleted in some other way meanwhile stays out.
async fn in_sqlite(
    connection: &mut SqliteConnection,
    entries: &[Row<'_>],
    gone: &[i64],
) -> sqlx::Result<()> {
    const WRITE: &str = "INSERT OR REPLACE INTO search (rowid, words) \
                         SELECT m.id, e.value ->> 1 FROM json_each($1) e \
                         CROSS JOIN messages m ON m.id = e.value ->> 0 \
                         WHERE m.deleted_at IS NULL";
    const FORGET: &str = "DELETE FROM search WHERE rowid IN (SELECT value FROM json_each($1))";
    collect!(Sqlite, WRITE);
    collect!(Sqlite, FORGET);
    if !entries.is_empty() {
        let rows = entries
            .iter()
            .map(|(entry, files)| (entry.message.raw(), fts5::row(entry, *files)));
        let rows = serde_json::to_string(&rows.collect::<Vec<_>>());
        let rows = rows.map_err(|_| Damage("words that cannot be written"))?;
        sqlx::query(WRITE)
            .bind(rows)
            .execute(&mut *connection)
            .await?;
    }
    if !gone.is_empty() {
        let gone = crate::engine::sqlite::id_list(gone);
        sqlx::query(FORGET).bind(gone).execute(connection).await?;
    }
    Ok(())
}

async fn in_postgres(
    connection: &mut PgConnection,
    entries: &[Row<'_>],
    gone: &[i64],
) -> sqlx::Result<()> {
    const WRITE: &str = "INSERT INTO search (message_id, words) \
                         SELECT m.id, e.words::TSVECTOR \
                         FROM unnest($1::BIGINT[], $2::TEXT[]) AS e (id, words) \
                         JOIN messages m ON m.id = e.id WHERE m.deleted_at IS NULL \
                         ON CONFLICT (message_id) DO UPDATE SET words = excluded.words";
    const FORGET: &str = "DELETE FROM search WHERE message_id = ANY($1)";
    collect!(Postgres, WRITE);
    collect!(Postgres, FORGET);
    if !entries.is_empty() {
        let ids: Vec<_> = entries
            .iter()
            .map(|(entry, _)| entry.message.raw())
            .collect();
        let words = entries.iter();
        let words: Vec<_> = words
            .map(|(entry, files)| tsquery::vector(entry, *files))
            .collect();
        let write = sqlx::query(WRITE).bind(ids).bind(words);
        write.execute(&mut *connection).await?;
    }
    if !gone.is_empty() {
        sqlx::query(FORGET).bind(gone).execute(connection).await?;
    }
    Ok(())
}
