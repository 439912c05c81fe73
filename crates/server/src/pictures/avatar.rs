//! One's own picture.

use parlor_protocol::users::Me;
use parlor_storage::Content;

use super::PictureError;
use crate::{
    app::{Actor, Shared},
    attachments::{self, Receiving},
    clock,
    members::AccessError,
};

/// Makes a picture of a file that was received, and shows that from now on.
///
/// # Errors
/// See [`PictureError`]; the one before stays then.
pub async fn set_avatar(
    app: &Shared,
    actor: &Actor,
    receiving: Receiving,
) -> Result<Me, PictureError> {
    let file = attachments::square(app, actor, receiving).await?;
    file.place().await.map_err(attachments::UploadError::from)?;
    let me = store(app, actor, Some(file.content())).await?;
    file.place().await.map_err(attachments::UploadError::from)?;
    Ok(me.at(clock::now()))
}

/// Shows initials again; may be repeated.
///
/// # Errors
/// See [`PictureError`].
pub async fn remove_avatar(app: &Shared, actor: &Actor) -> Result<(), PictureError> {
    store(app, actor, None).await.map(drop)
}

async fn store(app: &Shared, actor: &Actor, avatar: Option<Content>) -> Result<Me, PictureError> {
    let (storage, user) = (app.storage.clone(), actor.user);
    let stored = app.commit(async move {
        let accounts = storage.accounts();
        let stored = accounts.set_avatar((user, avatar), clock::now()).await?;
        stored.ok_or(AccessError::NotFound)
    });
    let (me, before) = stored.await?;
    attachments::discard_soon(app, before);
    Ok(me)
}
