//! Who is banned.

use parlor_protocol::{
    bans::Ban,
    ids::{SpaceId, UserId},
    page::{Page, PageSize},
    permissions::Permission,
};

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
};

/// A page of the bans of a space, ascending by user id.
///
/// # Errors
/// [`AccessError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    (space, after, size): (SpaceId, Option<UserId>, PageSize),
) -> Result<Page<Ban>, AccessError> {
    let access = members::in_space(app, actor, space).await?;
    let grant = access.may(Permission::BanMembers)?;
    Ok(app.storage.bans().page(grant, after, size).await?)
}

/// One ban.
///
/// # Errors
/// [`AccessError`]; [`AccessError::NotFound`] also for who is not banned.
pub async fn show(
    app: &App,
    actor: &Actor,
    (space, user): (SpaceId, UserId),
) -> Result<Ban, AccessError> {
    let access = members::in_space(app, actor, space).await?;
    let grant = access.may(Permission::BanMembers)?;
    let ban = app.storage.bans().get(grant, user).await?;
    ban.ok_or(AccessError::NotFound)
}
