//! Changing a space.

use parlor_protocol::{
    error::Code,
    ids::SpaceId,
    permissions::{Missing, Permission, Rank},
    spaces::{Space, UpdateSpace},
    text::{self, Refused},
};
use parlor_storage::spaces as storage;

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
    /// It belongs to somebody else, who alone hands it over.
    #[error("only its owner hands a space over")]
    NotYours,
    /// Who shall have it is no member, is silenced there, or may not come in at all.
    #[error("ownerId must be a member who can look after the space")]
    NoHeir,
    /// As many belong to them as may.
    #[error("they own {0} spaces, and no more may be theirs")]
    TooMany(u32),
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
            UpdateError::NotYours => {
                Self::new(Code::Forbidden, "Only its owner can hand this space over.")
            }
            UpdateError::NoHeir => Self::field(
                "ownerId",
                "must be a member of this space who is not silenced here and can sign in",
            ),
            UpdateError::TooMany(max) => Self::field(
                "ownerId",
                &format!("must be somebody who owns fewer than {max} spaces"),
            ),
        }
    }
}

/// Gives a space another name, description or owner. Who was the owner is a member like others then,
/// and hears nothing more of what he no longer sees when this returns.
///
/// # Errors
/// See [`UpdateError`]; nothing was changed then.
pub async fn update(
    app: &App,
    actor: &Actor,
    (space, changes): (SpaceId, UpdateSpace),
) -> Result<Space, UpdateError> {
    let changes = &changes;
    members::anew(app, move || async move {
        let changes = changes.clone();
        let limits = &app.config.limits;
        let access = members::in_space(app, actor, space).await?;
        let grant = access.may(Permission::ManageSpace)?;
        if let Some(name) = &changes.name {
            text::name(name, limits.name_chars_max)
                .map_err(|why| UpdateError::Field("name", why))?;
        }
        if let Some(description) = &changes.description {
            text::prose(description, limits.topic_chars_max)
                .map_err(|why| UpdateError::Field("description", why))?;
        }
        let heir = changes.owner_id;
        if heir.is_some() && access.rank() != Rank::OWNER {
            return Err(UpdateError::NotYours);
        }
        let (storage, max) = (app.storage.clone(), limits.spaces_per_owner_max);
        let write = async move {
            let spaces = storage.spaces();
            spaces.update(grant, (changes, max), clock::now()).await
        };
        let updated = app.commit_and(write, move |node, _| async move {
            if heir.is_some() {
                members::recheck_all(node, space).await;
            }
        });
        updated.await.map_err(|error| refused(error, max))
    })
    .await
}

fn refused(error: storage::UpdateError, max: u32) -> UpdateError {
    match error {
        storage::UpdateError::Gone => AccessError::NotFound.into(),
        storage::UpdateError::NotOwner => UpdateError::NotYours,
        storage::UpdateError::NoHeir => UpdateError::NoHeir,
        storage::UpdateError::TooMany => UpdateError::TooMany(max),
        storage::UpdateError::Storage(error) => AccessError::from(error).into(),
    }
}
