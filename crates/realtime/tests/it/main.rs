//! The nerves, exercised as the server uses them: a hub, sessions, a log, and time in the hand.

#![expect(
    clippy::unwrap_used,
    clippy::unchecked_time_subtraction,
    reason = "a test that panics says where"
)]

mod client;
mod cursors;
mod hub;
mod limits;
mod log;
mod presence;
mod presence_told;
mod queue;
mod reads;
mod session;
mod simulation;
mod stage;
mod vectors;
