//! How much, how many, how long.

/// Audio slots a listener has: so many people can be heard at once.
pub const SLOTS: usize = 8;

/// Seats of one media thread.
pub const SEATS_MAX: usize = 2_000;

/// Commands that may wait for the media thread. More, and [`Media::send`](crate::Media::send) says [`Full`](crate::Full).
pub const COMMANDS_MAX: usize = 4_096;
