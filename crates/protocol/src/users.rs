//! People.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{ids::UserId, presence::Mood, time::Timestamp};

/// A person or bot as others see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct User {
    /// Never changes, never reused.
    pub id: UserId,
    /// Unique on the instance without regard to case; kept as typed.
    pub username: String,
    /// What is shown; the username where nobody chose another.
    pub display_name: String,
    /// Where the picture is; `null` = draw initials.
    pub avatar_url: Option<String>,
    /// Whether a program speaks.
    pub bot: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// A person as they see themself: what others see, and what is theirs alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Me {
    /// What others see.
    #[serde(flatten)]
    pub user: User,
    /// For signing in and for mail from the instance; seen by nobody else.
    pub email: Option<String>,
    /// A line about what they are up to.
    pub status_text: Option<String>,
    /// When that line is no longer shown; absent = it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub status_expires_at: Option<Timestamp>,
    /// How they chose to be seen; absent = `online`.
    #[serde(default, skip_serializing_if = "Mood::is_online")]
    #[cfg_attr(test, ts(as = "Option<Mood>", optional))]
    pub chosen_status: Mood,
    /// Whether they own this instance.
    pub owner: bool,
    /// Whether they help to run it.
    #[cfg_attr(test, ts(as = "Option<bool>", optional))]
    pub admin: bool,
}

impl Me {
    /// As it reads at this moment: a line that has expired is none.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        if self.status_expires_at.is_some_and(|end| end <= now) {
            self.status_text = None;
            self.status_expires_at = None;
        }
        self
    }
}

/// `PATCH /users/me`: what is absent stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct UpdateMe {
    /// 1 to 64 characters; `null` = the username again.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<String>)]
    pub display_name: Option<Option<String>>,
    /// An address of at most 254 characters. Where the instance sends mail, it becomes theirs when
    /// the link that is sent there is opened.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    /// At most 128 characters.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<String>)]
    pub status_text: Option<Option<String>>,
    /// When that line is no longer shown; absent = it stays. Only with a `statusText`.
    pub status_expires_at: Option<Timestamp>,
}

/// Tells `null` (some nothing) from absent (nothing).
#[expect(
    clippy::option_option,
    reason = "absent, null and a value are three things in a PATCH (RFC 7396)"
)]
pub(crate) fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
