//! The lines of an export: what one person wrote and how they reacted, as they take it along.

use serde::Serialize;

use crate::{
    attachments::Attachment,
    ids::{ChannelId, MessageId},
    messages::Mentions,
    streams::Seq,
    time::Timestamp,
};

/// A line of `messages.jsonl`: a message of one's own that stands, without a word of anybody else.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WrittenMessage {
    /// Which.
    pub id: MessageId,
    /// Where, whether or not they see that still.
    pub channel_id: ChannelId,
    /// Its position there.
    pub seq: Seq,
    /// What it says now.
    pub content: String,
    /// Whom it calls.
    pub mentions: Mentions,
    /// What it answers.
    pub reply_to_id: Option<MessageId>,
    /// Its files, which lie in the same export.
    pub attachments: Vec<Attachment>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub edited_at: Option<Timestamp>,
}

/// A line of `reactions.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GivenReaction {
    /// To what.
    pub message_id: MessageId,
    /// How.
    pub emoji: String,
    /// When.
    pub created_at: Timestamp,
}
