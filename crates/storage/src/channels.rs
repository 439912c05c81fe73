//! Channels: where messages and voices go.

use parlor_protocol::{
    channels::Channel,
    ids::{ChannelId, SpaceId, UserId},
};

use crate::{Error, Storage, members::Sight};

mod rows;

pub(crate) use rows::{ChannelRow, among, channel_columns, insert, of_user};

/// Reads channels. Who may see them is asked of [`Members`](crate::members::Members).
pub struct Channels<'s> {
    pub(crate) storage: &'s Storage,
}

impl Channels<'_> {
    /// The channels of a space, in order, whoever asks.
    pub async fn of(&self, space: SpaceId) -> Result<Vec<Channel>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::of(&mut reader.link(), space).await?)
    }

    /// The channels of a space that this person sees, in order.
    pub async fn seen_by(&self, user: UserId, space: SpaceId) -> Result<Vec<Channel>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        let mut link = snapshot.link();
        let sight = Sight::of_some(&mut link, space, &[user.raw()]).await?;
        let mut channels = rows::of(&mut link, space).await?;
        channels.retain(|channel| sight.sees(user, (space, channel.id)));
        Ok(channels)
    }

    /// One channel, whoever asks.
    pub async fn get(&self, channel: ChannelId) -> Result<Option<Channel>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::get(&mut reader.link(), channel).await?)
    }
}
