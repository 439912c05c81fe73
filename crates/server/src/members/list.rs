//! Who is in a space.

use parlor_protocol::{
    ids::{SpaceId, UserId},
    members::Member,
    page::{Page, PageSize},
};

use super::{AccessError, in_space};
use crate::app::{Actor, App};

/// A page of a space's members, ascending by user id.
///
/// # Errors
/// [`AccessError::NotFound`] for who is not one of them.
pub async fn list(
    app: &App,
    actor: &Actor,
    space: SpaceId,
    (after, size): (Option<UserId>, PageSize),
) -> Result<Page<Member>, AccessError> {
    in_space(app, actor, space).await?;
    Ok(app.storage.members().page(space, after, size).await?)
}
