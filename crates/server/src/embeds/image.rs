//! The way to the picture of a preview: through its message's channel, each time.

use parlor_protocol::ids::MessageId;
use parlor_storage::Content;

use crate::{
    app::{Actor, App},
    attachments::{Found, Lasting, unreadable},
    members::AccessError,
    messages,
};

/// Finds a picture in the previews of a message for somebody who may see that.
///
/// # Errors
/// [`AccessError::NotFound`] when it is missing or hidden.
pub async fn image(
    app: &App,
    actor: &Actor,
    (message, content): (MessageId, Content),
) -> Result<Found, AccessError> {
    messages::of_message(app, actor, message).await?;
    let content_type = app.storage.embeds().image(message, content).await?;
    let content_type = content_type.ok_or(AccessError::NotFound)?;
    let file = app.files.read(content).await;
    let file = file.map_err(|error| unreadable(&error))?;
    Ok(Found {
        file,
        content,
        filename: match content_type.as_str() {
            "image/webp" => "preview.webp".to_owned(),
            _ => "preview.jpg".to_owned(),
        },
        content_type,
        shown: true,
        lasting: Lasting::Asking,
    })
}
