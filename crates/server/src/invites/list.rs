//! The invites of a space that can still be used.

use parlor_protocol::{ids::SpaceId, invites::Invite, permissions::Permission};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
};

/// All of them for who manages the space, one's own for everybody else.
///
/// # Errors
/// [`AccessError::NotFound`] for who is not a member.
pub async fn list(app: &App, actor: &Actor, space: SpaceId) -> Result<Vec<Invite>, AccessError> {
    let access = members::in_space(app, actor, space).await?;
    let (invites, now) = (app.storage.invites(), clock::now());
    Ok(if access.may(Permission::ManageSpace).is_ok() {
        invites.of(space, now).await?
    } else {
        invites.made_by(space, actor.user, now).await?
    })
}
