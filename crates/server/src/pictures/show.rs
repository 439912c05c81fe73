//! The way to a picture.

use parlor_storage::Content;

use crate::{
    app::App,
    attachments::{Found, Lasting, unreadable},
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
    let file = app.files.read(content).await;
    let file = file.map_err(|error| unreadable(&error))?;
    Ok(Found {
        file,
        content,
        content_type: "image/webp".to_owned(),
        filename: format!("{content}.webp"),
        shown: true,
        lasting: Lasting::ForEver,
    })
}
