//! Attachments as their rows have them.

use std::collections::HashMap;

use parlor_protocol::{
    attachments::{Attachment, thumbnail_url, url},
    ids::{AttachmentId, ChannelId, MessageId, UserId},
    messages::Message,
};

use super::{Sent, Stored, Thumbnail};
use crate::{
    Content,
    engine::{Link, fetch_all, fetch_among, fetch_one, fetch_optional},
    error::Damage,
};

/// How many of one person's files one page has.
const SENT_PAGE: i64 = 200;

#[derive(sqlx::FromRow)]
struct AttachmentRow {
    id: i64,
    message_id: i64,
    filename: String,
    content_type: String,
    size_bytes: i64,
    alt: Option<String>,
    width: Option<i64>,
    height: Option<i64>,
    placeholder: Option<String>,
    has_thumbnail: bool,
}

impl From<AttachmentRow> for Attachment {
    fn from(row: AttachmentRow) -> Self {
        let id = AttachmentId::from_raw(row.id);
        let pixels = |pixels: i64| u32::try_from(pixels).ok();
        Self {
            id,
            url: url(id, &row.filename),
            thumbnail_url: row.has_thumbnail.then(|| thumbnail_url(id, &row.filename)),
            filename: row.filename,
            content_type: row.content_type,
            size_bytes: row.size_bytes.cast_unsigned(),
            width: row.width.and_then(pixels),
            height: row.height.and_then(pixels),
            placeholder: row.placeholder,
            alt: row.alt,
        }
    }
}

/// Adds their files to messages, in one query however many there are.
pub(crate) async fn attach(link: &mut Link<'_>, messages: &mut [Message]) -> sqlx::Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = messages.iter().map(|message| message.id.raw()).collect();
    let mut attachments = of_messages(link, &ids).await?;
    for message in messages {
        message.attachments = attachments.remove(&message.id.raw()).unwrap_or_default();
    }
    Ok(())
}

/// The files of these messages, in order.
pub(crate) async fn of_messages(
    link: &mut Link<'_>,
    messages: &[i64],
) -> sqlx::Result<HashMap<i64, Vec<Attachment>>> {
    let rows = fetch_among!(
        link,
        AttachmentRow,
        messages,
        "SELECT id, message_id, filename, content_type, size_bytes, alt, width, height, \
         placeholder, thumbnail IS NOT NULL AS has_thumbnail \
         FROM attachments WHERE message_id IN ",
        " ORDER BY message_id, position"
    )?;
    let mut attachments: HashMap<i64, Vec<Attachment>> = HashMap::new();
    for row in rows {
        let of_message = attachments.entry(row.message_id).or_default();
        of_message.push(row.into());
    }
    Ok(attachments)
}

/// One file, in a message or not.
pub(super) async fn one(
    link: &mut Link<'_>,
    attachment: AttachmentId,
) -> sqlx::Result<Option<Attachment>> {
    let row = fetch_optional!(
        link,
        AttachmentRow,
        "SELECT id, COALESCE(message_id, 0) AS message_id, filename, content_type, size_bytes, \
         alt, width, height, placeholder, thumbnail IS NOT NULL AS has_thumbnail \
         FROM attachments WHERE id = $1",
        attachment.raw()
    )?;
    Ok(row.map(Attachment::from))
}

#[derive(sqlx::FromRow)]
struct SentRow {
    id: i64,
    filename: String,
    content: Vec<u8>,
    size_bytes: i64,
}

/// In the order of the index that counts how much each person has.
pub(super) async fn sent_by(
    link: &mut Link<'_>,
    uploader: UserId,
    after: Option<&Sent>,
) -> sqlx::Result<Vec<Sent>> {
    let rows = fetch_all!(
        link,
        SentRow,
        "SELECT id, filename, content, size_bytes FROM attachments \
         WHERE uploader_id = $1 AND (size_bytes, id) > ($2, $3) AND NOT EXISTS \
         (SELECT 1 FROM messages m JOIN streams t ON t.id = m.channel_id \
         WHERE m.id = message_id AND t.gone) ORDER BY size_bytes, id LIMIT $4",
        uploader.raw(),
        after.map_or(-1, |sent| sent.size_bytes.cast_signed()),
        after.map_or(0, |sent| sent.id.raw()),
        SENT_PAGE
    )?;
    let sent = |row: SentRow| {
        Ok(Sent {
            id: AttachmentId::from_raw(row.id),
            filename: row.filename,
            size_bytes: row.size_bytes.cast_unsigned(),
            content: read(&row.content)?,
        })
    };
    rows.into_iter().map(sent).collect()
}

#[derive(sqlx::FromRow)]
struct StoredRow {
    uploader_id: i64,
    message_id: Option<i64>,
    channel_id: Option<i64>,
    filename: String,
    content_type: String,
    content: Vec<u8>,
    width: Option<i64>,
    thumbnail: Option<Vec<u8>>,
    thumbnail_type: Option<String>,
}

pub(super) async fn stored(
    link: &mut Link<'_>,
    attachment: AttachmentId,
) -> sqlx::Result<Option<Stored>> {
    let row = fetch_optional!(
        link,
        StoredRow,
        "SELECT a.uploader_id, a.message_id, m.channel_id, a.filename, a.content_type, a.content, \
         a.width, a.thumbnail, a.thumbnail_type FROM attachments a \
         LEFT JOIN messages m ON m.id = a.message_id WHERE a.id = $1",
        attachment.raw()
    )?;
    let Some(row) = row else { return Ok(None) };
    if row.message_id.is_some() != row.channel_id.is_some() {
        return Err(Damage("the message of a file is missing").into());
    }
    let thumbnail = match (row.thumbnail, row.thumbnail_type) {
        (Some(content), Some(content_type)) => Some(Thumbnail {
            content: read(&content)?,
            content_type,
        }),
        _ => None,
    };
    Ok(Some(Stored {
        uploader: UserId::from_raw(row.uploader_id),
        channel: row.channel_id.map(ChannelId::from_raw),
        message: row.message_id.map(MessageId::from_raw),
        filename: row.filename,
        content_type: row.content_type,
        content: read(&row.content)?,
        encoded_here: row.width.is_some(),
        thumbnail,
    }))
}

/// The name of bytes, as a row has it.
pub(crate) fn read(content: &[u8]) -> sqlx::Result<Content> {
    Content::from_row(content).ok_or_else(|| Damage("a content of another length").into())
}

pub(super) async fn bytes_of(link: &mut Link<'_>, user: UserId) -> sqlx::Result<u64> {
    // PostgreSQL adds whole numbers up to one of another type.
    let (bytes,) = fetch_one!(
        link,
        (i64,),
        "SELECT CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM attachments \
         WHERE uploader_id = $1",
        user.raw()
    )?;
    Ok(bytes.cast_unsigned())
}
