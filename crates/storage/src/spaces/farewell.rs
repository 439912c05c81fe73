//! Telling the people of a deleted space that it is gone, some at a time.
//!
//! A space may have a hundred thousand members, and each is told in a row of their own log. Until
//! their turn comes they are members by the row alone: what asks for somebody's spaces leaves out
//! those that are gone.

use parlor_protocol::{
    event::Event,
    ids::{SpaceId, StreamId, UserId},
    time::Timestamp,
};

use crate::engine::{Link, execute_among, fetch_all, fetch_among};

/// How many one write tells and lets go.
const AT_ONCE: i64 = 250;

/// Who is told next. Read before the write too, for its locks: so many streams are locked in one
/// order.
pub(crate) async fn next(link: &mut Link<'_>, space: StreamId) -> sqlx::Result<Vec<UserId>> {
    let rows = fetch_all!(
        link,
        (i64,),
        "SELECT user_id FROM members WHERE space_id = $1 ORDER BY user_id LIMIT $2",
        space.raw(),
        AT_ONCE
    )?;
    Ok(rows.into_iter().map(|(id,)| UserId::from_raw(id)).collect())
}

/// Tells them, each in their own stream, and ends their membership. No events: nobody is left.
pub(crate) async fn tell(
    link: &mut Link<'_>,
    space_id: SpaceId,
    now: Timestamp,
) -> sqlx::Result<Vec<Event>> {
    let people = next(link, space_id.into()).await?;
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<i64> = people.into_iter().map(UserId::raw).collect();
    let told = fetch_among!(
        link,
        (i64, i64),
        &people,
        "UPDATE streams SET last_seq = last_seq + 1 WHERE id IN ",
        " RETURNING id, last_seq"
    )?;
    execute_among!(
        link,
        &people,
        "INSERT INTO stream_events (stream_id, seq, kind, subject_id, created_at) \
         SELECT id, last_seq, 'space_left', CAST($2 AS BIGINT), CAST($3 AS BIGINT) \
         FROM streams WHERE id IN ",
        "",
        space_id.raw(),
        now.as_millis()
    )?;
    execute_among!(
        link,
        &people,
        "DELETE FROM members WHERE user_id IN ",
        " AND space_id = $2",
        space_id.raw()
    )?;
    let event = |(user, seq): (i64, i64)| Event::SpaceLeft {
        stream: UserId::from_raw(user).into(),
        seq: seq.cast_unsigned(),
        space_id,
    };
    Ok(told.into_iter().map(event).collect())
}
