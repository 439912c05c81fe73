//! Who in a space is told of one of its channels.

use std::sync::Arc;

use parlor_protocol::{
    audience::{Audience, Seers},
    ids::{ChannelId, SpaceId, UserId},
};

use super::Sight;
use crate::engine::{Link, fetch_one};

/// Who sees a channel.
#[derive(Debug)]
pub(crate) enum Seen {
    /// Everybody in the space.
    ByAll,
    /// These, by id.
    By(Vec<UserId>),
}

/// Who sees a channel at this moment.
pub(crate) async fn seen(link: &mut Link<'_>, place: (SpaceId, ChannelId)) -> sqlx::Result<Seen> {
    if is_open(link, place).await? {
        return Ok(Seen::ByAll);
    }
    Ok(Seen::By(Sight::of_all(link, place.0).await?.seers(place)))
}

/// Who is told what about a channel that was seen by `before`.
pub(crate) async fn audience(
    link: &mut Link<'_>,
    place: (SpaceId, ChannelId),
    before: Seen,
) -> sqlx::Result<Audience> {
    if is_open(link, place).await? {
        return Ok(Audience::Everyone);
    }
    let sight = Sight::of_all(link, place.0).await?;
    let before = match before {
        Seen::ByAll => sight.members(place.0),
        Seen::By(users) => users,
    };
    let seers = Seers::after(before, sight.seers(place));
    Ok(Audience::Some(Arc::new(seers)))
}

/// Whether everybody sees it without a closer look: @everyone may, and nobody is denied it. To view
/// is the first permission.
async fn is_open(
    link: &mut Link<'_>,
    (space, channel): (SpaceId, ChannelId),
) -> sqlx::Result<bool> {
    let (open,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM roles WHERE id = $1 AND (permissions & 1) = 1) \
         AND NOT EXISTS (SELECT 1 FROM overrides WHERE channel_id = $2 AND (deny & 1) = 1)",
        space.raw(),
        channel.raw()
    )?;
    Ok(open)
}
