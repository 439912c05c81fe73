//! Members: people in a space.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{RoleId, UserId},
    presence::Presence,
    time::Timestamp,
    users::{User, present},
};

/// A person in a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Member {
    /// Who.
    pub user_id: UserId,
    /// The same, in full.
    pub user: User,
    /// What they are called here instead of their display name.
    pub nickname: Option<String>,
    /// The roles they hold besides @everyone.
    pub role_ids: Vec<RoleId>,
    /// Since when.
    pub joined_at: Timestamp,
    /// Until when they may not write or speak.
    pub timeout_until: Option<Timestamp>,
}

/// `PATCH /spaces/{id}/members/{userId}`: what is absent stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct UpdateMember {
    /// 1 to 64 characters; `null` = the display name again.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<String>)]
    pub nickname: Option<Option<String>>,
    /// The roles they hold from now on besides @everyone.
    #[serde(default)]
    pub role_ids: Option<Vec<RoleId>>,
    /// At most 28 days from now; `null` = they may speak again.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(as = "Option<Option<Timestamp>>"))]
    #[schema(value_type = Option<Timestamp>)]
    pub timeout_until: Option<Option<Timestamp>>,
}

/// One page of a space's members.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MemberPage {
    /// This page.
    pub items: Vec<Member>,
    /// Whether another page follows in the direction asked for.
    pub has_more: bool,
    /// How those of them are seen who are not offline.
    pub presences: Vec<Presence>,
}

/// Why somebody is no longer a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Departure {
    /// Of their own will.
    Left,
    /// Removed; may come back.
    Kicked,
    /// Removed for good.
    Banned,
}
