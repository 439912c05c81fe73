//! Channels: where messages and voices go.

use parlor_protocol::{
    channels::{Channel, ChannelKind, ChannelOverride, UpdateChannel},
    ids::{ChannelId, SpaceId, UserId},
    permissions::{Grant, Override, Permission},
    time::Timestamp,
};

use crate::{Error, Scoped, Storage, grants, members, overrides};

mod create;
mod delete;
mod rows;
mod update;

pub(crate) use rows::{
    ChannelRow, among, channel_columns, conversations_of, get, insert, of, of_user,
};
pub(crate) use update::updated;

/// A channel to be made in the space of a grant.
#[derive(Debug, Clone)]
pub struct NewChannel {
    /// Its id, and that of its stream.
    pub id: ChannelId,
    /// What it is for.
    pub kind: ChannelKind,
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub topic: String,
    /// The category it stands under, whose overrides it begins with.
    pub parent_id: Option<ChannelId>,
    /// Where it stands; last where it is absent.
    pub position: Option<u32>,
    /// Whether it is hidden from @everyone; as the category where it is absent.
    pub private: Option<bool>,
    /// Who sees a private one besides its maker.
    pub member_ids: Vec<UserId>,
    /// Seconds between two messages of one member.
    pub slow_mode_seconds: u32,
    /// How many may be in its call; 0 = as many as the instance lets.
    pub user_limit: Option<u32>,
    /// What a microphone should send at most, in bits a second.
    pub bitrate: Option<u32>,
    /// Now.
    pub created_at: Timestamp,
    /// How many channels a space may have.
    pub per_space_max: u32,
}

/// Why a channel was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreateError {
    /// The space went away meanwhile.
    #[error("the space is gone")]
    Gone,
    /// The space has as many channels as it may.
    #[error("the space has too many channels")]
    TooMany,
    /// It cannot stand there: no category of this space, or it is one itself.
    #[error("there is no such category")]
    NoCategory,
    /// Somebody named is not in the space.
    #[error("not all of them are members")]
    NotMembers,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Why a channel stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpdateError {
    /// The channel went away meanwhile.
    #[error("the channel is gone")]
    Gone,
    /// It cannot stand there: no category of this space, or it is one itself.
    #[error("there is no such category")]
    NoCategory,
    /// Neither a role of the space nor a member.
    #[error("there is no such role or member")]
    NoTarget,
    /// The channel changes something for as many as it may.
    #[error("the channel has too many overrides")]
    TooManyOverrides,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// What a channel changes from now on for a role or a member.
#[derive(Debug, Clone, Copy)]
pub struct NewOverride {
    /// The id of the role or the member.
    pub target: i64,
    /// What it gives and takes; `None` = nothing any more.
    pub change: Option<Override>,
    /// For how many a channel may change something.
    pub per_channel_max: u32,
    /// Now.
    pub now: Timestamp,
}

/// Reads and writes channels. Who may see them is asked of [`Members`](crate::members::Members).
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

    /// Makes a channel. Event: `CHANNEL_CREATED`, for those who see it.
    pub async fn create(
        &self,
        grant: Grant,
        new: NewChannel,
    ) -> Result<Scoped<Channel>, CreateError> {
        grants::allows(&grant, Permission::ManageChannels)?;
        let (space, maker) = (grants::space(&grant)?, grant.user());
        let create = create::Create { space, maker, new };
        let created = self.storage.write_by(&[grant], create).await?;
        Ok(members::tell(self.storage, created).await)
    }

    /// Changes the channel of the grant. Event: `CHANNEL_UPDATED`, for those who see it; none where
    /// nothing changed.
    pub async fn update(
        &self,
        grant: Grant,
        changes: UpdateChannel,
        now: Timestamp,
    ) -> Result<Scoped<Channel>, UpdateError> {
        grants::allows(&grant, Permission::ManageChannels)?;
        let update = update::Update {
            space: grants::space(&grant)?,
            channel: grants::channel(&grant)?,
            changer: grant.user(),
            changes,
            now,
        };
        let updated = self.storage.write_by(&[grant], update).await?;
        Ok(members::tell(self.storage, updated).await)
    }

    /// Deletes the channel of the grant and all that was in it; may be repeated. Events:
    /// `CHANNEL_UPDATED` for what stood under it, `CHANNEL_DELETED`, for those who saw it.
    pub async fn delete(&self, grant: Grant, now: Timestamp) -> Result<Scoped<()>, Error> {
        grants::allows(&grant, Permission::ManageChannels)?;
        let delete = delete::Delete {
            space: grants::space(&grant)?,
            by: grant.user(),
            channel: grants::channel(&grant)?,
            now,
        };
        let deleted = self.storage.write_by(&[grant], delete).await?;
        Ok(members::tell(self.storage, deleted).await)
    }

    /// What a channel changes for a role or a member today.
    pub async fn override_of(
        &self,
        channel: ChannelId,
        target: i64,
    ) -> Result<Option<Override>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(overrides::get(&mut reader.link(), channel, target).await?)
    }

    /// All that the channel of the grant gives and takes: for roles, then for members.
    pub async fn overrides(&self, grant: Grant) -> Result<Vec<ChannelOverride>, Error> {
        grants::allows(&grant, Permission::ManageRoles)?;
        let channel = grants::channel(&grant)?;
        let mut reader = self.storage.reader().await?;
        Ok(overrides::of(&mut reader.link(), channel).await?)
    }

    /// Changes what the channel of the grant gives and takes. Event: `CHANNEL_UPDATED`, for those
    /// who see it; none where nothing changed.
    pub async fn set_override(
        &self,
        grant: Grant,
        new: NewOverride,
    ) -> Result<Scoped<Channel>, UpdateError> {
        grants::allows(&grant, Permission::ManageRoles)?;
        let change = overrides::Change {
            space: grants::space(&grant)?,
            by: grant.user(),
            channel: grants::channel(&grant)?,
            target: new.target,
            to: new.change,
            per_channel_max: new.per_channel_max,
            now: new.now,
        };
        let changed = self.storage.write_by(&[grant], change).await?;
        Ok(members::tell(self.storage, changed).await)
    }
}
