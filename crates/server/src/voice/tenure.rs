//! How long somebody keeps a seat: while their socket stands, and a while after it was lost.

use std::time::{Duration, Instant};

use parlor_protocol::voice::SEAT_KEPT_MS;

/// How long a seat waits for its person to come back.
pub(super) const SEAT_KEPT: Duration = Duration::from_millis(SEAT_KEPT_MS);

/// Whether somebody holds their seat. `C` is what they are connected by. A seat that is gone is
/// nowhere: it was given up, or [`Tenure::is_over`].
#[derive(Debug)]
pub(super) enum Tenure<C> {
    /// A socket stands.
    Connected(C),
    /// It was lost; the sound goes on.
    Lost {
        /// From then on the seat is somebody else's to take.
        until: Instant,
    },
}

impl<C: PartialEq> Tenure<C> {
    /// What they are connected by.
    pub(super) const fn connection(&self) -> Option<&C> {
        match self {
            Self::Connected(connection) => Some(connection),
            Self::Lost { .. } => None,
        }
    }

    /// A connection was lost: the seat waits, unless another connection has taken it meanwhile.
    /// Gives whether it was this seat's.
    pub(super) fn lose(&mut self, now: Instant, connection: &C) -> bool {
        let is_ours = self.connection() == Some(connection);
        if is_ours {
            *self = Self::Lost {
                until: now + SEAT_KEPT,
            };
        }
        is_ours
    }

    /// Somebody comes back to it; gives the connection that stood until now.
    pub(super) fn resume(&mut self, connection: C) -> Option<C> {
        match std::mem::replace(self, Self::Connected(connection)) {
            Self::Connected(old) => Some(old),
            Self::Lost { .. } => None,
        }
    }

    /// Whether nobody came back in time.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        matches!(self, Self::Lost { until } if *until <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lost socket keeps the seat for 20 s to the millisecond, and not longer.
    #[test]
    fn a_seat_is_kept_for_a_while() {
        let now = Instant::now();
        let mut seat = Tenure::Connected(1);
        assert!(!seat.is_over(now + SEAT_KEPT * 2));
        assert!(seat.lose(now, &1));
        assert_eq!(seat.connection(), None);
        assert!(!seat.is_over(now + SEAT_KEPT.saturating_sub(Duration::from_millis(1))));
        assert!(seat.is_over(now + SEAT_KEPT));
    }

    /// Who comes back in time holds it again, and how long they had waited is forgotten.
    #[test]
    fn coming_back_keeps_it() {
        let now = Instant::now();
        let mut seat = Tenure::Connected(1);
        seat.lose(now, &1);
        assert_eq!(seat.resume(2), None);
        assert!(!seat.is_over(now + SEAT_KEPT));
        assert!(seat.lose(now + SEAT_KEPT, &2));
        assert!(!seat.is_over(now + SEAT_KEPT));
    }

    /// A new socket often comes before the loss of the old one is noticed: that is then no loss.
    #[test]
    fn the_loss_of_an_older_socket_is_none() {
        let now = Instant::now();
        let mut seat = Tenure::Connected(1);
        assert_eq!(seat.resume(2), Some(1));
        assert!(!seat.lose(now, &1));
        assert_eq!(seat.connection(), Some(&2));
    }
}
