//! The writer, driven by writes that fail in every way there is.

mod locks;
mod server;

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use parlor_protocol::ids::StreamId;
use tokio::{sync::Semaphore, task::JoinHandle};

use super::{Failed, Write};
use crate::{
    Cause, Error, Options, QUEUED_WRITES_MAX, Storage,
    database::{Database, On, on_both},
    engine::{Link, script},
    streams::log,
};

/// Makes a stream, and then does something else.
struct Step {
    id: i64,
    then: Then,
}

enum Then {
    Keep,
    /// A statement that the database refuses.
    Fail,
    /// An answer that is a no.
    Refuse,
    /// Another node was faster, so many times.
    Lose(AtomicU32),
    /// A mistake of ours.
    Panic,
    /// The transaction is gone.
    Break,
    /// The disk is full.
    Fill,
    /// Waits at a gate, then advances another stream.
    Wait(Arc<Gate>, i64),
}

/// Where a write can be held.
struct Gate {
    reached: Semaphore,
    open: Semaphore,
}

impl Gate {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            reached: Semaphore::new(0),
            open: Semaphore::new(0),
        })
    }

    async fn pass(&self) {
        self.reached.add_permits(1);
        // Once open, it stays open.
        let permit = self.open.acquire().await;
        drop(permit.expect("a gate is never closed for good"));
    }

    async fn reached(&self) {
        self.reached.acquire().await.expect("it is there").forget();
    }

    fn open(&self) {
        self.open.add_permits(1);
    }
}

impl Write for Step {
    type Output = ();
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        log::create(link, StreamId::from_raw(self.id)).await?;
        match &self.then {
            Then::Keep => {}
            Then::Fail => log::create(link, StreamId::from_raw(self.id)).await?,
            Then::Refuse => return Err(Failed::Refused(Error::WrongGrant)),
            Then::Lose(times) => {
                if times.load(Ordering::Relaxed) > 0 {
                    times.fetch_sub(1, Ordering::Relaxed);
                    return Err(Failed::Raced);
                }
            }
            Then::Panic => panic!("as the test wants"),
            Then::Break => script(link, "ROLLBACK").await?,
            Then::Fill => {
                script(link, "PRAGMA max_page_count = 1").await?;
                script(link, "UPDATE instance SET epoch = hex(zeroblob(1000000))").await?;
            }
            Then::Wait(gate, other) => {
                gate.pass().await;
                log::advance(link, StreamId::from_raw(*other)).await?;
            }
        }
        Ok(())
    }
}

type Written = JoinHandle<Result<(), Error>>;

impl Storage {
    fn spawn(&self, id: i64, then: Then) -> Written {
        let storage = self.clone();
        tokio::spawn(async move { storage.write(Step { id, then }).await })
    }

    /// Holds the writer until the gate opens: what is queued meanwhile is the next batch.
    async fn hold(&self, id: i64) -> (Arc<Gate>, Written) {
        let gate = Gate::new();
        let held = self.spawn(id, Then::Wait(Arc::clone(&gate), id));
        gate.reached().await;
        (gate, held)
    }

    /// The same, and these are queued, in this order, from id 1 on.
    async fn batch(&self, steps: Vec<Then>) -> Vec<Result<(), Error>> {
        let (gate, held) = self.hold(1000).await;
        let mut writes = Vec::new();
        for (id, then) in (1..).zip(steps) {
            writes.push(self.spawn(id, then));
            self.queued(writes.len()).await;
        }
        gate.open();
        held.await.unwrap().unwrap();
        let mut answers = Vec::new();
        for write in writes {
            answers.push(write.await.unwrap());
        }
        answers
    }

    async fn queued(&self, writes: usize) {
        while self.inner.writer.queue.capacity() > QUEUED_WRITES_MAX - writes {
            tokio::task::yield_now().await;
        }
    }

    /// Which of the first ids are streams.
    async fn streams_made(&self) -> Vec<i64> {
        let ids: Vec<_> = (1..10).map(StreamId::from_raw).collect();
        let tips = self.streams().tips(&ids).await.unwrap();
        tips.into_keys().map(StreamId::raw).collect()
    }
}

on_both! {
    /// Of the writes of one batch, those that fail take back what they wrote, and only that; who
    /// lost a race is run again.
    async fn a_failing_write_does_not_fail_its_neighbours(database) {
        let storage = database.open().await;
        let answers = storage
            .batch(vec![
                Then::Keep,
                Then::Fail,
                Then::Keep,
                Then::Refuse,
                Then::Lose(AtomicU32::new(2)),
                Then::Lose(AtomicU32::new(99)),
                Then::Keep,
            ])
            .await;
        assert!(matches!(answers[1], Err(Error::Refused(_))), "{answers:?}");
        assert_eq!(answers[3], Err(Error::WrongGrant));
        assert_eq!(answers[5], Err(Error::Unavailable(Cause::Contended)));
        for kept in [0, 2, 4, 6] {
            assert_eq!(answers[kept], Ok(()));
        }
        assert_eq!(storage.streams_made().await, [1, 3, 5, 7]);
        storage.close().await;
        database.remove().await;
    }

    /// A write that has run is neither answered nor seen by anybody before its batch is committed.
    async fn answers_come_after_the_commit(database) {
        let storage = database.open().await;
        let (first, held) = storage.hold(1000).await;
        let early = storage.spawn(1, Then::Keep);
        storage.queued(1).await;
        let gate = Gate::new();
        let late = storage.spawn(2, Then::Wait(Arc::clone(&gate), 1000));
        storage.queued(2).await;
        first.open();
        held.await.unwrap().unwrap();
        gate.reached().await;
        assert!(!early.is_finished());
        assert!(storage.streams_made().await.is_empty());
        gate.open();
        early.await.unwrap().unwrap();
        assert_eq!(storage.streams_made().await, [1, 2]);
        late.await.unwrap().unwrap();
        storage.close().await;
        database.remove().await;
    }

    /// If a batch cannot be committed, everybody in it is told so, nothing of it stays, and the
    /// next batch is committed on a new connection.
    async fn a_broken_batch_fails_as_a_whole(database) {
        let storage = database.open().await;
        let answers = storage.batch(vec![Then::Keep, Then::Break, Then::Keep]).await;
        for answer in answers {
            assert!(answer.is_err());
        }
        assert!(storage.streams_made().await.is_empty());
        storage.spawn(4, Then::Keep).await.unwrap().unwrap();
        assert_eq!(storage.streams_made().await, [4]);
        storage.close().await;
        database.remove().await;
    }

    /// A panic in one write ends its batch, whose outcome nobody is lied to about, and not the
    /// writer.
    async fn a_panic_does_not_end_the_writer(database) {
        let storage = database.open().await;
        let answers = storage.batch(vec![Then::Keep, Then::Panic]).await;
        for answer in answers {
            assert_eq!(answer, Err(Error::Unavailable(Cause::Unknown)));
        }
        storage.spawn(3, Then::Keep).await.unwrap().unwrap();
        assert_eq!(storage.streams_made().await, [3]);
        storage.close().await;
        database.remove().await;
    }

    /// A full queue refuses the next write at once and says that it is not ready; everything in
    /// the queue is written.
    async fn a_full_queue_refuses(database) {
        let storage = database.open().await;
        let (gate, held) = storage.hold(1_000_000).await;
        let max = i64::try_from(QUEUED_WRITES_MAX).unwrap();
        let writes: Vec<_> = (1..=max).map(|id| storage.spawn(id, Then::Keep)).collect();
        storage.queued(QUEUED_WRITES_MAX).await;
        assert_eq!(storage.ready().await, Err(Error::Overloaded));
        let one_more = storage.spawn(max + 1, Then::Keep).await.unwrap();
        assert_eq!(one_more, Err(Error::Overloaded));
        gate.open();
        held.await.unwrap().unwrap();
        for write in writes {
            write.await.unwrap().unwrap();
        }
        assert_eq!(storage.ready().await, Ok(()));
        let last = StreamId::from_raw(max + 1);
        assert!(storage.streams().tips(&[last]).await.unwrap().is_empty());
        storage.close().await;
        database.remove().await;
    }

    /// Whoever stops waiting does not stop the write.
    async fn a_write_outlives_its_caller(database) {
        let storage = database.open().await;
        let (gate, held) = storage.hold(1000).await;
        let left = storage.spawn(1, Then::Keep);
        storage.queued(1).await;
        left.abort();
        assert!(left.await.unwrap_err().is_cancelled());
        gate.open();
        held.await.unwrap().unwrap();
        storage.spawn(2, Then::Keep).await.unwrap().unwrap();
        assert_eq!(storage.streams_made().await, [1, 2]);
        storage.close().await;
        database.remove().await;
    }

    /// Closing commits what is queued, and refuses what comes after.
    async fn closing_loses_nothing(database) {
        let storage = database.open().await;
        let (gate, held) = storage.hold(1000).await;
        let queued: Vec<_> = (1..=3).map(|id| storage.spawn(id, Then::Keep)).collect();
        storage.queued(3).await;
        let closing = storage.clone();
        let closed = tokio::spawn(async move { closing.close().await });
        storage.queued(4).await;
        gate.open();
        held.await.unwrap().unwrap();
        for write in queued {
            write.await.unwrap().unwrap();
        }
        closed.await.unwrap();
        let late = storage.spawn(4, Then::Keep).await.unwrap();
        assert_eq!(late, Err(Error::Unavailable(Cause::Closed)));
        assert_eq!(storage.ready().await, Err(Error::Unavailable(Cause::Closed)));
        let again = database.open().await;
        assert_eq!(again.streams_made().await, [1, 2, 3]);
        again.close().await;
        database.remove().await;
    }
}

/// A full disk is told to everybody in the batch by its name; when there is room again, writing
/// goes on.
#[tokio::test]
async fn a_full_disk_has_a_name() {
    let database = Database::new(On::Sqlite).await.unwrap();
    let storage = database.open().await;
    let answers = storage.batch(vec![Then::Keep, Then::Fill]).await;
    assert_eq!(answers, [Err(Error::Full), Err(Error::Full)]);
    storage.spawn(3, Then::Keep).await.unwrap().unwrap();
    assert_eq!(storage.streams_made().await, [3]);
    storage.close().await;
}
