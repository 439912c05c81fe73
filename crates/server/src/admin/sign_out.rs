//! Signing somebody out everywhere.

use parlor_protocol::ids::UserId;

use super::{Admin, AdminError};
use crate::{app::App, auth, clock};

/// Ends every session of somebody. Nothing of theirs passes any more when this returns.
///
/// # Errors
/// See [`AdminError`].
pub async fn sign_out(app: &App, admin: &Admin, user: UserId) -> Result<(), AdminError> {
    let accounts = app.storage.accounts();
    let ended = accounts.sign_out(admin.user(), user, clock::now()).await?;
    auth::end(app, &ended);
    tracing::info!(by = %admin.user(), %user, "signed out by who runs the instance");
    Ok(())
}
