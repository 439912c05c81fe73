//! The nerves, exercised as the server uses them: a hub, sessions, a log, and time in the hand.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics says where"
)]

mod client;
mod hub;
mod limits;
mod log;
mod session;
mod simulation;
mod stage;
