//! Writing many messages with the statements of one.
//!
//! In a busy channel a batch is mostly messages, and one by one each of them costs half a dozen
//! trips to the database. Together they cost these trips once. What is special about a message (it
//! answers one, it calls somebody, it has files) is left to the slower way, and so is every batch that turns out
//! to hold a repeat: nothing here decides what a message may be.

use std::collections::BTreeMap;

use parlor_protocol::{event::Event, ids::ChannelId, messages::Message, streams::Seq};
use sqlx::{PgConnection, SqliteConnection};

use super::{Insert, Inserted, load};
use crate::{
    Committed,
    engine::{Link, Twin, collect},
    error::Damage,
    reads,
    streams::log::{self, Reference},
};

/// A message and the position it gets.
struct Placed<'i> {
    insert: &'i Insert,
    seq: Seq,
}

/// Writes these messages, in this order. `None`: one of them was there already, so each must be
/// asked about by itself.
pub(super) async fn together(
    link: &mut Link<'_>,
    inserts: &[&Insert],
) -> sqlx::Result<Option<Vec<Committed<Inserted>>>> {
    let placed = place(link, inserts).await?;
    let stored = match link {
        Twin::Sqlite(connection) => in_sqlite(connection, &placed).await?,
        Twin::Postgres(connection) => in_postgres(connection, &placed).await?,
    };
    // A nonce that was used before, or twice in here.
    if stored != placed.len() {
        return Ok(None);
    }
    mark(link, &placed).await?;
    let ids: Vec<i64> = inserts
        .iter()
        .map(|insert| insert.message.id.raw())
        .collect();
    let mut messages = load::fresh_among(link, &ids).await?;
    let committed = placed.iter().map(|each| {
        let message = messages.remove(&each.insert.message.id);
        message.map(|message| each.committed(message))
    });
    match committed.collect() {
        Some(committed) => Ok(Some(committed)),
        None => Err(Damage("a message is missing").into()),
    }
}

impl Placed<'_> {
    fn committed(&self, message: Message) -> Committed<Inserted> {
        let event = Event::NewMessage {
            stream: self.insert.channel.into(),
            seq: self.seq,
            channel_id: self.insert.channel,
            message: message.clone(),
        };
        Committed {
            value: Inserted {
                message,
                fresh: true,
            },
            events: vec![event],
        }
    }
}

/// Takes a position for each, in their order.
async fn place<'i>(link: &mut Link<'_>, inserts: &[&'i Insert]) -> sqlx::Result<Vec<Placed<'i>>> {
    let mut counts = BTreeMap::<ChannelId, u64>::new();
    for insert in inserts {
        *counts.entry(insert.channel).or_default() += 1;
    }
    let mut next = BTreeMap::new();
    for (channel, count) in counts {
        let last = log::advance_by(link, channel.into(), count).await?;
        next.insert(channel, last - count);
    }
    let place = |insert: &&'i Insert| {
        let seq = next.get_mut(&insert.channel)?;
        *seq += 1;
        Some(Placed { insert, seq: *seq })
    };
    let placed: Option<Vec<_>> = inserts.iter().map(place).collect();
    placed.ok_or_else(|| Damage("a stream is missing").into())
}

/// Whoever wrote has read up to what they wrote last.
async fn mark(link: &mut Link<'_>, placed: &[Placed<'_>]) -> sqlx::Result<()> {
    let mut last = BTreeMap::new();
    for Placed { insert, seq } in placed {
        last.insert((insert.author, insert.channel), *seq);
    }
    for ((author, channel), seq) in last {
        reads::forward(link, author, channel, seq).await?;
    }
    Ok(())
}

/// How many of them were not there before; only if that is all of them is anything right.
async fn in_sqlite(
    connection: &mut SqliteConnection,
    placed: &[Placed<'_>],
) -> sqlx::Result<usize> {
    const STORE: &str = "INSERT INTO messages (id, channel_id, seq, author_id, content, nonce, \
                         content_hash, created_at) \
                         SELECT e.value ->> 0, e.value ->> 1, e.value ->> 2, e.value ->> 3, \
                         e.value ->> 4, e.value ->> 5, unhex(e.value ->> 6), e.value ->> 7 \
                         FROM json_each($1) e WHERE true ON CONFLICT DO NOTHING";
    const RECORD: &str = "INSERT INTO stream_events (stream_id, seq, kind, subject_id, created_at) \
                          SELECT e.value ->> 1, e.value ->> 2, $2, e.value ->> 0, e.value ->> 7 \
                          FROM json_each($1) e";
    collect!(Sqlite, STORE);
    collect!(Sqlite, RECORD);
    let rows = placed.iter().map(|Placed { insert, seq }| {
        let message = &insert.message;
        (
            message.id.raw(),
            insert.channel.raw(),
            seq,
            insert.author.raw(),
            &message.content,
            &message.nonce,
            insert.content_hash().map(|hash| hex(&hash)),
            message.created_at.as_millis(),
        )
    });
    let rows = serde_json::to_string(&rows.collect::<Vec<_>>());
    let rows = rows.map_err(|_| Damage("messages that cannot be written"))?;
    let stored = sqlx::query(STORE)
        .bind(&rows)
        .execute(&mut *connection)
        .await?;
    let record = sqlx::query(RECORD).bind(rows).bind(Reference::POSTED);
    record.execute(connection).await?;
    Ok(usize::try_from(stored.rows_affected()).unwrap_or_default())
}

async fn in_postgres(connection: &mut PgConnection, placed: &[Placed<'_>]) -> sqlx::Result<usize> {
    const STORE: &str = "INSERT INTO messages (id, channel_id, seq, author_id, content, nonce, \
                         content_hash, created_at) \
                         SELECT * FROM unnest($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], \
                         $4::BIGINT[], $5::TEXT[], $6::TEXT[], $7::BYTEA[], $8::BIGINT[]) \
                         ON CONFLICT DO NOTHING";
    const RECORD: &str = "INSERT INTO stream_events (stream_id, seq, kind, subject_id, created_at) \
                          SELECT e.stream, e.seq, $5, e.subject, e.created_at \
                          FROM unnest($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[]) \
                          AS e (stream, seq, subject, created_at)";
    collect!(Postgres, STORE);
    collect!(Postgres, RECORD);
    let numbers = |number: fn(&Placed<'_>) -> i64| placed.iter().map(number).collect::<Vec<_>>();
    let ids = numbers(|each| each.insert.message.id.raw());
    let channels = numbers(|each| each.insert.channel.raw());
    let seqs = numbers(|each| each.seq.cast_signed());
    let times = numbers(|each| each.insert.message.created_at.as_millis());
    let messages = || placed.iter().map(|each| &each.insert.message);
    let contents: Vec<_> = messages().map(|message| message.content.as_str()).collect();
    let nonces: Vec<_> = messages().map(|message| message.nonce.as_deref()).collect();
    let hashes: Vec<_> = placed
        .iter()
        .map(|each| each.insert.content_hash())
        .collect();
    let store = sqlx::query(STORE)
        .bind(&ids)
        .bind(&channels)
        .bind(&seqs)
        .bind(numbers(|each| each.insert.author.raw()))
        .bind(contents)
        .bind(nonces)
        .bind(hashes)
        .bind(&times);
    let stored = store.execute(&mut *connection).await?;
    let record = sqlx::query(RECORD)
        .bind(channels)
        .bind(seqs)
        .bind(ids)
        .bind(times)
        .bind(Reference::POSTED);
    record.execute(connection).await?;
    Ok(usize::try_from(stored.rows_affected()).unwrap_or_default())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
