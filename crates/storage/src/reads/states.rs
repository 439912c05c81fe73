//! Counting what is unread, for any number of channels in two queries.

use std::collections::HashMap;

use parlor_protocol::{
    ids::{ChannelId, UserId},
    reads::{ReadState, UNREAD_MAX},
};

use crate::engine::{Link, fetch_among};

#[derive(sqlx::FromRow)]
struct StateRow {
    id: i64,
    read_seq: i64,
    last_seq: i64,
    last_message_seq: i64,
    unread: i64,
}

/// How a person stands in these channels, in the order of their ids.
pub(crate) async fn among(
    link: &mut Link<'_>,
    user: UserId,
    channels: &[i64],
) -> sqlx::Result<Vec<ReadState>> {
    if channels.is_empty() {
        return Ok(Vec::new());
    }
    let rows = fetch_among!(
        link,
        StateRow,
        channels,
        "SELECT c.id, COALESCE(r.read_seq, 0) AS read_seq, t.last_seq, \
         COALESCE((SELECT m.seq FROM messages m WHERE m.channel_id = c.id \
         AND m.deleted_at IS NULL ORDER BY m.seq DESC LIMIT 1), 0) AS last_message_seq, \
         (SELECT count(*) FROM (SELECT m.seq FROM messages m WHERE m.channel_id = c.id \
         AND m.deleted_at IS NULL AND m.seq > COALESCE(r.read_seq, 0) AND m.author_id <> $2 \
         LIMIT 1000) counted) AS unread \
         FROM channels c JOIN streams t ON t.id = c.id AND NOT t.gone \
         LEFT JOIN read_marks r ON r.channel_id = c.id AND r.user_id = $2 WHERE c.id IN ",
        "",
        user.raw()
    )?;
    let mentions = mentions(link, user, channels).await?;
    let mut states: Vec<_> = rows
        .into_iter()
        .map(|row| ReadState {
            channel_id: ChannelId::from_raw(row.id),
            read_seq: row.read_seq.cast_unsigned(),
            last_seq: row.last_seq.cast_unsigned(),
            last_message_seq: row.last_message_seq.cast_unsigned(),
            unread: capped(row.unread),
            mentions: mentions.get(&row.id).copied().unwrap_or_default(),
        })
        .collect();
    states.sort_unstable_by_key(|state| state.channel_id);
    Ok(states)
}

async fn mentions(
    link: &mut Link<'_>,
    user: UserId,
    channels: &[i64],
) -> sqlx::Result<HashMap<i64, u32>> {
    let rows = fetch_among!(
        link,
        (i64, i64),
        channels,
        "SELECT c.id, count(DISTINCT x.seq) FROM channels c \
         LEFT JOIN read_marks r ON r.channel_id = c.id AND r.user_id = $2 \
         JOIN mentions x ON x.channel_id = c.id AND x.target_id IN (SELECT 0 \
         UNION ALL SELECT $2 UNION ALL SELECT h.role_id FROM member_roles h WHERE h.user_id = $2) \
         AND x.seq > COALESCE(r.read_seq, 0) AND x.author_id <> $2 WHERE c.id IN ",
        " GROUP BY c.id",
        user.raw()
    )?;
    Ok(rows
        .into_iter()
        .map(|(channel, count)| (channel, capped(count)))
        .collect())
}

fn capped(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(UNREAD_MAX).min(UNREAD_MAX)
}
