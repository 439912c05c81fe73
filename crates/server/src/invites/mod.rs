//! Invites: links that let people in.
//!
//! - Making one needs `CREATE_INVITE`; it dies with its maker's right to make it.
//! - A code is 128 random bits; who holds it sees the space's name and who invites.
//! - The maker sees and revokes their own; with `MANAGE_SPACE`, everybody's.
//! - Accepting is one transaction: a last use has exactly one taker.
//!
//! Events: `MEMBER_JOINED` in the space's stream, `SPACE_JOINED` in the new member's own.

mod accept;
mod create;
pub mod http;
mod list;
mod preview;
mod revoke;

pub use accept::{AcceptError, accept};
pub use create::{CreateError, create};
pub use list::list;
pub use preview::preview;
pub use revoke::{RevokeError, revoke};
