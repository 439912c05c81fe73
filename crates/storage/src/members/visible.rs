//! Every channel somebody may see.

use parlor_protocol::ids::{ChannelId, SpaceId, UserId};

use super::Sight;
use crate::engine::{Link, fetch_all};

/// A channel somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Visible {
    /// `None`: it is a conversation.
    pub(crate) space: Option<SpaceId>,
    pub(crate) channel: ChannelId,
}

pub(crate) async fn visible(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Vec<Visible>> {
    let sight = Sight::of_user(link, user).await?;
    let channels = fetch_all!(
        link,
        (i64, i64),
        "SELECT c.id, c.space_id FROM members m JOIN channels c ON c.space_id = m.space_id \
         WHERE m.user_id = $1",
        user.raw()
    )?;
    let conversations = fetch_all!(
        link,
        (i64,),
        "SELECT channel_id FROM channel_members WHERE user_id = $1",
        user.raw()
    )?;
    let seen = channels.into_iter().filter_map(|(channel, space)| {
        let place = (SpaceId::from_raw(space), ChannelId::from_raw(channel));
        sight.sees(user, place).then_some(Visible {
            space: Some(place.0),
            channel: place.1,
        })
    });
    let conversations = conversations.into_iter().map(|(channel,)| Visible {
        space: None,
        channel: ChannelId::from_raw(channel),
    });
    Ok(seen.chain(conversations).collect())
}
