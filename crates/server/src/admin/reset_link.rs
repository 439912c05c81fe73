//! Letting somebody take another password, where no mail can.

use parlor_protocol::{admin::ResetLink, ids::UserId};
use parlor_storage::links::NewLink;

use super::{Admin, AdminError};
use crate::{
    app::App,
    auth::{LINK_LIFETIME_MS, LinkToken},
    clock,
};

/// Makes a one-time link; the one before is worth nothing from then on.
///
/// # Errors
/// See [`AdminError`].
pub async fn reset_link(app: &App, admin: &Admin, user: UserId) -> Result<ResetLink, AdminError> {
    let (token, now) = (LinkToken::new(), clock::now());
    let new = NewLink {
        token: token.digest(),
        user,
        created_at: now,
        expires_at: now.plus_millis(LINK_LIFETIME_MS),
    };
    app.storage.links().make_reset(admin.user(), new).await?;
    tracing::info!(by = %admin.user(), %user, "a reset link was made");
    // Never from a header of the request: whoever sends one would choose where the link leads.
    let public_url = app.config.http.public_url.as_ref();
    let address = public_url.map(ToString::to_string).unwrap_or_default();
    let token = token.to_text();
    Ok(ResetLink {
        url: format!("{address}/reset#token={token}"),
        token,
        expires_at: new.expires_at,
    })
}
