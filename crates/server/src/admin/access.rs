//! Who runs the instance.

use parlor_protocol::{error::Code, ids::UserId};
use parlor_storage::accounts::{Rank, StandingError};

use crate::{
    app::{Actor, App},
    refusal::Refusal,
};

/// Somebody who runs the instance. Only [`admin`] makes one.
#[derive(Debug, Clone, Copy)]
pub struct Admin {
    user: UserId,
}

impl Admin {
    /// Who it is.
    pub const fn user(&self) -> UserId {
        self.user
    }
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// They do not run the instance, or this is for its owner alone.
    #[error("this is for who runs the instance")]
    NotAllowed,
    /// The account stands as high as theirs, or higher.
    #[error("the account does not stand below")]
    TooHigh,
    /// There is no such account.
    #[error("not found")]
    NotFound,
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<StandingError> for AdminError {
    fn from(error: StandingError) -> Self {
        match error {
            StandingError::NotAllowed => Self::NotAllowed,
            StandingError::TooHigh => Self::TooHigh,
            StandingError::Gone => Self::NotFound,
            StandingError::Storage(error) => error.into(),
        }
    }
}

impl From<AdminError> for Refusal {
    fn from(error: AdminError) -> Self {
        match error {
            AdminError::NotAllowed => Self::new(
                Code::Forbidden,
                "This is for people who run this instance; only its owner names them.",
            ),
            AdminError::TooHigh => Self::new(
                Code::Forbidden,
                "You can do this only to accounts that stand below your own: the owner's above \
                 those of admins, theirs above all others.",
            ),
            AdminError::NotFound => Self::not_found(),
            AdminError::Storage(error) => error.into(),
        }
    }
}

/// The actor as one who runs the instance.
///
/// # Errors
/// [`AdminError::NotAllowed`].
pub async fn admin(app: &App, actor: &Actor) -> Result<Admin, AdminError> {
    let rank = app.storage.accounts().rank(actor.user).await?;
    if rank > Some(Rank::Member) {
        Ok(Admin { user: actor.user })
    } else {
        Err(AdminError::NotAllowed)
    }
}
