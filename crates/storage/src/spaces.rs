//! Spaces: communities.

use parlor_protocol::{
    ids::{ChannelId, SpaceId, UserId},
    permissions::{Grant, Permission},
    spaces::Space,
    time::Timestamp,
};

use crate::{Committed, Content, Error, Storage, grants};

mod create;
mod icon;
mod rows;

pub(crate) use create::create;
pub(crate) use rows::{among, first, get, of};

/// Reads and writes spaces.
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

    /// Shows another picture, or none. Event: `SPACE_UPDATED`, where that changes anything. Gives
    /// the space, and what the bytes of the picture before are called, which may be needed
    /// elsewhere still. `None`: there is no such space.
    pub async fn set_icon(
        &self,
        grant: Grant,
        (space, icon): (SpaceId, Option<Content>),
        now: Timestamp,
    ) -> Result<Option<Committed<(Space, Vec<Content>)>>, Error> {
        grants::allows(&grant, Permission::ManageSpace)?;
        if grants::space(&grant)? != space {
            return Err(Error::WrongGrant);
        }
        self.storage.write(icon::SetIcon { space, icon, now }).await
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
