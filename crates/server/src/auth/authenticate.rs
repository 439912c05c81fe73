//! The one place where a credential becomes somebody.
//!
//! Every door comes through here: HTTP with a bearer token, the socket with that or a ticket.

use parlor_auth::{access_token, tickets::Tickets};
use parlor_protocol::{
    auth::Purpose,
    error::Code,
    ids::{ChannelId, SessionId, UserId},
    time::Timestamp,
};

use crate::{app::App, clock, refusal::Refusal};

/// Who asks: a signed-in person on one of their devices. Only this module makes one, from a
/// credential whose session is alive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub user: UserId,
    /// The device.
    pub session: SessionId,
    /// Keeps everybody else from making one.
    _proven: Proven,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Proven;

/// A good credential: who showed it, and how long it is good.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Who, and on which device.
    pub actor: Actor,
    /// From when on a socket needs another one.
    pub expires_at: Timestamp,
}

/// Why a credential is not good.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// Not one of ours, for something else, or its time is over.
    #[error("the credential is not good")]
    Invalid,
    /// It was good, but its session was ended or has ended.
    #[error("the session has ended")]
    Ended,
    /// The database had to be asked and did not answer.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<AuthenticateError> for Refusal {
    fn from(error: AuthenticateError) -> Self {
        match error {
            // One answer for both: a stranger learns nothing about what was once good.
            AuthenticateError::Invalid | AuthenticateError::Ended => Self::new(
                Code::Unauthenticated,
                "You are not signed in, or no longer. Refresh the access token or sign in again.",
            ),
            AuthenticateError::Storage(error) => error.into(),
        }
    }
}

/// Who holds this access token.
///
/// # Errors
/// See [`AuthenticateError`].
pub async fn authenticate(app: &App, token: &str) -> Result<Actor, AuthenticateError> {
    Ok(by_token(app, token).await?.actor)
}

/// Who holds this access token, and until when it is good.
///
/// # Errors
/// See [`AuthenticateError`].
pub async fn by_token(app: &App, token: &str) -> Result<Credential, AuthenticateError> {
    let claims = access_token::verify(&app.keys, token, clock::now())
        .map_err(|_| AuthenticateError::Invalid)?;
    admit(app, (claims.user, claims.session), claims.expires_at).await
}

/// Who asked for this ticket, if it opens this door. A socket's ticket is spent by it.
///
/// # Errors
/// See [`AuthenticateError`].
pub async fn by_ticket(
    app: &App,
    ticket: &str,
    (purpose, channel): (Purpose, Option<ChannelId>),
) -> Result<Credential, AuthenticateError> {
    let now = clock::now();
    let bound = tickets(app)
        .redeem(ticket, purpose, channel, now)
        .ok_or(AuthenticateError::Invalid)?;
    // What a ticket opens lasts as long as what an access token of the same moment would open.
    let expires_at = now.plus_millis(access_token::LIFETIME_MS);
    admit(app, (bound.user, bound.session), expires_at).await
}

/// The operator at the machine itself, in the name of this person. There is no device, so this
/// opens no door to the outside: it is for the command line alone.
pub(crate) fn operator(user: UserId) -> Actor {
    Actor {
        user,
        session: SessionId::from_raw(0),
        _proven: Proven,
    }
}

/// Whether the session of somebody who came in before is alive still.
///
/// # Errors
/// See [`AuthenticateError`].
pub async fn still_good(app: &App, actor: &Actor) -> Result<(), AuthenticateError> {
    app.gate.admit(&app.storage, actor.session).await?;
    Ok(())
}

/// Whether this looks like a ticket of ours that was not spent yet; it is looked at, not redeemed.
pub fn is_ticket(app: &App, ticket: &str) -> bool {
    tickets(app).holds(ticket, clock::now())
}

async fn admit(
    app: &App,
    (user, session): (UserId, SessionId),
    expires_at: Timestamp,
) -> Result<Credential, AuthenticateError> {
    let active = app.gate.admit(&app.storage, session).await?;
    if active.user != user {
        return Err(AuthenticateError::Invalid);
    }
    Ok(Credential {
        actor: Actor {
            user,
            session,
            _proven: Proven,
        },
        expires_at: expires_at.min(active.ends_at),
    })
}

/// The tickets of this node.
pub(super) fn tickets(app: &App) -> std::sync::MutexGuard<'_, Tickets> {
    app.tickets
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
