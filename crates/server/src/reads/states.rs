//! How somebody stands everywhere.

use parlor_protocol::reads::ReadState;

use crate::{
    app::{Actor, App},
    members::AccessError,
};

/// How the actor stands in every channel they may see.
///
/// # Errors
/// [`AccessError::NotFound`] when the account went away meanwhile.
pub async fn states(app: &App, actor: &Actor) -> Result<Vec<ReadState>, AccessError> {
    let states = app.storage.sync().read_states(actor.user).await?;
    Ok(states)
}
