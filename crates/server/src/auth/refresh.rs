//! Staying signed in: one refresh token for the next, and a new access token with it.

use std::time::Duration;

use parlor_auth::refresh_token::{self, RefreshToken};
use parlor_protocol::error::Code;
use parlor_storage::sessions::{Rotation, Visit};

use super::{Issued, end::end, issue::issue};
use crate::{app::App, clock, http::client::Client, refusal::Refusal};

/// Why a refresh token bought nothing.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// There is none, or it is spent, revoked, expired, or was never one.
    #[error("the refresh token is not good")]
    Invalid,
    /// Too many refreshes of this session.
    #[error("too many refreshes, wait {retry_after:?}")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<RefreshError> for Refusal {
    fn from(error: RefreshError) -> Self {
        match error {
            RefreshError::Invalid => Self::new(
                Code::Unauthenticated,
                "This refresh token is not good, or no longer. Sign in again.",
            ),
            RefreshError::TooMany { retry_after } => Self::rate_limited("refreshes", retry_after),
            RefreshError::Storage(error) => error.into(),
        }
    }
}

/// Spends a refresh token. What happens to one that comes twice is `refresh_token::rotate`'s to
/// decide; here its decision is carried out.
///
/// # Errors
/// See [`RefreshError`]. After [`RefreshError::TooMany`] the token is still good.
pub async fn refresh(
    app: &App,
    client: &Client,
    presented: Option<RefreshToken>,
) -> Result<Issued, RefreshError> {
    let presented = presented.ok_or(RefreshError::Invalid)?;
    let sessions = app.storage.sessions();
    let found = sessions.find(presented.digest()).await?;
    let (_, session) = found.ok_or(RefreshError::Invalid)?;
    app.throttle
        .refresh(session, clock::instant())
        .map_err(|retry_after| RefreshError::TooMany { retry_after })?;

    let visit = Visit {
        now: clock::now(),
        ip: client.address.to_string(),
        user_agent: client.user_agent.clone(),
    };
    let fresh_nonce = clock::random::<32>();
    let (token, pepper, now) = (presented.clone(), app.keys.pepper().clone(), visit.now);
    let decide = move |stored: &_| refresh_token::rotate(stored, &token, &pepper, now, fresh_nonce);
    let rotation = sessions.rotate(presented.digest(), visit, decide).await?;
    let (user, session, nonce) = match rotation.ok_or(RefreshError::Invalid)? {
        Rotation::Rotated { user, session } => (user, session, fresh_nonce),
        Rotation::Repeated {
            user,
            session,
            nonce,
        } => (user, session, nonce),
        Rotation::Reused { session } => {
            end(app, &[session]);
            tracing::warn!(%session, address = %client.address, "a spent refresh token came again");
            return Err(RefreshError::Invalid);
        }
        Rotation::Invalid => return Err(RefreshError::Invalid),
    };
    let successor = refresh_token::successor(&presented, &nonce, app.keys.pepper());
    Ok(issue(app, user, session, successor))
}
