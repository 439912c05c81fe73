//! Whom messages call, as rows to count.

use parlor_protocol::{
    ids::{ChannelId, MessageId, RoleId, UserId},
    messages::Mentions,
    streams::Seq,
};

use crate::engine::{Link, execute, execute_among};

/// The target that stands for everybody. Nothing has this id.
const EVERYBODY: i64 = 0;

/// A message that calls people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calling {
    pub(crate) channel: ChannelId,
    pub(crate) seq: Seq,
    pub(crate) author: UserId,
}

/// Writes down whom a message calls. Who does not exist, and a role of another space, is not
/// called; nor is everybody by the name of the role they all have.
pub(crate) async fn write(
    link: &mut Link<'_>,
    calling: Calling,
    mentions: &Mentions,
) -> sqlx::Result<()> {
    let Calling {
        channel,
        seq,
        author,
    } = calling;
    if mentions.everyone {
        execute!(
            link,
            "INSERT INTO mentions (channel_id, target_id, seq, author_id) VALUES ($1, $2, $3, $4)",
            channel.raw(),
            EVERYBODY,
            seq.cast_signed(),
            author.raw()
        )?;
    }
    let users: Vec<i64> = mentions.user_ids.iter().copied().map(UserId::raw).collect();
    if !users.is_empty() {
        execute_among!(
            link,
            &users,
            "INSERT INTO mentions (channel_id, target_id, seq, author_id) \
             SELECT CAST($2 AS BIGINT), u.id, CAST($3 AS BIGINT), CAST($4 AS BIGINT) \
             FROM users u WHERE u.id IN ",
            "",
            channel.raw(),
            seq.cast_signed(),
            author.raw()
        )?;
    }
    let roles: Vec<i64> = mentions.role_ids.iter().copied().map(RoleId::raw).collect();
    if !roles.is_empty() {
        execute_among!(
            link,
            &roles,
            "INSERT INTO mentions (channel_id, target_id, seq, author_id) \
             SELECT c.id, r.id, CAST($3 AS BIGINT), CAST($4 AS BIGINT) \
             FROM channels c JOIN roles r ON r.space_id = c.space_id AND r.id <> r.space_id \
             WHERE c.id = $2 AND r.id IN ",
            "",
            channel.raw(),
            seq.cast_signed(),
            author.raw()
        )?;
    }
    Ok(())
}

/// Forgets whom a message calls.
pub(crate) async fn forget(
    link: &mut Link<'_>,
    channel: ChannelId,
    message: MessageId,
) -> sqlx::Result<()> {
    execute!(
        link,
        "DELETE FROM mentions WHERE channel_id = $1 \
         AND seq = (SELECT seq FROM messages WHERE id = $2)",
        channel.raw(),
        message.raw()
    )?;
    Ok(())
}
