//! Forgetting old events. Messages themselves stay.

use parlor_protocol::{ids::StreamId, time::Timestamp};

use crate::{
    Error, Storage,
    engine::{Link, execute, fetch_all},
    writer::{Failed, Write},
};

/// How many events one write forgets, so that nobody waits long behind it.
const EVENTS_AT_ONCE: i64 = 500;

/// How many streams are looked at with one query.
const STREAMS_AT_ONCE: i64 = 500;

pub(super) async fn prune(storage: &Storage, before: Timestamp, keep: u64) -> Result<(), Error> {
    let keep = i64::try_from(keep).unwrap_or(i64::MAX);
    let mut after = 0;
    loop {
        let mut reader = storage.reader().await?;
        let long = longer_than(&mut reader.link(), after, keep).await;
        drop(reader);
        let long = long?;
        for (id, _) in &long {
            let stream = StreamId::from_raw(*id);
            while storage
                .write(Prune {
                    stream,
                    before,
                    keep,
                })
                .await?
            {}
        }
        match long.last() {
            Some((id, _)) => after = *id,
            None => return Ok(()),
        }
    }
}

async fn longer_than(link: &mut Link<'_>, after: i64, keep: i64) -> sqlx::Result<Vec<(i64, i64)>> {
    fetch_all!(
        link,
        (i64, i64),
        "SELECT id, last_seq FROM streams WHERE id > $1 AND last_seq > $2 ORDER BY id LIMIT $3",
        after,
        keep,
        STREAMS_AT_ONCE
    )
}

struct Prune {
    stream: StreamId,
    before: Timestamp,
    keep: i64,
}

impl Write for Prune {
    /// Whether there may be more.
    type Output = bool;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.stream]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<bool, Failed<Error>> {
        let oldest = self.oldest(link).await?;
        // From the front only, up to the first that is to stay: a clock that jumped must not make
        // a hole.
        let old = oldest
            .iter()
            .take_while(|(_, created_at)| *created_at < self.before.as_millis());
        let Some((last, _)) = old.last() else {
            return Ok(false);
        };
        // Who might learn that these channels are gone need not be known any more.
        execute!(
            link,
            "DELETE FROM overrides WHERE channel_id IN (SELECT subject_id FROM stream_events \
             WHERE stream_id = $1 AND seq <= $2 AND kind = 'channel_deleted')",
            self.stream.raw(),
            *last
        )?;
        let forgotten = execute!(
            link,
            "DELETE FROM stream_events WHERE stream_id = $1 AND seq <= $2",
            self.stream.raw(),
            *last
        )?;
        Ok(forgotten >= EVENTS_AT_ONCE.unsigned_abs())
    }
}

impl Prune {
    /// The first events of the log, except the newest that are kept in any case.
    async fn oldest(&self, link: &mut Link<'_>) -> sqlx::Result<Vec<(i64, i64)>> {
        fetch_all!(
            link,
            (i64, i64),
            "SELECT e.seq, e.created_at FROM stream_events e JOIN streams s ON s.id = e.stream_id \
             WHERE e.stream_id = $1 AND e.seq <= s.last_seq - $2 ORDER BY e.seq LIMIT $3",
            self.stream.raw(),
            self.keep,
            EVENTS_AT_ONCE
        )
    }
}
