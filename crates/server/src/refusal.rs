//! How a verb says no, in the words of both doors.
//!
//! Every verb has an error enum of its own; each turns into a [`Refusal`], which `http` renders as
//! a problem document (RFC 9457) and `gateway` as an `ERROR` event.

use std::{collections::BTreeMap, time::Duration};

use parlor_auth::password;
use parlor_protocol::{
    error::{Code, FieldReason, Reason},
    permissions::{Missing, Permission},
    text::Refused,
};

/// A stable code and a sentence a person can act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What went wrong, for programs.
    pub code: Code,
    /// The status over HTTP: the code's own, except where another one fits the call better.
    pub status: u16,
    /// The same for people.
    pub detail: String,
    /// Which fields are wrong and why; only with [`Code::Validation`].
    pub fields: BTreeMap<String, String>,
    /// The reasons that have a name, by field.
    pub reasons: BTreeMap<String, FieldReason>,
    /// When to try again; only with [`Code::RateLimited`] and [`Code::Overloaded`].
    pub retry_after: Option<Duration>,
}

impl Refusal {
    /// A refusal without fields and without a time to come back.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            status: code.status(),
            detail: detail.into(),
            fields: BTreeMap::new(),
            reasons: BTreeMap::new(),
            retry_after: None,
        }
    }

    /// What is missing and what is hidden, told in the same words.
    pub fn not_found() -> Self {
        Self::new(
            Code::NotFound,
            "There is nothing here, or you may not see it.",
        )
    }

    /// One field that is well-formed but invalid.
    pub fn field(name: &str, why: &str) -> Self {
        let mut refusal = Self::new(Code::Validation, format!("`{name}` {why}."));
        refusal.fields.insert(name.to_owned(), why.to_owned());
        refusal
    }

    /// The same, for a reason that has a name.
    pub fn field_for(name: &str, why: &str, reason: FieldReason) -> Self {
        let mut refusal = Self::field(name, why);
        refusal.reasons.insert(name.to_owned(), reason);
        refusal
    }

    /// What somebody chose for a field is somebody else's.
    pub fn taken(name: &str, detail: &str) -> Self {
        let mut refusal = Self::new(Code::Conflict, detail);
        let reason = FieldReason::plain(Reason::Taken);
        refusal.reasons.insert(name.to_owned(), reason);
        refusal
    }

    /// A rate is used up.
    pub fn rate_limited(what: &str, retry_after: Duration) -> Self {
        Self {
            retry_after: Some(retry_after),
            ..Self::new(
                Code::RateLimited,
                format!(
                    "Too many {what}. Wait {} s, then try again.",
                    retry_after.as_secs().max(1)
                ),
            )
        }
    }

    /// The server has too much to do; nothing was done.
    pub fn overloaded() -> Self {
        const COME_BACK: Duration = Duration::from_secs(2);
        Self {
            retry_after: Some(COME_BACK),
            ..Self::new(
                Code::Overloaded,
                "The server has too much to do right now. Try again in a moment.",
            )
        }
    }

    /// The process is about to end; nothing was done.
    pub fn stopping() -> Self {
        Self {
            detail: "The server is stopping. Ask another node, or wait until it is back."
                .to_owned(),
            ..Self::overloaded()
        }
    }
}

impl From<Missing> for Refusal {
    fn from(Missing(permission): Missing) -> Self {
        let what = match permission {
            Permission::SendMessages => "write here",
            Permission::AddReactions => "react here",
            Permission::AttachFiles => "send files here",
            Permission::ManageMessages => "change messages of others",
            Permission::CreateInvite => "invite people",
            Permission::ManageSpace => "manage this space",
            Permission::ManageChannels => "manage channels here",
            Permission::ManageRoles => "manage roles here",
            Permission::KickMembers => "remove people from this space",
            Permission::BanMembers => "ban people or see who is banned",
            Permission::TimeoutMembers => "silence people here",
            Permission::ViewAuditLog => "read the audit log",
            _ => "do this",
        };
        Self::new(
            Code::Forbidden,
            format!("You are not allowed to {what}. Ask somebody who manages this space."),
        )
    }
}

/// A rule of `protocol::text` was broken by the field of this name.
impl From<(&str, Refused)> for Refusal {
    fn from((field, why): (&str, Refused)) -> Self {
        Self::field_for(field, &why.to_string(), (&why).into())
    }
}

impl From<(&str, password::Refused)> for Refusal {
    fn from((field, why): (&str, password::Refused)) -> Self {
        let reason = match &why {
            password::Refused::TooShort { chars_min } => {
                FieldReason::chars(Reason::TooShort, *chars_min)
            }
            password::Refused::TooLong { chars_max } => {
                FieldReason::chars(Reason::TooLong, *chars_max)
            }
            password::Refused::Control => FieldReason::plain(Reason::Characters),
            password::Refused::Context => FieldReason::plain(Reason::OwnName),
            password::Refused::Guessable { .. } => FieldReason::plain(Reason::Guessable),
        };
        Self::field_for(field, &why.to_string(), reason)
    }
}

impl From<parlor_storage::Error> for Refusal {
    fn from(error: parlor_storage::Error) -> Self {
        match error {
            parlor_storage::Error::Overloaded | parlor_storage::Error::Outdated => {
                Self::overloaded()
            }
            // A database that is away or full comes back; whether the write was done is unknown.
            error @ (parlor_storage::Error::Unavailable(_) | parlor_storage::Error::Full) => {
                tracing::error!(%error, "storage");
                Self {
                    detail: "The database does not answer right now. Try again in a moment; \
                             repeat a message with the same nonce."
                        .to_owned(),
                    ..Self::overloaded()
                }
            }
            error => {
                tracing::error!(%error, "storage");
                Self::new(
                    Code::Internal,
                    "Something went wrong on the server. Try again, and quote the request id \
                     if it stays.",
                )
            }
        }
    }
}
