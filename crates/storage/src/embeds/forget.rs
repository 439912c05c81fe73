//! Forgetting previews with the text they belong to. The bytes of their pictures are collected by
//! whoever keeps them, unless another row needs them.

use parlor_protocol::ids::MessageId;

use super::{images, rows};
use crate::{
    Content,
    attachments::rows::read,
    engine::{Link, fetch_all, fetch_among},
};

/// Forgets the pictures of a message whose row says nothing of them any more.
pub(crate) async fn of_message(
    link: &mut Link<'_>,
    message: MessageId,
) -> sqlx::Result<Vec<Content>> {
    let rows = fetch_all!(
        link,
        (Vec<u8>,),
        "DELETE FROM embed_images WHERE message_id = $1 RETURNING content",
        message.raw()
    )?;
    contents(&rows)
}

/// The same for many.
pub(crate) async fn of_messages(
    link: &mut Link<'_>,
    messages: &[i64],
) -> sqlx::Result<Vec<Content>> {
    let rows = fetch_among!(
        link,
        (Vec<u8>,),
        messages,
        "DELETE FROM embed_images WHERE message_id IN ",
        " RETURNING content"
    )?;
    contents(&rows)
}

fn contents(rows: &[(Vec<u8>,)]) -> sqlx::Result<Vec<Content>> {
    let contents = rows.iter();
    contents.map(|(content,)| read(content)).collect()
}

/// Leaves a message whose text changed the previews of these links alone.
pub(crate) async fn all_but(
    link: &mut Link<'_>,
    message: MessageId,
    links: &[String],
) -> sqlx::Result<Vec<Content>> {
    let mut stored = rows::of(link, message).await?;
    let before = stored.len();
    stored.retain(|stored| links.contains(&stored.url));
    if stored.len() == before {
        return Ok(Vec::new());
    }
    rows::set(link, message, &stored).await?;
    images::keep_only(link, message, &stored).await
}
