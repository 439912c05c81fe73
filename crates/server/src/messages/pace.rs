//! How fast one person may write into one channel, over all sockets and over HTTP.

use std::time::{Duration, Instant};

use parlor_protocol::ids::{ChannelId, UserId};

use crate::rate::{Rate, Rates};

/// The window of `limits.sends_per_5_s`.
const WINDOW: Duration = Duration::from_secs(5);

/// Counts what everybody writes.
pub struct Pace {
    sends: Rates<(UserId, ChannelId)>,
}

impl Pace {
    /// At most this many messages in 5 seconds.
    pub fn new(sends_per_5_s: u32) -> Self {
        Self {
            sends: Rates::new(Rate {
                count: sends_per_5_s,
                per: WINDOW,
            }),
        }
    }

    /// Takes one send.
    ///
    /// # Errors
    /// How long to wait when there is none left.
    pub fn take(&self, user: UserId, channel: ChannelId, now: Instant) -> Result<(), Duration> {
        self.sends.take((user, channel), now)
    }
}
