//! THE VOICES: who is heard by whom, and the one thread that carries it.
//!
//! [`Media`] is all that the server holds: it sends [`Command`]s and is told [`Event`]s. Below it everything is decided without
//! a socket and without a clock, so that a test plays an hour of a room in a second.

#![cfg_attr(
    test,
    expect(clippy::disallowed_methods, reason = "virtual time needs a beginning")
)]

mod budget;
mod command;
mod due;
mod event;
mod forward;
mod frame;
pub mod limits;
mod loudness;
mod media;
pub mod mirror;
mod peer;
mod red;
mod remote;
pub mod rooms;
mod slots;
mod stun;
mod traffic;
mod video;

pub use command::{Carrier, Command, Gate, SeatId};
pub use event::{Event, Failure};
pub use frame::is_frame;
pub use media::{Full, Media, Settings, StartError};
pub use remote::Remote;
pub use traffic::{Carried, Traffic};
