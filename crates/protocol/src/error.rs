//! Errors: one set of stable codes for HTTP and the socket, RFC 9457 problem documents for HTTP.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Refused;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal $title:literal,)*) => {
        /// What went wrong, stable across versions. The same codes stand in the socket's `ERROR`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        #[cfg_attr(test, derive(ts_rs::TS))]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// The HTTP status that goes with the code (RFC 9110 section 15).
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// A short summary that is the same for every occurrence (RFC 9457 section 3.1.3).
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    /// Not JSON, or not the HTTP or frame it should be.
    Malformed = 400 "Malformed request",
    /// No credential, or one that is bad, expired or revoked.
    Unauthenticated = 401 "Not signed in",
    /// The name or password is wrong; which of them is not told.
    InvalidCredentials = 401 "Wrong name or password",
    /// Visible, but not allowed.
    Forbidden = 403 "Not allowed",
    /// A good invite is needed to register here.
    RegistrationClosed = 403 "Registration is closed",
    /// The instance has no owner yet and the setup token is missing or wrong.
    SetupRequired = 403 "Set-up required",
    /// Missing, or not visible to the caller: the two cannot be told apart.
    NotFound = 404 "Not found",
    /// The path exists, the method does not.
    MethodNotAllowed = 405 "Method not allowed",
    /// Contradicts what is there, such as a name that is taken.
    Conflict = 409 "Conflict",
    /// Over a limit in bytes.
    TooLarge = 413 "Too large",
    /// A body in a format that is not understood here.
    UnsupportedMediaType = 415 "Unsupported media type",
    /// Well-formed but invalid; `fields` says where.
    Validation = 422 "Invalid",
    /// Over a rate; `retryAfterMs` says how long to wait.
    RateLimited = 429 "Too many requests",
    /// A command `type` this server does not know.
    UnknownType = 422 "Unknown type",
    /// The server failed; nothing is known of the outcome. Repeat with the same nonce.
    Internal = 500 "Internal error",
    /// The server has too much to do; `retryAfterMs` says how long to wait.
    Overloaded = 503 "Overloaded",
}

/// Why what somebody typed is wrong, for programs: each has a sentence in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Reason {
    /// There is nothing in it, or nothing to see.
    Empty,
    /// It has fewer characters than `limit`.
    TooShort,
    /// It has more characters than `limit`.
    TooLong,
    /// It has a character that is not for use here.
    Characters,
    /// It is something other than one emoji.
    NotAnEmoji,
    /// It is something other than an e-mail address.
    NotAnAddress,
    /// Somebody else has it.
    Taken,
    /// A password that is one's own name, or that of the place.
    OwnName,
    /// A password that a guesser would find soon.
    Guessable,
}

/// The reason of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct FieldReason {
    /// Why.
    pub reason: Reason,
    /// In characters, where there is a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl FieldReason {
    /// A reason that has no limit.
    pub const fn plain(reason: Reason) -> Self {
        Self {
            reason,
            limit: None,
        }
    }

    /// A reason in characters.
    pub fn chars(reason: Reason, limit: usize) -> Self {
        Self {
            reason,
            limit: u32::try_from(limit).ok(),
        }
    }
}

impl From<&Refused> for FieldReason {
    fn from(refused: &Refused) -> Self {
        match refused {
            Refused::Empty => Self::plain(Reason::Empty),
            Refused::TooShort { chars_min } => Self::chars(Reason::TooShort, *chars_min),
            Refused::TooLong { chars_max } => Self::chars(Reason::TooLong, *chars_max),
            Refused::Character(_) => Self::plain(Reason::Characters),
            Refused::NotAnEmoji => Self::plain(Reason::NotAnEmoji),
            Refused::NotAnAddress => Self::plain(Reason::NotAnAddress),
        }
    }
}

/// An error over HTTP (RFC 9457), sent as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Problem {
    /// `about:blank`: the code says more than a link would (RFC 9457 section 4.2.1).
    #[serde(rename = "type")]
    pub kind: String,
    /// The code in words.
    pub title: String,
    /// The HTTP status again, for those who see only the body.
    pub status: u16,
    /// One sentence a person can act on.
    pub detail: String,
    /// The stable code.
    pub code: Code,
    /// Which fields are wrong and why; only with `VALIDATION`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, ts(as = "Option<BTreeMap<String, String>>"))]
    pub fields: BTreeMap<String, String>,
    /// The reasons that have a name, by the same fields; also which one is taken, with `CONFLICT`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, ts(as = "Option<BTreeMap<String, FieldReason>>"))]
    pub reasons: BTreeMap<String, FieldReason>,
    /// When to try again, in milliseconds; only with `RATE_LIMITED` and `OVERLOADED`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(type = "number"))]
    pub retry_after_ms: Option<u64>,
    /// What to quote when asking for help; also in the log and the `X-Request-Id` header.
    pub request_id: String,
}
