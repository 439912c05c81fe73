//! Signing in, once who it is has been settled: a session, its first tokens.

use parlor_auth::{
    access_token, device,
    refresh_token::{self, LIFETIME_MS, RefreshToken, SESSION_LIFETIME_MS},
};
use parlor_protocol::{
    ids::{SessionId, UserId},
    time::Timestamp,
};
use parlor_storage::sessions::NewSession;
use zeroize::Zeroizing;

use crate::{app::App, clock, http::client::Client};

/// What a successful register, login or refresh hands out. Holds secrets: it neither prints nor
/// serialises; `http` decides which of them goes into the body and which into a cookie.
pub struct Issued {
    /// For `Authorization: Bearer`.
    pub access_token: String,
    /// For the next refresh.
    pub refresh_token: RefreshToken,
    /// What the device is known by from now on, where somebody gave their password.
    pub device: Option<Zeroizing<String>>,
}

/// A session about to be stored, and the token that will keep it signed in.
pub(super) fn new_session(
    app: &App,
    client: &Client,
    now: Timestamp,
) -> (NewSession, RefreshToken) {
    let token = refresh_token::start(&mut clock::rng());
    let session = NewSession {
        id: SessionId::from_raw(app.ids.next()),
        token: token.digest(),
        token_expires_at: now.plus_millis(LIFETIME_MS),
        ends_at: now.plus_millis(SESSION_LIFETIME_MS),
        created_at: now,
        ip: client.address.to_string(),
        user_agent: client.user_agent.clone(),
        sessions_max: app.config.limits.sessions_per_user_max,
    };
    (session, token)
}

/// Both tokens of a session that is stored.
pub(super) fn issue(
    app: &App,
    user: UserId,
    session: SessionId,
    refresh_token: RefreshToken,
) -> Issued {
    let access_token =
        access_token::issue(&app.keys, user, session, clock::now(), &mut clock::rng());
    Issued {
        access_token,
        refresh_token,
        device: None,
    }
}

/// The same for somebody who gave their password: the device is known from now on.
pub(super) fn welcome(
    app: &App,
    user: UserId,
    session: SessionId,
    refresh_token: RefreshToken,
) -> Issued {
    let device = device::remember(&app.keys, user, clock::now(), &mut clock::rng());
    Issued {
        device: Some(device),
        ..issue(app, user, session, refresh_token)
    }
}
