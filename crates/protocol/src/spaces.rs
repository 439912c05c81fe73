//! Spaces: communities.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{RoleId, SpaceId, UserId},
    permissions::Permissions,
    streams::Seq,
    time::Timestamp,
    users::present,
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

/// `POST /spaces`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct CreateSpace {
    /// 1 to 64 characters.
    pub name: String,
    /// What it is about; at most 1,024 characters.
    #[serde(default)]
    pub description: Option<String>,
}

/// `PATCH /spaces/{id}`: what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct UpdateSpace {
    /// 1 to 64 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// What it is about; at most 1,024 characters.
    #[serde(default)]
    pub description: Option<String>,
    /// Whose it is from now on: a member. Only the owner hands it over.
    #[serde(default)]
    pub owner_id: Option<UserId>,
}

/// `POST /spaces/{id}/roles`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct CreateRole {
    /// 1 to 64 characters.
    pub name: String,
    /// `#rrggbb`; `null` = none.
    #[serde(default)]
    pub color: Option<String>,
    /// What it allows, by name.
    #[serde(default)]
    #[schema(value_type = Vec<crate::permissions::Permission>)]
    #[cfg_attr(test, ts(as = "Option<Vec<crate::permissions::Permission>>"))]
    pub permissions: Permissions,
}

/// `PATCH /roles/{id}`: what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct UpdateRole {
    /// 1 to 64 characters.
    #[serde(default)]
    pub name: Option<String>,
    /// `#rrggbb`; `null` = none.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<String>)]
    pub color: Option<Option<String>>,
    /// From 1; the roles there and above move up by one.
    #[serde(default)]
    pub position: Option<u32>,
    /// What it allows, by name.
    #[serde(default)]
    #[schema(value_type = Option<Vec<crate::permissions::Permission>>)]
    #[cfg_attr(test, ts(as = "Option<Vec<crate::permissions::Permission>>"))]
    pub permissions: Option<Permissions>,
}
