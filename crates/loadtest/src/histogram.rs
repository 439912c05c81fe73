//! How long things took: counted in buckets that are at most 1.6 % wide, in little memory.

use std::time::Duration;

/// Each power of two is divided into this many buckets.
const PARTS: u64 = 64;
/// Microseconds below this have a bucket each.
const EXACT: u64 = 2 * PARTS;
/// Longer than this is counted as this: 2^36 microseconds are 19 hours.
const LONGEST: u64 = 1 << 36;

/// Counts of durations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Histogram {
    counts: Vec<u64>,
    total: u64,
}

impl Histogram {
    /// One more.
    pub(crate) fn record(&mut self, micros: u64) {
        let at = bucket(micros.min(LONGEST));
        if self.counts.len() <= at {
            self.counts.resize(at + 1, 0);
        }
        self.counts[at] += 1;
        self.total += 1;
    }

    /// All of another one.
    pub(crate) fn add(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        self.total += other.total;
    }

    /// How many there are.
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// What so many of a thousand did not exceed; zero where there are none.
    pub(crate) fn per_mille(&self, share: u64) -> Duration {
        let wanted = (self.total * share).div_ceil(1_000);
        let mut seen = 0;
        for (at, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted && *count > 0 {
                return Duration::from_micros(top(at));
            }
        }
        Duration::ZERO
    }
}

fn bucket(micros: u64) -> usize {
    let at = if micros < EXACT {
        micros
    } else {
        let shift = u64::from(micros.ilog2() - PARTS.ilog2());
        shift * PARTS + (micros >> shift)
    };
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// The longest time that a bucket counts.
fn top(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < EXACT {
        return bucket;
    }
    let shift = bucket / PARTS - 1;
    let part = bucket - shift * PARTS;
    ((part + 1) << shift) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every time is in a bucket whose top is at most 1.6 % above it, and buckets are in order.
    #[test]
    fn a_bucket_is_narrow() {
        let mut last = 0;
        for micros in (0..100_000).chain((100_000..5_000_000_000).step_by(9_999_991)) {
            let (at, above) = (bucket(micros), top(bucket(micros)));
            assert!(
                above >= micros && above - micros <= micros / 64,
                "{micros}: {above}"
            );
            assert!(at >= last);
            last = at;
        }
    }

    /// Of a thousand different times, the share is the one that stands there.
    #[test]
    fn shares_are_those_of_a_sorted_list() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.per_mille(500), Duration::ZERO);
        for micros in 1..=1_000 {
            histogram.record(micros * 100);
        }
        for share in [1, 500, 990, 999, 1_000] {
            let micros = histogram.per_mille(share).as_micros();
            let exact = u128::from(share) * 100;
            assert!(
                micros >= exact && micros - exact <= exact / 64 + 1,
                "{share}: {micros}"
            );
        }
        histogram.record(u64::MAX);
        assert_eq!(histogram.total, 1_001);
    }
}
