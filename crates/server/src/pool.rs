//! A few threads of their own for work that takes long, and a short queue before them.
//!
//! On the threads that serve, such work would stop everybody else; in an unbounded queue, a flood
//! would be worked off for minutes after everybody gave up. So a fixed number waits, whoever comes
//! above that is told to come back, and work whose caller went away is dropped.

use std::{
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use tokio::sync::oneshot;

use crate::refusal::Refusal;

/// The queue is full, or the work failed; nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such work can be done now")]
pub struct Overloaded;

impl From<Overloaded> for Refusal {
    fn from(_: Overloaded) -> Self {
        Self::overloaded()
    }
}

/// How far the threads stand back behind those that serve, as nice(1) counts.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

type Job = Box<dyn FnOnce() + Send>;

/// The threads. Cheap to clone: all clones are one pool, whose threads end with the last.
#[derive(Clone)]
pub struct Pool {
    queue: mpsc::SyncSender<Job>,
}

/// Half the cores, at least one: the others serve.
pub fn half_the_cores() -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    (cores / 2).max(1)
}

impl Pool {
    /// So many threads of this name; so many pieces of work wait for each, and one more is
    /// refused.
    ///
    /// # Errors
    /// When the system starts no more threads.
    pub fn start(
        name: &'static str,
        (threads, queue_per_thread): (usize, usize),
    ) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::sync_channel::<Job>(threads * queue_per_thread);
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..threads {
            let jobs = Arc::clone(&jobs);
            thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || work_off(&jobs))?;
        }
        Ok(Self { queue })
    }

    /// Runs one piece of work on one of the threads.
    ///
    /// # Errors
    /// [`Overloaded`].
    pub async fn run<T, F>(&self, work: F) -> Result<T, Overloaded>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move || {
            if !answer.is_closed() {
                // Nobody waits any more: then the result is of no use either.
                let _ = answer.send(work());
            }
        });
        self.queue.try_send(job).map_err(|_| Overloaded)?;
        answered.await.map_err(|_| Overloaded)
    }
}

/// Lets the threads that serve go first where cores are scarce. Where it cannot be had, all are equal.
fn step_back() {
    // Linux counts this by thread (setpriority(2)); elsewhere it would slow the whole process.
    #[cfg(target_os = "linux")]
    if let Ok(ours) = rustix::process::getpriority_process(None) {
        let _ = rustix::process::setpriority_process(None, ours + NICENESS);
    }
}

fn work_off(jobs: &Mutex<mpsc::Receiver<Job>>) {
    step_back();
    loop {
        // One idle thread waits for work, the others wait for the lock.
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else {
            return;
        };
        // A panic has been reported by its hook; the thread is still good for the next.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future,
        pin::Pin,
        sync::atomic::{AtomicUsize, Ordering},
        task::{Context, Poll, Waker},
    };

    use super::*;

    const QUEUE_PER_THREAD: usize = 8;

    fn pool(threads: usize) -> Pool {
        Pool::start("test", (threads, QUEUE_PER_THREAD)).unwrap()
    }

    /// Queues work without waiting for it.
    fn queue<T>(future: &mut Pin<Box<impl Future<Output = Result<T, Overloaded>>>>) -> Poll<bool> {
        let mut context = Context::from_waker(Waker::noop());
        future.as_mut().poll(&mut context).map(|done| done.is_ok())
    }

    /// Its threads stand back, and no other does.
    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn it_lets_others_go_first() {
        let niceness = || rustix::process::getpriority_process(None).unwrap();
        let ours = niceness();
        assert_eq!(pool(1).run(niceness).await, Ok((ours + NICENESS).min(19)));
        assert_eq!(niceness(), ours);
    }

    /// A full queue refuses the next at once; what waits in it is done; what nobody waits for any
    /// more is not.
    #[tokio::test]
    async fn the_queue_is_bounded_and_drops_the_abandoned() {
        let pool = pool(1);
        let (go, wait) = mpsc::channel::<()>();
        let (start, started) = oneshot::channel();
        let mut blocker = Box::pin(pool.run(move || {
            start.send(()).unwrap();
            wait.recv().unwrap();
        }));
        assert!(queue(&mut blocker).is_pending());
        started.await.unwrap();

        let done = Arc::new(AtomicUsize::new(0));
        let mut waiting: Vec<_> = (0..QUEUE_PER_THREAD)
            .map(|_| {
                let done = Arc::clone(&done);
                Box::pin(pool.run(move || done.fetch_add(1, Ordering::SeqCst)))
            })
            .collect();
        for one in &mut waiting {
            assert!(queue(one).is_pending());
        }
        assert_eq!(pool.run(|| ()).await, Err(Overloaded));

        drop(waiting.pop());
        go.send(()).unwrap();
        blocker.await.unwrap();
        for one in waiting {
            one.await.unwrap();
        }
        assert_eq!(pool.run(|| 5).await, Ok(5));
        assert_eq!(done.load(Ordering::SeqCst), QUEUE_PER_THREAD - 1);
    }

    /// Work that panics fails alone.
    #[tokio::test]
    async fn a_panic_costs_no_thread() {
        let pool = pool(1);
        for _ in 0..3 {
            assert_eq!(pool.run(|| panic!("on purpose")).await, Err(Overloaded));
        }
        assert_eq!(pool.run(|| 7).await, Ok(7));
    }
}
