//! What people show in a call: a camera, a screen.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;

/// What is shown. A person shows at most one of each.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum VideoKind {
    /// Themself.
    Camera,
    /// A screen, a window, or a tab.
    Screen,
}

/// How much of somebody's video one wants to be sent.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum VideoQuality {
    /// For a small tile: a quarter of the width.
    Low,
    /// Half of the width.
    Mid,
    /// All of it.
    High,
}

/// What one may show and see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VideoLimits {
    /// How many videos one is sent at the same time.
    #[cfg_attr(test, ts(type = "number"))]
    pub slots: usize,
    /// How many may be shown in this call at the same time.
    pub videos: u32,
    /// What a camera should send at most, all its layers together, in bits a second.
    pub camera_bitrate: u32,
    /// What a screen should send at most, in bits a second.
    pub screen_bitrate: u32,
}

/// `publish`.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Publish {
    /// What.
    pub kind: VideoKind,
}

/// `unpublish`.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Unpublish {
    /// What.
    pub kind: VideoKind,
}

/// `subscribe`: everything one wants to be sent from now on, the most important first; what is not
/// named is not sent. What is not shown just now is sent when it is.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SubscribeVideo {
    /// Those past [`VideoLimits::slots`] are ignored.
    pub videos: Vec<VideoWish>,
}

/// One video that somebody wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VideoWish {
    /// Whose.
    #[serde(alias = "user_id")]
    pub user_id: UserId,
    /// What of them.
    pub kind: VideoKind,
    /// How much of it.
    pub quality: VideoQuality,
}
