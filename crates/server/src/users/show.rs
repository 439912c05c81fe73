//! Looking at somebody.

use parlor_protocol::{ids::UserId, users::User};

use crate::{
    app::{Actor, App},
    refusal::Refusal,
};

/// Why somebody is not seen.
#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    /// There is nobody of this id, or nobody the actor may know of: the two cannot be told apart.
    #[error("not found")]
    NotFound,
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<ShowError> for Refusal {
    fn from(error: ShowError) -> Self {
        match error {
            ShowError::NotFound => Self::not_found(),
            ShowError::Storage(error) => error.into(),
        }
    }
}

/// Somebody the actor shares a space or a direct conversation with, or the actor.
///
/// # Errors
/// See [`ShowError`].
pub async fn show(app: &App, actor: &Actor, user: UserId) -> Result<User, ShowError> {
    let seen = app.storage.accounts().visible(actor.user, user).await?;
    seen.ok_or(ShowError::NotFound)
}
