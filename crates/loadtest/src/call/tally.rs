//! What was heard.

use super::datagram::{Header, Mark};
use crate::histogram::Histogram;

/// Half of the numbers: what seems to be further ahead is late.
const AHEAD_MAX: u16 = 1 << 15;

/// What one person has heard, or all.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// How many packets.
    pub(crate) packets: u64,
    /// How many did not come, by the numbers of those that did.
    pub(crate) lost: i64,
    /// How many were somebody's own, or of another call.
    pub(crate) wrong: u64,
    /// How long packets took.
    pub(crate) latency: Histogram,
    /// How many people have said something.
    pub(crate) said: u64,
    /// Of one: when something was heard for the first time.
    pub(super) first_sound: Option<u64>,
    /// How long that took for each, from when they came.
    pub(crate) first_sounds: Histogram,
    /// The last number of each source.
    last: Vec<Header>,
}

impl Tally {
    /// A packet came.
    pub(super) fn count(&mut self, header: Header) {
        self.packets += 1;
        let Some(last) = self.last.iter_mut().find(|it| it.ssrc == header.ssrc) else {
            self.last.push(header);
            return;
        };
        let ahead = header.seq.wrapping_sub(last.seq);
        if (1..AHEAD_MAX).contains(&ahead) {
            self.lost += i64::from(ahead) - 1;
            last.seq = header.seq;
        } else {
            // Late: it was taken for lost.
            self.lost -= 1;
        }
    }

    /// And this was in it, for who is this.
    pub(super) fn hear(&mut self, mark: Mark, (call, seat): (u32, u32), now: u64) {
        if mark.call != call || mark.seat == seat {
            self.wrong += 1;
        }
        self.latency.record(now.saturating_sub(mark.said_at));
    }

    /// What there is so far; numbers go on.
    pub(super) fn take(&mut self) -> Self {
        let last = std::mem::take(&mut self.last);
        let fresh = Self {
            first_sound: self.first_sound,
            last,
            ..Self::default()
        };
        std::mem::replace(self, fresh)
    }

    /// All of another one.
    pub(super) fn add(&mut self, other: &Self) {
        self.packets += other.packets;
        self.lost += other.lost;
        self.wrong += other.wrong;
        self.said += other.said;
        self.latency.add(&other.latency);
        self.first_sounds.add(&other.first_sounds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is missing is lost, what is only late is not, each source has its own numbers, and they go round.
    #[test]
    fn numbers_tell_what_is_lost() {
        let mut tally = Tally::default();
        let mut count = |ssrc, all: &[u16]| {
            for &seq in all {
                tally.count(Header { seq, ssrc });
            }
            tally.lost
        };
        assert_eq!(count(1, &[65_534, 65_535, 0, 1]), 0);
        assert_eq!(count(2, &[7, 9]), 1);
        assert_eq!(count(2, &[8, 10]), 0);
        assert_eq!(count(1, &[4]), 2);
        assert_eq!(tally.packets, 9);
        assert_eq!(tally.take().packets, 9);
        tally.count(Header { seq: 6, ssrc: 1 });
        assert_eq!((tally.packets, tally.lost), (1, 1));
    }
}
