//! Being a member no longer.

use parlor_protocol::{
    event::Event,
    ids::{SpaceId, UserId},
    members::Departure,
    time::Timestamp,
};

use super::Parted;
use crate::{
    Committed, channels,
    engine::{Link, execute},
    streams::log::{self, Reference},
};

/// Ends a membership with all that hung on it, and tells both the space and who left. Nobody is
/// told of who was not a member.
pub(crate) async fn leave(
    link: &mut Link<'_>,
    (space_id, user_id): (SpaceId, UserId),
    reason: Departure,
    now: Timestamp,
) -> sqlx::Result<Committed<Option<Parted>>> {
    remember_silence(link, (space_id, user_id), now).await?;
    let left = execute!(
        link,
        "DELETE FROM members WHERE space_id = $1 AND user_id = $2",
        space_id.raw(),
        user_id.raw()
    )?;
    if left == 0 {
        return Ok(Committed {
            value: None,
            events: Vec::new(),
        });
    }
    forget(link, (space_id, user_id), now).await?;
    let stream = space_id.into();
    let seq = log::append(link, stream, Reference::MemberLeft(user_id, reason), now).await?;
    let event = Event::MemberLeft {
        stream,
        seq,
        space_id,
        user_id,
        reason,
    };
    let stream = user_id.into();
    let seq = log::append(link, stream, Reference::SpaceLeft(space_id), now).await?;
    let farewell = Event::SpaceLeft {
        stream,
        seq,
        space_id,
    };
    let channels = channels::of(link, space_id).await?;
    Ok(Committed {
        value: Some(Parted {
            event: event.clone(),
            told_at: seq,
            channels: channels.into_iter().map(|channel| channel.id).collect(),
        }),
        events: vec![event, farewell],
    })
}

/// Who comes back is silent for as long as he would have been.
async fn remember_silence(
    link: &mut Link<'_>,
    (space, user): (SpaceId, UserId),
    now: Timestamp,
) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO silences (space_id, user_id, silent_until) \
         SELECT space_id, user_id, timeout_until FROM members \
         WHERE space_id = $1 AND user_id = $2 AND timeout_until > $3",
        space.raw(),
        user.raw(),
        now.as_millis()
    )?;
    Ok(())
}

/// What was given to a member, and the invites he made, are not there when he comes back.
async fn forget(
    link: &mut Link<'_>,
    (space, user): (SpaceId, UserId),
    now: Timestamp,
) -> sqlx::Result<()> {
    execute!(
        link,
        "DELETE FROM member_roles WHERE space_id = $1 AND user_id = $2",
        space.raw(),
        user.raw()
    )?;
    execute!(
        link,
        "DELETE FROM overrides WHERE target_id = $2 AND space_id = $1",
        space.raw(),
        user.raw()
    )?;
    execute!(
        link,
        "UPDATE invites SET revoked_at = $3 \
         WHERE inviter_id = $2 AND space_id = $1 AND revoked_at IS NULL",
        space.raw(),
        user.raw(),
        now.as_millis()
    )?;
    Ok(())
}
