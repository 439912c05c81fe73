//! One channel.

use parlor_protocol::{channels::Channel, ids::ChannelId};

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
};

/// One channel.
///
/// # Errors
/// [`AccessError::NotFound`] when it is missing or hidden.
pub async fn show(app: &App, actor: &Actor, channel: ChannelId) -> Result<Channel, AccessError> {
    let (access, shown) = members::in_channel(app, actor, channel).await?;
    if access.space().is_some() {
        return Ok(shown);
    }
    // Of a conversation it is told who is in it.
    let conversation = app.storage.channels().get(channel).await?;
    conversation.ok_or(AccessError::NotFound)
}
