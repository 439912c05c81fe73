//! Presence: who is there, what they are up to, and who is writing.
//!
//! - Somebody is there while a socket of theirs is open, and for 8 s after the last one went; nothing
//!   of it is stored. What they are up to is a line of their account, which may expire.
//! - The newest word of any device holds; `idle` shows while all of them say so. `dnd` and
//!   `invisible` are stored and hold until they say something else; nobody is told of somebody whose
//!   choice was not read yet. Who is `invisible`
//!   looks exactly like who is not there, and does not type either; their own devices know.
//! - Those are told who share a space or a conversation and have a socket open, once in half a
//!   second at most, each as they are then. Where more than 1,000 people who are there share a
//!   place, nobody is told of the others there.
//! - Who writes is told to those who follow the channel, once in 4 s at most, and needs
//!   `SEND_MESSAGES`. It is stored nowhere.
//!
//! Events, without a position: `USER_STATUS`, `TYPING`.

mod background;
mod typing;
mod update;

pub use background::start;
pub use typing::typing;
pub use update::{Update, update};
