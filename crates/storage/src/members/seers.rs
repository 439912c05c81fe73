//! Who sees channels: for many people and many channels at once.

use std::collections::{BTreeMap, btree_map::Entry};

use parlor_protocol::ids::{ChannelId, SpaceId, UserId};

use super::Sight;
use crate::engine::{Link, fetch_among};

/// Those of these people who see each of these channels. A query for the channels, one for the
/// conversations, and a few for each space they are in.
pub(crate) async fn seers(
    link: &mut Link<'_>,
    channels: &[i64],
    users: &[i64],
) -> sqlx::Result<BTreeMap<ChannelId, Vec<UserId>>> {
    let places = fetch_among!(
        link,
        (i64, Option<i64>),
        channels,
        "SELECT id, space_id FROM channels WHERE id IN ",
        ""
    )?;
    let talking = fetch_among!(
        link,
        (i64, i64),
        channels,
        "SELECT channel_id, user_id FROM channel_members WHERE channel_id IN ",
        " ORDER BY channel_id, user_id"
    )?;
    let mut sights: BTreeMap<SpaceId, Sight> = BTreeMap::new();
    let mut seers = BTreeMap::new();
    for (channel, space) in places {
        let channel = ChannelId::from_raw(channel);
        let Some(space) = space.map(SpaceId::from_raw) else {
            let of_channel = talking.iter().filter(|(id, _)| *id == channel.raw());
            let here = of_channel.filter(|(_, user)| users.contains(user));
            let here = here.map(|(_, user)| UserId::from_raw(*user)).collect();
            seers.insert(channel, here);
            continue;
        };
        let sight = match sights.entry(space) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(Sight::of_some(link, space, users).await?),
        };
        let users = users.iter().copied().map(UserId::from_raw);
        let seeing = users.filter(|user| sight.sees(*user, (space, channel)));
        seers.insert(channel, seeing.collect());
    }
    Ok(seers)
}
