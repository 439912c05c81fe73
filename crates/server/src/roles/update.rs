//! Changing a role.

use parlor_protocol::{
    error::Code,
    ids::RoleId,
    permissions::{Access, Missing, Permission},
    spaces::{Role, UpdateRole},
};

use super::fields::{self, FieldError};
use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why a role stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// The role is missing or hidden, or not the actor's to manage; or he lacks what it would get.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// It is or would be at or above the actor's own.
    #[error("only roles below one's own can be changed")]
    TooHigh,
    /// A field is not as it must be.
    #[error(transparent)]
    Field(#[from] FieldError),
}

impl From<Missing> for UpdateError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<UpdateError> for Refusal {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::Access(error) => error.into(),
            UpdateError::TooHigh => Self::new(
                Code::Forbidden,
                "You can only manage roles below your own highest role.",
            ),
            UpdateError::Field(error) => error.into(),
        }
    }
}

/// A role of a space the actor belongs to, and what he may do in it.
pub(super) async fn role_of(
    app: &App,
    actor: &Actor,
    role: RoleId,
) -> Result<(Access, Role), AccessError> {
    let role = app.storage.roles().get(role).await?;
    let role = role.ok_or(AccessError::NotFound)?;
    let access = members::in_space(app, actor, role.space_id).await?;
    Ok((access, role))
}

/// Changes a role; who no longer sees a channel hears nothing of it any more when this returns.
///
/// # Errors
/// See [`UpdateError`]; nothing was changed then.
pub async fn update(
    app: &App,
    actor: &Actor,
    (role, changes): (RoleId, UpdateRole),
) -> Result<Role, UpdateError> {
    let changes = &changes;
    members::anew(app, move || async move {
        let changes = changes.clone();
        let (access, today) = role_of(app, actor, role).await?;
        let grant = access.may(Permission::ManageRoles)?;
        if !access.rank().outranks(today.position) {
            return Err(UpdateError::TooHigh);
        }
        check(app, &changes, &today)?;
        if changes
            .position
            .is_some_and(|position| !access.rank().outranks(position))
        {
            return Err(UpdateError::TooHigh);
        }
        if let Some(permissions) = changes.permissions {
            access.check_holds(permissions.without(today.permissions))?;
        }
        // Its name, its colour and its place take nothing from anybody.
        let may_take = changes.permissions.is_some();
        let (storage, space) = (app.storage.clone(), today.space_id);
        let write = async move {
            let roles = storage.roles();
            let updated = roles.update(grant, (role, changes), clock::now()).await?;
            updated.ok_or(AccessError::NotFound)
        };
        let updated = app.commit_and(write, move |node, _| async move {
            if may_take {
                members::recheck_all(node, space).await;
            }
        });
        Ok(updated.await?)
    })
    .await
}

fn check(app: &App, changes: &UpdateRole, today: &Role) -> Result<(), FieldError> {
    let is_everyone = today.id == today.space_id.into();
    if let Some(name) = &changes.name {
        if is_everyone && *name != today.name {
            return Err(FieldError::Everyone("name"));
        }
        fields::name(name, &app.config.limits)?;
    }
    if let Some(Some(color)) = &changes.color {
        fields::color(color)?;
    }
    match changes.position {
        Some(position) if is_everyone && position != 0 => Err(FieldError::Everyone("position")),
        Some(0) if !is_everyone => Err(FieldError::Position),
        _ => Ok(()),
    }
}
