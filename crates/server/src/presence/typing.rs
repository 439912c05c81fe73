//! Saying that one is writing.

use parlor_protocol::{ids::ChannelId, permissions::Permission};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
};

/// Tells those who follow a channel that the actor is writing there, unless they were told so just
/// now.
///
/// # Errors
/// [`AccessError::NotFound`] when the channel is missing or hidden, [`AccessError::Forbidden`] for
/// who may not write there.
pub async fn typing(app: &App, actor: &Actor, channel: ChannelId) -> Result<(), AccessError> {
    let (access, _) = members::in_channel(app, actor, channel).await?;
    // Nothing is written, so nobody asks to see it.
    let _ = access.may(Permission::SendMessages)?;
    app.hub.typing(clock::instant(), actor.user, channel);
    Ok(())
}
