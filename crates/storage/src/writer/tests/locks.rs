//! Who waits for whom.

use sqlx::{Connection, PgConnection};

use super::{Database, Error, Failed, Link, On, StreamId, Then, Write, log, on_both};
use crate::Location;

/// Advances the streams it names, in the order in which it names them.
struct Named(Vec<i64>);

impl Write for Named {
    type Output = ();
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        self.0.iter().copied().map(StreamId::from_raw).collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        for stream in self.streams() {
            log::advance(link, stream).await?;
        }
        Ok(())
    }
}

on_both! {
    /// Somebody who reads holds up nobody who writes, and goes on seeing the moment at which they
    /// began; whoever begins after the commit sees what was committed.
    async fn readers_do_not_hold_up_the_writer(database) {
        let storage = database.open().await;
        storage.spawn(1, Then::Keep).await.unwrap().unwrap();
        let (one, two) = (StreamId::from_raw(1), StreamId::from_raw(2));
        let mut snapshot = storage.snapshot().await.unwrap();
        assert_eq!(log::position(&mut snapshot.link(), one).await.unwrap(), Some(0));
        storage.spawn(2, Then::Keep).await.unwrap().unwrap();
        assert_eq!(log::position(&mut snapshot.link(), two).await.unwrap(), None);
        assert_eq!(storage.streams_made().await, [1, 2]);
        drop(snapshot);
        storage.close().await;
        database.remove().await;
    }
}

/// Holds the row of one stream, as another server does while it writes there.
async fn hold(connection: &mut PgConnection, stream: i64) {
    let held = sqlx::query("SELECT id FROM streams WHERE id = $1 FOR UPDATE").bind(stream);
    sqlx::raw_sql("BEGIN")
        .execute(&mut *connection)
        .await
        .unwrap();
    held.execute(connection).await.unwrap();
}

/// Which of the streams 1 and 2 nobody holds.
async fn free(connection: &mut PgConnection) -> Vec<i64> {
    let free = sqlx::query_scalar("SELECT id FROM streams ORDER BY id FOR UPDATE SKIP LOCKED");
    free.fetch_all(connection).await.unwrap()
}

/// Returns when somebody waits for a row of this database.
async fn somebody_waits(connection: &mut PgConnection) {
    loop {
        let waiting = sqlx::query_scalar(
            "SELECT count(*) FROM pg_stat_activity \
             WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        let waiting: i64 = waiting.fetch_one(&mut *connection).await.unwrap();
        if waiting > 0 {
            return;
        }
    }
}

/// A batch takes all its streams before the first of its writes runs, in the order of their ids,
/// whatever order the writes came and name them in. So two servers never wait for each other.
#[tokio::test]
async fn a_batch_takes_its_streams_in_order() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let Location::Postgres { url } = &database.location else {
        unreachable!("it was asked for PostgreSQL");
    };
    let storage = database.open().await;
    storage.spawn(1, Then::Keep).await.unwrap().unwrap();
    storage.spawn(2, Then::Keep).await.unwrap().unwrap();
    let mut other = PgConnection::connect(url).await.unwrap();
    let mut looking = PgConnection::connect(url).await.unwrap();
    for (held, still_free) in [(1, vec![2]), (2, vec![])] {
        hold(&mut other, held).await;
        let (gate, first) = storage.hold(1000 + held).await;
        let writes: Vec<_> = [vec![2], vec![2, 1]]
            .into_iter()
            .map(|streams| {
                let storage = storage.clone();
                tokio::spawn(async move { storage.write(Named(streams)).await })
            })
            .collect();
        storage.queued(writes.len()).await;
        gate.open();
        first.await.unwrap().unwrap();
        somebody_waits(&mut looking).await;
        assert_eq!(without_the_held(free(&mut looking).await), still_free);
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
        for write in writes {
            write.await.unwrap().unwrap();
        }
    }
    let ids = [1, 2].map(StreamId::from_raw);
    let tips = storage.streams().tips(&ids).await.unwrap();
    assert!(tips.into_values().eq([2, 4]));
    other.close().await.unwrap();
    looking.close().await.unwrap();
    storage.close().await;
    database.remove().await;
}

/// The streams that only made the batch wait are of no interest.
fn without_the_held(streams: Vec<i64>) -> Vec<i64> {
    streams.into_iter().filter(|id| *id < 1000).collect()
}
