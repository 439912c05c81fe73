//! Who sees channels: for many people and many channels at once.

use std::collections::{BTreeMap, btree_map::Entry};

use parlor_protocol::{
    ids::{ChannelId, SpaceId, UserId},
    permissions::{Access, Permissions},
};

use crate::engine::{Link, fetch_among};

#[derive(sqlx::FromRow)]
struct PlaceRow {
    id: i64,
    space_id: i64,
    owner_id: i64,
    permissions: i64,
}

/// Those of these people who see each of these channels. One query for the channels, and one for
/// each space they are in.
pub(crate) async fn seers(
    link: &mut Link<'_>,
    channels: &[i64],
    users: &[i64],
) -> sqlx::Result<BTreeMap<ChannelId, Vec<UserId>>> {
    let places = fetch_among!(
        link,
        PlaceRow,
        channels,
        "SELECT c.id, c.space_id, s.owner_id, r.permissions FROM channels c \
         JOIN spaces s ON s.id = c.space_id JOIN roles r ON r.id = c.space_id WHERE c.id IN ",
        ""
    )?;
    let mut members: BTreeMap<i64, Vec<UserId>> = BTreeMap::new();
    let mut seers = BTreeMap::new();
    for place in places {
        let members = match members.entry(place.space_id) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(unknown) => {
                unknown.insert(members_among(link, place.space_id, users).await?)
            }
        };
        let seeing = members.iter().filter(|user| place.is_seen_by(**user));
        seers.insert(ChannelId::from_raw(place.id), seeing.copied().collect());
    }
    Ok(seers)
}

impl PlaceRow {
    fn is_seen_by(&self, user: UserId) -> bool {
        let everyone = Permissions::from_bits(self.permissions);
        let space = SpaceId::from_raw(self.space_id);
        let access = Access::in_space(user, space, self.owner_id == user.raw(), everyone);
        access.in_channel(ChannelId::from_raw(self.id)).is_some()
    }
}

async fn members_among(
    link: &mut Link<'_>,
    space: i64,
    users: &[i64],
) -> sqlx::Result<Vec<UserId>> {
    let rows = fetch_among!(
        link,
        (i64,),
        users,
        "SELECT m.user_id FROM members m WHERE m.space_id = $2 AND m.user_id IN ",
        "",
        space
    )?;
    Ok(rows
        .into_iter()
        .map(|(user,)| UserId::from_raw(user))
        .collect())
}
