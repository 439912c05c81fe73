//! Members: people in a space.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{RoleId, UserId},
    time::Timestamp,
    users::User,
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
