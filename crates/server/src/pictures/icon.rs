//! A space's picture.

use parlor_protocol::{
    ids::SpaceId,
    permissions::{Grant, Permission},
    spaces::Space,
};
use parlor_storage::Content;

use super::PictureError;
use crate::{
    app::{Actor, Shared},
    attachments::{self, Receiving},
    clock,
    members::{self, AccessError},
};

/// Makes a picture of a file that was received, and shows that from now on.
///
/// # Errors
/// See [`PictureError`]; the one before stays then.
pub async fn set_icon(
    app: &Shared,
    actor: &Actor,
    (space, receiving): (SpaceId, Receiving),
) -> Result<Space, PictureError> {
    // Before anything is decoded.
    let _allowed = may(app, actor, space).await?;
    let file = attachments::square(app, actor, receiving).await?;
    file.place().await.map_err(attachments::UploadError::from)?;
    // Asked again: the file was long on its way.
    let space = store(app, actor, (space, Some(file.content()))).await?;
    file.place().await.map_err(attachments::UploadError::from)?;
    Ok(space)
}

/// Shows initials again; may be repeated.
///
/// # Errors
/// See [`PictureError`].
pub async fn remove_icon(app: &Shared, actor: &Actor, space: SpaceId) -> Result<(), PictureError> {
    store(app, actor, (space, None)).await.map(drop)
}

async fn may(app: &Shared, actor: &Actor, space: SpaceId) -> Result<Grant, AccessError> {
    let access = members::in_space(app, actor, space).await?;
    Ok(access.may(Permission::ManageSpace)?)
}

async fn store(
    app: &Shared,
    actor: &Actor,
    (space, icon): (SpaceId, Option<Content>),
) -> Result<Space, PictureError> {
    let (space, before) = members::anew(app, move || async move {
        let grant = may(app, actor, space).await?;
        let (storage, icon) = (app.storage.clone(), icon);
        let stored = app.commit(async move {
            let spaces = storage.spaces();
            let stored = spaces.set_icon(grant, (space, icon), clock::now()).await?;
            stored.ok_or(AccessError::NotFound)
        });
        stored.await
    })
    .await?;
    attachments::discard_soon(app, before);
    Ok(space)
}
