//! Deleting a message.

use parlor_protocol::{
    error::Code,
    ids::MessageId,
    permissions::{Missing, Permission},
};

use parlor_storage::{Committed, Content};

use super::show::place_of;
use crate::{
    app::{Actor, Shared},
    attachments, clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why a message stays.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// The message is missing or hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Somebody else wrote it, and the actor does not manage messages.
    #[error("only the author and those who manage messages delete one")]
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
            DeleteError::NotYours => Self::new(
                Code::Forbidden,
                "Only its author and people who manage messages can delete it.",
            ),
        }
    }
}

/// Takes a message's text, files and reactions out of everything; may be repeated.
///
/// # Errors
/// See [`DeleteError`]; the message is unchanged then.
pub async fn delete(app: &Shared, actor: &Actor, message: MessageId) -> Result<(), DeleteError> {
    members::anew(app, move || async move {
        let (access, place) = place_of(app, actor, message).await?;
        let needed = if place.author == actor.user {
            Permission::ViewChannel
        } else {
            Permission::ManageMessages
        };
        let grant = access.may(needed)?;
        if place.deleted {
            return Ok(());
        }
        let storage = app.storage.clone();
        let deleted = app.commit(async move {
            let deleted = storage
                .messages()
                .delete(grant, message, clock::now())
                .await?;
            // Somebody else was quicker: it is gone all the same.
            Ok(deleted.unwrap_or(Committed {
                value: Vec::<Content>::new(),
                events: Vec::new(),
            }))
        });
        let contents = deleted
            .await
            .map_err(|error: parlor_storage::Error| AccessError::from(error))?;
        attachments::discard_soon(app, contents);
        Ok(())
    })
    .await
}
