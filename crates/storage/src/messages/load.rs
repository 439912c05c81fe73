//! Reading messages, each number of them in a constant number of queries.

use std::{cmp::Reverse, collections::HashMap};

use parlor_protocol::{
    ids::{ChannelId, MessageId, UserId},
    messages::Message,
    reactions::ReactionCount,
};

use super::{
    Place,
    rows::{MessageRow, hide_nonce, select_messages},
};
use crate::{
    attachments::rows::attach,
    engine::{Link, fetch_all, fetch_among, fetch_one, fetch_optional},
    error::Damage,
};

/// These messages as everybody sees them, for events: with nonces, and without `me`. Deleted ones
/// come empty.
pub(crate) async fn among(link: &mut Link<'_>, ids: &[i64]) -> sqlx::Result<Vec<Message>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = fetch_among!(
        link,
        MessageRow,
        ids,
        select_messages!("WHERE m.id IN "),
        ""
    )?;
    let mut messages = read(rows)?;
    attach(link, &mut messages).await?;
    react(link, &mut messages, None).await?;
    Ok(messages)
}

/// One message as everybody sees it, for its event.
pub(crate) async fn one(link: &mut Link<'_>, message: MessageId) -> sqlx::Result<Message> {
    let mut messages = among(link, &[message.raw()]).await?;
    let message = messages.pop();
    message.ok_or_else(|| Damage("a message is missing").into())
}

/// Those of these messages that stand, as [`among`] has them but without reactions.
pub(crate) async fn standing(link: &mut Link<'_>, ids: &[i64]) -> sqlx::Result<Vec<Message>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = fetch_among!(
        link,
        MessageRow,
        ids,
        select_messages!("WHERE m.deleted_at IS NULL AND m.id IN "),
        ""
    )?;
    read(rows)
}

/// One message as its author sees it, deleted or not.
pub(super) async fn by_author(
    link: &mut Link<'_>,
    message: MessageId,
    author: UserId,
) -> sqlx::Result<Message> {
    let row = fetch_optional!(
        link,
        MessageRow,
        select_messages!("WHERE m.id = $1"),
        message.raw()
    )?;
    let Some(row) = row else {
        return Err(Damage("a message is missing").into());
    };
    let mut messages = [row.read()?];
    attach(link, &mut messages).await?;
    react(link, &mut messages, Some(author)).await?;
    let [message] = messages;
    Ok(message)
}

/// One message that was just written: nobody has reacted to it.
pub(super) async fn fresh(
    link: &mut Link<'_>,
    message: MessageId,
    with_files: bool,
) -> sqlx::Result<Message> {
    let row = fetch_optional!(
        link,
        MessageRow,
        select_messages!("WHERE m.id = $1"),
        message.raw()
    )?;
    let Some(row) = row else {
        return Err(Damage("a message is missing").into());
    };
    let mut messages = [row.read()?];
    if with_files {
        attach(link, &mut messages).await?;
    }
    let [message] = messages;
    Ok(message)
}

/// The same for many, in no order.
pub(super) async fn fresh_among(link: &mut Link<'_>, ids: &[i64]) -> sqlx::Result<Vec<Message>> {
    let rows = fetch_among!(
        link,
        MessageRow,
        ids,
        select_messages!("WHERE m.id IN "),
        ""
    )?;
    read(rows)
}

/// One message as a reader sees it, unless it is deleted.
pub(super) async fn shown(
    link: &mut Link<'_>,
    message: MessageId,
    reader: UserId,
) -> sqlx::Result<Option<Message>> {
    let row = fetch_optional!(
        link,
        MessageRow,
        select_messages!("WHERE m.id = $1 AND m.deleted_at IS NULL"),
        message.raw()
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut messages = seen_by(link, vec![row], reader).await?;
    Ok(messages.pop())
}

/// What was read, as a reader sees it.
pub(super) async fn seen_by(
    link: &mut Link<'_>,
    rows: Vec<MessageRow>,
    reader: UserId,
) -> sqlx::Result<Vec<Message>> {
    let mut messages = read(rows)?;
    attach(link, &mut messages).await?;
    react(link, &mut messages, Some(reader)).await?;
    for message in &mut messages {
        hide_nonce(message, reader);
    }
    Ok(messages)
}

/// Those of these messages that are there, as a reader sees them, newest first.
pub(crate) async fn newest_first(
    link: &mut Link<'_>,
    ids: &[i64],
    reader: UserId,
) -> sqlx::Result<Vec<Message>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = fetch_among!(
        link,
        MessageRow,
        ids,
        select_messages!("WHERE m.deleted_at IS NULL AND m.id IN "),
        ""
    )?;
    rows.sort_by_key(|row| Reverse(row.message_id));
    seen_by(link, rows, reader).await
}

/// The pinned messages of a channel as a reader sees them, the newest pin first.
pub(crate) async fn pinned(
    link: &mut Link<'_>,
    channel: ChannelId,
    reader: UserId,
) -> sqlx::Result<Vec<Message>> {
    let rows = fetch_all!(
        link,
        MessageRow,
        select_messages!(
            "WHERE m.channel_id = $1 AND m.pinned_seq IS NOT NULL ORDER BY m.pinned_seq DESC"
        ),
        channel.raw()
    )?;
    seen_by(link, rows, reader).await
}

fn read(rows: Vec<MessageRow>) -> sqlx::Result<Vec<Message>> {
    rows.into_iter().map(MessageRow::read).collect()
}

#[derive(sqlx::FromRow)]
struct CountRow {
    message_id: i64,
    emoji: String,
    count: i64,
    me: bool,
}

/// Adds the reactions; whose they are only where a reader is named.
async fn react(
    link: &mut Link<'_>,
    messages: &mut [Message],
    reader: Option<UserId>,
) -> sqlx::Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = messages.iter().map(|message| message.id.raw()).collect();
    let rows = fetch_among!(
        link,
        CountRow,
        &ids,
        "SELECT c.message_id, c.emoji, c.count, EXISTS (SELECT 1 FROM reactions r \
         WHERE r.message_id = c.message_id AND r.emoji = c.emoji AND r.user_id = $2) AS me \
         FROM reaction_counts c WHERE c.message_id IN ",
        " ORDER BY c.message_id, c.first_seq",
        reader.map(UserId::raw)
    )?;
    let mut counts: HashMap<i64, Vec<ReactionCount>> = HashMap::new();
    for row in rows {
        counts
            .entry(row.message_id)
            .or_default()
            .push(ReactionCount {
                emoji: row.emoji,
                count: u32::try_from(row.count).unwrap_or(u32::MAX),
                me: reader.map(|_| row.me),
            });
    }
    for message in messages {
        message.reactions = counts.remove(&message.id.raw()).unwrap_or_default();
    }
    Ok(())
}

pub(crate) async fn place(link: &mut Link<'_>, message: MessageId) -> sqlx::Result<Option<Place>> {
    let row = fetch_optional!(
        link,
        (i64, i64, Option<i64>),
        "SELECT m.channel_id, m.author_id, m.deleted_at \
         FROM messages m JOIN streams t ON t.id = m.channel_id WHERE m.id = $1 AND NOT t.gone",
        message.raw()
    )?;
    Ok(row.map(|(channel, author, deleted_at)| Place {
        channel: ChannelId::from_raw(channel),
        author: UserId::from_raw(author),
        deleted: deleted_at.is_some(),
    }))
}

/// Whether somebody has used a nonce.
pub(super) async fn sent(link: &mut Link<'_>, author: UserId, nonce: &str) -> sqlx::Result<bool> {
    let (sent,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM messages WHERE author_id = $1 AND nonce = $2)",
        author.raw(),
        nonce
    )?;
    Ok(sent)
}
