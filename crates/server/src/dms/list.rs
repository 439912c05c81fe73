//! The conversations somebody is in.

use parlor_protocol::channels::Channel;

use crate::app::{Actor, App};

/// The conversations of the actor, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Channel>, parlor_storage::Error> {
    app.storage.dms().of(actor.user).await
}
