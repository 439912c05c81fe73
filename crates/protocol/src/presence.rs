//! Presence: who is there, and what they are up to.

use serde::{Deserialize, Serialize};

use crate::{ids::UserId, time::Timestamp};

/// How long somebody is shown as typing after a `TYPING`, in milliseconds, unless they write first.
/// While they go on, the next one comes before it is over.
pub const TYPING_SHOWN_MS: u64 = 8_000;

/// What somebody says of themself. The newest word of any of their devices holds; `idle` shows
/// while all of them say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Choice {
    /// There.
    Online,
    /// Away from this device. Also called `away`.
    #[serde(alias = "away")]
    Idle,
    /// There, and not to be disturbed. Also called `busy`.
    #[serde(alias = "busy")]
    Dnd,
    /// There, but others see `offline`. Also called `offline`.
    #[serde(alias = "offline")]
    Invisible,
}

/// What somebody chose for all their devices. It is stored, and holds until they choose something
/// else.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Mood {
    /// Nothing: each device says whether somebody is at it.
    #[default]
    Online,
    /// Not to be disturbed.
    Dnd,
    /// Hidden.
    Invisible,
}

impl Mood {
    /// Whether they chose nothing.
    pub const fn is_online(&self) -> bool {
        matches!(self, Self::Online)
    }
}

impl From<Choice> for Mood {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Online | Choice::Idle => Self::Online,
            Choice::Dnd => Self::Dnd,
            Choice::Invisible => Self::Invisible,
        }
    }
}

/// How somebody is seen.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Status {
    /// There.
    Online,
    /// There, but not at any device.
    Idle,
    /// There, and not to be disturbed.
    Dnd,
    /// There, but hidden: only they themself are told so.
    Invisible,
    /// Not there, or hidden: the two cannot be told apart.
    #[default]
    Offline,
}

/// How somebody is seen, and the line about what they are up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Presence {
    /// Who.
    pub user_id: UserId,
    /// How.
    pub status: Status,
    /// A line about what they are up to; `null` when there is none, and of who is `offline`.
    pub status_text: Option<String>,
}

/// A line about what somebody is up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusText {
    /// The line.
    pub text: String,
    /// When it is no longer shown; `None` = it stays.
    pub expires_at: Option<Timestamp>,
}
