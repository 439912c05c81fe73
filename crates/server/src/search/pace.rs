//! How often one person may search.

use std::time::{Duration, Instant};

use parlor_protocol::ids::UserId;

use crate::rate::{Rate, Rates};

/// The window of `limits.searches_per_10_s`.
const WINDOW: Duration = Duration::from_secs(10);

/// Counts what everybody looks for.
pub struct Pace {
    searches: Rates<UserId>,
}

impl Pace {
    /// At most this many searches in 10 seconds.
    pub fn new(searches_per_10_s: u32) -> Self {
        Self {
            searches: Rates::new(Rate {
                count: searches_per_10_s,
                per: WINDOW,
            }),
        }
    }

    /// Takes one search.
    ///
    /// # Errors
    /// How long to wait when there is none left.
    pub fn take(&self, user: UserId, now: Instant) -> Result<(), Duration> {
        self.searches.take(user, now)
    }
}
