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
    let (_, channel) = members::in_channel(app, actor, channel).await?;
    Ok(channel)
}
