//! Messages.

use parlor_protocol::{
    exports::WrittenMessage,
    ids::{AttachmentId, ChannelId, MessageId, UserId},
    messages::{History, Mentions, Message},
    page::PageSize,
    permissions::{Grant, Permission},
    time::Timestamp,
};

use crate::{
    Committed, Content, Error, Storage, grants,
    notifications::{self, Addressees},
    search::Entry,
};

mod changed;
pub(crate) mod delete;
mod edit;
mod insert;
pub(crate) mod load;
mod page;
mod rows;
mod written;

pub(crate) use changed::changed;

/// Reads and writes messages.
pub struct Messages<'s> {
    pub(crate) storage: &'s Storage,
}

/// A message to be written into the channel of a grant, by its holder.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Its id, if it is not a repeat.
    pub id: MessageId,
    /// As sent.
    pub content: String,
    /// Whom it calls.
    pub mentions: Mentions,
    /// What the author calls this send: a repeat with the same content gives the first result.
    pub nonce: Option<String>,
    /// The message of the same channel that it answers.
    pub reply_to_id: Option<MessageId>,
    /// Files of the author's that are in no message yet, each once, in the order to show them.
    pub attachments: Vec<AttachmentId>,
    /// Now.
    pub created_at: Timestamp,
}

/// A message that is on disk.
#[derive(Debug, Clone, PartialEq)]
pub struct Inserted {
    /// As its author sees it today: edited, or empty when it was deleted since.
    pub message: Message,
    /// `false`: it was there already, under the same nonce.
    pub fresh: bool,
}

/// Why a message was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InsertError {
    /// The author used this nonce for another content, or in another channel.
    #[error("the nonce was used for another message")]
    NonceTaken,
    /// The message to answer is not in this channel, or is deleted.
    #[error("the message to answer is gone")]
    ReplyGone,
    /// A file is not the author's, is in a message already, or is gone.
    #[error("a file is not there to be sent")]
    AttachmentGone,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Another text for a message.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The new text.
    pub content: String,
    /// Whom it calls now.
    pub mentions: Mentions,
    /// Its links that may have previews: those of others go.
    pub links: Vec<String>,
    /// Now.
    pub now: Timestamp,
}

/// Where a message stands and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// In which channel.
    pub channel: ChannelId,
    /// Who wrote it.
    pub author: UserId,
    /// Whether only its tombstone is left.
    pub deleted: bool,
}

/// Which part of a channel's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The newest messages.
    Latest,
    /// The newest of those before this one.
    Before(MessageId),
    /// The oldest of those after this one.
    After(MessageId),
    /// This one, as many before it as after it.
    Around(MessageId),
}

impl Messages<'_> {
    /// Writes a message. Event: `NEW_MESSAGE`; none for a repeat.
    pub async fn insert(
        &self,
        grant: Grant,
        message: NewMessage,
    ) -> Result<Committed<Inserted>, InsertError> {
        grants::allows(&grant, Permission::SendMessages)?;
        let (channel, author) = (grants::channel(&grant)?, grant.user());
        let addressees = self.addressees(&grant, &message).await?;
        self.storage
            .write_by(
                &[grant],
                insert::Insert {
                    // Here, so that the writer has less to do.
                    entry: Entry::new(message.id, (channel, author), &message.content),
                    channel,
                    author,
                    calls: notifications::calls(author, &message.mentions.user_ids, addressees),
                    message,
                },
            )
            .await
    }

    /// Whom a message is written to, beside those it mentions.
    async fn addressees(&self, grant: &Grant, message: &NewMessage) -> Result<Addressees, Error> {
        let mut addressees = Addressees::default();
        if let (None, Some(channel)) = (grant.space(), grant.channel()) {
            let mut reader = self.storage.reader().await?;
            addressees.conversation =
                notifications::conversation(&mut reader.link(), channel).await?;
        }
        if let Some(reply_to) = message.reply_to_id {
            let place = self.place(reply_to).await?;
            addressees.answered = place.map(|place| place.author);
        }
        Ok(addressees)
    }

    /// Gives a message of the grant's holder, in the grant's channel, another text. Event:
    /// `MESSAGE_UPDATED`. Gives what the bytes of pictures are called that were in its previews,
    /// which may be needed elsewhere still. `None`: there is no such message (any more).
    pub async fn edit(
        &self,
        grant: Grant,
        message: MessageId,
        edit: Edit,
    ) -> Result<Option<Committed<(Message, Vec<Content>)>>, Error> {
        grants::allows(&grant, Permission::SendMessages)?;
        let (channel, author) = (grants::channel(&grant)?, grant.user());
        self.storage
            .write_by(
                &[grant],
                edit::Rewrite {
                    entry: Entry::new(message, (channel, author), &edit.content),
                    channel,
                    author,
                    message,
                    edit,
                },
            )
            .await
    }

    /// Deletes a message of the grant's channel: one of its holder's, or anybody's where the grant
    /// is for `MANAGE_MESSAGES`. Event: `MESSAGE_DELETED`. Gives what the bytes of its files are
    /// called, which may be needed elsewhere still. `None`: gone already.
    pub async fn delete(
        &self,
        grant: Grant,
        message: MessageId,
        now: Timestamp,
    ) -> Result<Option<Committed<Vec<Content>>>, Error> {
        let channel = grants::channel(&grant)?;
        let own = grant.permission() != Permission::ManageMessages;
        self.storage
            .write_by(
                &[grant],
                delete::Delete {
                    channel,
                    author: own.then(|| grant.user()),
                    by: grant
                        .space()
                        .filter(|_| !own)
                        .map(|space| (space, grant.user())),
                    message,
                    now,
                },
            )
            .await
    }

    /// One message as `asking` sees it; `None` when it is deleted. Whether they may see it is
    /// asked of [`Members`](crate::members::Members).
    pub async fn get(&self, message: MessageId, asking: UserId) -> Result<Option<Message>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(load::shown(&mut reader.link(), message, asking).await?)
    }

    /// Whether this person has used this nonce.
    pub async fn sent(&self, author: UserId, nonce: &str) -> Result<bool, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(load::sent(&mut reader.link(), author, nonce).await?)
    }

    /// Where a message stands, or stood before it was deleted; `None` when it never was.
    pub async fn place(&self, message: MessageId) -> Result<Option<Place>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(load::place(&mut reader.link(), message).await?)
    }

    /// A page of what somebody wrote and what stands, wherever that is, by id; empty at the end.
    pub async fn written_by(
        &self,
        author: UserId,
        after: Option<MessageId>,
    ) -> Result<Vec<WrittenMessage>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        Ok(written::page(&mut snapshot.link(), author, after).await?)
    }

    /// A page of history as `asking` sees it, with the position of the stream it was read at.
    /// Deleted messages are left out; one can still be the cursor. Around a message, `has_more`
    /// says whether either side goes on. `None`: the cursor is no message of this channel.
    pub async fn page(
        &self,
        channel: ChannelId,
        window: Window,
        size: PageSize,
        asking: UserId,
    ) -> Result<Option<History>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        let mut link = snapshot.link();
        let cut = page::Cut {
            channel,
            window,
            size,
        };
        Ok(page::read(&mut link, &cut, asking).await?)
    }
}
