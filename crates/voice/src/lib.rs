//! THE VOICES: who is heard by whom, and the one thread that carries it.
//!
//! [`Media`] is all that the server holds: it sends [`Command`]s and is told [`Event`]s. Below it everything is decided without
//! a socket and without a clock, so that a test plays an hour of a room in a second.

mod command;
mod event;
pub mod limits;
mod media;

pub use command::{Carrier, Command, Gate, SeatId};
pub use event::{Event, Failure};
pub use media::{Full, Media, Settings, StartError};
