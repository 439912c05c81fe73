//! Voice: who is in which call, and who may be heard there.
//!
//! - A voice channel, a direct conversation and a group each have one call. Coming in needs CONNECT,
//!   being heard SPEAK, showing a camera or a screen VIDEO. A person is in one call at a time, by one
//!   device: the newest.
//! - Who loses the socket keeps the seat for 20 s, and the sound goes on; with `resume` they have it
//!   again. Who is gone is told to the others in every case.
//! - What a moderator decides about somebody is stored by space: it outlives the call, and leaving
//!   the space.
//! - Who loses a right is silenced or out before the call that took it away is answered
//!   ([`judge`]), also when they lose it while they come in.
//! - Everybody who sees the channel hears of it by `VOICE_STATE`, the newest of a person last; each
//!   has a version, so that a list that is read in between can be told from it.
//! - Nothing of this is stored but the moderators' marks: after a restart nobody is in a call. A call
//!   is on the node whose sockets it is; nodes do not hear of each other's.
//!
//! The sound itself is `parlor_voice`'s, on its own thread: it is told what was decided and tells what
//! happened ([`Calls`]).

mod address;
mod background;
mod calls;
mod check;
mod connect;
pub mod http;
mod judge;
mod list;
mod manager;
mod metrics;
mod mirror;
mod moderate;
mod news;
mod seat;
mod selftest;
mod start;
mod tenure;

pub use calls::{Calls, Loss};
pub use check::{CheckError, answer_check, check};
pub use connect::{Connect, ConnectError, connect};
pub use judge::judge;
pub use list::{list, rooms};
pub use manager::{Ending, NoSeat, VoiceConnectionManager};
pub use metrics::{describe_metrics, report_metrics};
pub use mirror::{Reflection, chosen as chosen_mirror, reflection};
pub use moderate::{ModerateError, moderate};
pub use seat::{Connection, encode};
pub use selftest::{Found, selftest};
pub use start::{media_address, start};
