//! Invites: links that let people in.

use serde::{Deserialize, Serialize};

use crate::{ids::SpaceId, time::Timestamp, users::User};

/// An invite, to its maker and to those who manage the space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Invite {
    /// 128 random bits; `<address>/invite/<code>` is the link.
    pub code: String,
    /// Where it leads.
    pub space_id: SpaceId,
    /// Who made it; it dies with their right to.
    pub inviter: User,
    /// How often it can be used; `null` = without limit.
    pub max_uses: Option<u32>,
    /// How often it was used.
    pub uses: u32,
    /// When it ends by itself; `null` = never.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// `POST /spaces/{id}/invites`.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct CreateInvite {
    /// 1 to 10,000; absent = without limit.
    pub max_uses: Option<u32>,
    /// 60 to 31,536,000 (a year); absent = 604,800 (a week).
    pub max_age_seconds: Option<u32>,
}

/// An invite, to whoever holds the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InvitePreview {
    /// The code again.
    pub code: String,
    /// Where it leads.
    pub space: SpacePreview,
    /// Who invites.
    pub inviter: InviterPreview,
    /// When it ends by itself; `null` = never.
    pub expires_at: Option<Timestamp>,
}

/// A space, to a stranger with an invite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SpacePreview {
    /// Its name.
    pub name: String,
    /// Its picture; `null` = draw initials.
    pub icon_url: Option<String>,
}

/// The maker of an invite, to a stranger who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InviterPreview {
    /// What they are called.
    pub display_name: String,
}
