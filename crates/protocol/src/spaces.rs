//! Spaces: communities.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{RoleId, SpaceId, UserId},
    permissions::Permissions,
    streams::Seq,
    time::Timestamp,
};

/// A community: channels, roles, members, invites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Space {
    /// Also the id of its stream and of its @everyone role.
    pub id: SpaceId,
    /// 1 to 64 characters.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Where the picture is; `null` = draw initials.
    pub icon_url: Option<String>,
    /// Who may do everything here.
    pub owner_id: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where its stream stands.
    #[cfg_attr(test, ts(type = "number"))]
    #[schema(value_type = u64)]
    pub last_seq: Seq,
}

/// A named set of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Role {
    /// The @everyone role has its space's id.
    pub id: RoleId,
    /// Where it counts.
    pub space_id: SpaceId,
    /// 1 to 64 characters.
    pub name: String,
    /// `#rrggbb`; `null` = none.
    pub color: Option<String>,
    /// Higher ranks higher; @everyone has 0.
    pub position: u32,
    /// What it allows, by name.
    #[schema(value_type = Vec<crate::permissions::Permission>)]
    #[cfg_attr(test, ts(as = "Vec<crate::permissions::Permission>"))]
    pub permissions: Permissions,
}
