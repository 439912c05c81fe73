//! Deleting a channel.

use parlor_protocol::{ids::ChannelId, permissions::Permission};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
};

/// Deletes a channel with everything in it. Nobody hears anything of it any more when this returns.
///
/// # Errors
/// [`AccessError`]; nothing was deleted then.
pub async fn delete(app: &App, actor: &Actor, channel: ChannelId) -> Result<(), AccessError> {
    members::anew(app, move || async move {
        let (access, _) = members::in_channel(app, actor, channel).await?;
        let grant = access.may(Permission::ManageChannels)?;
        let storage = app.storage.clone();
        let write = async move { storage.channels().delete(grant, clock::now()).await };
        let deleted = app.commit_and(write, move |node, ()| async move {
            members::shut(&node, &[channel.into()]);
        });
        Ok(deleted.await?)
    })
    .await
}
