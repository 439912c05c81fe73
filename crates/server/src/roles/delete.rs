//! Deleting a role.

use parlor_protocol::{ids::RoleId, permissions::Permission};

use super::{
    fields::FieldError,
    update::{UpdateError, role_of},
};
use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
};

/// Deletes a role; who no longer sees a channel hears nothing of it any more when this returns.
///
/// # Errors
/// See [`UpdateError`]; nothing was deleted then. @everyone stays.
pub async fn delete(app: &App, actor: &Actor, role: RoleId) -> Result<(), UpdateError> {
    members::anew(app, move || async move {
        let (access, today) = role_of(app, actor, role).await?;
        let grant = access.may(Permission::ManageRoles)?;
        let space = today.space_id;
        if role == space.into() {
            return Err(FieldError::Everyone("role").into());
        }
        if !access.rank().outranks(today.position) {
            return Err(UpdateError::TooHigh);
        }
        let storage = app.storage.clone();
        let write = async move { storage.roles().delete(grant, role, clock::now()).await };
        let deleted = app.commit_and(write, move |node, ()| members::recheck_all(node, space));
        Ok(deleted.await.map_err(AccessError::from)?)
    })
    .await
}
