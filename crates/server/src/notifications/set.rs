//! Saying what one wants to be called by.

use parlor_protocol::{
    ids::{ChannelId, SpaceId},
    notifications::{NotificationSetting, SetNotifications},
    permissions::Permission,
};

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
};

/// For which place.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// One channel.
    Channel(ChannelId),
    /// Every channel of a space that has no word of its own.
    Space(SpaceId),
}

/// Says what the actor wants to be called by in a place.
///
/// # Errors
/// [`AccessError::NotFound`] when it is missing or hidden.
pub async fn set(
    app: &App,
    actor: &Actor,
    (place, set): (Place, SetNotifications),
) -> Result<NotificationSetting, AccessError> {
    members::anew(app, move || async move {
        let access = match place {
            Place::Channel(channel) => members::in_channel(app, actor, channel).await?.0,
            Place::Space(space) => members::in_space(app, actor, space).await?,
        };
        let notifications = app.storage.notifications();
        let setting = match access.may(Permission::ViewChannel) {
            Ok(grant) => notifications.set(grant, set).await?,
            // Nothing of the space is seen, so nothing of it calls anybody.
            Err(missing) => return Err(missing.into()),
        };
        Ok(setting)
    })
    .await
}
