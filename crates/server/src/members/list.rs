//! Who is in a space.

use parlor_protocol::{
    ids::{SpaceId, UserId},
    members::MemberPage,
    page::PageSize,
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
) -> Result<MemberPage, AccessError> {
    in_space(app, actor, space).await?;
    let page = app.storage.members().page(space, after, size).await?;
    let people = page.items.iter().map(|member| member.user_id);
    Ok(MemberPage {
        presences: app.hub.presences_of(people, actor.user),
        items: page.items,
        has_more: page.has_more,
    })
}
