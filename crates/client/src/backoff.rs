//! How long to wait before coming back: full jitter, 0.5 s doubling to 30 s, without end.

use std::time::Duration;

/// The first wait is at most this.
pub const FIRST_MAX: Duration = Duration::from_millis(500);

/// Every wait is at most this.
pub const WAIT_MAX: Duration = Duration::from_secs(30);

/// A connection that held for this long was a good one: the next wait is a first wait again.
pub const HEALTHY_AFTER: Duration = Duration::from_mins(1);

/// The waits of one client, one after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The next wait. `dice` is a number from 0 to 1: many clients that lost the same server do not
    /// come back at the same moment.
    pub fn next(&mut self, dice: f64) -> Duration {
        let most = FIRST_MAX.saturating_mul(1 << self.failures.min(16));
        self.failures = self.failures.saturating_add(1);
        most.min(WAIT_MAX).mul_f64(dice.clamp(0.0, 1.0))
    }

    /// A connection ended that had held for this long.
    pub fn held_for(&mut self, length: Duration) {
        if length >= HEALTHY_AFTER {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_half_a_minute_and_begin_anew_after_a_good_one() {
        let mut backoff = Backoff::default();
        let waits: Vec<u128> = (0..8).map(|_| backoff.next(1.0).as_millis()).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
        backoff.held_for(Duration::from_secs(59));
        assert_eq!(backoff.next(0.5), WAIT_MAX / 2);
        backoff.held_for(HEALTHY_AFTER);
        assert_eq!(backoff.next(1.0), FIRST_MAX);
        for _ in 0..100 {
            assert!(backoff.next(2.0) <= WAIT_MAX);
        }
    }
}
