//! The one way to a space or a channel: through membership.

use parlor_protocol::{
    channels::Channel,
    ids::{ChannelId, SpaceId},
    permissions::{Access, Missing},
};

use crate::{
    app::{Actor, App},
    clock,
    refusal::Refusal,
};

/// Why somebody does not get to a place.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Missing or hidden: the two cannot be told apart.
    #[error("not found")]
    NotFound,
    /// Visible, but not allowed.
    #[error(transparent)]
    Forbidden(#[from] Missing),
    /// The database did not do it.
    #[error("{0}")]
    Storage(#[from] parlor_storage::Error),
}

impl From<AccessError> for Refusal {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::NotFound => Self::not_found(),
            AccessError::Forbidden(missing) => missing.into(),
            AccessError::Storage(error) => error.into(),
        }
    }
}

/// What the actor may do in a space he belongs to.
///
/// # Errors
/// [`AccessError::NotFound`] for everybody else.
pub async fn in_space(app: &App, actor: &Actor, space: SpaceId) -> Result<Access, AccessError> {
    app.storage
        .members()
        .in_space(actor.user, space, clock::now())
        .await?
        .ok_or(AccessError::NotFound)
}

/// A channel the actor may see, and what he may do in it.
///
/// # Errors
/// [`AccessError::NotFound`] for everybody else.
pub async fn in_channel(
    app: &App,
    actor: &Actor,
    channel: ChannelId,
) -> Result<(Access, Channel), AccessError> {
    app.storage
        .members()
        .in_channel(actor.user, channel, clock::now())
        .await?
        .ok_or(AccessError::NotFound)
}

/// Whether the actor may see a channel.
///
/// # Errors
/// When the database does not answer.
pub async fn sees(app: &App, actor: &Actor, channel: ChannelId) -> Result<bool, AccessError> {
    match in_channel(app, actor, channel).await {
        Ok(_) => Ok(true),
        Err(AccessError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Every channel of a space that the actor may see, in order, and what he may do in each.
///
/// # Errors
/// [`AccessError::NotFound`] for who is not a member of the space.
pub async fn in_channels(
    app: &App,
    actor: &Actor,
    space: SpaceId,
) -> Result<Vec<(Access, Channel)>, AccessError> {
    app.storage
        .members()
        .in_channels(actor.user, space, clock::now())
        .await?
        .ok_or(AccessError::NotFound)
}
