//! The way to a file: through its message's channel, each time.

use std::io;

use parlor_protocol::{
    auth::Purpose,
    ids::{AttachmentId, ChannelId, MessageId},
};
use parlor_storage::Content;

use super::kind;
use crate::{
    app::{Actor, App},
    auth::{self, AuthenticateError},
    files::Kept,
    members::{self, AccessError},
};

/// Which bytes are wanted.
#[derive(Debug)]
pub struct Wanted {
    /// Of which file.
    pub id: AttachmentId,
    /// Its name, as its address has it.
    pub filename: String,
    /// The small still rather than the file.
    pub thumbnail: bool,
}

/// A file somebody may have.
#[derive(Debug)]
pub struct Found {
    /// Its bytes.
    pub file: Kept,
    /// What they are called; never the same for other bytes.
    pub content: Content,
    /// What to call them in an answer.
    pub content_type: String,
    /// What to save them as.
    pub filename: String,
    /// Whether a browser may show them.
    pub shown: bool,
    /// How long the asker may keep them without asking again.
    pub lasting: Lasting,
}

/// How long bytes may be kept by whoever asked for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// Not without asking whether they still may: access can be lost.
    Asking,
    /// As long as they like.
    ForEver,
}

/// What a ticket is to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// A file, through its message's channel.
    Attachment(AttachmentId),
    /// What belongs to a message, through its channel.
    Message(MessageId),
    /// What everybody sees who is signed in.
    Anything,
}

/// Who holds this ticket, if it opens the channel of this. What is not there has none, and only a
/// ticket for all channels opens that.
///
/// # Errors
/// See [`AuthenticateError`].
pub async fn by_ticket(
    app: &App,
    ticket: &str,
    opened: Opened,
) -> Result<Actor, AuthenticateError> {
    let channel: Option<ChannelId> = match opened {
        Opened::Attachment(attachment) => {
            let stored = app.storage.attachments().stored(attachment).await?;
            stored.and_then(|stored| stored.channel)
        }
        Opened::Message(message) => {
            let place = app.storage.messages().place(message).await?;
            place.map(|place| place.channel)
        }
        Opened::Anything => None,
    };
    let credential = auth::by_ticket(app, ticket, (Purpose::File, channel)).await?;
    Ok(credential.actor)
}

/// Finds a file for somebody who may have it.
///
/// # Errors
/// [`AccessError::NotFound`] when it is missing, hidden, another's and in no message yet, or
/// called something else.
pub async fn find(app: &App, actor: &Actor, wanted: Wanted) -> Result<Found, AccessError> {
    let stored = app.storage.attachments().stored(wanted.id).await?;
    let stored = stored.ok_or(AccessError::NotFound)?;
    match stored.channel {
        Some(channel) => drop(members::in_channel(app, actor, channel).await?),
        None if stored.uploader == actor.user => {}
        None => return Err(AccessError::NotFound),
    }
    if stored.filename != wanted.filename {
        return Err(AccessError::NotFound);
    }
    let (content, content_type) = if wanted.thumbnail {
        let thumbnail = stored.thumbnail.ok_or(AccessError::NotFound)?;
        (thumbnail.content, thumbnail.content_type)
    } else if stored.encoded_here {
        (stored.content, stored.content_type)
    } else {
        (stored.content, kind::BYTES.to_owned())
    };
    let file = app
        .files
        .read(content)
        .await
        .map_err(|error| unreadable(&error))?;
    Ok(Found {
        file,
        content,
        content_type,
        filename: stored.filename,
        shown: stored.encoded_here,
        lasting: Lasting::Asking,
    })
}

/// A row whose bytes are not there: they were not restored with the database. Or they cannot be had
/// now, and may be later.
pub fn unreadable(error: &io::Error) -> AccessError {
    tracing::error!(%error, "a file is written down and cannot be read");
    match error.kind() {
        io::ErrorKind::NotFound => AccessError::NotFound,
        _ => AccessError::Storage(parlor_storage::Error::Overloaded),
    }
}
