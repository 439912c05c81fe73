//! Saying how far one has read.

use parlor_protocol::{
    ids::ChannelId,
    permissions::Permission,
    reads::{ReadState, ReadUpTo},
};
use parlor_storage::reads as storage;

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
};

/// A mark to be moved.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// In which channel.
    pub channel: ChannelId,
    /// How far, and whether also back.
    pub read: ReadUpTo,
}

/// Moves the actor's mark in a channel, and tells how they stand then. When this returns it is on
/// disk.
///
/// # Errors
/// [`AccessError::NotFound`] when the channel is missing or hidden.
pub async fn mark(
    app: &App,
    actor: &Actor,
    Mark { channel, read }: Mark,
) -> Result<ReadState, AccessError> {
    members::anew(app, move || async move {
        let (access, _) = members::in_channel(app, actor, channel).await?;
        let grant = access.may(Permission::ViewChannel)?;
        let mark = if read.unread {
            storage::Mark::To(read.seq)
        } else {
            storage::Mark::Forward(read.seq)
        };
        let state = app.storage.reads().mark(grant, mark).await?;
        app.moved.of(&app.hub, actor.user, [channel]);
        state.ok_or(AccessError::NotFound)
    })
    .await
}
