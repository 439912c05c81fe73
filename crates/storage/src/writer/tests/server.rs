//! PostgreSQL, which others use too, and which may go away.

use super::{
    Arc, Database, Error, Failed, Gate, Link, On, Options, Storage, StreamId, Then, Write, log,
};

/// Two servers that wait for each other's rows are told apart by PostgreSQL, and the one that had
/// to give way is run again: both writes happen, once.
#[tokio::test]
async fn a_deadlock_is_run_again() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let (one, other) = (database.open().await, database.open().await);
    let (gate_one, gate_other) = (Gate::new(), Gate::new());
    one.spawn(1, Then::Keep).await.unwrap().unwrap();
    one.spawn(2, Then::Keep).await.unwrap().unwrap();
    let first = one.write(Crossing {
        from: 1,
        to: 2,
        gate: Arc::clone(&gate_one),
    });
    let second = other.write(Crossing {
        from: 2,
        to: 1,
        gate: Arc::clone(&gate_other),
    });
    let conduct = async {
        gate_one.reached().await;
        gate_other.reached().await;
        gate_one.open();
        gate_other.open();
    };
    let (first, second, ()) = tokio::join!(first, second, conduct);
    assert_eq!((first, second), (Ok(()), Ok(())));
    let ids = [1, 2].map(StreamId::from_raw);
    let tips = one.streams().tips(&ids).await.unwrap();
    assert!(tips.into_values().eq([2, 2]));
    one.close().await;
    other.close().await;
    database.remove().await;
}

/// Advances two streams it did not name before, with a gate between.
struct Crossing {
    from: i64,
    to: i64,
    gate: Arc<Gate>,
}

impl Write for Crossing {
    type Output = ();
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        log::advance(link, StreamId::from_raw(self.from)).await?;
        self.gate.pass().await;
        log::advance(link, StreamId::from_raw(self.to)).await?;
        Ok(())
    }
}

/// A connection that breaks before the commit was sent costs nothing but time: the batch is run
/// again on a new one, and happens once.
#[tokio::test]
async fn a_broken_connection_is_made_anew() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let storage = database.open().await;
    storage.spawn(9, Then::Keep).await.unwrap().unwrap();
    let gate = Gate::new();
    let held = storage.spawn(1, Then::Wait(Arc::clone(&gate), 9));
    gate.reached().await;
    database.disconnect_all().await;
    gate.open();
    held.await.unwrap().unwrap();
    let ids = [1, 9].map(StreamId::from_raw);
    let tips = storage.streams().tips(&ids).await.unwrap();
    assert!(tips.into_values().eq([0, 1]));
    storage.close().await;
    database.remove().await;
}

/// A server that is gone for good is told as such, and does not hold up whoever writes.
#[tokio::test]
async fn a_server_that_is_gone_is_told() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let options = Options::default();
    let storage = Storage::open(database.location.clone(), options)
        .await
        .unwrap();
    database.remove().await;
    let gone = storage.spawn(1, Then::Keep).await.unwrap();
    assert!(gone.is_err());
    let reading = storage.streams().tips(&[StreamId::from_raw(1)]).await;
    assert!(reading.is_err());
}
