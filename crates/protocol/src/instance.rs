//! `GET /instance`: what anybody may know before signing in.

use serde::{Deserialize, Serialize};

use crate::limits::Limits;

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Registration {
    /// Whoever holds a good invite.
    #[default]
    Invite,
    /// Anybody.
    Open,
    /// Nobody; accounts are made on the command line.
    Closed,
}

/// Who may make a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum SpaceMakers {
    /// Those who run the instance.
    #[default]
    Admins,
    /// Whoever has an account.
    Members,
}

/// What anybody may know.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Instance {
    /// What its owner calls it.
    pub name: String,
    /// The version of the server.
    pub version: String,
    /// Whether it still waits for its owner.
    pub setup_required: bool,
    /// Who may make an account.
    pub registration: Registration,
    /// Every limit in force.
    #[serde(deserialize_with = "crate::limits::told")]
    #[cfg_attr(test, ts(as = "Limits"))]
    pub limits: Limits,
    /// Names of what this server offers beyond version 1 of the protocol.
    pub features: Vec<String>,
    /// Voice.
    pub voice: VoiceInfo,
}

/// Whether voice works here.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VoiceInfo {
    /// Whether voice channels can be joined.
    pub enabled: bool,
}
