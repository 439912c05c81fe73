//! The one task that writes, and how it commits in groups.
//!
//! A write waits in a bounded queue ([`QUEUED_WRITES_MAX`]; full = [`Error::Overloaded`]). A batch
//! is whatever queued while the last commit ran: the slower the disk, the larger the batches, and
//! nobody waits for a timer. In a batch every write stands on a savepoint of its own, so that one
//! that fails takes back only itself; one that was allowed by rights that were changed since is not
//! run. All answers are given after the commit, refusals too: they
//! were decided on what the neighbours wrote. If the commit fails, so does everybody in it.

mod batch;
mod job;
mod log;
mod rights;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use parlor_protocol::permissions::Basis;
use tokio::sync::{mpsc, oneshot};

pub(crate) use job::{Failed, Write};

use crate::{
    Cause, Error, QUEUED_WRITES_MAX, WRITES_PER_COMMIT_MAX,
    engine::{Connection, Engine},
};
use batch::Batch;
use job::{Job, Queued};
use log::Log;

/// The way to the writing task. The task ends when this is dropped and the queue is empty.
pub(crate) struct Writer {
    queue: mpsc::Sender<Order>,
}

enum Order {
    Write(Box<dyn Job>),
    /// Commit what is queued, take nothing more, and say when that is done.
    Close(oneshot::Sender<()>),
}

impl Writer {
    pub(crate) fn start(engine: Arc<Engine>, connection: Connection) -> Self {
        let (queue, orders) = mpsc::channel(QUEUED_WRITES_MAX);
        tokio::spawn(work(engine, connection, orders));
        Self { queue }
    }

    /// Queues a write that stands on these judgements, and waits for its commit. A caller who stops
    /// waiting does not stop the write.
    pub(crate) async fn write<W: Write>(
        &self,
        write: W,
        bases: Box<[Basis]>,
    ) -> Result<W::Output, W::Error> {
        let (queued, answer) = Queued::new(write, bases);
        match self.queue.try_send(Order::Write(Box::new(queued))) {
            Ok(()) => {}
            Err(mpsc::error::TrySendError::Full(_)) => return Err(Error::Overloaded.into()),
            Err(mpsc::error::TrySendError::Closed(_)) => {
                return Err(Error::Unavailable(Cause::Closed).into());
            }
        }
        // No answer: the batch fell over a mistake of ours, at we do not know which point.
        answer
            .await
            .unwrap_or(Err(Error::Unavailable(Cause::Unknown).into()))
    }

    /// How many writes wait for their turn, those of the running batch not counted.
    pub(crate) fn waiting(&self) -> usize {
        QUEUED_WRITES_MAX - self.queue.capacity()
    }

    /// Whether a write would be taken now.
    pub(crate) fn ready(&self) -> Result<(), Error> {
        if self.queue.is_closed() {
            Err(Error::Unavailable(Cause::Closed))
        } else if self.queue.capacity() == 0 {
            Err(Error::Overloaded)
        } else {
            Ok(())
        }
    }

    /// Returns when everything queued before is answered and the connection is closed.
    pub(crate) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.queue.send(Order::Close(done)).await.is_ok() {
            // An error says the same: the task is gone.
            let _ = closed.await;
        }
    }
}

async fn work(engine: Arc<Engine>, first: Connection, mut orders: mpsc::Receiver<Order>) {
    let mut connection = Some(first);
    let mut closing = Vec::new();
    let mut taken = Vec::with_capacity(WRITES_PER_COMMIT_MAX);
    let mut log = Log::of(Arc::clone(&engine));
    while log
        .while_quiet(orders.recv_many(&mut taken, WRITES_PER_COMMIT_MAX))
        .await
        > 0
    {
        let mut jobs = Vec::with_capacity(taken.len());
        for order in taken.drain(..) {
            match order {
                Order::Write(job) => jobs.push(job),
                Order::Close(done) => {
                    orders.close();
                    closing.push(done);
                }
            }
        }
        if !jobs.is_empty() {
            let batch = Batch::new(Arc::clone(&engine), connection.take(), jobs);
            // A task of its own: a panic in one write ends this batch, not the writer.
            connection = tokio::spawn(batch.commit()).await.unwrap_or_default();
            log.written().await;
        }
    }
    if let Some(connection) = connection {
        connection.close().await;
    }
    for done in closing {
        // Nobody waits any more, and that is fine.
        let _ = done.send(());
    }
}
