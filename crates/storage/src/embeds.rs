//! Embeds: previews of the links in a message, and the pictures in them.

use parlor_protocol::{
    ids::{ChannelId, MessageId},
    permissions::{Grant, Permission},
    time::Timestamp,
};

use crate::{Committed, Content, Error, Storage, grants};

pub(crate) mod forget;
mod images;
mod let_go;
mod put;
mod remove;
pub(crate) mod rows;

pub(crate) use let_go::bytes;

/// The most messages whose pictures go at a time.
pub const LET_GO_MAX: u32 = 100;

/// Reads and writes previews.
pub struct Embeds<'s> {
    pub(crate) storage: &'s Storage,
}

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The link, as it stands in the message.
    pub url: String,
    /// What the page calls itself.
    pub title: Option<String>,
    /// What it says about itself.
    pub description: Option<String>,
    /// What it is a part of.
    pub site_name: Option<String>,
    /// The picture it shows of itself, or is.
    pub image: Option<Image>,
}

/// A small still that is kept already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// What its bytes are called.
    pub content: Content,
    /// What it is.
    pub content_type: &'static str,
    /// In bytes.
    pub size_bytes: u64,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// A `BlurHash`.
    pub placeholder: String,
}

/// The text of a message whose links were looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Which message.
    pub message: MessageId,
    /// Where it stands.
    pub channel: ChannelId,
    /// Its text at that time.
    pub content: String,
}

impl Embeds<'_> {
    /// Whether previews of this text would be taken: the message stands, says this still, and
    /// nobody took its previews away.
    pub async fn are_wanted(&self, read: &Read) -> Result<bool, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(put::are_wanted(&mut reader.link(), read).await?)
    }

    /// Adds previews to a message of the grant's channel. `links` are those of its text in their
    /// order: previews of others go. Event: `MESSAGE_UPDATED`; the message is not edited by it.
    /// Gives what the bytes of pictures are called that were replaced, which may be needed
    /// elsewhere still. `None`: they are not wanted any more. When this returns, the bytes of the
    /// pictures must still be kept: whoever collects files asks for these rows first.
    pub async fn put(
        &self,
        grant: Grant,
        read: Read,
        (links, found): (Vec<String>, Vec<Preview>),
        now: Timestamp,
    ) -> Result<Option<Committed<Vec<Content>>>, Error> {
        grants::allows(&grant, Permission::EmbedLinks)?;
        if grants::channel(&grant)? != read.channel {
            return Err(Error::WrongGrant);
        }
        self.storage
            .write_by(
                &[grant],
                put::Put {
                    read,
                    links,
                    found,
                    now,
                },
            )
            .await
    }

    /// Takes the previews away, for good: of a message of the grant's holder, or of anybody's where
    /// the grant is for `MANAGE_MESSAGES`, which its space's audit log tells. Event:
    /// `MESSAGE_UPDATED`, if there were any. Gives what the bytes of their pictures are called,
    /// which may be needed elsewhere still.
    pub async fn remove(
        &self,
        grant: Grant,
        message: MessageId,
        now: Timestamp,
    ) -> Result<Committed<Vec<Content>>, Error> {
        let channel = grants::channel(&grant)?;
        let own = grant.permission() != Permission::ManageMessages;
        self.storage
            .write_by(
                &[grant],
                remove::Remove {
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

    /// What the pictures of all previews come to, in bytes. Reads all that is known of them: to be
    /// asked seldom.
    pub async fn image_bytes(&self) -> Result<u64, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(let_go::bytes(&mut reader.link()).await?)
    }

    /// Messages whose pictures go so that all together have at most so many bytes, the oldest
    /// first, at most [`LET_GO_MAX`]: those of the newest messages stay. None while there is room. To
    /// be asked seldom as well.
    pub async fn above(&self, bytes_max: u64) -> Result<Vec<(ChannelId, MessageId)>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(let_go::above(&mut reader.link(), bytes_max).await?)
    }

    /// Takes the pictures out of the previews of a message, to make room. Event:
    /// `MESSAGE_UPDATED`, if there were any. Gives what their bytes are called, which may be needed
    /// elsewhere still.
    pub async fn let_go(
        &self,
        (channel, message): (ChannelId, MessageId),
        now: Timestamp,
    ) -> Result<Committed<Vec<Content>>, Error> {
        self.storage
            .write(let_go::LetGo {
                channel,
                message,
                now,
            })
            .await
    }

    /// What a picture in the previews of a message is; `None` where it is in none of them.
    pub async fn image(
        &self,
        message: MessageId,
        content: Content,
    ) -> Result<Option<String>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(images::content_type(&mut reader.link(), message, content).await?)
    }
}
