//! Deleting a space.

use parlor_protocol::{
    error::Code,
    ids::{SpaceId, StreamId},
    permissions::{Missing, Permission, Rank},
};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why a space stays.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// The space is missing or hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// It belongs to somebody else.
    #[error("only its owner deletes a space")]
    NotYours,
}

impl From<Missing> for DeleteError {
    fn from(_: Missing) -> Self {
        Self::NotYours
    }
}

impl From<DeleteError> for Refusal {
    fn from(error: DeleteError) -> Self {
        match error {
            DeleteError::Access(error) => error.into(),
            DeleteError::NotYours => {
                Self::new(Code::Forbidden, "Only its owner can delete this space.")
            }
        }
    }
}

/// Deletes a space with everything in it. Nobody hears anything of it any more when this returns.
///
/// # Errors
/// See [`DeleteError`]; nothing was deleted then.
pub async fn delete(app: &App, actor: &Actor, space: SpaceId) -> Result<(), DeleteError> {
    members::anew(app, move || async move {
        let access = members::in_space(app, actor, space).await?;
        let grant = access.may(Permission::ManageSpace)?;
        if access.rank() != Rank::OWNER {
            return Err(DeleteError::NotYours);
        }
        let storage = app.storage.clone();
        let write = async move { storage.spaces().delete(grant, clock::now()).await };
        let deleted = app.commit_and(write, move |node, channels| {
            let streams = channels.iter().copied().map(StreamId::from);
            let streams: Vec<StreamId> = streams.chain([space.into()]).collect();
            async move { members::shut(&node, &streams) }
        });
        deleted
            .await
            .map(drop)
            .map_err(|error| AccessError::from(error).into())
    })
    .await
}
