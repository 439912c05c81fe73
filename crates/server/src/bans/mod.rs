//! Bans: people who may not come back into a space.
//!
//! Seeing, setting and lifting them needs `BAN_MEMBERS`. A ban ends the membership in the same
//! transaction, and nobody follows an invite past it; who was never here can be banned by who knows
//! them from elsewhere.
//!
//! Events: `MEMBER_LEFT` in the space's stream, `SPACE_LEFT` in that of who is banned.

pub mod http;
mod list;
mod put;
mod remove;

pub use list::{list, show};
pub use put::{BanError, put};
pub use remove::remove;
