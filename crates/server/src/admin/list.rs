//! Everybody who has an account.

use parlor_protocol::{
    admin::AdminUser,
    ids::UserId,
    page::{Page, PageSize},
};

use super::{Admin, AdminError};
use crate::{app::App, clock, refusal::Refusal};

/// Why nobody is listed.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// What is looked for is too long.
    #[error("q is longer than {0} characters")]
    TooLong(usize),
    /// What is looked for is in no name.
    #[error("q contains NUL")]
    Nul,
    /// The database did not answer.
    #[error(transparent)]
    Admin(#[from] AdminError),
}

impl From<ListError> for Refusal {
    fn from(error: ListError) -> Self {
        match error {
            ListError::TooLong(max) => {
                Self::field("q", &format!("must be at most {max} characters long"))
            }
            ListError::Nul => Self::field("q", "must not contain NUL"),
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
    let max = app.config.limits.search_chars_max;
    if containing.is_some_and(|text| text.chars().count() > max) {
        return Err(ListError::TooLong(max));
    }
    if containing.is_some_and(|text| text.contains('\0')) {
        return Err(ListError::Nul);
    }
    let accounts = app.storage.accounts();
    let page = accounts.directory(window, containing, clock::now()).await;
    Ok(page.map_err(AdminError::from)?)
}
