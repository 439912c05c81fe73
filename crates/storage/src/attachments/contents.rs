//! Which bytes are needed: by files, their stills, the pictures of previews, people and spaces.

use super::rows::read;
use crate::{
    Content,
    engine::{Link, fetch_all, fetch_one},
};

pub(super) async fn is_needed(link: &mut Link<'_>, content: Content) -> sqlx::Result<bool> {
    let (needed,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM attachments WHERE content = $1) \
         OR EXISTS (SELECT 1 FROM attachments WHERE thumbnail = $1) \
         OR EXISTS (SELECT 1 FROM embed_images WHERE content = $1) \
         OR EXISTS (SELECT 1 FROM users WHERE avatar = $1) \
         OR EXISTS (SELECT 1 FROM spaces WHERE icon = $1)",
        &content.as_bytes()[..]
    )?;
    Ok(needed)
}

pub(super) async fn is_picture(link: &mut Link<'_>, content: Content) -> sqlx::Result<bool> {
    let (picture,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM users WHERE avatar = $1) \
         OR EXISTS (SELECT 1 FROM spaces WHERE icon = $1)",
        &content.as_bytes()[..]
    )?;
    Ok(picture)
}

pub(super) async fn needed(link: &mut Link<'_>, first_byte: u8) -> sqlx::Result<Vec<Content>> {
    let from = [first_byte];
    // Longer than any content, and so above all that begin with 0xff.
    let to = match first_byte.checked_add(1) {
        Some(next) => vec![next],
        None => vec![u8::MAX; Content::BYTES + 1],
    };
    let rows = fetch_all!(
        link,
        (Vec<u8>,),
        "SELECT content FROM attachments WHERE content >= $1 AND content < $2 \
         UNION ALL SELECT thumbnail FROM attachments WHERE thumbnail >= $1 AND thumbnail < $2 \
         UNION ALL SELECT content FROM embed_images WHERE content >= $1 AND content < $2 \
         UNION ALL SELECT avatar FROM users WHERE avatar >= $1 AND avatar < $2 \
         UNION ALL SELECT icon FROM spaces WHERE icon >= $1 AND icon < $2",
        &from[..],
        &to[..]
    )?;
    rows.iter().map(|(content,)| read(content)).collect()
}
