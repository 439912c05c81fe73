//! Asking for a one-time link by mail.

use std::time::Duration;

use parlor_protocol::{
    auth::MailReset,
    error::Code,
    text::{self, Refused},
};

use super::hash_pool::Overloaded;
use crate::{app::App, clock, http::client::Client, mail::Letter, refusal::Refusal};

/// Why no link is sent. None of these tells whether anybody has the address.
#[derive(Debug, thiserror::Error)]
pub enum ResetMailError {
    /// The instance sends no mail.
    #[error("no mail is sent here")]
    NoMail,
    /// That is no address.
    #[error("email {0}")]
    Email(Refused),
    /// Too many requests from this address, or mails to that one.
    #[error("too many requests, wait {retry_after:?}")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// As many letters wait as may.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
}

impl From<ResetMailError> for Refusal {
    fn from(error: ResetMailError) -> Self {
        match error {
            ResetMailError::NoMail => Self::new(
                Code::Conflict,
                "This instance sends no mail. Ask who runs it for a reset link.",
            ),
            ResetMailError::Email(why) => ("email", why).into(),
            ResetMailError::TooMany { retry_after } => Self::rate_limited("requests", retry_after),
            ResetMailError::Overloaded(error) => error.into(),
        }
    }
}

/// Has a link sent to whoever has this address. Nothing is looked up before the answer, so neither
/// it nor its time tells whether anybody has.
///
/// # Errors
/// See [`ResetMailError`]; nothing is sent then.
pub fn reset_mail(app: &App, client: &Client, input: MailReset) -> Result<(), ResetMailError> {
    if !app.mail.works() {
        return Err(ResetMailError::NoMail);
    }
    text::email(&input.email).map_err(ResetMailError::Email)?;
    let now = clock::instant();
    app.throttle
        .reset(client.prefix(), now)
        .and_then(|()| app.mail.take(&input.email, now))
        .map_err(|retry_after| ResetMailError::TooMany { retry_after })?;
    app.mail.send(Letter::Reset { email: input.email })?;
    Ok(())
}
