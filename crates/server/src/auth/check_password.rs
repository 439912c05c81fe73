//! Asking somebody who is signed in for their password once more.

use std::{sync::Arc, time::Duration};

use parlor_auth::password::{self, Password, Verdict};
use parlor_protocol::{auth::Sealed, error::Code};

use super::{
    hash_pool::{For, Overloaded},
    throttle::Guesser,
};
use crate::{
    app::{Actor, App},
    clock,
    refusal::Refusal,
};

/// Why it is not believed that it is them.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The password is wrong.
    #[error("the password is wrong")]
    Wrong,
    /// Too many wrong passwords for this account.
    #[error("too many attempts, wait {retry_after:?}")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// More passwords wait to be hashed than can be.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<CheckError> for Refusal {
    fn from(error: CheckError) -> Self {
        match error {
            // Not 401: the one who asks is signed in, and need not sign in again.
            CheckError::Wrong => Self {
                status: 403,
                ..Self::new(
                    Code::InvalidCredentials,
                    "The password is wrong. Check it and try again.",
                )
            },
            CheckError::TooMany { retry_after } => {
                Self::rate_limited("wrong passwords", retry_after)
            }
            CheckError::Overloaded(error) => error.into(),
            CheckError::Storage(error) => error.into(),
        }
    }
}

/// Checks the actor's password; wrong ones count as at the door.
///
/// # Errors
/// See [`CheckError`].
pub async fn check_password(app: &App, actor: &Actor, password: Sealed) -> Result<(), CheckError> {
    let password = Password::given(password.expose()).ok_or(CheckError::Wrong)?;
    let found = app.storage.accounts().by_id(actor.user).await?;
    let found = found.ok_or(CheckError::Wrong)?;
    let failures = Arc::clone(&app.throttle.failures);
    let work = move || {
        let guesser = Guesser::User(found.user);
        failures
            .attempt(&guesser, clock::instant())
            .map_err(|retry_after| CheckError::TooMany { retry_after })?;
        if password::verify(&password, &found.hash) == Verdict::Wrong {
            return Err(CheckError::Wrong);
        }
        failures.succeeded(&guesser, clock::instant());
        Ok(())
    };
    app.hash_pool.run(For::Known, work).await?
}
