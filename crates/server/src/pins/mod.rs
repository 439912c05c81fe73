//! Pins: the messages a channel holds on to.
//!
//! - Pinning and unpinning need `MANAGE_MESSAGES`; in a direct conversation each of its people does.
//! - A channel has at most 50 pins. Pinning what is pinned and unpinning what is not change nothing
//!   and are no error. A deleted message is no longer pinned.
//!
//! Events, in the channel's stream: `MESSAGE_PINNED`, `MESSAGE_UNPINNED`.

pub mod http;
mod list;
mod pin;

pub use list::list;
pub use pin::{PinError, pin, unpin};
