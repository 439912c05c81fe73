//! How much one person may say: what comes in once goes out to a whole room.

use std::time::{Duration, Instant};

use crate::limits::{PACKETS_BURST, PACKETS_PER_SECOND_MAX};

/// Packets that may still come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    packets: f32,
    at: Instant,
}

impl Budget {
    /// All of it is there.
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            packets: PACKETS_BURST,
            at: now,
        }
    }

    /// Takes one packet out; false if there is none.
    pub(crate) fn take(&mut self, now: Instant) -> bool {
        let since = now
            .saturating_duration_since(self.at)
            .min(Duration::from_secs(10));
        let grown = self.packets + since.as_secs_f32() * PACKETS_PER_SECOND_MAX;
        self.packets = grown.min(PACKETS_BURST);
        self.at = now;
        let enough = self.packets >= 1.0;
        if enough {
            self.packets -= 1.0;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A minute of packets so far apart; how many are let through.
    fn minute(apart: Duration) -> u32 {
        let start = Instant::now();
        let mut budget = Budget::new(start);
        let mut passed = 0;
        let mut now = start;
        while now < start + Duration::from_mins(1) {
            passed += u32::from(budget.take(now));
            now += apart;
        }
        passed
    }

    #[test]
    fn what_browsers_send_passes_and_a_flood_does_not() {
        assert_eq!(minute(Duration::from_millis(20)), 3_000);
        assert_eq!(minute(Duration::from_millis(10)), 6_000);
        let flood = minute(Duration::from_millis(1));
        assert!((7_100..7_500).contains(&flood), "{flood}");
    }
}
