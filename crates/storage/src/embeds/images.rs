//! The pictures of previews.

use parlor_protocol::ids::MessageId;

use super::{Image, rows::Stored};
use crate::{
    Content,
    attachments::rows::read,
    engine::{Link, execute, fetch_all, fetch_optional},
};

pub(super) async fn content_type(
    link: &mut Link<'_>,
    message: MessageId,
    content: Content,
) -> sqlx::Result<Option<String>> {
    let row = fetch_optional!(
        link,
        (String,),
        "SELECT content_type FROM embed_images WHERE message_id = $1 AND content = $2",
        message.raw(),
        &content.as_bytes()[..]
    )?;
    Ok(row.map(|(content_type,)| content_type))
}

pub(super) async fn add(
    link: &mut Link<'_>,
    message: MessageId,
    image: &Image,
) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO embed_images (message_id, content, content_type, size_bytes) \
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        message.raw(),
        &image.content.as_bytes()[..],
        image.content_type,
        image.size_bytes.cast_signed()
    )?;
    Ok(())
}

/// Forgets the pictures that are in none of these previews; gives what their bytes are called.
pub(super) async fn keep_only(
    link: &mut Link<'_>,
    message: MessageId,
    stored: &[Stored],
) -> sqlx::Result<Vec<Content>> {
    let kept = stored.iter().filter_map(|stored| stored.image.as_ref());
    let kept: Vec<Content> = kept
        .map(super::rows::StoredImage::content)
        .collect::<sqlx::Result<_>>()?;
    let rows = fetch_all!(
        link,
        (Vec<u8>,),
        "SELECT content FROM embed_images WHERE message_id = $1",
        message.raw()
    )?;
    let mut gone = Vec::new();
    for (content,) in rows {
        let content = read(&content)?;
        if kept.contains(&content) {
            continue;
        }
        execute!(
            link,
            "DELETE FROM embed_images WHERE message_id = $1 AND content = $2",
            message.raw(),
            &content.as_bytes()[..]
        )?;
        gone.push(content);
    }
    Ok(gone)
}
