//! Where somebody may have lost a right, as the logs tell it.

use parlor_protocol::{
    ids::{SpaceId, StreamId},
    streams::Seq,
};

use crate::engine::{Link, fetch_among, fetch_optional};

/// The spaces that these streams are, or belong to as channels. What belongs to none is left out.
pub(super) async fn spaces(
    link: &mut Link<'_>,
    streams: &[i64],
) -> sqlx::Result<Vec<(StreamId, SpaceId)>> {
    let rows = fetch_among!(
        link,
        (i64, i64),
        streams,
        "WITH here (id) AS ",
        " SELECT c.id, c.space_id FROM channels c JOIN here h ON h.id = c.id \
         WHERE c.space_id IS NOT NULL \
         UNION ALL SELECT s.id, s.id FROM spaces s JOIN here h ON h.id = s.id \
         JOIN streams t ON t.id = s.id AND NOT t.gone"
    )?;
    let ids = |(stream, space)| (StreamId::from_raw(stream), SpaceId::from_raw(space));
    Ok(rows.into_iter().map(ids).collect())
}

/// Whether something was logged in a space's stream after this position that takes rights away.
pub(super) async fn lessened(
    link: &mut Link<'_>,
    space: SpaceId,
    after: Seq,
) -> sqlx::Result<bool> {
    let found = fetch_optional!(
        link,
        (i64,),
        "SELECT seq FROM stream_events WHERE stream_id = $1 AND seq > $2 AND kind IN \
         ('channel_updated', 'channel_deleted', 'space_updated', 'role_updated', 'role_deleted', \
         'member_updated', 'member_left', 'member_kicked', 'member_banned') LIMIT 1",
        space.raw(),
        after.cast_signed()
    )?;
    Ok(found.is_some())
}
