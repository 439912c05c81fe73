//! Channels: where messages and voices go.

use parlor_protocol::{
    channels::Channel,
    ids::{ChannelId, SpaceId},
};

use crate::{Error, Storage};

mod rows;

pub(crate) use rows::{ChannelRow, among, channel_columns, insert, of, of_user};

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

    /// One channel, whoever asks.
    pub async fn get(&self, channel: ChannelId) -> Result<Option<Channel>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::get(&mut reader.link(), channel).await?)
    }
}
