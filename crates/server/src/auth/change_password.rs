//! Taking another password.

use std::{sync::Arc, time::Duration};

use parlor_auth::password::{self, Password, PasswordHash, Verdict};
use parlor_protocol::{auth::ChangePassword, error::Code};
use parlor_storage::accounts::{Credentials, NewPassword};

use super::{
    end::end,
    hash_pool::{For, Overloaded},
    throttle::Guesser,
};
use crate::{
    app::{Actor, App},
    clock,
    refusal::Refusal,
};

/// Why the password stays.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The current one is wrong.
    #[error("the current password is wrong")]
    InvalidCredentials,
    /// The new one is not good enough.
    #[error("newPassword {0}")]
    Password(#[from] password::Refused),
    /// Too many changes, or too many wrong passwords, of this person.
    #[error("too many attempts, wait {retry_after:?}")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// More passwords wait to be hashed than can be.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<ChangePasswordError> for Refusal {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            // Not 401: the one who asks is signed in, and need not sign in again.
            ChangePasswordError::InvalidCredentials => Self {
                status: 403,
                ..Self::new(
                    Code::InvalidCredentials,
                    "The current password is wrong. Check it and try again.",
                )
            },
            ChangePasswordError::Password(why) => ("newPassword", why).into(),
            ChangePasswordError::TooMany { retry_after } => {
                Self::rate_limited("changes of your password", retry_after)
            }
            ChangePasswordError::Overloaded(error) => error.into(),
            ChangePasswordError::Storage(error) => error.into(),
        }
    }
}

/// Replaces the actor's password, and ends all of their sessions but this one: whoever knew the
/// old one is out.
///
/// # Errors
/// See [`ChangePasswordError`]; the old password is in force then.
pub async fn change_password(
    app: &App,
    actor: &Actor,
    input: ChangePassword,
) -> Result<(), ChangePasswordError> {
    let current = Password::given(input.current_password.expose())
        .ok_or(ChangePasswordError::InvalidCredentials)?;
    app.throttle
        .password_change(actor.user, clock::instant())
        .map_err(|retry_after| ChangePasswordError::TooMany { retry_after })?;
    let found = app.storage.accounts().by_id(actor.user).await?;
    let found = found.ok_or(ChangePasswordError::InvalidCredentials)?;
    let old = found.hash.clone();
    let new = replace(app, (found, current), input.new_password.expose()).await?;

    let change = NewPassword {
        user: actor.user,
        new,
        old: Some(old),
        keep: Some(actor.session),
    };
    let ended = app
        .storage
        .accounts()
        .set_password(change, clock::now())
        .await?;
    // Somebody else changed it in the meantime: what was checked is no longer the current one.
    end(app, &ended.ok_or(ChangePasswordError::InvalidCredentials)?);
    tracing::info!(user = %actor.user, session = %actor.session, "password changed");
    Ok(())
}

/// Checks the current password, judges and hashes the new one: one piece of work for the pool.
async fn replace(
    app: &App,
    (found, current): (Credentials, Password),
    new: String,
) -> Result<PasswordHash, ChangePasswordError> {
    let failures = Arc::clone(&app.throttle.failures);
    let limits = app.config.limits.clone();
    let instance = app.settings.in_force().name.clone();
    let work = move || {
        let (name, guesser) = (&found.username, Guesser::User(found.user));
        failures
            .attempt(&guesser, clock::instant())
            .map_err(|retry_after| ChangePasswordError::TooMany { retry_after })?;
        if password::verify(&current, &found.hash) == Verdict::Wrong {
            return Err(ChangePasswordError::InvalidCredentials);
        }
        failures.succeeded(&guesser, clock::instant());
        let new = Password::new_checked(new, &limits, &[name, &instance])?;
        Ok(password::hash(&new, &mut clock::rng()))
    };
    app.hash_pool.run(For::Known, work).await?
}
