//! Where channels stand, whoever asks.

use parlor_protocol::{ids::ChannelId, streams::Seq};

use crate::engine::{Link, fetch_among};

/// Where a channel stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Which channel.
    pub channel: ChannelId,
    /// Where its stream stands.
    pub last_seq: Seq,
    /// The position of its newest message that stands; 0 = none does.
    pub last_message_seq: Seq,
}

/// Where those of these streams stand that are channels'.
pub(super) async fn among(link: &mut Link<'_>, streams: &[i64]) -> sqlx::Result<Vec<Position>> {
    let rows = fetch_among!(
        link,
        (i64, i64, i64),
        streams,
        "SELECT c.id, t.last_seq, COALESCE((SELECT m.seq FROM messages m \
         WHERE m.channel_id = c.id AND m.deleted_at IS NULL ORDER BY m.seq DESC LIMIT 1), 0) \
         FROM channels c JOIN streams t ON t.id = c.id AND NOT t.gone WHERE c.id IN ",
        ""
    )?;
    let read = |(id, last_seq, last_message_seq): (i64, i64, i64)| Position {
        channel: ChannelId::from_raw(id),
        last_seq: last_seq.cast_unsigned(),
        last_message_seq: last_message_seq.cast_unsigned(),
    };
    Ok(rows.into_iter().map(read).collect())
}
