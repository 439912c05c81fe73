//! What one person wrote, wherever it stands.

use std::collections::HashMap;

use parlor_protocol::{
    attachments::Attachment,
    exports::WrittenMessage,
    ids::{ChannelId, MessageId, UserId},
    time::Timestamp,
};

use super::rows::read_mentions;
use crate::{
    attachments::rows::of_messages,
    engine::{Link, fetch_all},
};

/// How many messages one page has.
const PAGE: i64 = 200;

#[derive(sqlx::FromRow)]
struct WrittenRow {
    id: i64,
    channel_id: i64,
    seq: i64,
    content: String,
    mentions: Option<String>,
    reply_to_id: Option<i64>,
    pinned: bool,
    created_at: i64,
    edited_at: Option<i64>,
}

pub(super) async fn page(
    link: &mut Link<'_>,
    author: UserId,
    after: Option<MessageId>,
) -> sqlx::Result<Vec<WrittenMessage>> {
    let rows = fetch_all!(
        link,
        WrittenRow,
        "SELECT id, channel_id, seq, content, mentions, reply_to_id, \
         pinned_seq IS NOT NULL AS pinned, created_at, edited_at FROM messages \
         WHERE author_id = $1 AND id > $2 AND deleted_at IS NULL AND NOT EXISTS \
         (SELECT 1 FROM streams t WHERE t.id = channel_id AND t.gone) ORDER BY id LIMIT $3",
        author.raw(),
        after.map_or(0, MessageId::raw),
        PAGE
    )?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut files = of_messages(link, &ids).await?;
    rows.into_iter().map(|row| row.read(&mut files)).collect()
}

impl WrittenRow {
    fn read(self, files: &mut HashMap<i64, Vec<Attachment>>) -> sqlx::Result<WrittenMessage> {
        Ok(WrittenMessage {
            id: MessageId::from_raw(self.id),
            channel_id: ChannelId::from_raw(self.channel_id),
            seq: self.seq.cast_unsigned(),
            content: self.content,
            mentions: read_mentions(self.mentions.as_deref())?,
            reply_to_id: self.reply_to_id.map(MessageId::from_raw),
            attachments: files.remove(&self.id).unwrap_or_default(),
            pinned: self.pinned,
            created_at: Timestamp::from_millis(self.created_at),
            edited_at: self.edited_at.map(Timestamp::from_millis),
        })
    }
}
