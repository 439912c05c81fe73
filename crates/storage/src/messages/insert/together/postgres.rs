//! On PostgreSQL each step is a statement of its own, for however many messages.

use std::collections::BTreeMap;

use parlor_protocol::{ids::ChannelId, messages::Message, streams::Seq};
use sqlx::PgConnection;

use super::Insert;
use crate::{
    engine::{Link, Twin, collect},
    error::Damage,
    messages::load,
    reads,
    streams::log::{self, Reference},
};

/// A message and the position it gets.
struct Placed<'i> {
    insert: &'i Insert,
    seq: Seq,
}

/// Stores them; those that are there then, in no order. Only if that is all of them is anything right.
pub(super) async fn store(
    connection: &mut PgConnection,
    inserts: &[&Insert],
) -> sqlx::Result<Vec<Message>> {
    let placed = place(&mut Twin::Postgres(connection), inserts).await?;
    // A nonce that was used before, or twice in here.
    if insert(connection, &placed).await? != placed.len() {
        return Ok(Vec::new());
    }
    let link = &mut Twin::Postgres(connection);
    mark(link, &placed).await?;
    let ids: Vec<i64> = inserts
        .iter()
        .map(|insert| insert.message.id.raw())
        .collect();
    load::fresh_among(link, &ids).await
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

/// How many of them were not there before.
async fn insert(connection: &mut PgConnection, placed: &[Placed<'_>]) -> sqlx::Result<usize> {
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
