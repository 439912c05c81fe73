//! Bans: who may not come back into a space.

use parlor_protocol::{
    bans::Ban,
    ids::{SpaceId, UserId},
    page::{Page, PageSize},
    permissions::{Grant, Permission},
    time::Timestamp,
};

use crate::{Committed, Error, Storage, grants, members::Parted};

mod put;
mod remove;
mod rows;

pub(crate) use rows::is_banned;

/// Reads and writes bans.
pub struct Bans<'s> {
    pub(crate) storage: &'s Storage,
}

/// Why somebody is not banned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BanError {
    /// They own the space.
    #[error("the space is theirs")]
    Owner,
    /// There is nobody of this id whom the holder of the grant may know of.
    #[error("there is nobody of this id")]
    Nobody,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Bans<'_> {
    /// The bans of the space of the grant, ascending by user id.
    pub async fn page(
        &self,
        grant: Grant,
        after: Option<UserId>,
        size: PageSize,
    ) -> Result<Page<Ban>, Error> {
        grants::allows(&grant, Permission::BanMembers)?;
        let space = grants::space(&grant)?;
        let mut reader = self.storage.reader().await?;
        Ok(rows::page(&mut reader.link(), space, after, size).await?)
    }

    /// The ban of one person from the space of the grant.
    pub async fn get(&self, grant: Grant, user: UserId) -> Result<Option<Ban>, Error> {
        grants::allows(&grant, Permission::BanMembers)?;
        let space = grants::space(&grant)?;
        let mut reader = self.storage.reader().await?;
        Ok(rows::get(&mut reader.link(), (space, user)).await?)
    }

    /// Whether somebody is banned from a space, whoever asks.
    pub async fn stands(&self, space: SpaceId, user: UserId) -> Result<bool, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(is_banned(&mut reader.link(), (space, user)).await?)
    }

    /// Bans somebody from the space of the grant, member or not, and ends their membership with
    /// it; that they stand below its holder is for the verb to see. Repeated, it changes the reason.
    /// Events, where they were a member: `MEMBER_LEFT` in the space's stream, `SPACE_LEFT` in their
    /// own.
    pub async fn put(
        &self,
        grant: Grant,
        (user, reason): (UserId, Option<String>),
        now: Timestamp,
    ) -> Result<Committed<Option<Parted>>, BanError> {
        grants::allows(&grant, Permission::BanMembers)?;
        let put = put::Put {
            space: grants::space(&grant)?,
            by: grant.user(),
            user,
            reason,
            now,
        };
        self.storage.write_by(&[grant], put).await
    }

    /// Lets somebody come back; may be repeated.
    pub async fn remove(&self, grant: Grant, user: UserId, now: Timestamp) -> Result<(), Error> {
        grants::allows(&grant, Permission::BanMembers)?;
        let remove = remove::Remove {
            space: grants::space(&grant)?,
            by: grant.user(),
            user,
            now,
        };
        self.storage.write_by(&[grant], remove).await
    }
}
