//! Channels: places where messages or voices go.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ChannelId, SpaceId},
    streams::Seq,
    time::Timestamp,
};

/// What a channel is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum ChannelKind {
    /// Messages.
    Text,
    /// Voices, and messages beside them.
    Voice,
    /// A heading that groups channels.
    Category,
    /// Two people.
    Dm,
    /// Three to ten people.
    Group,
}

/// A place where messages or voices go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Channel {
    /// Also the id of its stream.
    pub id: ChannelId,
    /// `null` for direct messages.
    pub space_id: Option<SpaceId>,
    /// What it is for.
    pub kind: ChannelKind,
    /// 1 to 64 characters.
    pub name: String,
    /// What it is about; at most 1,024 characters.
    pub topic: String,
    /// The category it stands under.
    pub parent_id: Option<ChannelId>,
    /// Where it stands among its neighbours, from 0.
    pub position: u32,
    /// Whether @everyone may not see it.
    pub private: bool,
    /// Seconds a member waits between messages; 0 = none.
    pub slow_mode_seconds: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where its stream stands.
    #[cfg_attr(test, ts(type = "number"))]
    #[schema(value_type = u64)]
    pub last_seq: Seq,
}
