//! Who in a space is told of one of its channels.
//!
//! That is read of all the members of the space, and so it is not the writer who reads it: everybody
//! waits for it. It keeps how the channel was seen before, which is a few rows; who is told is looked
//! up when the change is on disk, by the rights of then. So does whoever reads the log.

use std::sync::Arc;

use parlor_protocol::{
    audience::{Audience, Seers},
    event::Event,
    ids::{ChannelId, SpaceId},
};

use super::{Sight, sight::ChangeRow};
use crate::{
    Error, Scoped, Storage,
    engine::{Link, fetch_one},
    scoped::Unscoped,
};

/// How a channel was seen.
#[derive(Debug)]
pub(crate) enum Seen {
    /// By everybody in the space.
    ByAll,
    /// By whom these overrides let.
    By(Vec<ChangeRow>),
}

/// How a channel is seen at this moment.
pub(crate) async fn seen(link: &mut Link<'_>, place: (SpaceId, ChannelId)) -> sqlx::Result<Seen> {
    if is_open(link, place).await? {
        return Ok(Seen::ByAll);
    }
    Ok(Seen::By(ChangeRow::of(link, place.1).await?))
}

/// Looks up who is told of what is on disk. When that fails, nobody is told: whoever looks where the
/// logs end finds it there.
pub(crate) async fn tell<T>(storage: &Storage, unscoped: Unscoped<T>) -> Scoped<T> {
    let Unscoped { value, events } = unscoped;
    let events = audiences(storage, events).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "looking up who is told of a channel");
        Vec::new()
    });
    Scoped { value, events }
}

async fn audiences(
    storage: &Storage,
    events: Vec<(Event, Option<Seen>)>,
) -> Result<Vec<(Event, Audience)>, Error> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let mut snapshot = storage.snapshot().await?;
    let mut link = snapshot.link();
    let mut sight: Option<Sight> = None;
    let mut told = Vec::with_capacity(events.len());
    for (event, before) in events {
        let audience = match event.about_channel() {
            Some(place) if !is_open(&mut link, place).await? => {
                let sight = match &mut sight {
                    Some(sight) => sight,
                    unread => unread.insert(Sight::of_all(&mut link, place.0).await?),
                };
                Audience::Some(Arc::new(seers(sight, place, before)))
            }
            _ => Audience::Everyone,
        };
        told.push((event, audience));
    }
    Ok(told)
}

/// Who sees a channel, and who no longer does.
fn seers(sight: &mut Sight, place: (SpaceId, ChannelId), before: Option<Seen>) -> Seers {
    let now = sight.seers(place);
    let before = match before {
        None => Vec::new(),
        Some(Seen::ByAll) => sight.members(place.0),
        Some(Seen::By(changes)) => sight.seers_by(place, changes),
    };
    Seers::after(before, now)
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
