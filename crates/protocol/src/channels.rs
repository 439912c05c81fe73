//! Channels: places where messages or voices go.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ChannelId, RoleId, SpaceId, UserId},
    permissions::Permissions,
    streams::Seq,
    time::Timestamp,
    users::{User, present},
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
    /// 1 to 64 characters; of a conversation none.
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
    /// How many may be in its call; 0 = as many as the instance lets. Only of a `voice` channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub user_limit: Option<u32>,
    /// What a microphone should send at most, in bits a second. Only of a `voice` channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub bitrate: Option<u32>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where its stream stands.
    #[cfg_attr(test, ts(type = "number"))]
    #[schema(value_type = u64)]
    pub last_seq: Seq,
    /// Who is in it, by id; only of a `dm` or `group`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<User>>", optional))]
    pub members: Vec<User>,
}

/// `POST /spaces/{id}/channels`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct CreateChannel {
    /// 1 to 64 characters.
    pub name: String,
    /// `text` where it is absent; `voice` or `category`.
    #[serde(default)]
    pub kind: Option<ChannelKind>,
    /// At most 1,024 characters.
    #[serde(default)]
    pub topic: Option<String>,
    /// A category of the same space.
    #[serde(default)]
    pub parent_id: Option<ChannelId>,
    /// Where it stands among its neighbours; last where it is absent.
    #[serde(default)]
    pub position: Option<u32>,
    /// Whether @everyone may not see it; as the category where it is absent.
    #[serde(default)]
    pub private: Option<bool>,
    /// Who sees a private one besides its maker.
    #[serde(default)]
    pub member_ids: Vec<UserId>,
    /// Seconds a member waits between messages; 0 = none.
    #[serde(default)]
    pub slow_mode_seconds: Option<u32>,
    /// How many may be in its call; 0 = as many as the instance lets. Only of a `voice` channel.
    #[serde(default)]
    pub user_limit: Option<u32>,
    /// What a microphone should send at most, in bits a second, from 8,000. Only of a `voice`
    /// channel.
    #[serde(default)]
    pub bitrate: Option<u32>,
}

/// `PATCH /channels/{id}`: what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct UpdateChannel {
    /// 1 to 64 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// At most 1,024 characters.
    #[serde(default)]
    pub topic: Option<String>,
    /// A category of the same space; `null` = none.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<ChannelId>)]
    pub parent_id: Option<Option<ChannelId>>,
    /// Where it stands among its neighbours.
    #[serde(default)]
    pub position: Option<u32>,
    /// Whether @everyone may not see it.
    #[serde(default)]
    pub private: Option<bool>,
    /// Seconds a member waits between messages; 0 = none.
    #[serde(default)]
    pub slow_mode_seconds: Option<u32>,
    /// How many may be in its call; 0 = as many as the instance lets. Only of a `voice` channel.
    #[serde(default)]
    pub user_limit: Option<u32>,
    /// What a microphone should send at most, in bits a second, from 8,000. Only of a `voice`
    /// channel.
    #[serde(default)]
    pub bitrate: Option<u32>,
}

/// What a channel changes for a role or a member, as those see it who may change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChannelOverride {
    /// The id of the role or of the member.
    pub target_id: RoleId,
    /// The member in full; `null` = it is for a role.
    pub user: Option<User>,
    /// Given here, whatever the space says.
    #[schema(value_type = Vec<crate::permissions::Permission>)]
    #[cfg_attr(test, ts(as = "Vec<crate::permissions::Permission>"))]
    pub allow: Permissions,
    /// Taken here.
    #[schema(value_type = Vec<crate::permissions::Permission>)]
    #[cfg_attr(test, ts(as = "Vec<crate::permissions::Permission>"))]
    pub deny: Permissions,
}

/// `PUT /channels/{id}/overrides/{roleOrUserId}`: what a channel gives and takes.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct PutOverride {
    /// Given here, whatever the space says.
    #[serde(default)]
    #[schema(value_type = Vec<crate::permissions::Permission>)]
    #[cfg_attr(test, ts(as = "Option<Vec<crate::permissions::Permission>>"))]
    pub allow: Permissions,
    /// Taken here.
    #[serde(default)]
    #[schema(value_type = Vec<crate::permissions::Permission>)]
    #[cfg_attr(test, ts(as = "Option<Vec<crate::permissions::Permission>>"))]
    pub deny: Permissions,
}
