//! Becoming a member.

use parlor_protocol::{
    event::Event,
    ids::{SpaceId, UserId},
    time::Timestamp,
};

use super::rows;
use crate::{
    engine::{Link, execute},
    error::Damage,
    reads, spaces,
    streams::log::{self, Reference},
};

/// Makes somebody a member and tells both the space and them. Who is a member already stays one,
/// and nobody is told.
pub(crate) async fn join(
    link: &mut Link<'_>,
    space_id: SpaceId,
    user: UserId,
    now: Timestamp,
) -> sqlx::Result<Vec<Event>> {
    let joined = execute!(
        link,
        "INSERT INTO members (space_id, user_id, joined_at, timeout_until) VALUES ($1, $2, $3, \
         (SELECT silent_until FROM silences WHERE space_id = $1 AND user_id = $2)) \
         ON CONFLICT DO NOTHING",
        space_id.raw(),
        user.raw(),
        now.as_millis()
    )?;
    if joined == 0 {
        return Ok(Vec::new());
    }
    execute!(
        link,
        "DELETE FROM silences WHERE space_id = $1 AND user_id = $2",
        space_id.raw(),
        user.raw()
    )?;
    reads::begin(link, space_id, user).await?;
    let stream = space_id.into();
    let seq = log::append(link, stream, Reference::MemberJoined(user), now).await?;
    let Some(member) = rows::get(link, space_id, user).await? else {
        return Err(Damage("a member is missing").into());
    };
    let seen = Event::MemberJoined {
        stream,
        seq,
        space_id,
        member,
    };
    let stream = user.into();
    let seq = log::append(link, stream, Reference::SpaceJoined(space_id), now).await?;
    let Some(space) = spaces::get(link, space_id).await? else {
        return Err(Damage("a space is missing").into());
    };
    Ok(vec![seen, Event::SpaceJoined { stream, seq, space }])
}
