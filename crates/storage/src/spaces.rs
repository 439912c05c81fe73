//! Spaces: communities.

use parlor_protocol::{
    ids::{ChannelId, SpaceId, UserId},
    permissions::{Grant, Permission},
    spaces::{Space, UpdateSpace},
    time::Timestamp,
};

use crate::{Committed, Content, Error, Storage, grants};

mod create;
mod delete;
pub(crate) mod farewell;
mod icon;
mod make;
mod rows;
mod update;

pub(crate) use create::create;
pub(crate) use rows::{among, first, get, is_owner, of};

/// Reads and writes spaces.
pub struct Spaces<'s> {
    pub(crate) storage: &'s Storage,
}

/// A space to be made.
#[derive(Debug, Clone)]
pub struct NewSpace {
    /// Its id, and that of its stream and its @everyone role.
    pub id: SpaceId,
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Whose it is.
    pub owner: UserId,
    /// The id of its text channel `general`.
    pub general: ChannelId,
    /// The id of its voice channel `Lounge`.
    pub lounge: ChannelId,
    /// Now.
    pub created_at: Timestamp,
}

/// Why a space was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MakeError {
    /// As many are theirs as may be.
    #[error("too many spaces are theirs")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Why a space was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpdateError {
    /// It is gone.
    #[error("there is no such space")]
    Gone,
    /// It belongs to somebody else by now, who alone hands it over.
    #[error("the space is not theirs")]
    NotOwner,
    /// Who shall have it is no member, is silenced there, or may not come in at all.
    #[error("nobody to hand the space to")]
    NoHeir,
    /// As many belong to them as may.
    #[error("too many spaces are theirs")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
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
        let by = grant.user();
        let set = icon::SetIcon {
            space,
            by,
            icon,
            now,
        };
        self.storage.write_by(&[grant], set).await
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

    /// Makes a space with two channels and its owner in it: whether they may is for the verb to say.
    /// Events: `CHANNEL_CREATED` and `MEMBER_JOINED` in the space's stream, `SPACE_JOINED` in the
    /// owner's own.
    pub async fn make(
        &self,
        new: NewSpace,
        per_owner_max: u32,
    ) -> Result<Committed<Space>, MakeError> {
        self.storage.write(make::Make { new, per_owner_max }).await
    }

    /// Changes the space of the grant; of one who gets it, `per_owner_max` may be theirs. Event:
    /// `SPACE_UPDATED`; none where nothing changed.
    pub async fn update(
        &self,
        grant: Grant,
        (changes, per_owner_max): (UpdateSpace, u32),
        now: Timestamp,
    ) -> Result<Committed<Space>, UpdateError> {
        grants::allows(&grant, Permission::ManageSpace)?;
        let space = grants::space(&grant)?;
        let update = update::Update {
            space,
            by: grant.user(),
            changes,
            per_owner_max,
            now,
        };
        self.storage.write_by(&[grant], update).await
    }

    /// Deletes the space of the grant with all that was in it; tells which channels those were. May
    /// be repeated. That its holder owns it is for the verb to see. Events: `SPACE_DELETED` in its
    /// stream, which ends there, and `SPACE_LEFT` in those of the first of its members; the others
    /// are told as what is left of it is cleared away (see [`crate::streams::Streams::sweep`]).
    pub async fn delete(
        &self,
        grant: Grant,
        now: Timestamp,
    ) -> Result<Committed<Vec<ChannelId>>, Error> {
        grants::allows(&grant, Permission::ManageSpace)?;
        let space = grants::space(&grant)?;
        delete::delete(self.storage, (grant, space), now).await
    }
}
