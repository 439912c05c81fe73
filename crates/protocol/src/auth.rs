//! Accounts and sessions (`docs/protocol.md` section 1).
//!
//! Requests hold secrets as they came; they are readable only, never written back out, and do not
//! print.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ChannelId, SessionId},
    time::Timestamp,
};

/// A secret on its way in: read from JSON, never printed, never written.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
#[schema(value_type = String, format = Password)]
pub struct Sealed(String);

impl Sealed {
    /// Wraps what came in some other way than JSON, such as a cookie.
    pub const fn new(secret: String) -> Self {
        Self(secret)
    }

    /// The secret itself, for the one place that checks it.
    pub fn expose(self) -> String {
        self.0
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

/// `POST /auth/register`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Register {
    /// 2 to 32 of A-Z, a-z, 0-9, `_`, `-`, `.`.
    pub username: String,
    /// 8 to 256 characters.
    pub password: Sealed,
    /// Optional; can be used to sign in.
    pub email: Option<String>,
    /// 1 to 64 characters.
    pub display_name: Option<String>,
    /// The code of an invite; needed unless registration is open.
    pub invite: Option<String>,
    /// The one-time token of the set-up link; needed for the first account.
    pub setup_token: Option<Sealed>,
}

/// `POST /auth/login`, as JSON or as a form.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Login {
    /// The username or the e-mail address, in any case.
    pub username: String,
    /// The password, exactly as set.
    pub password: Sealed,
}

/// `POST /auth/refresh` and `POST /auth/logout`: the token, unless the cookie brings it.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Refresh {
    /// The refresh token of the last answer.
    pub refresh_token: Option<Sealed>,
}

/// The only token type there is (RFC 6750).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum TokenType {
    /// Whoever holds it may use it.
    Bearer,
}

/// What a successful register, login or refresh answers (RFC 6749 section 5.1).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Token {
    /// A JWT for `Authorization: Bearer`, good for `expires_in` seconds.
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: TokenType,
    /// Good for one refresh; empty when it went into a cookie instead.
    pub refresh_token: String,
    /// Seconds until the access token expires.
    #[cfg_attr(test, ts(type = "number"))]
    pub expires_in: u64,
}

/// `POST /auth/password`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChangePassword {
    /// The one in force.
    pub current_password: Sealed,
    /// The one to come; 8 to 256 characters.
    pub new_password: Sealed,
}

/// `POST /auth/reset`: takes another password with a one-time link.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ResetPassword {
    /// What the link carries.
    pub token: Sealed,
    /// The password to come; 8 to 256 characters.
    pub new_password: Sealed,
}

/// `POST /auth/reset-mail`: asks for a one-time link by mail.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MailReset {
    /// The address of the account.
    pub email: String,
}

/// `POST /auth/confirm-email`: proves an address with a one-time link.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ConfirmEmail {
    /// What the link carries.
    pub token: Sealed,
}

/// What becomes of what somebody wrote who deletes their account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum WrittenContent {
    /// It stays, as by a deleted user.
    Keep,
    /// It goes: messages, files, reactions.
    Delete,
}

/// `POST /auth/delete-account`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DeleteAccount {
    /// The one in force.
    pub password: Sealed,
    /// What becomes of what they wrote.
    pub content: WrittenContent,
}

/// What a ticket opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Purpose {
    /// One `/ws` connection, within 30 s.
    Ws,
    /// One voice connection to one channel, within 30 s.
    Voice,
    /// This session's downloads for 10 minutes.
    File,
    /// One export of everything that is one's own, begun within 30 s.
    Export,
}

/// `POST /auth/ticket`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct CreateTicket {
    /// What it shall open.
    pub purpose: Purpose,
    /// For which channel, where the purpose has one.
    pub channel_id: Option<ChannelId>,
}

/// A short-lived stand-in for the session, safe to put in an address.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Ticket {
    /// For `?ticket=`.
    pub ticket: String,
    /// Seconds until it is worth nothing.
    #[cfg_attr(test, ts(type = "number"))]
    pub expires_in: u64,
}

/// One signed-in device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Session {
    /// For `DELETE /auth/sessions/{id}`.
    pub id: SessionId,
    /// Whether this is the session that asks.
    pub current: bool,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it last refreshed.
    pub last_used_at: Timestamp,
    /// The address it last came from.
    pub ip: String,
    /// What it called itself.
    pub user_agent: String,
}
