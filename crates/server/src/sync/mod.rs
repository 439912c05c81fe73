//! Everything a client needs to draw itself, read at one moment.

pub mod http;

use parlor_protocol::{ids::StreamId, sync::Sync};

use crate::{
    app::{Actor, App},
    clock,
    members::AccessError,
    voice,
};

/// The world as the actor sees it, with the position of every stream in it: a `resume` from there
/// misses nothing.
///
/// # Errors
/// [`AccessError::NotFound`] when the account went away meanwhile.
pub async fn sync(app: &App, actor: &Actor) -> Result<Sync, AccessError> {
    let seen = app.storage.sync().of(actor.user).await?;
    let mut seen = seen.ok_or(AccessError::NotFound)?;
    seen.me = seen.me.at(clock::now());
    // Those of the channels of a space are among them, and nobody is in one.
    let circles: Vec<StreamId> = seen.streams.keys().copied().collect();
    seen.presences = app.hub.presences_among(&circles, actor.user);
    seen.voice = voice::rooms(app, actor).await?;
    Ok(seen)
}
