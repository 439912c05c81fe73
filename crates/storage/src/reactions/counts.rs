//! How many people have an emoji on a message.

use parlor_protocol::{ids::MessageId, streams::Seq};

use crate::engine::{Link, execute, fetch_one, fetch_optional};

/// Whether a message carries an emoji already, and how many distinct ones it carries.
pub(super) async fn distinct(
    link: &mut Link<'_>,
    message: MessageId,
    emoji: &str,
) -> sqlx::Result<(bool, i64)> {
    fetch_one!(
        link,
        (bool, i64),
        "SELECT EXISTS (SELECT 1 FROM reaction_counts WHERE message_id = $1 AND emoji = $2), \
         (SELECT count(*) FROM reaction_counts WHERE message_id = $1)",
        message.raw(),
        emoji
    )
}

/// One more. `seq` is where the emoji came to the message, if it came just now.
pub(super) async fn up(
    link: &mut Link<'_>,
    message: MessageId,
    emoji: &str,
    seq: Seq,
) -> sqlx::Result<u32> {
    let (count,) = fetch_one!(
        link,
        (i64,),
        "INSERT INTO reaction_counts (message_id, emoji, count, first_seq) \
         VALUES ($1, $2, 1, $3) ON CONFLICT (message_id, emoji) \
         DO UPDATE SET count = reaction_counts.count + 1 RETURNING count",
        message.raw(),
        emoji,
        seq.cast_signed()
    )?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// One less; at none, the emoji leaves the message.
pub(super) async fn down(
    link: &mut Link<'_>,
    message: MessageId,
    emoji: &str,
) -> sqlx::Result<u32> {
    let row = fetch_optional!(
        link,
        (i64,),
        "UPDATE reaction_counts SET count = count - 1 \
         WHERE message_id = $1 AND emoji = $2 RETURNING count",
        message.raw(),
        emoji
    )?;
    execute!(
        link,
        "DELETE FROM reaction_counts WHERE message_id = $1 AND emoji = $2 AND count <= 0",
        message.raw(),
        emoji
    )?;
    Ok(row.map_or(0, |(count,)| u32::try_from(count).unwrap_or_default()))
}
