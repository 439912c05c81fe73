//! Taking another password with a one-time link.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use parlor_auth::{
    password::{self, Password},
    refresh_token::Digest,
};
use parlor_protocol::{auth::ResetPassword, error::Code};
use zeroize::Zeroizing;

use super::{
    end::end,
    hash_pool::{For, Overloaded},
    throttle::Guesser,
};
use crate::{app::App, clock, http::client::Client, refusal::Refusal};

/// How long a link that lets somebody take another password is good, in milliseconds: 15 minutes
/// by mail, and as long from who runs the instance.
pub const LINK_LIFETIME_MS: i64 = 15 * 60 * 1000;

/// What a link carries: 256 random bits. Only its SHA-256 is kept.
pub struct LinkToken(Zeroizing<[u8; 32]>);

impl LinkToken {
    /// A new one.
    pub fn new() -> Self {
        Self(Zeroizing::new(clock::random()))
    }

    /// Reads one; `None` for what cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.strip_prefix("lt_")?).ok()?);
        bytes
            .as_slice()
            .try_into()
            .ok()
            .map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// As it stands in a link.
    pub fn to_text(&self) -> String {
        format!("lt_{}", URL_SAFE_NO_PAD.encode(self.0.as_slice()))
    }

    /// What finds it in the database.
    pub fn digest(&self) -> Digest {
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, self.0.as_slice());
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest.as_ref());
        Digest::from_bytes(bytes)
    }
}

impl Default for LinkToken {
    fn default() -> Self {
        Self::new()
    }
}

/// Why the password stays.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The link was never good, was used, or has expired: the three cannot be told apart.
    #[error("the link is not good")]
    NotGood,
    /// The new password is not good enough.
    #[error("newPassword {0}")]
    Password(#[from] password::Refused),
    /// Too many tries from this address.
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

impl From<ResetError> for Refusal {
    fn from(error: ResetError) -> Self {
        match error {
            ResetError::NotGood => Self::new(
                Code::NotFound,
                "This link was used, has expired, or was never good. Ask for a new one.",
            ),
            ResetError::Password(why) => ("newPassword", why).into(),
            ResetError::TooMany { retry_after } => Self::rate_limited("attempts", retry_after),
            ResetError::Overloaded(error) => error.into(),
            ResetError::Storage(error) => error.into(),
        }
    }
}

/// Spends a link on another password, and ends every session of that person. The account stays
/// disabled where it was.
///
/// # Errors
/// See [`ResetError`]; the old password is in force then, and a link that was good still is.
pub async fn reset(app: &App, client: &Client, input: ResetPassword) -> Result<(), ResetError> {
    app.throttle
        .reset(client.prefix(), clock::instant())
        .map_err(|retry_after| ResetError::TooMany { retry_after })?;
    let token = LinkToken::parse(&input.token.expose()).ok_or(ResetError::NotGood)?;
    let links = app.storage.links();
    let account = links.leads_to(token.digest(), clock::now()).await?;
    let account = account.ok_or(ResetError::NotGood)?;

    let limits = app.config.limits.clone();
    let words = [
        account.username.clone(),
        app.settings.in_force().name.clone(),
    ];
    let new = input.new_password.expose();
    let work = move || {
        let new = Password::new_checked(new, &limits, &[&words[0], &words[1]])?;
        Ok::<_, ResetError>(password::hash(&new, &mut clock::rng()))
    };
    let new = app.hash_pool.run(For::Stranger, work).await??;
    let ended = links.reset(token.digest(), new, clock::now()).await?;
    end(app, &ended.ok_or(ResetError::NotGood)?);
    let guesser = Guesser::named(&account.username);
    app.throttle.failures.succeeded(&guesser, clock::instant());
    tracing::info!(user = %account.user, "password set by a link");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written is read, and nothing else is.
    #[test]
    fn a_token_has_one_text() {
        let token = LinkToken::new();
        let text = token.to_text();
        assert_eq!(LinkToken::parse(&text).unwrap().digest(), token.digest());
        assert_ne!(LinkToken::new().digest(), token.digest());
        for bad in [
            "",
            "lt_",
            "rt_AAAA",
            &text[3..],
            &text[..text.len() - 1],
            &format!("{text}A"),
        ] {
            assert!(LinkToken::parse(bad).is_none(), "{bad}");
        }
    }
}
