//! What an event says, without what does not matter here.

use parlor_protocol::event::Event;
use serde::{Deserialize, Serialize};

/// What an event says, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Digest {
    /// A message as it is now; `new`: where it was written.
    Message {
        /// Its id.
        message: i64,
        /// Who wrote it.
        author: i64,
        /// Its text.
        content: String,
        /// It stands at its own position.
        new: bool,
    },
    /// A message is gone.
    Deleted {
        /// Its id.
        message: i64,
    },
    /// Somebody reacts, or no longer does.
    Reaction {
        /// To what.
        message: i64,
        /// Who.
        user: i64,
        /// How.
        emoji: String,
        /// Whether they do.
        on: bool,
    },
    /// Something else, such as what no longer says anything.
    Other,
}

impl Digest {
    /// The digest of an event.
    pub fn of(event: &Event) -> Self {
        match event {
            Event::NewMessage { message, .. } | Event::MessageUpdated { message, .. } => {
                Self::Message {
                    message: message.id.raw(),
                    author: message.author.id.raw(),
                    content: message.content.clone(),
                    new: matches!(event, Event::NewMessage { .. }),
                }
            }
            Event::MessageDeleted { message_id, .. } => Self::Deleted {
                message: message_id.raw(),
            },
            Event::ReactionAdded { payload, .. } => Self::Reaction {
                message: payload.message_id.raw(),
                user: payload.user_id.raw(),
                emoji: payload.emoji.clone(),
                on: true,
            },
            Event::ReactionRemoved { payload, .. } => Self::Reaction {
                message: payload.message_id.raw(),
                user: payload.user_id.raw(),
                emoji: payload.emoji.clone(),
                on: false,
            },
            _ => Self::Other,
        }
    }

    /// The message it is about.
    pub const fn message(&self) -> Option<i64> {
        match self {
            Self::Message { message, .. }
            | Self::Deleted { message }
            | Self::Reaction { message, .. } => Some(*message),
            Self::Other => None,
        }
    }
}
