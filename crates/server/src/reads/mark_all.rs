//! Having read everything in a space.

use parlor_protocol::{
    channels::ChannelKind, ids::SpaceId, permissions::Permission, reads::ReadState,
};

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
};

/// Moves the actor's marks to the end of every channel they may see in a space.
///
/// # Errors
/// [`AccessError::NotFound`] when the space is missing or hidden.
pub async fn mark_all(
    app: &App,
    actor: &Actor,
    space: SpaceId,
) -> Result<Vec<ReadState>, AccessError> {
    members::anew(app, move || async move {
        let seen = members::in_channels(app, actor, space).await?;
        let written = seen
            .iter()
            .filter(|(_, channel)| channel.kind != ChannelKind::Category);
        let grants: Vec<_> = written
            .filter_map(|(access, _)| access.may(Permission::ViewChannel).ok())
            .collect();
        let states = app.storage.reads().mark_all(&grants).await?;
        let channels = states.iter().map(|state| state.channel_id);
        app.moved.of(&app.hub, actor.user, channels);
        Ok(states)
    })
    .await
}
