//! What a member may do.

use parlor_protocol::{
    channels::Channel,
    ids::{ChannelId, SpaceId, UserId},
    permissions::{Access, Permissions},
};

use crate::{
    channels::ChannelRow,
    engine::{Link, fetch_optional},
};

pub(crate) async fn in_space(
    link: &mut Link<'_>,
    user: UserId,
    space: SpaceId,
) -> sqlx::Result<Option<Access>> {
    let row = fetch_optional!(
        link,
        (i64, i64),
        "SELECT s.owner_id, r.permissions FROM members m JOIN spaces s ON s.id = m.space_id \
         JOIN roles r ON r.id = s.id WHERE m.space_id = $1 AND m.user_id = $2",
        space.raw(),
        user.raw()
    )?;
    Ok(row.map(|(owner, everyone)| {
        let everyone = Permissions::from_bits(everyone);
        Access::in_space(user, space, owner == user.raw(), everyone)
    }))
}

#[derive(sqlx::FromRow)]
struct SeenRow {
    #[sqlx(flatten)]
    channel: ChannelRow,
    owner_id: i64,
    permissions: i64,
}

pub(super) async fn in_channel(
    link: &mut Link<'_>,
    user: UserId,
    channel: ChannelId,
) -> sqlx::Result<Option<(Access, Channel)>> {
    let row = fetch_optional!(
        link,
        SeenRow,
        "SELECT c.id, c.space_id, c.kind, c.name, c.position, c.created_at, t.last_seq, \
         s.owner_id, r.permissions \
         FROM channels c JOIN members m ON m.space_id = c.space_id AND m.user_id = $2 \
         JOIN spaces s ON s.id = c.space_id JOIN roles r ON r.id = c.space_id \
         JOIN streams t ON t.id = c.id WHERE c.id = $1",
        channel.raw(),
        user.raw()
    )?;
    let Some(row) = row else { return Ok(None) };
    let seen = row.channel.read()?;
    let Some(space) = seen.space_id else {
        return Ok(None);
    };
    let owner = row.owner_id == user.raw();
    let access = Access::in_space(user, space, owner, Permissions::from_bits(row.permissions));
    Ok(access.in_channel(channel).map(|access| (access, seen)))
}
