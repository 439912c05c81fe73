//! What a channel holds on to.

use parlor_protocol::{ids::ChannelId, messages::Message};

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
};

/// The pinned messages of a channel, the newest pin first.
///
/// # Errors
/// [`AccessError::NotFound`] when the channel is missing or hidden.
pub async fn list(
    app: &App,
    actor: &Actor,
    channel: ChannelId,
) -> Result<Vec<Message>, AccessError> {
    members::in_channel(app, actor, channel).await?;
    Ok(app.storage.pins().of(channel, actor.user).await?)
}
