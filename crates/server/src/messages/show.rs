//! One message, and the way to it: through its channel.

use parlor_protocol::{ids::MessageId, messages::Message};
use parlor_storage::messages::Place;

use crate::{
    app::{Actor, App},
    members::{self, Access, AccessError},
};

/// Where a message stands and what the actor may do there. Looked up from the message to its
/// channel to its space, never from what the caller says about them.
///
/// # Errors
/// [`AccessError::NotFound`] when it is missing, hidden or deleted.
pub async fn of_message(
    app: &App,
    actor: &Actor,
    message: MessageId,
) -> Result<(Access, Place), AccessError> {
    let found = place_of(app, actor, message).await?;
    if found.1.deleted {
        return Err(AccessError::NotFound);
    }
    Ok(found)
}

/// As [`of_message`], but finds deleted ones too: deleting twice is no error.
pub(super) async fn place_of(
    app: &App,
    actor: &Actor,
    message: MessageId,
) -> Result<(Access, Place), AccessError> {
    let place = app
        .storage
        .messages()
        .place(message)
        .await?
        .ok_or(AccessError::NotFound)?;
    let (access, _) = members::in_channel(app, actor, place.channel).await?;
    Ok((access, place))
}

/// One message.
///
/// # Errors
/// [`AccessError::NotFound`] when it is missing, hidden or deleted.
pub async fn show(app: &App, actor: &Actor, message: MessageId) -> Result<Message, AccessError> {
    of_message(app, actor, message).await?;
    app.storage
        .messages()
        .get(message, actor.user)
        .await?
        .ok_or(AccessError::NotFound)
}
