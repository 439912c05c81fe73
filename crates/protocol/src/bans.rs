//! Bans: people who may not come back into a space.

use serde::{Deserialize, Serialize};

use crate::{ids::UserId, time::Timestamp, users::User};

/// Somebody who may not come into a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Ban {
    /// Who.
    pub user_id: UserId,
    /// The same, in full.
    pub user: User,
    /// Why, for those who see bans; `null` = nothing was said.
    pub reason: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
}

/// `PUT /spaces/{id}/bans/{userId}`.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct PutBan {
    /// Why; at most 512 characters.
    #[serde(default)]
    pub reason: Option<String>,
}
