//! Why a conversation is not there, or its people stay as they are.

use parlor_protocol::{
    dms::GROUP_MEMBERS_MAX,
    error::Code,
    permissions::{Missing, Permission},
};
use parlor_storage::dms as storage;

use crate::{members::AccessError, refusal::Refusal};

/// Why a conversation is not there, or its people stay as they are.
#[derive(Debug, thiserror::Error)]
pub enum DmError {
    /// The conversation, or somebody, is missing or hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Nobody else was named, or too many were.
    #[error("userIds must name one to nine others")]
    People,
    /// One of them is in as many conversations as may be.
    #[error("at most {0} conversations")]
    TooMany(u32),
    /// The group has as many people as it may.
    #[error("a group has at most {GROUP_MEMBERS_MAX} people")]
    Full,
    /// It is a conversation of two, or of a space.
    #[error("only groups change their people")]
    NotAGroup,
    /// Nobody removes somebody else from a group.
    #[error("one leaves a group oneself")]
    NotYou,
}

impl From<Missing> for DmError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl DmError {
    pub(super) fn of(error: storage::DmError, per_user_max: u32) -> Self {
        match error {
            storage::DmError::Stranger | storage::DmError::Gone => AccessError::NotFound.into(),
            storage::DmError::TooMany => Self::TooMany(per_user_max),
            storage::DmError::Full => Self::Full,
            storage::DmError::NotAGroup => Self::NotAGroup,
            storage::DmError::Storage(error) => AccessError::from(error).into(),
        }
    }
}

impl From<DmError> for Refusal {
    fn from(error: DmError) -> Self {
        match error {
            DmError::Access(error) => error.into(),
            DmError::People => Self::field("userIds", "must name one to nine other people"),
            DmError::TooMany(max) => Self::new(
                Code::Validation,
                format!(
                    "You, or one of them, are in {max} conversations already. Leave a group first."
                ),
            ),
            DmError::Full => Self::new(
                Code::Validation,
                format!("A group has at most {GROUP_MEMBERS_MAX} people."),
            ),
            DmError::NotAGroup => Self::new(
                Code::Conflict,
                "Only the people of a group come and go. Open a group instead.",
            ),
            DmError::NotYou => Missing(Permission::KickMembers).into(),
        }
    }
}
