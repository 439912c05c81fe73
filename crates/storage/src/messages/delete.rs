//! Deleting a message.

use parlor_protocol::{
    audit::AuditAction,
    event::Event,
    ids::{ChannelId, MessageId, SpaceId, StreamId, UserId},
    time::Timestamp,
};

use crate::{
    Committed, Content, Error, attachments, audit, embeds,
    engine::{Link, execute},
    reads::mentions,
    search::Change,
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(crate) struct Delete {
    pub(crate) channel: ChannelId,
    /// Whose it must be; `None` = anybody's.
    pub(crate) author: Option<UserId>,
    /// In which space, and who, where it may be anybody's.
    pub(crate) by: Option<(SpaceId, UserId)>,
    pub(crate) message: MessageId,
    pub(crate) now: Timestamp,
}

impl Write for Delete {
    type Output = Option<Committed<Vec<Content>>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        let space = self.by.map(|(space, _)| space.into());
        space.into_iter().chain([self.channel.into()]).collect()
    }

    fn indexed(&self, deleted: &Self::Output) -> Vec<Change<'_>> {
        let gone = deleted.as_ref().map(|_| Change::Forget(self.message));
        gone.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        Ok(self.delete(link).await?)
    }
}

impl Delete {
    /// Deletes it, and tells; `None` where it was deleted before, or is somebody else's.
    pub(crate) async fn delete(
        &self,
        link: &mut Link<'_>,
    ) -> sqlx::Result<Option<Committed<Vec<Content>>>> {
        // The row stays, empty: its id, its seq and its nonce stay taken.
        let deleted = execute!(
            link,
            "UPDATE messages SET content = '', mentions = NULL, reply_to_id = NULL, \
             pinned_seq = NULL, embeds = NULL, deleted_at = $4 WHERE id = $1 AND channel_id = $2 \
             AND author_id = COALESCE($3, author_id) AND deleted_at IS NULL",
            self.message.raw(),
            self.channel.raw(),
            self.author.map(UserId::raw),
            self.now.as_millis()
        )?;
        if deleted == 0 {
            return Ok(None);
        }
        let deed = (AuditAction::MessageDeleted, self.message);
        audit::record_of_message(link, self.by, deed, self.now).await?;
        self.forget_reactions(link).await?;
        mentions::forget(link, self.channel, self.message).await?;
        let mut contents = attachments::forget_of_message(link, self.message).await?;
        contents.extend(embeds::forget::of_message(link, self.message).await?);
        let stream = self.channel.into();
        let reference = Reference::Deleted(self.message);
        let seq = log::append(link, stream, reference, self.now).await?;
        let event = Event::MessageDeleted {
            stream,
            seq,
            channel_id: self.channel,
            message_id: self.message,
        };
        Ok(Some(Committed {
            value: contents,
            events: vec![event],
        }))
    }

    async fn forget_reactions(&self, link: &mut Link<'_>) -> sqlx::Result<()> {
        let message = self.message.raw();
        execute!(link, "DELETE FROM reactions WHERE message_id = $1", message)?;
        execute!(
            link,
            "DELETE FROM reaction_counts WHERE message_id = $1",
            message
        )?;
        Ok(())
    }
}
