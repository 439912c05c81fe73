//! Direct conversations: channels of no space, for the people in them alone.

use parlor_protocol::{
    channels::Channel,
    dms::OpenedDm,
    ids::{ChannelId, UserId},
    permissions::{Grant, Permission},
    time::Timestamp,
};

use crate::{Committed, Error, Storage, channels, grants};

mod add;
mod leave;
mod open;
mod rows;

pub(crate) use rows::enter_members;

/// Reads and writes direct conversations.
pub struct Dms<'s> {
    pub(crate) storage: &'s Storage,
}

/// A conversation to be opened.
#[derive(Debug, Clone)]
pub struct NewDm {
    /// Its id, if it is not there yet.
    pub id: ChannelId,
    /// Who opens it.
    pub opener: UserId,
    /// Who else is in it, each once: one other makes a `dm`, more a `group`.
    pub others: Vec<UserId>,
    /// Now.
    pub created_at: Timestamp,
    /// In how many conversations one person may be.
    pub per_user_max: u32,
}

/// Why a conversation is not there, or its people stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DmError {
    /// Somebody is no account, or shares no space with who asks.
    #[error("somebody is unknown")]
    Stranger,
    /// One of them is in as many conversations as may be.
    #[error("too many conversations")]
    TooMany,
    /// The group has as many people as it may.
    #[error("the group is full")]
    Full,
    /// It is a conversation of two, or of a space.
    #[error("it is not a group")]
    NotAGroup,
    /// It is gone.
    #[error("the conversation is gone")]
    Gone,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Dms<'_> {
    /// The conversations of a person, by id.
    pub async fn of(&self, user: UserId) -> Result<Vec<Channel>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        Ok(channels::conversations_of(&mut snapshot.link(), user).await?)
    }

    /// Opens a conversation; that of two is the same every time. Event: `DM_OPENED` in the stream
    /// of each of its people, where it is new.
    pub async fn open(&self, new: NewDm) -> Result<Committed<OpenedDm>, DmError> {
        self.storage.write(open::Open { new }).await
    }

    /// Brings somebody who is in fewer than so many conversations into the group of the grant; may be repeated. Event: `DM_OPENED` in the
    /// stream of each of its people.
    pub async fn add(
        &self,
        grant: Grant,
        (user, per_user_max): (UserId, u32),
        now: Timestamp,
    ) -> Result<Committed<Channel>, DmError> {
        grants::allows(&grant, Permission::SendMessages)?;
        let channel = grants::channel(&grant)?;
        let people = self.people(channel).await?;
        let add = add::Add {
            channel,
            by: grant.user(),
            user,
            people,
            per_user_max,
            now,
        };
        self.storage.write_by(&[grant], add).await
    }

    /// Leaves the group of the grant, which goes with the last one. Events: `DM_CLOSED` in one's own
    /// stream, `DM_OPENED` in those of the others.
    pub async fn leave(&self, grant: Grant, now: Timestamp) -> Result<Committed<()>, DmError> {
        grants::allows(&grant, Permission::ViewChannel)?;
        let channel = grants::channel(&grant)?;
        let people = self.people(channel).await?;
        let leave = leave::Leave {
            channel,
            user: grant.user(),
            people,
            now,
        };
        self.storage.write_by(&[grant], leave).await
    }

    /// Who is in a conversation when the write is queued: for the locks only.
    async fn people(&self, channel: ChannelId) -> Result<Vec<UserId>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::people(&mut reader.link(), channel).await?)
    }
}
