//! Coming to a place: what was said before is no news.

use parlor_protocol::ids::{ChannelId, SpaceId, UserId};

use crate::engine::{Link, execute};

/// Marks everything in a space as read for somebody who joins it.
pub(crate) async fn begin(link: &mut Link<'_>, space: SpaceId, user: UserId) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO read_marks (user_id, channel_id, read_seq) \
         SELECT CAST($2 AS BIGINT), c.id, t.last_seq \
         FROM channels c JOIN streams t ON t.id = c.id WHERE c.space_id = $1 \
         ON CONFLICT (user_id, channel_id) DO UPDATE SET read_seq = excluded.read_seq",
        space.raw(),
        user.raw()
    )?;
    Ok(())
}

/// The same for one channel.
pub(crate) async fn begin_in(
    link: &mut Link<'_>,
    channel: ChannelId,
    user: UserId,
) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO read_marks (user_id, channel_id, read_seq) \
         SELECT CAST($2 AS BIGINT), id, last_seq FROM streams WHERE id = $1 \
         ON CONFLICT (user_id, channel_id) DO UPDATE SET read_seq = excluded.read_seq",
        channel.raw(),
        user.raw()
    )?;
    Ok(())
}
