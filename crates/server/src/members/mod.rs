//! Members: who belongs where, and what they may do there.
//!
//! This is the choke point. Whatever a verb touches in a space or channel, it loads through
//! [`in_space`] or [`in_channel`] and asks the [`Access`] for a grant. Who is not a member, who may
//! not see the channel and who names a thing that does not exist gets the same answer.
//!
//! A grant holds until a right is taken or changed in its place. A write that waited meanwhile is
//! refused, and the verb judges again ([`anew`], where every verb that asks for a grant begins): what
//! a call that took a right away has answered, no write of before undoes. For the same reason who
//! writes message after message may be judged by what is remembered of the last one ([`Memory`]).
//!
//! - Nobody does anything to who stands as high as he does, or higher; nobody at all to the owner.
//! - Who leaves loses his roles, what channels changed for him and the invites he made; a time-out
//!   outlives him. When the call that ended a membership is answered, nothing of the space reaches
//!   who was in it, not even what was queued.
//! - On other nodes the same is true within two seconds: each looks at what is logged in the spaces that are
//!   read there ([`watch`]).
//!
//! Events: `MEMBER_UPDATED` and `MEMBER_LEFT` in the space's stream, `SPACE_LEFT` in that of who left.

mod access;
mod anew;
pub mod http;
mod list;
mod memory;
mod part;
mod rank;
mod recheck;
mod update;
mod watch;

pub use access::{AccessError, in_channel, in_channels, in_space, sees};
pub use anew::{Turn, anew, is_outdated};
pub use list::{ListError, Wanted, list};
pub use memory::{Judged, Memory};
pub use parlor_protocol::permissions::Access;
pub use part::{PartError, kick, leave};
pub use rank::check_below;
pub use recheck::{dismiss, recheck, recheck_all, recheck_members, shut};
pub use update::{UpdateError, update};
pub use watch::watch;
