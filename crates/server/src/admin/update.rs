//! Letting somebody in or not, and naming who helps to run the instance.

use parlor_protocol::{
    admin::{AdminUser, UpdateUser},
    close::Close,
    ids::UserId,
};

use super::{Admin, AdminError};
use crate::{app::App, auth, clock};

/// Changes what is named. Who is disabled is out everywhere when this returns.
///
/// # Errors
/// See [`AdminError`]; nothing was changed then.
pub async fn update(
    app: &App,
    admin: &Admin,
    (user, change): (UserId, UpdateUser),
) -> Result<AdminUser, AdminError> {
    let accounts = app.storage.accounts();
    let change_of = (user, change);
    let (seen, ended) = accounts
        .set_standing(admin.user(), change_of, clock::now())
        .await?;
    auth::end_with(app, &ended, Close::Disabled);
    tracing::info!(by = %admin.user(), %user, ?change, "an account was changed");
    Ok(seen)
}
