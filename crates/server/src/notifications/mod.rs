//! Notifications: what calls people, and what they want to be called by.
//!
//! - A message that mentions somebody, or answers them, writes `NOTIFICATION` into their own stream,
//!   if they see the channel; at most 50 mentions count.
//! - `@everyone` and `@here` write nothing for each member: they count in `mentions`, and sockets
//!   that are open here get the same event without a position. At most 256 such messages wait to
//!   be told; of more, only the count tells.
//! - What somebody wants is said for a space and for a channel, and the channel's word holds: all,
//!   mentions (and replies), or nothing. What is muted calls nobody. What is unread is counted all
//!   the same.
//! - The inbox reaches back as far as the log of one's own stream.

mod background;
mod everybody;
pub mod http;
mod list;
mod set;

pub use background::start;
pub use everybody::Everybody;
pub use list::list;
pub use set::{Place, set};
