//! Taking a reaction back.

use parlor_protocol::{
    ids::{ChannelId, MessageId},
    permissions::Permission,
    streams::Seq,
};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    messages,
};

/// A reaction to be taken back.
#[derive(Debug)]
pub struct Remove {
    /// Where the message stands; checked when given.
    pub channel: Option<ChannelId>,
    /// From what.
    pub message: MessageId,
    /// One emoji. Any other text stands on no message, so removing it changes nothing.
    pub emoji: String,
}

/// Takes the actor's own emoji off a message; gives where the channel's stream stands then.
///
/// # Errors
/// [`AccessError::NotFound`] when the message is missing, hidden or deleted.
pub async fn remove(
    app: &App,
    actor: &Actor,
    Remove {
        channel,
        message,
        emoji,
    }: Remove,
) -> Result<Seq, AccessError> {
    let emoji = &emoji;
    members::anew(app, move || async move {
        let (access, place) = messages::of_message(app, actor, message).await?;
        if channel.is_some_and(|channel| channel != place.channel) {
            return Err(AccessError::NotFound);
        }
        let grant = access.may(Permission::ViewChannel)?;

        let (storage, emoji) = (app.storage.clone(), emoji.clone());
        app.commit(async move {
            let removed = storage
                .reactions()
                .remove(grant, message, &emoji, clock::now())
                .await?;
            removed.ok_or(AccessError::NotFound)
        })
        .await
    })
    .await
}
