//! One stream as this node hears of it: events in any order in, events in order out.
//!
//! What is ahead of its turn is held back; what does not come in time is asked for, once for
//! everybody. A tip from elsewhere (the probe) finds the loss of the last event, which nothing
//! follows that would show it.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use parlor_protocol::streams::Seq;

/// How many events ahead of their turn are held. One more is dropped and the gap fetched at once:
/// the fetch brings it too.
pub const HELD_MAX: usize = 256;

/// How long a gap may close by itself before it is fetched.
pub const HELD_FOR: Duration = Duration::from_millis(50);

/// How long after a fetch that failed the next one is due.
pub const RETRY_AFTER: Duration = Duration::from_secs(1);

/// How long a fetch may take. One that was not answered by then is made again: it may have died.
pub const FETCH_MAX: Duration = Duration::from_secs(10);

/// Puts the events of one stream in order.
#[derive(Debug)]
pub struct Follower<E> {
    at: At,
    /// Ahead of their turn.
    held: BTreeMap<Seq, E>,
    /// The highest position known to exist.
    tip: Seq,
    gap: Gap,
}

/// How far everything was handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Nothing was heard yet; the first event counts as the next.
    Nowhere,
    /// Up to here.
    Seq(Seq),
}

/// What is missing between the position and the tip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing.
    None,
    /// Something, and from this moment on it should be fetched.
    Due(Instant),
    /// Something, and it is being fetched; from this moment on the fetch is given up.
    Fetching(Instant),
}

impl<E> Default for Follower<E> {
    fn default() -> Self {
        Self {
            at: At::Nowhere,
            held: BTreeMap::new(),
            tip: 0,
            gap: Gap::None,
        }
    }
}

impl<E> Follower<E> {
    /// Up to where everything was handed on; `None` before the first event.
    pub fn position(&self) -> Option<Seq> {
        match self.at {
            At::Nowhere => None,
            At::Seq(position) => Some(position),
        }
    }

    /// The highest position known to exist; 0 when none is.
    pub fn tip(&self) -> Seq {
        self.tip
    }

    /// Whether something is missing: [`Follower::due`] wants to be asked.
    pub fn is_waiting(&self) -> bool {
        self.gap != Gap::None
    }

    /// Begins here, unless it has begun: a reader was brought up to this position and expects
    /// the next one.
    pub fn start(&mut self, position: Seq) {
        if self.at == At::Nowhere {
            self.at = At::Seq(position);
            self.tip = self.tip.max(position);
        }
    }

    /// Hears of an event, in any order and any number of times. What its coming allows is handed
    /// to `deliver`, in order.
    pub fn offer(&mut self, now: Instant, seq: Seq, event: E, deliver: &mut impl FnMut(E)) {
        let position = self.position().unwrap_or_else(|| seq.saturating_sub(1));
        if seq <= position {
            return;
        }
        self.tip = self.tip.max(seq);
        if seq == position + 1 {
            self.at = At::Seq(seq);
            deliver(event);
            self.release(now, deliver);
        } else if self.held.len() < HELD_MAX {
            self.held.insert(seq, event);
            self.wait_until(now + HELD_FOR);
        } else {
            self.wait_until(now);
        }
    }

    /// Hears where the stream stands, from somebody who looked.
    pub fn tip_is(&mut self, now: Instant, last_seq: Seq) {
        if self.position().is_some_and(|position| last_seq > position) {
            self.tip = self.tip.max(last_seq);
            if self.gap == Gap::None {
                self.gap = Gap::Due(now + HELD_FOR);
            }
        }
    }

    /// The cursor to fetch from, when it is time; from then on the fetch is running, until
    /// [`Follower::filled`] or [`Follower::unfilled`].
    pub fn due(&mut self, now: Instant) -> Option<Seq> {
        match (self.gap, self.at) {
            (Gap::Due(at) | Gap::Fetching(at), At::Seq(position)) if at <= now => {
                self.gap = Gap::Fetching(now + FETCH_MAX);
                Some(position)
            }
            _ => None,
        }
    }

    /// A page of the log, in order, and where the log ended. It may begin beyond the next
    /// position where the log no longer reaches back: readers see the jump and ask for themselves.
    pub fn filled(
        &mut self,
        now: Instant,
        events: impl IntoIterator<Item = (Seq, E)>,
        last_seq: Seq,
        deliver: &mut impl FnMut(E),
    ) {
        self.gap = Gap::None;
        self.tip = self.tip.max(last_seq);
        let before = self.at;
        for (seq, event) in events {
            if self.position().is_none_or(|position| seq > position) {
                self.at = At::Seq(seq);
                deliver(event);
            }
        }
        self.release(now, deliver);
        if self.position() < Some(self.tip) {
            let wait = if self.position() >= Some(last_seq) {
                // The page was whole: what is above it came since and may be on its way.
                HELD_FOR
            } else if self.at == before {
                // The log says there is more and does not give it.
                RETRY_AFTER
            } else {
                Duration::ZERO
            };
            self.gap = Gap::Due(now + wait);
        }
    }

    /// The fetch failed; it is due again after [`RETRY_AFTER`].
    pub fn unfilled(&mut self, now: Instant) {
        if self.is_fetching() {
            self.gap = Gap::Due(now + RETRY_AFTER);
        }
    }

    fn wait_until(&mut self, at: Instant) {
        self.gap = match self.gap {
            Gap::None => Gap::Due(at),
            Gap::Due(earlier) => Gap::Due(earlier.min(at)),
            Gap::Fetching(until) => Gap::Fetching(until),
        };
    }

    fn is_fetching(&self) -> bool {
        matches!(self.gap, Gap::Fetching(_))
    }

    /// Hands on what was held and is next now. Called after the position moved.
    fn release(&mut self, now: Instant, deliver: &mut impl FnMut(E)) {
        let At::Seq(mut position) = self.at else {
            return;
        };
        while let Some(first) = self.held.first_entry() {
            if *first.key() > position + 1 {
                break;
            }
            let (seq, event) = first.remove_entry();
            if seq == position + 1 {
                position = seq;
                deliver(event);
            }
        }
        self.at = At::Seq(position);
        if !self.is_fetching() {
            self.gap = if position < self.tip {
                Gap::Due(now + HELD_FOR)
            } else {
                Gap::None
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[expect(clippy::disallowed_methods, reason = "virtual time needs a beginning")]
    fn beginning() -> Instant {
        Instant::now()
    }

    fn offer(follower: &mut Follower<Seq>, now: Instant, seqs: &[Seq]) -> Vec<Seq> {
        let mut out = Vec::new();
        for seq in seqs {
            follower.offer(now, *seq, *seq, &mut |event| out.push(event));
        }
        out
    }

    fn fill(follower: &mut Follower<Seq>, now: Instant, seqs: &[Seq], last_seq: Seq) -> Vec<Seq> {
        let mut out = Vec::new();
        let page = seqs.iter().map(|seq| (*seq, *seq));
        follower.filled(now, page, last_seq, &mut |event| out.push(event));
        out
    }

    /// What is out of turn waits for its turn; what comes twice comes once.
    #[test]
    fn events_are_put_in_order() {
        let now = beginning();
        let mut follower = Follower::default();
        assert_eq!(follower.position(), None);
        assert_eq!(
            offer(&mut follower, now, &[7, 9, 8, 8, 7, 12, 11, 10]),
            (7..=12).collect::<Vec<_>>()
        );
        assert!(!follower.is_waiting());
        assert_eq!((follower.position(), follower.tip()), (Some(12), 12));
    }

    /// A gap is fetched after 50 ms, once, and what was held follows the page.
    #[test]
    fn a_gap_is_fetched_once() {
        let now = beginning();
        let mut follower = Follower::default();
        assert_eq!(offer(&mut follower, now, &[1, 4]), [1]);
        assert_eq!(follower.due(now + HELD_FOR / 2), None);
        assert_eq!(follower.due(now + HELD_FOR), Some(1));
        assert_eq!(
            follower.due(now + HELD_FOR * 9),
            None,
            "one fetch at a time"
        );
        assert_eq!(fill(&mut follower, now, &[2, 3], 4), [2, 3, 4]);
        assert!(!follower.is_waiting());
    }

    /// The loss of the last event, after which nothing comes, is found by the probe.
    #[test]
    fn a_tip_finds_the_loss_of_the_last_event() {
        let now = beginning();
        let mut follower: Follower<Seq> = Follower::default();
        follower.tip_is(now, 9);
        assert!(!follower.is_waiting(), "nobody stands anywhere yet");
        follower.start(5);
        follower.start(3);
        follower.tip_is(now, 5);
        assert!(!follower.is_waiting());
        follower.tip_is(now, 6);
        assert_eq!(follower.due(now + HELD_FOR), Some(5));
        assert_eq!(fill(&mut follower, now, &[6], 6), [6]);
        assert_eq!(follower.due(now + RETRY_AFTER * 9), None);
    }

    /// What comes by itself while a page is fetched is not told again by the page.
    #[test]
    fn a_page_repeats_nothing() {
        let now = beginning();
        let mut follower = Follower::default();
        offer(&mut follower, now, &[1]);
        follower.tip_is(now, 4);
        assert_eq!(follower.due(now + HELD_FOR), Some(1));
        assert_eq!(offer(&mut follower, now, &[2, 2, 1]), [2]);
        assert_eq!(fill(&mut follower, now, &[2, 3, 4], 4), [3, 4]);
        assert!(!follower.is_waiting());
    }

    /// A long gap is fetched page after page at once; a failed fetch, or one that brought nothing,
    /// is repeated after a second.
    #[test]
    fn fetches_go_on_until_the_gap_is_closed() {
        let now = beginning();
        let mut follower = Follower::default();
        offer(&mut follower, now, &[1]);
        follower.tip_is(now, 5);
        let later = now + HELD_FOR;
        assert_eq!(follower.due(later), Some(1));
        assert_eq!(fill(&mut follower, later, &[2, 3], 5), [2, 3]);
        assert_eq!(follower.due(later), Some(3));
        follower.unfilled(later);
        assert_eq!(follower.due(later), None);
        let later = later + RETRY_AFTER;
        assert_eq!(follower.due(later), Some(3));
        assert!(fill(&mut follower, later, &[], 5).is_empty());
        assert_eq!(follower.due(later), None);
        assert_eq!(follower.due(later + RETRY_AFTER), Some(3));
    }

    /// A fetch that nobody answers does not stop the stream for ever.
    #[test]
    fn a_fetch_that_died_is_made_again() {
        let now = beginning();
        let mut follower = Follower::default();
        offer(&mut follower, now, &[1, 3]);
        let begun = now + HELD_FOR;
        assert_eq!(follower.due(begun), Some(1));
        assert!(follower.is_waiting());
        let just_before = begun + FETCH_MAX.saturating_sub(Duration::from_millis(1));
        assert_eq!(follower.due(just_before), None);
        assert_eq!(follower.due(begun + FETCH_MAX), Some(1));
        assert_eq!(fill(&mut follower, now, &[2, 3], 3), [2, 3]);
        assert_eq!(follower.due(begun + FETCH_MAX * 3), None);
    }

    /// 256 events are held; the next one is dropped and the gap fetched without waiting.
    #[test]
    fn at_most_256_events_are_held() {
        let now = beginning();
        let mut follower = Follower::default();
        offer(&mut follower, now, &[1]);
        let ahead: Vec<Seq> = (3..3 + HELD_MAX as u64).collect();
        assert!(offer(&mut follower, now, &ahead).is_empty());
        assert_eq!(follower.due(now), None);
        let last = 3 + HELD_MAX as u64;
        assert!(offer(&mut follower, now, &[last]).is_empty());
        assert_eq!(follower.due(now), Some(1));
        let page: Vec<Seq> = (2..=last).collect();
        assert_eq!(fill(&mut follower, now, &page, last), page);
    }

    /// Where the log no longer reaches back the follower goes on from where it does.
    #[test]
    fn a_log_that_begins_later_is_followed_from_there() {
        let now = beginning();
        let mut follower = Follower::default();
        assert_eq!(offer(&mut follower, now, &[1, 90]), [1]);
        assert_eq!(follower.due(now + HELD_FOR), Some(1));
        assert_eq!(fill(&mut follower, now, &[80, 81], 90), [80, 81]);
        assert_eq!(offer(&mut follower, now, &[82]), [82]);
    }

    proptest! {
        /// Whatever is lost, doubled or shuffled: with a log to ask, what comes out is 1..=n.
        #[test]
        fn everything_comes_out_once_and_in_order(
            heard in prop::collection::vec(1_u64..=40, 0..120),
            log in 40_u64..=41,
        ) {
            let mut now = beginning();
            let mut follower = Follower::default();
            follower.start(0);
            let mut out = offer(&mut follower, now, &heard);
            follower.tip_is(now, log);
            while follower.is_waiting() {
                now += HELD_FOR;
                if let Some(after) = follower.due(now) {
                    let page: Vec<Seq> = (after + 1..=log).take(7).collect();
                    out.extend(fill(&mut follower, now, &page, log));
                }
            }
            prop_assert_eq!(out, (1..=log).collect::<Vec<_>>());
        }
    }
}
