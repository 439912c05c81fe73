//! Taking along what is one's own, as a zip.
//!
//! - It is made while it is taken, on a thread of its own: a page of rows and a few pieces are in
//!   memory, however much there is, and nobody else waits for it.
//! - Everything that is theirs is in it: account and devices, where they are, how far they read and
//!   by what they want to be called, what they wrote and how they reacted, their files. Of others
//!   there is only what they may see anyway: the names of spaces, channels and of people they
//!   talk with.
//! - One at a time for each person, `limits.exports_per_hour`, and `limits.exports_at_once_max` for
//!   all together; one more is told to come back.
//! - It ends early with the session, and when nobody takes it further for [`PATIENCE`]. Then it
//!   lacks the end of a zip, and the answer the end of an answer.

pub mod http;

mod export;
mod make;
mod pieces;
mod zip;

use std::time::{Duration, Instant};

use parlor_protocol::{ids::UserId, limits::Limits};

pub use export::{ExportError, export};
pub use pieces::Pieces;

use crate::{
    rate::{Rate, Rates},
    slots::{Slot, Slots},
};

/// How long one waits to be taken further.
const PATIENCE: Duration = Duration::from_mins(1);
/// The window of `limits.exports_per_hour`.
const WINDOW: Duration = Duration::from_hours(1);

/// Who takes something along.
pub struct Exports {
    rates: Rates<UserId>,
    slots: Slots,
}

impl Exports {
    /// Nobody does.
    pub fn new(limits: &Limits) -> Self {
        Self {
            rates: Rates::new(Rate {
                count: limits.exports_per_hour,
                per: WINDOW,
            }),
            slots: Slots::new(1, limits.exports_at_once_max),
        }
    }

    /// A place to make one, until it is dropped.
    fn begin(&self, user: UserId, now: Instant) -> Result<Slot, ExportError> {
        let slot = self.slots.take(user)?;
        self.rates
            .take(user, now)
            .map_err(|retry_after| ExportError::TooMany { retry_after })?;
        Ok(slot)
    }
}
