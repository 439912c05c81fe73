//! The gateway: `/ws`, where people hear of things as they happen.
//!
//! - A socket is opened with a ticket, an access token or both; a cookie alone never opens one. A
//!   bad credential is told on the socket itself, since browsers hide a refused upgrade.
//! - A user has at most 10 sockets; a frame has at most 64 KiB; see `parlor_realtime::session` for
//!   how much and how fast a socket may speak, and when it is closed.
//! - Commands call the same verbs as HTTP. Those of one lane (a channel, a message) keep their
//!   order; at most 64 wait for an answer, the next one is refused with `OVERLOADED`.
//! - A few writers ([`writer`]) write to all sockets, past the library that reads them.
//! - What waits to be written is bounded (`parlor_realtime::session::Outbox`); a reader who takes
//!   nothing for 10 s is closed with 4008. Meanwhile he is still heard, and his session still ends
//!   when it ends.
//! - What somebody asked for before he left is done, although nobody waits for the answer.
//! - `/ws/voice` ([`voice`]) is opened, bounded and closed in the same ways.
//! - When a session ends, its sockets close with 4401 before the end is acknowledged.

mod batch;
mod dispatch;
mod farewell;
pub mod http;
mod line;
mod socket;
mod upgrade;
pub mod voice;
mod wire;
pub mod writer;
