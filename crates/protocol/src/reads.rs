//! Reading: how far one person has read a channel, and what is unread in it.

use serde::{Deserialize, Serialize};

use crate::{ids::ChannelId, streams::Seq};

/// How many unread messages, and how many that call the reader, are counted in one channel. Where
/// there are more, this many are told.
pub const UNREAD_MAX: u32 = 1_000;

/// How one person stands in one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReadState {
    /// Which channel.
    pub channel_id: ChannelId,
    /// Up to here they have read. It only grows, unless they set it back.
    #[schema(value_type = u64)]
    #[cfg_attr(test, ts(type = "number"))]
    pub read_seq: Seq,
    /// Where the channel's stream stands.
    #[schema(value_type = u64)]
    #[cfg_attr(test, ts(type = "number"))]
    pub last_seq: Seq,
    /// The position of its newest message that stands; 0 = none does. Above `read_seq`: unread.
    #[schema(value_type = u64)]
    #[cfg_attr(test, ts(type = "number"))]
    pub last_message_seq: Seq,
    /// How many messages of others stand after `read_seq`; at most [`UNREAD_MAX`].
    pub unread: u32,
    /// How many of them call the reader; at most [`UNREAD_MAX`].
    pub mentions: u32,
}

/// `PUT /channels/{id}/read`; the socket's `mark_read` says the same.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct ReadUpTo {
    /// Up to here it is read. What lies beyond the end of the stream counts as its end.
    #[schema(value_type = u64)]
    #[cfg_attr(test, ts(type = "number"))]
    pub seq: Seq,
    /// `true`: what comes after `seq` is unread again. Else a `seq` below today's changes nothing.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    pub unread: bool,
}
