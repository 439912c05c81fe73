//! Members: who is where, and what they may do there.

use std::collections::BTreeMap;

use parlor_protocol::{
    channels::Channel,
    ids::{ChannelId, SpaceId, UserId},
    members::Member,
    page::{Page, PageSize},
    permissions::Access,
    time::Timestamp,
};

use crate::{Error, Storage, channels};

mod access;
mod audience;
mod join;
mod rows;
mod seers;
mod sight;
mod visible;

pub(crate) use access::in_space;
pub(crate) use audience::{Seen, audience, seen};
pub(crate) use join::join;
pub(crate) use rows::{among, get, of_user, spaces_of};
pub(crate) use seers::seers;
pub(crate) use sight::Sight;
pub(crate) use visible::visible;

/// Reads memberships.
pub struct Members<'s> {
    pub(crate) storage: &'s Storage,
}

impl Members<'_> {
    /// What a person may do in a space. `None`: there is no such space, or they are not in it.
    pub async fn in_space(
        &self,
        user: UserId,
        space: SpaceId,
        now: Timestamp,
    ) -> Result<Option<Access>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(access::in_space(&mut reader.link(), user, space, now).await?)
    }

    /// What a person may do in a channel, and the channel. `None`: it is missing, or hidden from
    /// them; the two cannot be told apart.
    pub async fn in_channel(
        &self,
        user: UserId,
        channel: ChannelId,
        now: Timestamp,
    ) -> Result<Option<(Access, Channel)>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(access::in_channel(&mut reader.link(), user, channel, now).await?)
    }

    /// Those of these people who see each of these channels; channels that are gone are left out.
    pub async fn seers(
        &self,
        channels: &[ChannelId],
        users: &[UserId],
    ) -> Result<BTreeMap<ChannelId, Vec<UserId>>, Error> {
        let channels: Vec<i64> = channels.iter().map(|channel| channel.raw()).collect();
        let users: Vec<i64> = users.iter().map(|user| user.raw()).collect();
        let mut snapshot = self.storage.snapshot().await?;
        Ok(seers::seers(&mut snapshot.link(), &channels, &users).await?)
    }

    /// Every channel of a space that a person may see, in order, and what they may do in each.
    /// `None`: there is no such space, or they are not in it.
    pub async fn in_channels(
        &self,
        user: UserId,
        space: SpaceId,
        now: Timestamp,
    ) -> Result<Option<Vec<(Access, Channel)>>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        let mut link = snapshot.link();
        let Some(access) = access::in_space(&mut link, user, space, now).await? else {
            return Ok(None);
        };
        let sight = Sight::of_some(&mut link, space, &[user.raw()]).await?;
        let channels = channels::of(&mut link, space).await?;
        let seen = channels.into_iter().filter_map(|channel| {
            let access = sight.narrow(access, (space, channel.id))?;
            Some((access, channel))
        });
        Ok(Some(seen.collect()))
    }

    /// The members of a space by user id, after the cursor.
    pub async fn page(
        &self,
        space: SpaceId,
        after: Option<UserId>,
        size: PageSize,
    ) -> Result<Page<Member>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::page(&mut reader.link(), space, after, size).await?)
    }

    /// One member.
    pub async fn get(&self, space: SpaceId, user: UserId) -> Result<Option<Member>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::get(&mut reader.link(), space, user).await?)
    }
}
