//! Where passwords are hashed: a few threads of their own, and a short queue.
//!
//! One bcrypt costs a quarter of a second of one core. On the threads that serve, a dozen people
//! signing in would stop everybody else. So at most half the cores hash, and [`QUEUE_PER_THREAD`]
//! wait for each.

use std::sync::Arc;

use parlor_auth::password::{self, PasswordHash};
use tokio::sync::Semaphore;

pub use crate::pool::Overloaded;
use crate::{
    clock,
    pool::{Pool, half_the_cores},
};

/// Work that waits for each thread: about four seconds of it. One more is refused.
const QUEUE_PER_THREAD: usize = 16;

/// How many of the waiting may be strangers: half, so that no flood of theirs keeps out people whose
/// device is known, or who are signed in.
const STRANGERS_PER_THREAD: usize = QUEUE_PER_THREAD / 2;

/// For whom is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Anybody.
    Stranger,
    /// Somebody who signed in on this device before, or who is signed in.
    Known,
}

/// The threads that hash. Cheap to clone: all clones are one pool, whose threads end with the last.
#[derive(Clone)]
pub struct HashPool {
    pool: Pool,
    strangers: Arc<Semaphore>,
    dummy: Arc<PasswordHash>,
}

impl HashPool {
    /// As many threads as half the cores, at least one.
    ///
    /// # Errors
    /// When the system starts no more threads.
    pub fn start() -> std::io::Result<Self> {
        let threads = half_the_cores();
        Ok(Self {
            pool: Pool::start("hash", (threads, QUEUE_PER_THREAD))?,
            // Beside those who wait, each thread works for one.
            strangers: Arc::new(Semaphore::new(threads * (STRANGERS_PER_THREAD + 1))),
            dummy: Arc::new(password::dummy(&mut clock::rng())),
        })
    }

    /// A hash that no password matches, for whoever has no account: the same work.
    pub fn dummy(&self) -> PasswordHash {
        PasswordHash::clone(&self.dummy)
    }

    /// Runs one piece of work on one of the threads.
    ///
    /// # Errors
    /// [`Overloaded`].
    pub async fn run<T, F>(&self, whom: For, work: F) -> Result<T, Overloaded>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let place = match whom {
            For::Known => None,
            For::Stranger => {
                let place = Arc::clone(&self.strangers).try_acquire_owned();
                Some(place.map_err(|_| Overloaded)?)
            }
        };
        let work = move || {
            let done = work();
            drop(place);
            done
        };
        self.pool.run(work).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use futures_util::future::join_all;

    use super::*;

    /// However many strangers come, who is known finds a place.
    #[tokio::test]
    async fn strangers_leave_room() {
        let pool = HashPool::start().unwrap();
        let (go, wait) = mpsc::channel::<()>();
        let wait = Arc::new(std::sync::Mutex::new(wait));
        let flood = (0..1_000).map(|_| {
            let wait = Arc::clone(&wait);
            pool.run(For::Stranger, move || {
                let _ = wait.lock().unwrap().recv();
            })
        });
        let known = async {
            let known = pool.run(For::Known, || 7);
            // Polled after the flood; from here on everybody gets on.
            drop(go);
            known.await
        };
        let (flood, known) = tokio::join!(join_all(flood), known);
        assert_eq!(known, Ok(7));
        let served = flood.iter().filter(|one| one.is_ok()).count();
        assert_eq!(served, half_the_cores() * (STRANGERS_PER_THREAD + 1));
        assert_eq!(
            pool.run(For::Stranger, || 8).await,
            Ok(8),
            "places come back"
        );
    }
}
