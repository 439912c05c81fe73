//! Where somebody is a member.

use parlor_protocol::spaces::Space;

use crate::app::{Actor, App};

/// The spaces of the actor, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Space>, parlor_storage::Error> {
    app.storage.spaces().of(actor.user).await
}
