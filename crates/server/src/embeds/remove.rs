//! Taking previews away.

use parlor_protocol::{
    error::Code,
    ids::MessageId,
    permissions::{Missing, Permission},
};

use crate::{
    app::{Actor, Shared},
    attachments, clock,
    members::{self, AccessError},
    messages,
    refusal::Refusal,
};

/// Why previews stay.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// The message is missing, hidden or deleted.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Somebody else wrote it, and the actor does not manage messages.
    #[error("only the author and those who manage messages take previews away")]
    NotYours,
}

impl From<Missing> for RemoveError {
    fn from(_: Missing) -> Self {
        Self::NotYours
    }
}

impl From<RemoveError> for Refusal {
    fn from(error: RemoveError) -> Self {
        match error {
            RemoveError::Access(error) => error.into(),
            RemoveError::NotYours => Self::new(
                Code::Forbidden,
                "Only its author and people who manage messages can take the previews away.",
            ),
        }
    }
}

/// Takes the previews of a message away, for good; may be repeated.
///
/// # Errors
/// See [`RemoveError`]; the message is unchanged then.
pub async fn remove(app: &Shared, actor: &Actor, message: MessageId) -> Result<(), RemoveError> {
    members::anew(app, move || async move {
        let (access, place): (members::Access, _) =
            messages::of_message(app, actor, message).await?;
        let needed = if place.author == actor.user {
            Permission::ViewChannel
        } else {
            Permission::ManageMessages
        };
        let grant = access.may(needed)?;
        let storage = app.storage.clone();
        let removed = app.commit(async move {
            let embeds = storage.embeds();
            embeds.remove(grant, message, clock::now()).await
        });
        let gone = removed
            .await
            .map_err(|error: parlor_storage::Error| AccessError::from(error))?;
        attachments::discard_soon(app, gone);
        Ok(())
    })
    .await
}
