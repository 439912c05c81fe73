//! People: oneself, and those one shares a space with.
//!
//! - Everybody sees their own account whole, and of others what `User` says.
//! - Somebody one shares no space with looks exactly like somebody who does not exist.
//!
//! Events: `MEMBER_UPDATED`, in the stream of each of one's spaces, when what others see changes.

pub mod http;

mod me;
mod show;
mod update;

pub use me::me;
pub use show::{ShowError, show};
pub use update::{UpdateError, update};
