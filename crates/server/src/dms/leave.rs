//! Leaving a group.

use parlor_protocol::{
    ids::{ChannelId, UserId},
    permissions::Permission,
};

use super::{DmError, add::conversation};
use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
};

/// Leaves a group. Nothing of it is delivered to the actor any more when this returns.
///
/// # Errors
/// See [`DmError`]; the actor is still in it then.
pub async fn leave(
    app: &App,
    actor: &Actor,
    (channel, user): (ChannelId, UserId),
) -> Result<(), DmError> {
    members::anew(app, move || async move {
        let access = conversation(app, actor, channel).await?;
        let grant = access
            .may(Permission::ViewChannel)
            .map_err(AccessError::from)?;
        if user != actor.user {
            return Err(DmError::NotYou);
        }
        let storage = app.storage.clone();
        let write = async move { storage.dms().leave(grant, clock::now()).await };
        let left = app.commit_and(write, move |node, ()| {
            node.hub.detach(user, channel.into());
            node.voice.expel(user, &[channel]);
            std::future::ready(())
        });
        let max = app.config.limits.dms_per_user_max;
        left.await.map_err(|error| DmError::of(error, max))
    })
    .await
}
