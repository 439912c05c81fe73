//! Spaces: communities.

use parlor_protocol::{
    ids::{ChannelId, SpaceId, UserId},
    spaces::Space,
    time::Timestamp,
};

use crate::{Error, Storage};

mod create;
mod rows;

pub(crate) use create::create;
pub(crate) use rows::{among, first, get, of};

/// Reads spaces.
pub struct Spaces<'s> {
    pub(crate) storage: &'s Storage,
}

/// The first space, as set-up makes it.
pub(crate) struct NewSpace<'n> {
    pub(crate) id: SpaceId,
    pub(crate) name: &'n str,
    pub(crate) owner: UserId,
    pub(crate) general: ChannelId,
    pub(crate) lounge: ChannelId,
    pub(crate) created_at: Timestamp,
}

impl Spaces<'_> {
    /// One space, whoever asks.
    pub async fn get(&self, space: SpaceId) -> Result<Option<Space>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(get(&mut reader.link(), space).await?)
    }

    /// The spaces this person is a member of, oldest first.
    pub async fn of(&self, user: UserId) -> Result<Vec<Space>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(of(&mut reader.link(), user).await?)
    }

    /// The space that set-up made.
    pub async fn first(&self) -> Result<Option<SpaceId>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(first(&mut reader.link()).await?)
    }
}
