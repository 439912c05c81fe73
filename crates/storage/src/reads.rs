//! Reading: how far each person has read each channel.
//!
//! Only marks are written. What is unread is counted from the messages when somebody asks, so that
//! a message costs the same in a channel of ten and of ten thousand.

use parlor_protocol::{
    ids::{ChannelId, StreamId, UserId},
    permissions::{Grant, Permission},
    reads::ReadState,
    streams::Seq,
};

use crate::{Error, Storage, grants, members};

mod begin;
mod mark;
mod mark_all;
pub(crate) mod mentions;
mod positions;
mod states;

pub(crate) use begin::{begin, begin_in};
pub(crate) use mark::forward;
pub use positions::Position;
pub(crate) use states::among;

/// Reads and writes how far people have read.
pub struct Reads<'s> {
    pub(crate) storage: &'s Storage,
}

/// Where a mark goes. Beyond the end of the stream it goes to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Up to here, unless it is there or beyond already.
    Forward(Seq),
    /// Here, wherever it was.
    To(Seq),
}

impl Reads<'_> {
    /// Moves the mark of the grant's holder in the grant's channel, and tells how they stand then.
    /// `None`: the channel is gone.
    pub async fn mark(&self, grant: Grant, mark: Mark) -> Result<Option<ReadState>, Error> {
        grants::allows(&grant, Permission::ViewChannel)?;
        let (channel, user) = (grants::channel(&grant)?, grant.user());
        self.storage
            .write_by(
                &[grant],
                mark::Move {
                    user,
                    channel,
                    mark,
                },
            )
            .await
    }

    /// Moves the marks of one person in all these channels to their ends, and tells how they stand
    /// there then.
    pub async fn mark_all(&self, grants: &[Grant]) -> Result<Vec<ReadState>, Error> {
        let Some(user) = grants.first().map(Grant::user) else {
            return Ok(Vec::new());
        };
        let mut channels = Vec::with_capacity(grants.len());
        for grant in grants {
            grants::allows(grant, Permission::ViewChannel)?;
            if grant.user() != user {
                return Err(Error::WrongGrant);
            }
            channels.push(grants::channel(grant)?.raw());
        }
        self.storage
            .write_by(grants, mark_all::MarkAll { user, channels })
            .await
    }

    /// How a person stands in these channels, by channel; those that are gone are left out. Which
    /// ones they may see is asked of [`Members`](crate::members::Members).
    pub async fn of(&self, user: UserId, channels: &[ChannelId]) -> Result<Vec<ReadState>, Error> {
        let channels: Vec<i64> = channels.iter().map(|channel| channel.raw()).collect();
        let mut snapshot = self.storage.snapshot().await?;
        Ok(states::among(&mut snapshot.link(), user, &channels).await?)
    }

    /// The same, in those of the channels that they see.
    pub async fn seen(
        &self,
        user: UserId,
        channels: &[ChannelId],
    ) -> Result<Vec<ReadState>, Error> {
        let channels: Vec<i64> = channels.iter().map(|channel| channel.raw()).collect();
        let mut snapshot = self.storage.snapshot().await?;
        let mut link = snapshot.link();
        let seers = members::seers(&mut link, &channels, &[user.raw()]).await?;
        let is_seen = |channel: &i64| {
            let seers = seers.get(&ChannelId::from_raw(*channel));
            seers.is_some_and(|seers| seers.contains(&user))
        };
        let seen: Vec<i64> = channels.into_iter().filter(is_seen).collect();
        Ok(states::among(&mut link, user, &seen).await?)
    }

    /// Where those of these streams stand that are channels'.
    pub async fn positions(&self, streams: &[StreamId]) -> Result<Vec<Position>, Error> {
        if streams.is_empty() {
            return Ok(Vec::new());
        }
        let streams: Vec<i64> = streams.iter().map(|stream| stream.raw()).collect();
        let mut reader = self.storage.reader().await?;
        Ok(positions::among(&mut reader.link(), &streams).await?)
    }
}
