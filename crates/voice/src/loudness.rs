//! How loud somebody is, and whether that is speech: from the level that every packet carries (RFC 6464).

use std::time::{Duration, Instant};

use crate::limits::{AUDIBLE_DBOV, SPEAKING_DBOV, SPEAKING_HANG_OVER};

/// Nothing at all, in decibel below full scale.
const SILENCE_DBOV: f32 = -127.0;
/// What a packet counts that says nothing of its level: ordinary speech, so that nobody is unheard for his browser's sake.
const UNKNOWN_DBOV: f32 = -30.0;
/// Loudness follows what becomes louder within some packets, and what becomes quieter later: a pause for breath is speech.
const RISE: Duration = Duration::from_millis(30);
const FALL: Duration = Duration::from_millis(120);
/// Without a packet for longer than this, it is quiet (browsers send nothing in silence).
const PACKET_GAP: Duration = Duration::from_millis(100);

/// One person's loudness.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Loudness {
    smoothed: Option<Smoothed>,
    audible_at: Option<Instant>,
    spoke_at: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Smoothed {
    dbov: f32,
    at: Instant,
}

impl Loudness {
    /// A packet came with this level: 0 is the loudest, -127 silence.
    pub(crate) fn hear(&mut self, now: Instant, level: Option<i8>) {
        let level = level.map_or(UNKNOWN_DBOV, |level| {
            f32::from(level).clamp(SILENCE_DBOV, 0.0)
        });
        let dbov = match self.smoothed {
            None => level,
            Some(before) => {
                let was = self.at(now);
                let over = if level > was { RISE } else { FALL };
                let since = now.saturating_duration_since(before.at).min(PACKET_GAP);
                level + (was - level) * fade(since, over)
            }
        };
        self.smoothed = Some(Smoothed { dbov, at: now });
        if level >= AUDIBLE_DBOV {
            self.audible_at = Some(now);
        }
        if dbov >= SPEAKING_DBOV {
            self.spoke_at = Some(now);
        }
    }

    /// Whatever was heard of this person, it is over.
    pub(crate) fn hush(&mut self) {
        *self = Self::default();
    }

    /// How loud, in decibel below full scale.
    pub(crate) fn at(&self, now: Instant) -> f32 {
        self.smoothed.map_or(SILENCE_DBOV, |smoothed| {
            let since = now.saturating_duration_since(smoothed.at);
            let silent = since.saturating_sub(PACKET_GAP);
            SILENCE_DBOV + (smoothed.dbov - SILENCE_DBOV) * fade(silent, FALL)
        })
    }

    /// Whether this person speaks, short pauses included.
    pub(crate) fn speaks(&self, now: Instant) -> bool {
        self.spoke_at
            .is_some_and(|at| now.saturating_duration_since(at) < SPEAKING_HANG_OVER)
    }

    /// For how long nothing could be heard of this person; nothing if never anything could.
    pub(crate) fn silent_for(&self, now: Instant) -> Option<Duration> {
        self.audible_at.map(|at| now.saturating_duration_since(at))
    }
}

/// What is left of a difference after some time.
fn fade(since: Duration, over: Duration) -> f32 {
    (-since.as_secs_f32() / over.as_secs_f32()).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packets of 20 ms with one level; returns when the last came.
    fn feed(loudness: &mut Loudness, mut now: Instant, level: i8, packets: usize) -> Instant {
        for _ in 0..packets {
            now += Duration::from_millis(20);
            loudness.hear(now, Some(level));
        }
        now
    }

    #[test]
    fn speech_is_seen_within_a_few_packets_and_outlasts_a_pause() {
        let mut loudness = Loudness::default();
        let now = feed(&mut loudness, Instant::now(), -100, 10);
        assert!(!loudness.speaks(now));
        let now = feed(&mut loudness, now, -20, 5);
        assert!(loudness.speaks(now));
        let now = feed(&mut loudness, now, -100, 10);
        assert!(loudness.speaks(now), "200 ms are a pause");
        let now = feed(&mut loudness, now, -100, 25);
        assert!(!loudness.speaks(now), "700 ms are an end");
    }

    #[test]
    fn a_cough_of_the_line_is_not_speech() {
        let mut loudness = Loudness::default();
        let now = feed(&mut loudness, Instant::now(), -90, 50);
        let now = feed(&mut loudness, now, -40, 1);
        assert!(!loudness.speaks(now));
    }

    #[test]
    fn who_sends_nothing_becomes_quiet() {
        let mut loudness = Loudness::default();
        let now = feed(&mut loudness, Instant::now(), -20, 20);
        assert!(loudness.at(now) > -25.0);
        assert!(loudness.at(now + Duration::from_millis(100)) > -25.0);
        assert!(loudness.at(now + Duration::from_secs(1)) < -100.0);
        assert!(!loudness.speaks(now + Duration::from_secs(1)));
    }

    #[test]
    fn a_browser_that_tells_no_level_is_taken_for_speech() {
        let mut loudness = Loudness::default();
        loudness.hear(Instant::now(), None);
        assert!(loudness.speaks(Instant::now()));
    }
}
