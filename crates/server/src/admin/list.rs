//! Everybody who has an account.

use parlor_protocol::{
    admin::AdminUser,
    ids::UserId,
    page::{Page, PageSize},
};

use super::{Admin, AdminError};
use crate::{
    app::App,
    clock,
    refusal::Refusal,
    search::{self, NamedError},
};

/// Why nobody is listed.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// What is looked for is no name.
    #[error(transparent)]
    Named(#[from] NamedError),
    /// The database did not answer.
    #[error(transparent)]
    Admin(#[from] AdminError),
}

impl From<ListError> for Refusal {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Named(error) => error.into(),
            ListError::Admin(error) => error.into(),
        }
    }
}

/// A page of accounts by id; with a text, of those that have it in the username, the e-mail
/// address or the display name.
///
/// # Errors
/// See [`ListError`].
pub async fn list(
    app: &App,
    _: &Admin,
    window: (Option<UserId>, PageSize),
    containing: Option<&str>,
) -> Result<Page<AdminUser>, ListError> {
    let containing = search::named(&app.config.limits, containing)?;
    let accounts = app.storage.accounts();
    let page = accounts.directory(window, containing, clock::now()).await;
    Ok(page.map_err(AdminError::from)?)
}
