//! One space, its channels and its roles.

use parlor_protocol::{
    channels::Channel,
    ids::SpaceId,
    spaces::{Role, Space},
};

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
};

/// One space.
///
/// # Errors
/// [`AccessError::NotFound`] for who is not a member.
pub async fn show(app: &App, actor: &Actor, space: SpaceId) -> Result<Space, AccessError> {
    members::in_space(app, actor, space).await?;
    let found = app.storage.spaces().get(space).await?;
    found.ok_or(AccessError::NotFound)
}

/// The channels of a space that the actor may see, in their order.
///
/// # Errors
/// [`AccessError::NotFound`] for who is not a member.
pub async fn channels(
    app: &App,
    actor: &Actor,
    space: SpaceId,
) -> Result<Vec<Channel>, AccessError> {
    let seen = members::in_channels(app, actor, space).await?;
    Ok(seen.into_iter().map(|(_, channel)| channel).collect())
}

/// The roles of a space, @everyone first.
///
/// # Errors
/// [`AccessError::NotFound`] for who is not a member.
pub async fn roles(app: &App, actor: &Actor, space: SpaceId) -> Result<Vec<Role>, AccessError> {
    members::in_space(app, actor, space).await?;
    Ok(app.storage.roles().of(space).await?)
}
