//! Letting somebody come back.

use parlor_protocol::{
    ids::{SpaceId, UserId},
    permissions::Permission,
};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
};

/// Lifts a ban; may be repeated. They are not a member by that.
///
/// # Errors
/// [`AccessError`]; the ban stands then.
pub async fn remove(
    app: &App,
    actor: &Actor,
    (space, user): (SpaceId, UserId),
) -> Result<(), AccessError> {
    members::anew(app, move || async move {
        let access = members::in_space(app, actor, space).await?;
        let grant = access.may(Permission::BanMembers)?;
        Ok(app.storage.bans().remove(grant, user, clock::now()).await?)
    })
    .await
}
