//! The way to a picture.

use parlor_storage::Content;

use crate::{
    app::App,
    attachments::{Found, Lasting},
    members::AccessError,
};

/// Finds a picture that somebody or some space has now.
///
/// # Errors
/// [`AccessError::NotFound`] for everything else.
pub async fn show(app: &App, content: Content) -> Result<Found, AccessError> {
    if !app.storage.attachments().is_picture(content).await? {
        return Err(AccessError::NotFound);
    }
    let read = app.files.read(content).await;
    let (file, bytes) = read.map_err(|error| {
        tracing::error!(%error, "a picture is written down and cannot be read");
        AccessError::NotFound
    })?;
    Ok(Found {
        file,
        bytes,
        content,
        content_type: "image/webp".to_owned(),
        filename: format!("{content}.webp"),
        shown: true,
        lasting: Lasting::ForEver,
    })
}
