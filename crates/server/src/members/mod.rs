//! Members: who belongs where, and what they may do there.
//!
//! This is the choke point. Whatever a verb touches in a space or channel, it loads through
//! [`in_space`] or [`in_channel`] and asks the [`Access`] for a grant. Who is not a member, who may
//! not see the channel and who names a thing that does not exist gets the same answer.

mod access;
pub mod http;
mod list;
mod recheck;

pub use access::{AccessError, in_channel, in_channels, in_space};
pub use list::list;
pub use parlor_protocol::permissions::Access;
pub use recheck::{recheck, recheck_all, shut};
