//! What the server says on the socket: a closed set of events.
//!
//! Durable events carry their stream and their position in it; the others have no position and
//! the newest wins. [`Event::position`] tells them apart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    channels::Channel,
    error::Code,
    ids::{ChannelId, MessageId, RoleId, SessionId, SpaceId, StreamId, UserId},
    limits::Limits,
    members::{Departure, Member},
    messages::Message,
    notifications::NotificationKind,
    presence::Status,
    reactions::{ReactionAdded, ReactionRemoved},
    reads::ReadState,
    spaces::{Role, Space},
    streams::Seq,
    users::User,
    voice::{VoiceChange, VoiceState},
};

/// The version of the socket's language.
pub const VERSION: u32 = 1;

/// How often a client says `ping`, in milliseconds.
pub const HEARTBEAT_MS: u64 = 25_000;

/// Everything the server says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(
    tag = "type",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[expect(
    missing_docs,
    reason = "the fields are the ones of docs/protocol.md section 5, under its names"
)]
#[allow(
    clippy::large_enum_variant,
    reason = "events are made once and read by reference"
)]
pub enum Event {
    /// The socket is open and signed in.
    Ready {
        #[cfg_attr(test, ts(type = "1"))]
        v: u32,
        session_id: SessionId,
        user_id: UserId,
        epoch: String,
        #[cfg_attr(test, ts(type = "number"))]
        heartbeat_ms: u64,
        node: u16,
        #[serde(deserialize_with = "crate::limits::told")]
        #[cfg_attr(test, ts(as = "Limits"))]
        limits: Limits,
    },
    /// Somebody wrote.
    NewMessage {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        channel_id: ChannelId,
        message: Message,
    },
    /// A message has another text.
    MessageUpdated {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        channel_id: ChannelId,
        message: Message,
    },
    /// A message is gone.
    MessageDeleted {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        channel_id: ChannelId,
        message_id: MessageId,
    },
    /// A channel holds on to a message.
    MessagePinned {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        channel_id: ChannelId,
        message_id: MessageId,
    },
    /// A channel no longer holds on to a message.
    MessageUnpinned {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        channel_id: ChannelId,
        message_id: MessageId,
    },
    /// Somebody reacted.
    ReactionAdded {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        channel_id: ChannelId,
        payload: ReactionAdded,
    },
    /// Somebody took a reaction back.
    ReactionRemoved {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        channel_id: ChannelId,
        payload: ReactionRemoved,
    },
    /// A space has a new channel.
    ChannelCreated {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
        channel: Channel,
    },
    /// A channel looks different.
    ChannelUpdated {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
        channel: Channel,
    },
    /// A channel is gone, or the reader may no longer see it.
    ChannelDeleted {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
        channel_id: ChannelId,
    },
    /// A space looks different.
    SpaceUpdated {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space: Space,
    },
    /// A space is gone.
    SpaceDeleted {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
    },
    /// A space has a new role.
    RoleCreated {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
        role: Role,
    },
    /// A role looks different.
    RoleUpdated {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
        role: Role,
    },
    /// A role is gone.
    RoleDeleted {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
        role_id: RoleId,
    },
    /// Somebody joined a space.
    MemberJoined {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
        member: Member,
    },
    /// A member looks different.
    MemberUpdated {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
        member: Member,
    },
    /// Somebody is no longer in a space.
    MemberLeft {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
        user_id: UserId,
        reason: Departure,
    },
    /// The reader is now in a space (his own stream).
    SpaceJoined {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space: Space,
    },
    /// The reader is no longer in a space (his own stream).
    SpaceLeft {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        space_id: SpaceId,
    },
    /// The reader is in a direct conversation, or its people are others (his own stream).
    DmOpened {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        channel: Channel,
    },
    /// The reader is no longer in a direct conversation (his own stream).
    DmClosed {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        channel_id: ChannelId,
    },
    /// A message calls the reader (his own stream). Without a position: it calls everybody or a role
    /// of his, and is told to open sockets only.
    Notification {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stream: Option<StreamId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(type = "number"))]
        seq: Option<Seq>,
        kind: NotificationKind,
        channel_id: ChannelId,
        message_id: MessageId,
        #[cfg_attr(test, ts(type = "number"))]
        message_seq: Seq,
        excerpt: String,
    },
    /// Something the reader may not see happened at this position.
    Noop {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
    },
    /// How far the reader has read a channel; the newest one holds.
    ReadState {
        channel_id: ChannelId,
        #[cfg_attr(test, ts(type = "number"))]
        read_seq: Seq,
        unread: u32,
        mentions: u32,
    },
    /// Where channels stand that the reader sees and does not follow.
    Tips {
        #[cfg_attr(test, ts(type = "Record<string, number>"))]
        streams: BTreeMap<StreamId, Seq>,
        #[cfg_attr(test, ts(type = "Record<string, number>"))]
        messages: BTreeMap<ChannelId, Seq>,
    },
    /// Somebody is seen differently; the newest one holds.
    UserStatus {
        user_id: UserId,
        status: Status,
        #[cfg_attr(test, ts(type = "string | null", optional = false))]
        status_text: Option<String>,
    },
    /// Somebody is writing in a channel.
    Typing {
        channel_id: ChannelId,
        user_id: UserId,
    },
    /// Somebody joined or left a call, or takes part in it in another way. What a higher `version`
    /// says about somebody is newer; `user` is absent where they left.
    VoiceState {
        channel_id: ChannelId,
        user_id: UserId,
        event: VoiceChange,
        state: VoiceState,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<User>,
        #[cfg_attr(test, ts(type = "number"))]
        version: u64,
        /// They began a call in a conversation: the others' devices ring.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(test, ts(as = "Option<bool>"))]
        ring: bool,
    },
    /// A command was carried out.
    Ack {
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nonce: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel_id: Option<ChannelId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message_id: Option<MessageId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(type = "number"))]
        seq: Option<Seq>,
    },
    /// A command was not carried out.
    Error {
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nonce: Option<String>,
        code: Code,
        detail: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(type = "number"))]
        retry_after_ms: Option<u64>,
    },
    /// A channel is followed from here on.
    ChannelJoined {
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        channel_id: ChannelId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
    },
    /// A channel is no longer followed.
    ChannelLeft {
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        channel_id: ChannelId,
    },
    /// The answer to `ping`: where the followed streams stand.
    Pong {
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(type = "number"))]
        t: Option<Value>,
        #[cfg_attr(test, ts(type = "Record<string, number>"))]
        streams: BTreeMap<StreamId, Seq>,
    },
    /// A page of what was missed.
    Sync {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        from: Seq,
        #[cfg_attr(test, ts(type = "number"))]
        to: Seq,
        #[schema(no_recursion)]
        events: Vec<Event>,
        more: bool,
    },
    /// What was missed cannot be told: read the history again and go on from `seq`.
    SyncReset {
        stream: StreamId,
        #[cfg_attr(test, ts(type = "number"))]
        seq: Seq,
        reason: ResetReason,
    },
    /// Every stream named in `resume` was caught up or reset.
    Synced {
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        /// Today's, where the reader's own stream was named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        read_states: Option<Vec<ReadState>>,
    },
    /// The socket's credential ends soon: `authenticate`.
    TokenExpiring {
        #[cfg_attr(test, ts(type = "number"))]
        expires_in_ms: u64,
    },
    /// The server goes away: come back after this long.
    Reconnect {
        #[cfg_attr(test, ts(type = "number"))]
        after_ms: u64,
        reason: String,
    },
}

/// Why a stream cannot be continued from the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum ResetReason {
    /// The log does not reach back that far.
    GapTooLarge,
    /// The cursors come from another life of the database.
    Epoch,
    /// The cursor is ahead of the stream.
    Ahead,
    /// The stream does not exist for this reader.
    NoAccess,
}

impl Event {
    /// Where a durable event stands; `None` for the others.
    pub const fn position(&self) -> Option<(StreamId, Seq)> {
        match self {
            Self::NewMessage { stream, seq, .. }
            | Self::MessageUpdated { stream, seq, .. }
            | Self::MessageDeleted { stream, seq, .. }
            | Self::MessagePinned { stream, seq, .. }
            | Self::MessageUnpinned { stream, seq, .. }
            | Self::ReactionAdded { stream, seq, .. }
            | Self::ReactionRemoved { stream, seq, .. }
            | Self::ChannelCreated { stream, seq, .. }
            | Self::ChannelUpdated { stream, seq, .. }
            | Self::ChannelDeleted { stream, seq, .. }
            | Self::SpaceUpdated { stream, seq, .. }
            | Self::SpaceDeleted { stream, seq, .. }
            | Self::RoleCreated { stream, seq, .. }
            | Self::RoleUpdated { stream, seq, .. }
            | Self::RoleDeleted { stream, seq, .. }
            | Self::MemberJoined { stream, seq, .. }
            | Self::MemberUpdated { stream, seq, .. }
            | Self::MemberLeft { stream, seq, .. }
            | Self::SpaceJoined { stream, seq, .. }
            | Self::SpaceLeft { stream, seq, .. }
            | Self::DmOpened { stream, seq, .. }
            | Self::DmClosed { stream, seq, .. }
            | Self::Noop { stream, seq }
            | Self::Notification {
                stream: Some(stream),
                seq: Some(seq),
                ..
            } => Some((*stream, *seq)),
            _ => None,
        }
    }

    /// The person whose spaces and conversations an event in their own stream changes.
    pub const fn moves(&self) -> Option<UserId> {
        match self {
            Self::SpaceJoined { stream, .. }
            | Self::SpaceLeft { stream, .. }
            | Self::DmOpened { stream, .. }
            | Self::DmClosed { stream, .. } => Some(UserId::from_raw(stream.raw())),
            _ => None,
        }
    }

    /// The channel of a space that a durable event in the space's stream is about: who does not see
    /// that channel is told nothing of it.
    pub const fn about_channel(&self) -> Option<(SpaceId, ChannelId)> {
        match self {
            Self::ChannelCreated {
                space_id, channel, ..
            }
            | Self::ChannelUpdated {
                space_id, channel, ..
            } => Some((*space_id, channel.id)),
            Self::ChannelDeleted {
                space_id,
                channel_id,
                ..
            } => Some((*space_id, *channel_id)),
            _ => None,
        }
    }

    /// The message an event carries, where it carries one.
    pub const fn message(&self) -> Option<&Message> {
        match self {
            Self::NewMessage { message, .. } | Self::MessageUpdated { message, .. } => {
                Some(message)
            }
            _ => None,
        }
    }

    /// The event as `reader` may see it: a nonce is its author's alone.
    #[must_use]
    pub fn seen_by(&self, reader: UserId) -> Self {
        let mut seen = self.clone();
        if let Self::NewMessage { message, .. } | Self::MessageUpdated { message, .. } = &mut seen
            && message.author.id != reader
        {
            message.nonce = None;
        }
        seen
    }
}
