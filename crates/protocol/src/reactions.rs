//! Reactions.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ChannelId, MessageId, UserId},
    time::Timestamp,
    users::User,
};

/// One emoji of one person on one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reaction {
    /// On what.
    pub message_id: MessageId,
    /// Whose.
    pub user_id: UserId,
    /// One emoji.
    pub emoji: String,
    /// Since when.
    pub created_at: Timestamp,
}

/// `POST /messages/{id}/reactions`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CreateReaction {
    /// One emoji grapheme of at most 64 bytes.
    pub emoji: String,
}

/// One emoji on a message, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct ReactionCount {
    /// One emoji.
    pub emoji: String,
    /// How many people.
    pub count: u32,
    /// Whether the reader is one of them. Absent on the socket, where all readers share the same
    /// bytes: what is known from the history stays, and one's own reaction events change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub me: Option<bool>,
}

/// One person who reacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reactor {
    /// Who.
    pub user: User,
    /// Since when.
    pub created_at: Timestamp,
}

/// The `payload` of `REACTION_ADDED`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReactionAdded {
    /// In which channel.
    pub channel_id: ChannelId,
    /// On what.
    pub message_id: MessageId,
    /// Whose.
    pub user_id: UserId,
    /// One emoji.
    pub emoji: String,
    /// Since when.
    pub created_at: Timestamp,
    /// How many people have this emoji there now. Set it, do not add to it: then a replay is
    /// harmless.
    pub count: u32,
}

/// The `payload` of `REACTION_REMOVED`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReactionRemoved {
    /// In which channel.
    pub channel_id: ChannelId,
    /// On what.
    pub message_id: MessageId,
    /// Whose.
    pub user_id: UserId,
    /// One emoji.
    pub emoji: String,
    /// How many people have this emoji there now.
    pub count: u32,
}
