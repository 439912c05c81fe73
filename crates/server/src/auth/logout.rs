//! Signing out.

use parlor_auth::{access_token, refresh_token::RefreshToken};

use super::end::end;
use crate::{
    app::{Actor, App},
    clock,
};

/// What somebody who signs out still holds.
pub struct Held<'a> {
    /// The access token.
    pub access_token: Option<&'a str>,
    /// Refresh tokens, in whatever state.
    pub refresh_tokens: Vec<RefreshToken>,
}

/// Ends the session these belong to; all, if they belong to several. Whatever is not good is passed
/// over: whoever wants to be signed out is, and may repeat it.
///
/// # Errors
/// When the database does not do it.
pub async fn logout(app: &App, held: Held<'_>) -> Result<(), parlor_storage::Error> {
    let mut sessions = Vec::new();
    if let Some(token) = held.access_token
        && let Ok(claims) = access_token::verify(&app.keys, token, clock::now())
    {
        sessions.push(claims.session);
    }
    for token in held.refresh_tokens {
        let found = app.storage.sessions().find(token.digest()).await?;
        sessions.extend(found.map(|(_, session)| session));
    }
    if !sessions.is_empty() {
        let now = clock::now();
        app.storage.sessions().revoke(sessions.clone(), now).await?;
        end(app, &sessions);
    }
    Ok(())
}

/// Ends every session of the actor, this one too.
///
/// # Errors
/// When the database does not do it.
pub async fn logout_all(app: &App, actor: &Actor) -> Result<(), parlor_storage::Error> {
    let now = clock::now();
    let ended = app
        .storage
        .sessions()
        .revoke_all(actor.user, None, now)
        .await?;
    end(app, &ended);
    Ok(())
}
