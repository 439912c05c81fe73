//! How much one socket may say.

use std::time::{Duration, Instant};

/// How long commands are counted.
pub const COMMANDS_WINDOW: Duration = Duration::from_secs(10);

/// At this many times the limit the socket is closed.
pub const FLOOD_FACTOR: u32 = 3;

/// The most malformed frames in [`MALFORMED_WINDOW`]; one more closes the socket.
pub const MALFORMED_MAX: u32 = 20;

/// How long malformed frames are counted.
pub const MALFORMED_WINDOW: Duration = Duration::from_mins(1);

/// How long binary frames are counted.
pub const SOUNDS_WINDOW: Duration = Duration::from_secs(10);

/// The most binary frames in [`SOUNDS_WINDOW`] that are looked at: browsers send 50 a second, and after a stop of the network
/// what waited comes at once. More are lost, and at [`FLOOD_FACTOR`] times as many the socket is closed.
pub const SOUNDS_WINDOW_MAX: u32 = 1_500;

/// Counts what happens in a stretch of time that begins with the first of it.
#[derive(Debug)]
struct Window {
    length: Duration,
    began_at: Option<Instant>,
    count: u32,
}

impl Window {
    const fn new(length: Duration) -> Self {
        Self {
            length,
            began_at: None,
            count: 0,
        }
    }

    /// Counts one more; gives the count and how long this window still lasts.
    fn hit(&mut self, now: Instant) -> (u32, Duration) {
        let left = |began: Instant| (began + self.length).saturating_duration_since(now);
        let left = self.began_at.map(left).filter(|left| !left.is_zero());
        if left.is_none() {
            self.began_at = Some(now);
            self.count = 0;
        }
        self.count = self.count.saturating_add(1);
        (self.count, left.unwrap_or(self.length))
    }
}

/// What one socket has said lately.
#[derive(Debug)]
pub struct Budget {
    commands: Window,
    commands_max: u32,
    malformed: Window,
    sounds: Window,
}

/// Whether a command may be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Within,
    /// It may not, before this long.
    Over(Duration),
    /// The client does not listen: close.
    Flood,
}

impl Budget {
    /// One that lets so many commands through in [`COMMANDS_WINDOW`].
    pub const fn new(commands_max: u32) -> Self {
        Self {
            commands: Window::new(COMMANDS_WINDOW),
            commands_max,
            malformed: Window::new(MALFORMED_WINDOW),
            sounds: Window::new(SOUNDS_WINDOW),
        }
    }

    /// A command came.
    pub fn command(&mut self, now: Instant) -> Verdict {
        verdict(self.commands.hit(now), self.commands_max)
    }

    /// A frame of sound came.
    pub fn sound(&mut self, now: Instant) -> Verdict {
        verdict(self.sounds.hit(now), SOUNDS_WINDOW_MAX)
    }

    /// A malformed frame came; `false` when it was one too many.
    pub fn malformed(&mut self, now: Instant) -> bool {
        self.malformed.hit(now).0 <= MALFORMED_MAX
    }
}

fn verdict((count, left): (u32, Duration), most: u32) -> Verdict {
    if count <= most {
        Verdict::Within
    } else if count < most.saturating_mul(FLOOD_FACTOR) {
        Verdict::Over(left)
    } else {
        Verdict::Flood
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "virtual time needs a beginning")]
    fn beginning() -> Instant {
        Instant::now()
    }

    /// 60 commands in 10 s are heard, up to 179 refused, the 180th ends it; then it begins anew.
    #[test]
    fn commands_are_counted_by_ten_seconds() {
        let start = beginning();
        let mut budget = Budget::new(60);
        let verdicts: Vec<_> = (0..180_u32)
            .map(|n| budget.command(start + Duration::from_millis(u64::from(n) * 10)))
            .collect();
        let expected = |n: u64| match n {
            0..60 => Verdict::Within,
            60..179 => Verdict::Over(Duration::from_millis(10_000 - n * 10)),
            _ => Verdict::Flood,
        };
        assert_eq!(verdicts, (0..180).map(expected).collect::<Vec<_>>());
        assert_eq!(budget.command(start + COMMANDS_WINDOW), Verdict::Within);
    }

    /// 20 malformed frames in a minute are forgiven, and forgotten after it.
    #[test]
    fn malformed_frames_are_counted_by_the_minute() {
        let start = beginning();
        let mut budget = Budget::new(60);
        assert!((0..20).all(|_| budget.malformed(start)));
        assert!(!budget.malformed(start + MALFORMED_WINDOW / 2));
        assert!(budget.malformed(start + MALFORMED_WINDOW));
    }

    /// What a browser says is heard, also when it says what was held up all at once; a flood ends it.
    #[test]
    fn sounds_are_counted_by_ten_seconds() {
        let start = beginning();
        let mut budget = Budget::new(60);
        for n in 0..1_500 {
            let at = start + Duration::from_millis(n * 20);
            assert_eq!(budget.sound(at), Verdict::Within, "{n}");
        }
        let start = start + Duration::from_mins(1);
        let at_once: Vec<_> = (0..4_500).map(|_| budget.sound(start)).collect();
        assert_eq!(at_once[1_499], Verdict::Within);
        assert_eq!(at_once[1_500], Verdict::Over(SOUNDS_WINDOW));
        assert_eq!(at_once[4_499], Verdict::Flood);
    }
}
