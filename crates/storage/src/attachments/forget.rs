//! Forgetting files. Their bytes are collected by whoever keeps them, unless another row needs them.

use parlor_protocol::{
    ids::{MessageId, UserId},
    time::Timestamp,
};

use super::rows::read;
use crate::{
    Content, Error,
    engine::{Link, fetch_all, fetch_among},
    writer::{Failed, Write},
};

/// How many files one write forgets, so that nobody waits long behind it.
const FILES_AT_ONCE: i64 = 100;

#[derive(sqlx::FromRow)]
struct ForgottenRow {
    content: Vec<u8>,
    thumbnail: Option<Vec<u8>>,
}

/// Forgets the files of a message that is deleted; gives what their bytes are called.
pub(crate) async fn of_message(
    link: &mut Link<'_>,
    message: MessageId,
) -> sqlx::Result<Vec<Content>> {
    let rows = fetch_all!(
        link,
        ForgottenRow,
        "DELETE FROM attachments WHERE message_id = $1 RETURNING content, thumbnail",
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
        ForgottenRow,
        messages,
        "DELETE FROM attachments WHERE message_id IN ",
        " RETURNING content, thumbnail"
    )?;
    contents(&rows)
}

/// Forgets what has waited longest, where more files of one person wait than may.
pub(super) async fn surplus(
    link: &mut Link<'_>,
    uploader: UserId,
    waiting_max: u32,
) -> sqlx::Result<Vec<Content>> {
    let rows = fetch_all!(
        link,
        ForgottenRow,
        "DELETE FROM attachments WHERE message_id IS NULL AND id IN (\
         SELECT id FROM attachments WHERE uploader_id = $1 AND message_id IS NULL \
         ORDER BY id DESC LIMIT $2 OFFSET $3) RETURNING content, thumbnail",
        uploader.raw(),
        FILES_AT_ONCE,
        i64::from(waiting_max)
    )?;
    contents(&rows)
}

/// Those that were never sent.
pub(super) struct Waiting {
    pub(super) since_before: Timestamp,
}

impl Write for Waiting {
    type Output = Vec<Content>;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<Vec<Content>, Failed<Error>> {
        // Asked twice: a file that was sent meanwhile, on another node, stays.
        let rows = fetch_all!(
            link,
            ForgottenRow,
            "DELETE FROM attachments WHERE message_id IS NULL AND id IN (\
             SELECT id FROM attachments WHERE message_id IS NULL AND created_at < $1 \
             LIMIT $2) RETURNING content, thumbnail",
            self.since_before.as_millis(),
            FILES_AT_ONCE
        )?;
        Ok(contents(&rows)?)
    }
}

fn contents(rows: &[ForgottenRow]) -> sqlx::Result<Vec<Content>> {
    let thumbnails = rows.iter().filter_map(|row| row.thumbnail.as_deref());
    let contents = rows.iter().map(|row| &row.content[..]);
    contents.chain(thumbnails).map(read).collect()
}
