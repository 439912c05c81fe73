//! Notifications: what calls a person, and what they want to be called by.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ChannelId, MessageId, StreamId},
    streams::Seq,
    time::Timestamp,
    users::User,
};

/// Why a message calls somebody.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum NotificationKind {
    /// It mentions them.
    Mention,
    /// It answers one of theirs.
    Reply,
    /// It was written in a direct conversation with them.
    Dm,
}

/// One entry of a person's inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Notification {
    /// Its position in the person's own stream: the cursor to page from.
    #[schema(value_type = u64)]
    #[cfg_attr(test, ts(type = "number"))]
    pub seq: Seq,
    /// Why it is here.
    pub kind: NotificationKind,
    /// Where the message stands.
    pub channel_id: ChannelId,
    /// The message.
    pub message_id: MessageId,
    /// Its position in the channel.
    #[schema(value_type = u64)]
    #[cfg_attr(test, ts(type = "number"))]
    pub message_seq: Seq,
    /// Who wrote it.
    pub author: User,
    /// Its first 120 characters, as they are today.
    pub excerpt: String,
    /// When it was sent.
    pub created_at: Timestamp,
}

/// What somebody wants to be called by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum NotificationLevel {
    /// Everything that calls them.
    #[default]
    All,
    /// Mentions and replies.
    Mentions,
    /// Nothing.
    Nothing,
}

impl NotificationLevel {
    /// Whether a message of this kind calls somebody who wants this.
    pub const fn lets_in(self, kind: NotificationKind) -> bool {
        match self {
            Self::All => true,
            Self::Mentions => !matches!(kind, NotificationKind::Dm),
            Self::Nothing => false,
        }
    }
}

/// `PUT /channels/{id}/notifications` and `PUT /spaces/{id}/notifications`.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct SetNotifications {
    /// What one wants to be called by.
    pub level: NotificationLevel,
    /// Until then by nothing at all; absent or `null` = not muted.
    #[serde(default, alias = "muted_until")]
    pub muted_until: Option<Timestamp>,
}

/// What somebody set for a place. A channel without one has what its space has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NotificationSetting {
    /// The id of the space or channel.
    pub id: StreamId,
    /// What one wants to be called by.
    pub level: NotificationLevel,
    /// Until then by nothing at all; `null` = not muted.
    pub muted_until: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_let_in_what_they_say() {
        use NotificationKind::{Dm, Mention, Reply};
        let let_in =
            |level: NotificationLevel| [Mention, Reply, Dm].map(|kind| level.lets_in(kind));
        assert_eq!(let_in(NotificationLevel::All), [true, true, true]);
        assert_eq!(let_in(NotificationLevel::Mentions), [true, true, false]);
        assert_eq!(let_in(NotificationLevel::Nothing), [false, false, false]);
    }
}
