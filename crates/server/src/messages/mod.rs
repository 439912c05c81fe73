//! Messages: what people write.
//!
//! - Writing needs `SEND_MESSAGES` in the channel; at most 20 messages in 5 s a person and channel.
//! - In slow mode one waits between two messages, unless one manages messages or channels.
//! - A text has 1 to 4,000 characters and something to see; it is stored exactly as sent.
//! - A nonce makes a repeat harmless: same author and nonce, same answer, for ever.
//! - Only the author edits. The author deletes, and whoever has `MANAGE_MESSAGES`.
//! - A deleted message leaves a tombstone without its text, so that its nonce stays spent.
//!
//! Events, in the channel's stream: `NEW_MESSAGE`, `MESSAGE_UPDATED`, `MESSAGE_DELETED`.

mod delete;
mod edit;
mod history;
pub mod http;
pub mod pace;
mod post;
mod show;
pub mod slow;

pub use delete::{DeleteError, delete};
pub use edit::{EditError, edit};
pub use history::{HistoryError, history};
pub use post::{Post, PostError, Posted, post};
pub use show::{of_message, show};
