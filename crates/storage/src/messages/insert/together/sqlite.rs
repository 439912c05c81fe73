//! On SQLite each statement is handed to another thread and its result back, which costs more than
//! most of them do. So this is one text of several statements, handed over once.

use std::collections::HashMap;

use parlor_protocol::{ids::ChannelId, messages::Message};
use sqlx::SqliteConnection;

use super::Insert;
use crate::{
    engine::collect,
    error::Damage,
    messages::rows::{MessageRow, select_messages},
    streams::log::Reference,
};

/// `$1` is a list of rows: id, channel, how many of the same channel come after it here, author,
/// content, nonce, hash, time. Each takes its position from the end of its stream.
macro_rules! place {
    () => {
        "UPDATE streams SET last_seq = last_seq + counted.many \
         FROM (SELECT e.value ->> 1 AS id, count(*) AS many FROM json_each($1) e \
         GROUP BY e.value ->> 1) counted WHERE streams.id = counted.id"
    };
}

macro_rules! store {
    () => {
        "INSERT INTO messages (id, channel_id, seq, author_id, content, nonce, content_hash, \
         created_at) \
         SELECT e.value ->> 0, t.id, t.last_seq - (e.value ->> 2), e.value ->> 3, e.value ->> 4, \
         e.value ->> 5, unhex(e.value ->> 6), e.value ->> 7 \
         FROM json_each($1) e CROSS JOIN streams t ON t.id = e.value ->> 1 \
         WHERE true ON CONFLICT DO NOTHING"
    };
}

macro_rules! record {
    () => {
        "INSERT INTO stream_events (stream_id, seq, kind, subject_id, created_at) \
         SELECT t.id, t.last_seq - (e.value ->> 2), $2, e.value ->> 0, e.value ->> 7 \
         FROM json_each($1) e CROSS JOIN streams t ON t.id = e.value ->> 1"
    };
}

/// Whoever wrote has read up to what they wrote last.
macro_rules! mark {
    () => {
        "INSERT INTO read_marks (user_id, channel_id, read_seq) \
         SELECT e.value ->> 3, t.id, max(t.last_seq - (e.value ->> 2)) \
         FROM json_each($1) e CROSS JOIN streams t ON t.id = e.value ->> 1 \
         WHERE true GROUP BY e.value ->> 3, t.id \
         ON CONFLICT (user_id, channel_id) DO UPDATE SET read_seq = excluded.read_seq \
         WHERE read_marks.read_seq < excluded.read_seq"
    };
}

/// Those that got the position that was meant for them: one that was there before has another.
macro_rules! load {
    () => {
        select_messages!(
            "WHERE m.id IN (SELECT x.id FROM json_each($1) e \
             CROSS JOIN streams t ON t.id = e.value ->> 1 \
             CROSS JOIN messages x ON x.id = e.value ->> 0 AND x.seq = t.last_seq - (e.value ->> 2))"
        )
    };
}

/// Stores them; those that are there then, in no order. Only if that is all of them is anything right.
pub(super) async fn store(
    connection: &mut SqliteConnection,
    inserts: &[&Insert],
) -> sqlx::Result<Vec<Message>> {
    collect!(Sqlite, place!());
    collect!(Sqlite, store!());
    collect!(Sqlite, record!());
    collect!(Sqlite, mark!());
    collect!(Sqlite, load!());
    const ALL: &str = concat!(
        place!(),
        ";",
        store!(),
        ";",
        record!(),
        ";",
        mark!(),
        ";",
        load!()
    );
    let rows = sqlx::query_as::<_, MessageRow>(ALL)
        .bind(rows(inserts)?)
        .bind(Reference::POSTED)
        .fetch_all(connection)
        .await?;
    rows.into_iter().map(MessageRow::read).collect()
}

fn rows(inserts: &[&Insert]) -> sqlx::Result<String> {
    let mut after = HashMap::<ChannelId, u64>::new();
    let mut rows = Vec::with_capacity(inserts.len());
    for insert in inserts.iter().rev() {
        let (message, after) = (&insert.message, after.entry(insert.channel).or_default());
        rows.push((
            message.id.raw(),
            insert.channel.raw(),
            *after,
            insert.author.raw(),
            &message.content,
            &message.nonce,
            insert.content_hash().map(|hash| hex(&hash)),
            message.created_at.as_millis(),
        ));
        *after += 1;
    }
    rows.reverse();
    let rows = serde_json::to_string(&rows);
    rows.map_err(|_| Damage("messages that cannot be written").into())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
