//! Reactions: what people feel about a message, one emoji at a time.
//!
//! - Adding needs `ADD_REACTIONS` in the channel; removing one's own needs nothing but seeing it.
//! - One emoji grapheme of at most 64 bytes; at most 20 distinct ones a message.
//! - Adding what stands and removing what does not stand change nothing and are no error.
//!
//! Events, in the channel's stream: `REACTION_ADDED`, `REACTION_REMOVED`.

mod add;
pub mod http;
mod remove;
mod who;

pub use add::{Add, AddError, Added, add};
pub use remove::{Remove, remove};
pub use who::who;
