//! Pins: the messages a channel holds on to.

use parlor_protocol::{
    ids::{ChannelId, MessageId, SpaceId, UserId},
    messages::Message,
    permissions::{Grant, Permission},
    streams::Seq,
    time::Timestamp,
};

use crate::{Committed, Error, Storage, grants, messages::load};

mod write;

/// Reads and writes pins.
pub struct Pins<'s> {
    pub(crate) storage: &'s Storage,
}

/// Why a message was not pinned, or not unpinned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// The message is not in this channel (any more).
    #[error("the message is gone")]
    Gone,
    /// The channel has as many pins as it may.
    #[error("the channel has too many pins")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Pins<'_> {
    /// Pins a message of the grant's channel, which has at most `most` pins. Event:
    /// `MESSAGE_PINNED`; none where it was pinned already. Gives where the stream stands.
    pub async fn pin(
        &self,
        grant: Grant,
        message: MessageId,
        most: u32,
        now: Timestamp,
    ) -> Result<Committed<Seq>, PinError> {
        manages(&grant)?;
        let channel = grants::channel(&grant)?;
        self.storage
            .write_by(
                &[grant],
                write::Pin {
                    channel,
                    by: by(&grant),
                    message,
                    most,
                    now,
                },
            )
            .await
    }

    /// Unpins a message of the grant's channel. Event: `MESSAGE_UNPINNED`; none where it was not
    /// pinned. Gives where the stream stands.
    pub async fn unpin(
        &self,
        grant: Grant,
        message: MessageId,
        now: Timestamp,
    ) -> Result<Committed<Seq>, PinError> {
        manages(&grant)?;
        let channel = grants::channel(&grant)?;
        self.storage
            .write_by(
                &[grant],
                write::Unpin {
                    channel,
                    by: by(&grant),
                    message,
                    now,
                },
            )
            .await
    }

    /// The pinned messages of a channel as `reader` sees them, the newest pin first.
    pub async fn of(&self, channel: ChannelId, reader: UserId) -> Result<Vec<Message>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        Ok(load::pinned(&mut snapshot.link(), channel, reader).await?)
    }
}

fn by(grant: &Grant) -> Option<(SpaceId, UserId)> {
    grant.space().map(|space| (space, grant.user()))
}

/// In a direct conversation there is nobody to manage it: each of its people does.
fn manages(grant: &Grant) -> Result<(), Error> {
    if grant.space().is_none() {
        return Ok(());
    }
    grants::allows(grant, Permission::ManageMessages)
}
