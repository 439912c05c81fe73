//! Reading: how far each person has read each channel.
//!
//! - A mark moves forward, never beyond the end of the channel; back only on purpose. An
//!   acknowledged mark is on disk.
//! - Sending marks the author's channel read, and joining a space marks what was said before.
//! - `unread` and `mentions` are counted from the messages when somebody asks; at most 1,000 each.
//! - All sockets of a person hear of a moved mark by `READ_STATE`: the newest wins, and one task
//!   reads and tells them all, so that an older one is never told after a newer one.

mod background;
pub mod http;
mod mark;
mod mark_all;
mod moved;
mod states;

pub use background::start;
pub use mark::{Mark, mark};
pub use mark_all::mark_all;
pub use moved::Moved;
pub use states::states;
