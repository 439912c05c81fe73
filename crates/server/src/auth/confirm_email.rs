//! Proving an address with a one-time link.

use std::time::Duration;

use parlor_protocol::{auth::ConfirmEmail, error::Code};
use parlor_storage::accounts;

use super::LinkToken;
use crate::{app::App, clock, http::client::Client, mail::Letter, refusal::Refusal};

/// How long a link that proves an address is good, in milliseconds: 24 hours.
pub const EMAIL_LINK_LIFETIME_MS: i64 = 24 * 60 * 60 * 1000;

/// Why the address stays.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// The link was never good, was used, or has expired: the three cannot be told apart.
    #[error("the link is not good")]
    NotGood,
    /// Somebody else has the address by now.
    #[error("the e-mail address is taken")]
    Taken,
    /// Too many tries from this address.
    #[error("too many attempts, wait {retry_after:?}")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<accounts::UpdateError> for ConfirmError {
    fn from(error: accounts::UpdateError) -> Self {
        match error {
            accounts::UpdateError::EmailTaken => Self::Taken,
            accounts::UpdateError::Gone => Self::NotGood,
            accounts::UpdateError::Storage(error) => error.into(),
        }
    }
}

impl From<ConfirmError> for Refusal {
    fn from(error: ConfirmError) -> Self {
        match error {
            ConfirmError::NotGood => Self::new(
                Code::NotFound,
                "This link was used, has expired, or was never good. Ask for a new one.",
            ),
            ConfirmError::Taken => Self::new(
                Code::Conflict,
                "Another account has this e-mail address by now. Use another one.",
            ),
            ConfirmError::TooMany { retry_after } => Self::rate_limited("attempts", retry_after),
            ConfirmError::Storage(error) => error.into(),
        }
    }
}

/// Makes the address that a link proves the account's, and tells the one before.
///
/// # Errors
/// See [`ConfirmError`]; nothing was changed then.
pub async fn confirm_email(
    app: &App,
    client: &Client,
    input: ConfirmEmail,
) -> Result<(), ConfirmError> {
    app.throttle
        .reset(client.prefix(), clock::instant())
        .map_err(|retry_after| ConfirmError::TooMany { retry_after })?;
    let token = LinkToken::parse(&input.token.expose()).ok_or(ConfirmError::NotGood)?;
    let confirmed = app
        .storage
        .links()
        .confirm(token.digest(), clock::now())
        .await?;
    let (user, before) = confirmed.ok_or(ConfirmError::NotGood)?;
    tracing::info!(%user, "e-mail address confirmed");
    if let Some(email) = before
        && app.mail.send(Letter::Changed { email }).is_err()
    {
        tracing::warn!(%user, "no room for the note to the address before");
    }
    Ok(())
}
