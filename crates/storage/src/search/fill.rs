//! The index of messages that were there before it.

use parlor_protocol::ids::{ChannelId, MessageId, UserId};

use super::{Change, Entry, settle};
use crate::engine::{Link, fetch_all};

/// How many messages are read at once.
const ROWS: i64 = 2_000;

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    channel_id: i64,
    author_id: i64,
    content: String,
}

/// Writes every message into the index.
pub(crate) async fn fill(link: &mut Link<'_>) -> sqlx::Result<()> {
    let (mut last, mut done) = (0, 0_usize);
    loop {
        let rows = fetch_all!(
            link,
            Row,
            "SELECT id, channel_id, author_id, content FROM messages \
             WHERE id > $1 AND deleted_at IS NULL ORDER BY id LIMIT $2",
            last,
            ROWS
        )?;
        let Some(newest) = rows.last() else {
            break;
        };
        if done == 0 {
            tracing::info!("preparing the messages for searching: about a minute for a million");
        }
        last = newest.id;
        let entries: Vec<_> = rows.iter().map(Row::entry).collect();
        let changes: Vec<_> = entries.iter().map(Change::Write).collect();
        settle(link, &changes).await?;
        done += changes.len();
    }
    if done > 0 {
        tracing::info!(messages = done, "the messages are prepared for searching");
    }
    Ok(())
}

impl Row {
    fn entry(&self) -> Entry {
        let place = (
            ChannelId::from_raw(self.channel_id),
            UserId::from_raw(self.author_id),
        );
        Entry::new(MessageId::from_raw(self.id), place, &self.content)
    }
}
