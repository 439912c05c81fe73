//! Changing a space.

use parlor_protocol::{
    ids::SpaceId,
    permissions::{Missing, Permission},
    spaces::{Space, UpdateSpace},
    text::{self, Refused},
};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why a space stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// The space is missing or hidden, or not the actor's to manage.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A field is not as it must be.
    #[error("{0} {1}")]
    Field(&'static str, Refused),
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
            UpdateError::Field(name, why) => (name, why).into(),
        }
    }
}

/// Gives a space another name or description.
///
/// # Errors
/// See [`UpdateError`]; nothing was changed then.
pub async fn update(
    app: &App,
    actor: &Actor,
    (space, changes): (SpaceId, UpdateSpace),
) -> Result<Space, UpdateError> {
    let limits = &app.config.limits;
    let access = members::in_space(app, actor, space).await?;
    let grant = access.may(Permission::ManageSpace)?;
    if let Some(name) = &changes.name {
        text::name(name, limits.name_chars_max).map_err(|why| UpdateError::Field("name", why))?;
    }
    if let Some(description) = &changes.description {
        text::prose(description, limits.topic_chars_max)
            .map_err(|why| UpdateError::Field("description", why))?;
    }
    let storage = app.storage.clone();
    let updated = app.commit(async move {
        let updated = storage
            .spaces()
            .update(grant, changes, clock::now())
            .await?;
        updated.ok_or(AccessError::NotFound)
    });
    Ok(updated.await?)
}
