//! Taking a file in: the whole rule.

use std::{io, sync::Arc, time::Duration};

use parlor_protocol::{
    attachments::{Attachment, filename},
    error::Code,
    ids::AttachmentId,
    text::{self, Refused},
};
use parlor_storage::attachments::{InsertError, NewAttachment};

use super::{kept::Kept, kind::LOOKED_AT, upkeep::discard_soon};
use crate::{
    app::{Actor, App, Shared},
    auth::{self, AuthenticateError},
    clock,
    files::{self, Draft, Finished},
    images::ImageError,
    refusal::Refusal,
    slots::{NoSlot, Slot},
};

/// When to come back with the file above the number one may send at once.
const COME_BACK: Duration = Duration::from_secs(5);

/// A file that is being received.
pub struct Receiving {
    draft: Draft,
    /// Its first bytes, by which it will be judged.
    beginning: Vec<u8>,
    bytes_max: u64,
    slot: Slot,
}

/// What the uploader says about a file.
#[derive(Debug)]
pub struct Described {
    /// What they call it, as it came.
    pub filename: String,
    /// What a picture shows.
    pub alt: Option<String>,
}

/// Why a file was not kept.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The session ended while the file was on its way.
    #[error(transparent)]
    Session(#[from] AuthenticateError),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is over the limit.
    #[error("the file is over {bytes_max} bytes")]
    TooLarge {
        /// The limit.
        bytes_max: u64,
    },
    /// With it, the uploader's files would be over their limit together.
    #[error("the uploader's files are over {bytes_max} bytes together")]
    QuotaUsedUp {
        /// The limit.
        bytes_max: u64,
    },
    /// The description is not one.
    #[error("alt {0}")]
    Alt(Refused),
    /// It is a picture that is not taken.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// It is none of the pictures that are taken, where one is needed.
    #[error("the file is no picture")]
    NotAPicture,
    /// One person sends as many files at once as one may.
    #[error("too many files at once")]
    TooMany,
    /// Everybody together does.
    #[error("too many files at once by everybody")]
    Overloaded,
    /// The disk did not take it.
    #[error("the folder of files: {0}")]
    Disk(#[from] io::Error),
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<NoSlot> for UploadError {
    fn from(none: NoSlot) -> Self {
        match none {
            NoSlot::OfUser => Self::TooMany,
            NoSlot::OfAll => Self::Overloaded,
        }
    }
}

impl From<UploadError> for Refusal {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Session(error) => error.into(),
            UploadError::Empty => Self::field("file", "must not be empty"),
            UploadError::TooLarge { bytes_max } => Self::new(
                Code::TooLarge,
                format!("A file may have at most {bytes_max} bytes."),
            ),
            UploadError::QuotaUsedUp { bytes_max } => Self::new(
                Code::TooLarge,
                format!(
                    "Your files may have at most {bytes_max} bytes together. Delete messages \
                     with files to make room."
                ),
            ),
            UploadError::Alt(why) => ("alt", why).into(),
            UploadError::Image(error) => error.into(),
            UploadError::NotAPicture => {
                Self::field("file", "must be a picture: PNG, JPEG, GIF or WebP")
            }
            UploadError::TooMany => Self::rate_limited("uploads at once", COME_BACK),
            UploadError::Overloaded => Self::overloaded(),
            UploadError::Disk(error) => files::refusal(&error),
            UploadError::Storage(error) => error.into(),
        }
    }
}

/// Begins to receive a file; nothing of it is needed for that.
///
/// # Errors
/// See [`UploadError`].
pub async fn begin(app: &App, actor: &Actor) -> Result<Receiving, UploadError> {
    let limits = &app.config.limits;
    let slot = app.uploads.take(actor.user)?;
    let bytes = app.storage.attachments().bytes_of(actor.user).await?;
    if bytes >= limits.upload_bytes_per_user_max {
        return Err(quota(app));
    }
    Ok(Receiving {
        draft: app.files.draft().await?,
        beginning: Vec::with_capacity(LOOKED_AT),
        bytes_max: limits.upload_bytes_max,
        slot,
    })
}

impl Receiving {
    /// Adds what came of the file.
    ///
    /// # Errors
    /// [`UploadError::TooLarge`] as soon as it is too much.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), UploadError> {
        let bytes_max = self.bytes_max;
        if self.draft.bytes() + bytes.len() as u64 > bytes_max {
            return Err(UploadError::TooLarge { bytes_max });
        }
        let missing = LOOKED_AT.saturating_sub(self.beginning.len());
        self.beginning
            .extend_from_slice(&bytes[..missing.min(bytes.len())]);
        Ok(self.draft.write(bytes).await?)
    }

    /// The whole file, what it begins with, and the slot, which is held until it is kept: pictures
    /// are made of no more files at once than come in.
    pub(super) async fn finish(self) -> Result<(Finished, Vec<u8>, Slot), UploadError> {
        if self.draft.bytes() == 0 {
            return Err(UploadError::Empty);
        }
        Ok((self.draft.finish().await?, self.beginning, self.slot))
    }
}

/// Keeps a file that was received whole; when this returns, it is on disk and written down.
///
/// Once begun it runs to its end, also when the uploader goes away in between: a file on disk then
/// has its row, by which it is counted and one day collected.
///
/// # Errors
/// See [`UploadError`]; nothing is kept then.
///
/// # Panics
/// When the work does.
pub async fn keep(
    app: &Shared,
    actor: &Actor,
    upload: (Receiving, Described),
) -> Result<Attachment, UploadError> {
    let (app, actor) = (Arc::clone(app), actor.clone());
    let kept = tokio::spawn(async move {
        let (kept, attachment) = prepare(&app, &actor, upload).await?;
        kept.place().await?;
        match write(&app, attachment).await {
            Ok(attachment) => {
                kept.place().await?;
                Ok(attachment)
            }
            Err(error) => {
                discard_soon(&app, kept.contents());
                Err(error)
            }
        }
    });
    match kept.await {
        Ok(outcome) => outcome,
        // Nobody aborts the task, so what ended it early was a panic.
        Err(ended) => std::panic::resume_unwind(ended.into_panic()),
    }
}

async fn prepare(
    app: &App,
    actor: &Actor,
    (receiving, described): (Receiving, Described),
) -> Result<(Kept, NewAttachment), UploadError> {
    let limits = &app.config.limits;
    let alt = described.alt.filter(|alt| !alt.is_empty());
    if let Some(alt) = &alt {
        text::content(alt, limits.alt_chars_max).map_err(UploadError::Alt)?;
    }
    let (file, beginning, _slot) = receiving.finish().await?;
    // A file can be long on its way; who was shut out meanwhile leaves nothing here.
    auth::still_good(app, actor).await?;
    let kept = Kept::of(app, file, &beginning).await?;
    let attachment = NewAttachment {
        id: AttachmentId::from_raw(app.ids.next()),
        uploader: actor.user,
        filename: filename(&described.filename),
        content_type: kept.content_type,
        size_bytes: kept.file.bytes(),
        content: kept.file.content(),
        alt,
        picture: kept.picture.clone(),
        created_at: clock::now(),
        bytes_per_user_max: limits.upload_bytes_per_user_max,
        waiting_max: limits.unattached_per_user_max,
    };
    Ok((kept, attachment))
}

async fn write(app: &Shared, attachment: NewAttachment) -> Result<Attachment, UploadError> {
    let written = app.storage.attachments().insert(attachment).await;
    let written = written.map_err(|error| match error {
        InsertError::QuotaUsedUp => quota(app),
        InsertError::Storage(error) => error.into(),
    })?;
    discard_soon(app, written.gone);
    Ok(written.attachment)
}

fn quota(app: &App) -> UploadError {
    UploadError::QuotaUsedUp {
        bytes_max: app.config.limits.upload_bytes_per_user_max,
    }
}
