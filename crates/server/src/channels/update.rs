//! Changing a channel.

use parlor_protocol::{
    channels::{Channel, UpdateChannel},
    ids::ChannelId,
    permissions::{Missing, Permission},
};
use parlor_storage::channels as storage;

use super::fields::{self, FieldError};
use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why a channel stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// The channel is missing or hidden, or not the actor's to manage.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A field is not as it must be.
    #[error(transparent)]
    Field(#[from] FieldError),
}

impl From<Missing> for UpdateError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<storage::UpdateError> for UpdateError {
    fn from(error: storage::UpdateError) -> Self {
        match error {
            storage::UpdateError::NoCategory => FieldError::Parent.into(),
            storage::UpdateError::Storage(error) => AccessError::from(error).into(),
            storage::UpdateError::Gone
            | storage::UpdateError::NoTarget
            | storage::UpdateError::TooManyOverrides => AccessError::NotFound.into(),
        }
    }
}

impl From<UpdateError> for Refusal {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::Access(error) => error.into(),
            UpdateError::Field(error) => error.into(),
        }
    }
}

/// Changes a channel; who no longer sees it hears nothing of it any more when this returns.
///
/// # Errors
/// See [`UpdateError`]; nothing was changed then.
pub async fn update(
    app: &App,
    actor: &Actor,
    (channel, changes): (ChannelId, UpdateChannel),
) -> Result<Channel, UpdateError> {
    let changes = &changes;
    members::anew(app, move || async move {
        let changes = changes.clone();
        let limits = &app.config.limits;
        let (access, today) = members::in_channel(app, actor, channel).await?;
        let grant = access.may(Permission::ManageChannels)?;
        if let Some(name) = &changes.name {
            fields::name(name, limits)?;
        }
        if let Some(topic) = &changes.topic {
            fields::topic(topic, limits)?;
        }
        if let Some(seconds) = changes.slow_mode_seconds {
            fields::slow_mode(seconds, limits)?;
        }
        fields::voice(today.kind, (changes.user_limit, changes.bitrate), limits)?;
        if let Some(Some(parent)) = changes.parent_id {
            // One that is hidden is as good as none.
            if !members::sees(app, actor, parent).await? {
                return Err(FieldError::Parent.into());
            }
        }
        let storage = app.storage.clone();
        let write = async move {
            storage
                .channels()
                .update(grant, changes, clock::now())
                .await
        };
        let updated = app.commit_and(write, move |node, _| async move {
            members::recheck(node, &[channel]).await;
        });
        Ok(updated.await?)
    })
    .await
}
