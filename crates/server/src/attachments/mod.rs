//! Attachments: files of messages.
//!
//! - A file is uploaded first and put into a message by its id, in one message only, once. Until
//!   then it is its uploader's alone; after a day without a message it goes.
//! - What it is, is told by its content. Its name is made harmless and never asked.
//! - Whoever downloads must see the message's channel, asked anew each time.
//! - Only pictures that the server encoded itself are shown; everything else is saved.
//! - Who sent a file says what it shows, also later: event `MESSAGE_UPDATED` in the channel's stream.
//! - A file goes with its message.

mod describe;
mod download;
pub mod http;
mod kept;
mod kind;
mod upkeep;
mod upload;

pub use describe::{DescribeError, describe};
pub use download::{Found, Lasting, Opened, Wanted, by_ticket, find, unreadable};
pub use kept::square;
pub use kind::of as kind_of;
pub use upkeep::{discard_all, discard_soon, sweep};
pub use upload::{Described, Receiving, UploadError, begin, keep};
