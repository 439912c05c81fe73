//! Making a role.

use parlor_protocol::{
    error::Code,
    ids::{RoleId, SpaceId},
    permissions::{Missing, Permission},
    spaces::{CreateRole, Role},
};
use parlor_storage::roles::{self as storage, NewRole};

use super::fields::{self, FieldError};
use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why no role was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The space is missing or hidden, or not the actor's to manage; or he lacks what the role
    /// would have.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A field is not as it must be.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The space has as many roles as it may.
    #[error("a space has at most {0} roles")]
    TooMany(u32),
}

impl From<Missing> for CreateError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<CreateError> for Refusal {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Access(error) => error.into(),
            CreateError::Field(error) => error.into(),
            CreateError::TooMany(max) => Self::new(
                Code::Validation,
                format!("This space has {max} roles already. Delete one first."),
            ),
        }
    }
}

/// Makes a role that nobody holds yet, right above @everyone.
///
/// # Errors
/// See [`CreateError`]; nothing was made then.
pub async fn create(
    app: &App,
    actor: &Actor,
    (space, input): (SpaceId, CreateRole),
) -> Result<Role, CreateError> {
    let input = &input;
    members::anew(app, move || async move {
        let input = input.clone();
        let limits = &app.config.limits;
        let access = members::in_space(app, actor, space).await?;
        let grant = access.may(Permission::ManageRoles)?;
        fields::name(&input.name, limits)?;
        if let Some(color) = &input.color {
            fields::color(color)?;
        }
        access.check_holds(input.permissions)?;
        let max = limits.roles_per_space_max;
        let new = NewRole {
            id: RoleId::from_raw(app.ids.next()),
            name: input.name,
            color: input.color,
            permissions: input.permissions,
            created_at: clock::now(),
            per_space_max: max,
        };
        let storage = app.storage.clone();
        app.commit(async move { storage.roles().create(grant, new).await })
            .await
            .map_err(|error| match error {
                storage::CreateError::Gone => AccessError::NotFound.into(),
                storage::CreateError::TooMany => CreateError::TooMany(max),
                storage::CreateError::Storage(error) => AccessError::from(error).into(),
            })
    })
    .await
}
