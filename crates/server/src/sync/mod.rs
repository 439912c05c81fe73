//! Everything a client needs to draw itself, read at one moment.

pub mod http;

use parlor_protocol::sync::Sync;

use crate::{
    app::{Actor, App},
    members::AccessError,
};

/// The world as the actor sees it, with the position of every stream in it: a `resume` from there
/// misses nothing.
///
/// # Errors
/// [`AccessError::NotFound`] when the account went away meanwhile.
pub async fn sync(app: &App, actor: &Actor) -> Result<Sync, AccessError> {
    let seen = app.storage.sync().of(actor.user).await?;
    seen.ok_or(AccessError::NotFound)
}
