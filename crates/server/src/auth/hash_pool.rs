//! Where passwords are hashed: a few threads of their own, and a short queue.
//!
//! One bcrypt costs a quarter of a second of one core. On the threads that serve, a dozen people
//! signing in would stop everybody else. So at most half the cores hash, and [`QUEUE_PER_THREAD`]
//! wait for each.

use std::sync::Arc;

use parlor_auth::password::{self, PasswordHash};

pub use crate::pool::Overloaded;
use crate::{
    clock,
    pool::{Pool, half_the_cores},
};

/// Work that waits for each thread: about two seconds of it. One more is refused.
const QUEUE_PER_THREAD: usize = 8;

/// The threads that hash. Cheap to clone: all clones are one pool, whose threads end with the last.
#[derive(Clone)]
pub struct HashPool {
    pool: Pool,
    dummy: Arc<PasswordHash>,
}

impl HashPool {
    /// As many threads as half the cores, at least one.
    ///
    /// # Errors
    /// When the system starts no more threads.
    pub fn start() -> std::io::Result<Self> {
        Ok(Self {
            pool: Pool::start("hash", (half_the_cores(), QUEUE_PER_THREAD))?,
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
    pub async fn run<T, F>(&self, work: F) -> Result<T, Overloaded>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        self.pool.run(work).await
    }
}
