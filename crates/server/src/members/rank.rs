//! Who may do something to whom.

use parlor_protocol::{
    ids::{SpaceId, UserId},
    permissions::Access,
};

use super::AccessError;
use crate::{app::App, clock};

/// Whether a member stands below the actor, who does not stand below himself. `None`: there is no
/// such member.
///
/// # Errors
/// When the database does not answer.
pub async fn check_below(
    app: &App,
    actor: &Access,
    (space, user): (SpaceId, UserId),
) -> Result<Option<bool>, AccessError> {
    let members = app.storage.members();
    let other = members.in_space(user, space, clock::now()).await?;
    Ok(other.map(|other| actor.rank() > other.rank()))
}
