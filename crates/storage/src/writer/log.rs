//! Keeping SQLite's write-ahead log short.
//!
//! SQLite writes the log over from its beginning when nobody reads from it, and never empties it
//! while it is open. So on a quiet server it would keep text that was deleted weeks ago, and on a
//! busy one, where one reader follows the other without a gap, it would grow without end.

#[cfg(test)]
mod tests;

use std::{pin::pin, sync::Arc, time::Duration};

use tokio::time::timeout;

use crate::engine::Engine;

/// How long nobody must have written before the log is emptied.
const QUIET: Duration = Duration::from_secs(1);

/// How long the log may grow on a busy server, in bytes.
pub(super) const LOG_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// How long writing may then wait for those who read from it.
const READERS_TIME_MAX: Duration = Duration::from_secs(1);

pub(super) struct Log {
    engine: Arc<Engine>,
    empty: bool,
    bytes_max: u64,
}

impl Log {
    pub(super) fn of(engine: Arc<Engine>) -> Self {
        Self {
            engine,
            empty: false,
            bytes_max: LOG_BYTES_MAX,
        }
    }

    /// Waits for what the writer waits for, and empties the log if that takes long.
    pub(super) async fn while_quiet<T>(&mut self, wait: impl Future<Output = T>) -> T {
        let mut wait = pin!(wait);
        while !self.empty {
            match timeout(QUIET, &mut wait).await {
                Ok(waited) => return waited,
                Err(_) => self.empty = self.engine.empty_log(Duration::ZERO).await,
            }
        }
        wait.await
    }

    /// After a batch: empties the log if it grew too long.
    pub(super) async fn written(&mut self) {
        self.empty = false;
        let bytes = self.engine.log_bytes().await;
        if bytes < self.bytes_max {
            return;
        }
        self.empty = self.engine.empty_log(READERS_TIME_MAX).await;
        // A reader that never ends must not cost every batch that time.
        self.bytes_max = if self.empty { LOG_BYTES_MAX } else { bytes * 2 };
    }
}
