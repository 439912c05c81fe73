//! One camera or screen, as it is passed on.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use super::{Layer, layer::Coming};
use crate::{
    SeatId,
    limits::{KEYFRAME_EVERY, VIDEO_BURST, VIDEO_MARGIN},
};

/// What one person shows.
#[derive(Debug)]
pub(crate) struct Publication {
    /// Which of all that this seat has shown: what follows is no continuation of what it showed before.
    pub(crate) nth: u32,
    /// Who is sent it.
    pub(crate) viewers: BTreeSet<SeatId>,
    pub(crate) coming: Coming,
    budget: Bytes,
    /// When a picture that stands for itself was last asked for, of each layer.
    asked: [Option<Instant>; 3],
}

impl Publication {
    /// That may send so many bits a second.
    pub(crate) fn new(nth: u32, bits_per_s: u32, now: Instant) -> Self {
        Self {
            nth,
            viewers: BTreeSet::new(),
            coming: Coming::default(),
            budget: Bytes::new(bits_per_s, now),
            asked: [None; 3],
        }
    }

    /// A packet of so many bytes came; `false`: it is too much, and goes nowhere.
    pub(crate) fn takes(&mut self, now: Instant, bytes: usize) -> bool {
        self.budget.take(now, bytes)
    }

    /// Whether one may be asked for; it is then taken as asked.
    pub(crate) fn may_ask(&mut self, layer: Layer, now: Instant) -> bool {
        let asked = &mut self.asked[layer as usize];
        let may = asked.is_none_or(|at| now.saturating_duration_since(at) >= KEYFRAME_EVERY);
        if may {
            *asked = Some(now);
        }
        may
    }
}

/// Bytes that may still come.
#[derive(Debug)]
struct Bytes {
    left: f32,
    per_s: f32,
    at: Instant,
}

impl Bytes {
    /// What a browser is told to keep below is kept on average only.
    fn new(bits_per_s: u32, now: Instant) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a limit need not be exact to the byte"
        )]
        let per_s = bits_per_s as f32 / 8.0 * VIDEO_MARGIN;
        Self {
            left: per_s * VIDEO_BURST.as_secs_f32(),
            per_s,
            at: now,
        }
    }

    fn take(&mut self, now: Instant, bytes: usize) -> bool {
        let since = now.saturating_duration_since(self.at).min(SINCE_MAX);
        self.at = now;
        let most = self.per_s * VIDEO_BURST.as_secs_f32();
        self.left = (self.left + since.as_secs_f32() * self.per_s).min(most);
        let bytes = f32::from(u16::try_from(bytes).unwrap_or(u16::MAX));
        let enough = self.left >= bytes;
        if enough {
            self.left -= bytes;
        }
        enough
    }
}

/// More than this fills it in any case.
const SINCE_MAX: Duration = Duration::from_mins(1);

#[cfg(test)]
mod tests {
    use super::*;

    /// A minute of packets of 1,000 bytes so far apart; how many bytes are let through.
    fn minute(apart: Duration) -> u32 {
        let mut now = Instant::now();
        let end = now + Duration::from_mins(1);
        let mut budget = Bytes::new(800_000, now);
        let mut passed = 0;
        while now < end {
            passed += u32::from(budget.take(now, 1_000)) * 1_000;
            now += apart;
        }
        passed
    }

    #[test]
    fn what_is_allowed_passes_and_a_flood_does_not() {
        assert_eq!(minute(Duration::from_millis(10)), 6_000_000);
        let flood = minute(Duration::from_millis(1));
        assert!((9_000_000..9_500_000).contains(&flood), "{flood}");
    }

    #[test]
    fn a_picture_is_not_asked_for_all_the_time() {
        let now = Instant::now();
        let mut shown = Publication::new(1, 1, now);
        assert!(shown.may_ask(Layer::Low, now));
        assert!(!shown.may_ask(Layer::Low, now));
        assert!(shown.may_ask(Layer::High, now));
        assert!(shown.may_ask(Layer::Low, now + KEYFRAME_EVERY));
    }
}
