//! `GET /sync`: everything a client needs to draw itself, read at one moment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    channels::Channel,
    ids::StreamId,
    members::Member,
    notifications::NotificationSetting,
    presence::Presence,
    reads::ReadState,
    spaces::{Role, Space},
    streams::Seq,
    users::Me,
    voice::VoiceRooms,
};

/// The world as one person sees it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Sync {
    /// Who asks.
    pub me: Me,
    /// Where they are a member.
    pub spaces: Vec<SpaceView>,
    /// Their direct conversations, by id.
    #[cfg_attr(test, ts(as = "Option<Vec<Channel>>", optional))]
    pub dms: Vec<Channel>,
    /// How they stand in every channel they may read in.
    pub read_states: Vec<ReadState>,
    /// What they want to be called by, where they said so.
    pub notification_settings: Vec<NotificationSetting>,
    /// The position of every stream above and of one's own; `resume` from here misses nothing.
    #[schema(value_type = BTreeMap<String, u64>)]
    #[cfg_attr(test, ts(type = "Record<string, number>"))]
    pub streams: BTreeMap<StreamId, Seq>,
    /// How those are seen whom one shares a space or a conversation with and who are not offline.
    pub presences: Vec<Presence>,
    /// The calls of their channels and conversations.
    #[cfg_attr(test, ts(as = "Option<VoiceRooms>", optional))]
    pub voice: VoiceRooms,
}

/// One space as one member sees it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SpaceView {
    /// The space.
    pub space: Space,
    /// The channels the member may see, in order.
    pub channels: Vec<Channel>,
    /// Its roles, @everyone first.
    pub roles: Vec<Role>,
    /// The member.
    pub me: Member,
}
