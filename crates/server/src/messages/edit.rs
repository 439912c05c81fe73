//! Giving a message another text.

use parlor_protocol::{
    error::Code,
    ids::MessageId,
    messages::{EditMessage, Message},
    permissions::{Missing, Permission},
    text::{self, Refused},
};
use parlor_storage::messages::Edit;

use super::{of_message, post::mentions};
use crate::{
    app::{Actor, App, Shared},
    attachments, clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why a message keeps its text.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The message is missing, hidden or deleted, or its channel not writable.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Somebody else wrote it.
    #[error("only the author edits a message")]
    NotTheAuthor,
    /// The text is not one.
    #[error("content {0}")]
    Content(Refused),
}

impl From<Missing> for EditError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<parlor_storage::Error> for EditError {
    fn from(error: parlor_storage::Error) -> Self {
        Self::Access(error.into())
    }
}

impl From<EditError> for Refusal {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Access(error) => error.into(),
            EditError::NotTheAuthor => Self::new(
                Code::Forbidden,
                "Only its author can edit a message. Write an answer instead.",
            ),
            EditError::Content(why) => ("content", why).into(),
        }
    }
}

/// A message with files needs no words.
async fn has_files(app: &App, actor: &Actor, message: MessageId) -> Result<bool, EditError> {
    let message = app.storage.messages().get(message, actor.user).await?;
    Ok(message.is_some_and(|message| !message.attachments.is_empty()))
}

/// Replaces the text of one's own message.
///
/// # Errors
/// See [`EditError`]; the message is unchanged then.
pub async fn edit(
    app: &Shared,
    actor: &Actor,
    (message, EditMessage { content }): (MessageId, EditMessage),
) -> Result<Message, EditError> {
    let content = &content;
    members::anew(app, move || async move {
        let content = content.clone();
        let (access, place) = of_message(app, actor, message).await?;
        if place.author != actor.user {
            return Err(EditError::NotTheAuthor);
        }
        let grant = access.may(Permission::SendMessages)?;
        match text::content(&content, app.config.limits.message_chars_max) {
            Err(Refused::Empty) if has_files(app, actor, message).await? => {}
            checked => checked.map_err(EditError::Content)?,
        }
        let links = app.embeds.links(&access, &content);
        let edit = Edit {
            mentions: mentions(&access, &content),
            links: links.clone(),
            content,
            now: clock::now(),
        };
        let storage = app.storage.clone();
        let edited = app.commit(async move {
            let edited = storage.messages().edit(grant, message, edit).await?;
            edited.ok_or(AccessError::NotFound)
        });
        let (message, gone) = edited.await?;
        attachments::discard_soon(app, gone);
        app.embeds.want(&message, links, clock::instant());
        Ok(message)
    })
    .await
}
