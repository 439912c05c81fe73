//! Direct conversations: two people, or three to ten.
//!
//! - One opens one with people one shares a space with; that of two is the same every time, and
//!   stays when they share no space any more.
//! - Everybody in a group may bring somebody they know, and leave; with the last one it goes.
//! - When a call that left a group is answered, nothing of it reaches who left.
//!
//! Events, in the streams of its people: `DM_OPENED` for who comes and whenever its people are
//! others, `DM_CLOSED` for who left.

mod add;
mod error;
pub mod http;
mod leave;
mod list;
mod open;

pub use add::add;
pub use error::DmError;
pub use leave::leave;
pub use list::list;
pub use open::open;
