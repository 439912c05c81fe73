//! One slot is one RTP stream to its listener, whoever speaks in it: numbers and times go on where the speaker of before ended.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{SeatId, limits::GAP_PACKETS_MAX, red};

/// How RTP counts time, and how much lies between two sources at least.
#[derive(Debug, Clone, Copy)]
struct Clock {
    hz: u128,
    least_ticks: u32,
}

/// Of Opus; one packet.
const SOUND: Clock = Clock {
    hz: 48_000,
    least_ticks: 960,
};
/// Of video; one picture of 30 a second.
const VIDEO: Clock = Clock {
    hz: 90_000,
    least_ticks: 3_000,
};
/// The longest time that is told between two speakers; more and the numbers would mean something else.
const PAUSE_MAX: Duration = Duration::from_hours(1);

/// Where a packet comes from: what follows from the same source is a continuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source {
    /// Who speaks.
    pub(crate) seat: SeatId,
    /// How often this person was silenced by us: what was held back then is no loss.
    pub(crate) silenced: u32,
    /// The browser's own stream.
    pub(crate) ssrc: u32,
}

/// What a packet is called where it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number {
    /// From whom.
    pub(crate) source: Source,
    /// Its number among all of the source, never twice the same.
    pub(crate) seq: u64,
    /// Its time on the source's clock.
    pub(crate) time: u32,
}

/// A packet as it came from a speaker.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    /// What it is called.
    pub(crate) number: Number,
    /// The first after a pause.
    pub(crate) marker: bool,
    /// How loud, in decibel below full scale, 0 to -127.
    pub(crate) level: Option<i8>,
    /// Sound.
    pub(crate) sound: Sound,
}

/// The bytes of a packet; all listeners share them.
#[derive(Debug, Clone)]
pub(crate) enum Sound {
    /// An Opus frame.
    Plain(Arc<[u8]>),
    /// An Opus frame behind earlier ones (RFC 2198), and the frame alone.
    Redundant { whole: Arc<[u8]>, own: Arc<[u8]> },
}

impl Sound {
    /// Reads a redundant payload; nothing if it is none.
    pub(crate) fn redundant(whole: Arc<[u8]>) -> Option<Self> {
        let own = red::primary(&whole)?.into();
        Some(Self::Redundant { whole, own })
    }

    /// The frame alone.
    pub(crate) fn own(&self) -> &Arc<[u8]> {
        match self {
            Self::Plain(own) | Self::Redundant { own, .. } => own,
        }
    }
}

/// What a packet is called where it goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Its number, never twice the same in a slot.
    pub(crate) seq: u64,
    /// Its time.
    pub(crate) time: u32,
    /// The first of its source: earlier frames that it carries along were not meant for this listener.
    pub(crate) fresh: bool,
}

/// The numbers of one slot.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    clock: Clock,
    follows: Option<Follows>,
    next: u64,
    last: Option<Last>,
}

#[derive(Debug, Clone, Copy)]
struct Follows {
    source: Source,
    /// The source's number of the first packet that we took.
    theirs: u64,
    /// And ours.
    ours: u64,
    /// Our time less the source's, wrapping.
    time: u32,
}

/// Where a packet belongs among those of its source.
enum Place {
    /// Here, with our number.
    At(u64),
    /// Before the first that we took: too late.
    Before,
    /// So far away that no listener could follow.
    Nowhere,
}

#[derive(Debug, Clone, Copy)]
struct Last {
    time: u32,
    at: Instant,
}

impl Track {
    /// Counts from `first`, which must lie below 2^16 (SRTP starts without a roll-over).
    pub(crate) fn new(first: u16) -> Self {
        Self::by(SOUND, first)
    }

    /// The same for video.
    pub(crate) fn video(first: u16) -> Self {
        Self::by(VIDEO, first)
    }

    fn by(clock: Clock, first: u16) -> Self {
        Self {
            clock,
            follows: None,
            next: u64::from(first),
            last: None,
        }
    }

    /// What comes next is no continuation, although it may be the same source: what was left out between is no loss.
    pub(crate) fn cut(&mut self) {
        self.follows = None;
    }

    /// Names a packet; nothing if it comes too late to be heard or seen.
    pub(crate) fn stamp(&mut self, now: Instant, theirs: Number) -> Option<Stamp> {
        let follows = self.follows.filter(|it| it.source == theirs.source);
        if let Some(follows) = follows {
            match self.place(follows, theirs.seq) {
                Place::At(seq) => {
                    let time = theirs.time.wrapping_add(follows.time);
                    self.went(now, seq, time);
                    let fresh = false;
                    return Some(Stamp { seq, time, fresh });
                }
                Place::Before => return None,
                Place::Nowhere => {}
            }
        }
        Some(self.begin(now, theirs))
    }

    /// Where a packet of the source of now belongs.
    fn place(&self, follows: Follows, seq: u64) -> Place {
        match seq.checked_sub(follows.theirs) {
            Some(after) => {
                let seq = follows.ours.saturating_add(after);
                if seq.abs_diff(self.next) <= GAP_PACKETS_MAX {
                    Place::At(seq)
                } else {
                    Place::Nowhere
                }
            }
            None if follows.theirs - seq <= GAP_PACKETS_MAX => Place::Before,
            None => Place::Nowhere,
        }
    }

    fn begin(&mut self, now: Instant, theirs: Number) -> Stamp {
        let Clock { hz, least_ticks } = self.clock;
        let seq = self.next;
        let time = self.last.map_or(theirs.time, |last| {
            let pause = now.saturating_duration_since(last.at).min(PAUSE_MAX);
            let ticks = pause.as_micros() * hz / 1_000_000;
            let ticks = u32::try_from(ticks).unwrap_or(least_ticks);
            last.time.wrapping_add(ticks.max(least_ticks))
        });
        self.follows = Some(Follows {
            source: theirs.source,
            theirs: theirs.seq,
            ours: seq,
            time: time.wrapping_sub(theirs.time),
        });
        self.went(now, seq, time);
        let fresh = true;
        Stamp { seq, time, fresh }
    }

    /// Only what is newest moves the end: a late packet has its own place before it.
    fn went(&mut self, now: Instant, seq: u64, time: u32) {
        if seq >= self.next {
            self.next = seq + 1;
            self.last = Some(Last { time, at: now });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn heard(source: u64, seq: u64, time: u32) -> Number {
        Number {
            source: Source {
                seat: SeatId(source),
                silenced: 0,
                ssrc: 7,
            },
            seq,
            time,
        }
    }

    #[test]
    fn a_loss_stays_a_loss_and_a_late_packet_finds_its_place() {
        let mut track = Track::new(100);
        let now = Instant::now();
        let seqs: Vec<_> = [5_000, 5_001, 5_004, 5_002, 5_005]
            .map(|seq| track.stamp(now, heard(1, seq, 0)).unwrap().seq)
            .into();
        assert_eq!(seqs, [100, 101, 104, 102, 105]);
    }

    #[test]
    fn another_speaker_continues_numbers_and_time() {
        let mut track = Track::new(0);
        let now = Instant::now();
        let first = track.stamp(now, heard(1, 70_000, 1_000)).unwrap();
        assert!(first.fresh);
        let later = now + Duration::from_millis(500);
        let second = track.stamp(later, heard(2, 3, 4_000_000_000)).unwrap();
        assert_eq!((second.seq, second.time, second.fresh), (1, 25_000, true));
        let third = track.stamp(later, heard(2, 4, 4_000_000_960)).unwrap();
        assert_eq!((third.seq, third.time, third.fresh), (2, 25_960, false));
    }

    #[test]
    fn what_is_older_than_the_speaker_of_now_is_too_late() {
        let mut track = Track::new(0);
        let now = Instant::now();
        track.stamp(now, heard(1, 50, 0));
        track.stamp(now, heard(2, 90, 0));
        assert_eq!(track.stamp(now, heard(2, 89, 0)), None);
    }

    #[test]
    fn what_was_held_back_is_no_loss() {
        let mut track = Track::new(0);
        let now = Instant::now();
        track.stamp(now, heard(1, 50, 0));
        track.cut();
        let stamp = track.stamp(now, heard(1, 950, 0)).unwrap();
        assert_eq!((stamp.seq, stamp.fresh), (1, true));
    }

    #[test]
    fn a_jump_no_listener_could_follow_is_a_beginning() {
        let mut track = Track::new(0);
        let now = Instant::now();
        track.stamp(now, heard(1, 50, 0));
        let stamp = track.stamp(now, heard(1, 1_000_000, 0)).unwrap();
        assert_eq!((stamp.seq, stamp.fresh), (1, true));
    }

    proptest! {
        /// Whatever comes in whatever order, as long as a source never gives a number twice.
        #[test]
        fn no_number_is_used_twice(
            first in prop_oneof![Just(0), 0_u16..4, any::<u16>()],
            packets in prop::collection::vec((0_u64..4, 0_u64..6_000, any::<bool>()), 1..300),
        ) {
            let mut track = Track::new(first);
            let mut came = BTreeSet::new();
            let mut went = BTreeSet::new();
            let mut now = Instant::now();
            for (source, seq, cut) in packets {
                now += Duration::from_millis(20);
                if cut {
                    track.cut();
                }
                if came.insert((source, seq))
                    && let Some(stamp) = track.stamp(now, heard(source, seq, 0))
                {
                    prop_assert!(stamp.seq >= u64::from(first), "{} before the first", stamp.seq);
                    prop_assert!(went.insert(stamp.seq), "{} twice", stamp.seq);
                }
            }
        }
    }
}
