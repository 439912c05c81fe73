//! Attachments: what is known of files. Their bytes are elsewhere, under the name of their content.

use parlor_protocol::{
    attachments::{Attachment, UpdateAttachment},
    ids::{AttachmentId, ChannelId, MessageId, UserId},
    permissions::{Grant, Permission},
    time::Timestamp,
};

use crate::{Committed, Content, Error, Storage, grants};

mod claim;
mod contents;
mod describe;
mod forget;
mod insert;
pub(crate) mod rows;

pub(crate) use claim::claim;
pub(crate) use forget::{of_message as forget_of_message, of_messages as forget_of_messages};

/// Reads and writes what is known of files.
pub struct Attachments<'s> {
    pub(crate) storage: &'s Storage,
}

/// A file that is kept already, to be written down.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    /// Its id.
    pub id: AttachmentId,
    /// Whose it is.
    pub uploader: UserId,
    /// A harmless name.
    pub filename: String,
    /// What it is, by its content.
    pub content_type: &'static str,
    /// How many bytes it has.
    pub size_bytes: u64,
    /// What its bytes are called.
    pub content: Content,
    /// What a picture shows, in words.
    pub alt: Option<String>,
    /// Only of a picture that the server encoded anew.
    pub picture: Option<Picture>,
    /// Now.
    pub created_at: Timestamp,
    /// How many bytes the uploader's files may have together.
    pub bytes_per_user_max: u64,
    /// How many of them may wait for a message; at one more the oldest goes.
    pub waiting_max: u32,
}

/// What is known of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// A `BlurHash`.
    pub placeholder: String,
    /// A small still, where the picture is big.
    pub thumbnail: Option<Thumbnail>,
}

/// A small still of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// What its bytes are called.
    pub content: Content,
    /// What it is.
    pub content_type: String,
}

/// A file that is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inserted {
    /// As its uploader sees it.
    pub attachment: Attachment,
    /// What the bytes of files are called that had to go for it, which may be needed elsewhere
    /// still.
    pub gone: Vec<Content>,
}

/// Why a file was not written down.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InsertError {
    /// The uploader's files would have too many bytes together.
    #[error("the uploader's files are too big together")]
    QuotaUsedUp,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// What serving a file needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Whose it is.
    pub uploader: UserId,
    /// Where its message stands; `None` = in no message yet.
    pub channel: Option<ChannelId>,
    /// Its message.
    pub message: Option<MessageId>,
    /// A harmless name.
    pub filename: String,
    /// What it is, by its content.
    pub content_type: String,
    /// What its bytes are called.
    pub content: Content,
    /// Whether the server itself encoded it, so that it may be shown rather than saved.
    pub encoded_here: bool,
    /// A small still, where it is a big picture.
    pub thumbnail: Option<Thumbnail>,
}

/// A file of one person, as they take it along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Which.
    pub id: AttachmentId,
    /// A harmless name.
    pub filename: String,
    /// How many bytes it has.
    pub size_bytes: u64,
    /// What its bytes are called.
    pub content: Content,
}

impl Attachments<'_> {
    /// Writes a file down, in no message yet. When this returns, its bytes must still be kept:
    /// whoever collects files asks for this row first.
    pub async fn insert(&self, attachment: NewAttachment) -> Result<Inserted, InsertError> {
        self.storage.write(insert::Insert { attachment }).await
    }

    /// Says anew what a file shows that waits for a message of its uploader. `None`: it does not.
    pub async fn describe_waiting(
        &self,
        uploader: UserId,
        (attachment, change): (AttachmentId, UpdateAttachment),
        now: Timestamp,
    ) -> Result<Option<Committed<Attachment>>, Error> {
        self.storage
            .write(describe::Describe {
                attachment,
                uploader,
                place: None,
                change,
                now,
            })
            .await
    }

    /// Says anew what a file shows in a message of the grant's holder, in the grant's channel.
    /// Event: `MESSAGE_UPDATED`, if it says something else now; the message is not edited by it.
    /// `None`: there is no such file (any more).
    pub async fn describe(
        &self,
        grant: Grant,
        (message, attachment, change): (MessageId, AttachmentId, UpdateAttachment),
        now: Timestamp,
    ) -> Result<Option<Committed<Attachment>>, Error> {
        grants::allows(&grant, Permission::SendMessages)?;
        let describe = describe::Describe {
            attachment,
            uploader: grant.user(),
            place: Some((grants::channel(&grant)?, message)),
            change,
            now,
        };
        self.storage.write_by(&[grant], describe).await
    }

    /// How many bytes the files of one person have together.
    pub async fn bytes_of(&self, user: UserId) -> Result<u64, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::bytes_of(&mut reader.link(), user).await?)
    }

    /// What serving a file needs to know. Whether somebody may see its channel is asked of
    /// [`Members`](crate::members::Members).
    pub async fn stored(&self, attachment: AttachmentId) -> Result<Option<Stored>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::stored(&mut reader.link(), attachment).await?)
    }

    /// A page of somebody's files, in messages or not, after the last one of the page before; empty
    /// at the end.
    pub async fn sent_by(
        &self,
        uploader: UserId,
        after: Option<&Sent>,
    ) -> Result<Vec<Sent>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::sent_by(&mut reader.link(), uploader, after).await?)
    }

    /// Forgets up to 100 files that have waited for a message since before this; gives what their
    /// bytes are called, which may be needed elsewhere still.
    pub async fn forget_waiting(&self, since_before: Timestamp) -> Result<Vec<Content>, Error> {
        self.storage.write(forget::Waiting { since_before }).await
    }

    /// Whether any row needs these bytes.
    pub async fn is_needed(&self, content: Content) -> Result<bool, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(contents::is_needed(&mut reader.link(), content).await?)
    }

    /// Whether these bytes are the picture of some person or space now.
    pub async fn is_picture(&self, content: Content) -> Result<bool, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(contents::is_picture(&mut reader.link(), content).await?)
    }

    /// All contents that begin with this byte and that some row needs, in no order and some of them
    /// several times: what is kept is compared with this, a 256th at a time.
    pub async fn needed(&self, first_byte: u8) -> Result<Vec<Content>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(contents::needed(&mut reader.link(), first_byte).await?)
    }
}
