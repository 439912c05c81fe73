//! Rooms of voices, as browsers meet them: str0m clients on the other side, time in the test's hand. `media.rs` alone has a real
//! socket and a real clock.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::similar_names,
    reason = "a test that panics says where, virtual time needs a beginning, and these are our words"
)]

mod browser;
mod camera;
mod connecting;
mod frames;
mod hearing;
mod media;
mod schedules;
mod strangers;
mod streams;
mod video;
mod world;
