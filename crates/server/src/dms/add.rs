//! Bringing somebody into a group.

use parlor_protocol::{
    ids::{ChannelId, UserId},
    permissions::Permission,
};

use super::DmError;
use crate::{
    app::{Actor, App},
    clock,
    members::{self, Access, AccessError},
};

/// A conversation that the actor is in.
pub(super) async fn conversation(
    app: &App,
    actor: &Actor,
    channel: ChannelId,
) -> Result<Access, DmError> {
    let (access, _) = members::in_channel(app, actor, channel).await?;
    if access.space().is_some() {
        return Err(DmError::NotAGroup);
    }
    Ok(access)
}

/// Brings somebody into a group that the actor is in; may be repeated. They see all of it.
///
/// # Errors
/// See [`DmError`]; nothing was changed then.
pub async fn add(
    app: &App,
    actor: &Actor,
    (channel, user): (ChannelId, UserId),
) -> Result<(), DmError> {
    members::anew(app, move || async move {
        let access = conversation(app, actor, channel).await?;
        let grant = access
            .may(Permission::SendMessages)
            .map_err(AccessError::from)?;
        let storage = app.storage.clone();
        let max = app.config.limits.dms_per_user_max;
        let write = async move { storage.dms().add(grant, (user, max), clock::now()).await };
        let added = app.commit(write);
        added.await.map_err(|error| DmError::of(error, max))?;
        Ok(())
    })
    .await
}
