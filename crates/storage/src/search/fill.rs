//! The index of messages that were there before it, or before what it knows of them.

use parlor_protocol::ids::{ChannelId, MessageId, UserId};

use super::{Change, Entry, entry::Files, settle};
use crate::engine::{Link, fetch_all};

/// How many messages are read at once.
const ROWS: i64 = 2_000;

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    channel_id: i64,
    author_id: i64,
    content: String,
    has_file: bool,
    has_image: bool,
}

/// Which messages are written into the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// All of them.
    All,
    /// Those with files.
    WithFiles,
}

/// Writes messages into the index, all with what it knows of them today.
pub(crate) async fn fill(link: &mut Link<'_>, which: Which) -> sqlx::Result<()> {
    let (mut last, mut done) = (0, 0_usize);
    loop {
        let rows = next(link, which, last).await?;
        let Some(newest) = rows.last() else {
            break;
        };
        if done == 0 {
            tracing::info!("preparing the messages for searching: about a minute for a million");
        }
        last = newest.id;
        let entries: Vec<_> = rows.iter().map(|row| (row.entry(), row.files())).collect();
        let changes = entries.iter();
        let changes: Vec<_> = changes
            .map(|(entry, files)| Change::Write(entry, *files))
            .collect();
        settle(link, &changes).await?;
        done += changes.len();
    }
    if done > 0 {
        tracing::info!(messages = done, "the messages are prepared for searching");
    }
    Ok(())
}

/// The next messages after one of them.
async fn next(link: &mut Link<'_>, which: Which, last: i64) -> sqlx::Result<Vec<Row>> {
    match which {
        Which::All => fetch_all!(
            link,
            Row,
            "SELECT m.id, m.channel_id, m.author_id, m.content, \
             EXISTS (SELECT 1 FROM attachments a WHERE a.message_id = m.id) AS has_file, \
             EXISTS (SELECT 1 FROM attachments a WHERE a.message_id = m.id \
             AND a.width IS NOT NULL) AS has_image \
             FROM messages m WHERE m.id > $1 AND m.deleted_at IS NULL ORDER BY m.id LIMIT $2",
            last,
            ROWS
        ),
        Which::WithFiles => fetch_all!(
            link,
            Row,
            "SELECT m.id, m.channel_id, m.author_id, m.content, TRUE AS has_file, \
             EXISTS (SELECT 1 FROM attachments a WHERE a.message_id = m.id \
             AND a.width IS NOT NULL) AS has_image \
             FROM messages m WHERE m.id > $1 AND m.deleted_at IS NULL \
             AND EXISTS (SELECT 1 FROM attachments a WHERE a.message_id = m.id) \
             ORDER BY m.id LIMIT $2",
            last,
            ROWS
        ),
    }
}

impl Row {
    const fn files(&self) -> Files {
        Files {
            any: self.has_file,
            image: self.has_image,
        }
    }

    fn entry(&self) -> Entry {
        let place = (
            ChannelId::from_raw(self.channel_id),
            UserId::from_raw(self.author_id),
        );
        Entry::new(MessageId::from_raw(self.id), place, &self.content)
    }
}
