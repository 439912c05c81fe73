//! What of an upload is kept: the file as it came, or the picture that was made of it.

use std::io;

use parlor_storage::{
    Content,
    attachments::{Picture, Thumbnail},
};

use super::{Receiving, UploadError, kind};
use crate::{
    app::{Actor, App},
    auth,
    files::{Files, Finished},
    images::{self, Encoded},
};

/// Files on disk that wait for their row.
pub(super) struct Kept {
    pub(super) file: Finished,
    pub(super) content_type: &'static str,
    pub(super) picture: Option<Picture>,
    still: Option<Finished>,
}

impl Kept {
    /// Decides by the beginning of a file. A picture is encoded anew; what came is dropped.
    pub(super) async fn of(
        app: &App,
        file: Finished,
        beginning: &[u8],
    ) -> Result<Self, UploadError> {
        let content_type = kind::of(beginning);
        let Some(format) = images::format_of(content_type) else {
            return Ok(Self {
                file,
                content_type,
                picture: None,
                still: None,
            });
        };
        let opened = std::fs::File::open(file.path())?;
        let limits = &app.config.limits;
        let made = images::run(&app.pictures, limits, move |budget| {
            images::make(opened, format, budget)
        })
        .await?;
        // Encoded anew it can be many times as large as it came.
        let bytes_max = limits.upload_bytes_max;
        if made.whole.bytes.len() as u64 > bytes_max {
            return Err(UploadError::TooLarge { bytes_max });
        }
        let still = match &made.thumbnail {
            Some(still) => Some((store(&app.files, still).await?, still.content_type)),
            None => None,
        };
        Ok(Self {
            file: store(&app.files, &made.whole).await?,
            content_type: made.whole.content_type,
            picture: Some(Picture {
                width: made.width,
                height: made.height,
                placeholder: made.placeholder,
                thumbnail: still.as_ref().map(|(still, content_type)| Thumbnail {
                    content: still.content(),
                    content_type: (*content_type).to_owned(),
                }),
            }),
            still: still.map(|(still, _)| still),
        })
    }

    /// What their bytes are called.
    pub(super) fn contents(&self) -> Vec<Content> {
        let still = self.still.as_ref().map(Finished::content);
        still.into_iter().chain([self.file.content()]).collect()
    }

    /// Gives the files their names for good: see [`Finished::place`].
    pub(super) async fn place(&self) -> io::Result<()> {
        self.file.place().await?;
        match &self.still {
            Some(still) => still.place().await,
            None => Ok(()),
        }
    }
}

/// Makes a small square of a picture that was received.
///
/// # Errors
/// See [`UploadError`]; nothing is kept then.
pub async fn square(
    app: &App,
    actor: &Actor,
    receiving: Receiving,
) -> Result<Finished, UploadError> {
    let (file, beginning, _slot) = receiving.finish().await?;
    auth::still_good(app, actor).await?;
    let format = images::format_of(kind::of(&beginning)).ok_or(UploadError::NotAPicture)?;
    let opened = std::fs::File::open(file.path())?;
    let square = images::run(&app.pictures, &app.config.limits, move |budget| {
        images::avatar(opened, format, budget)
    });
    Ok(store(&app.files, &square.await?).await?)
}

async fn store(files: &Files, encoded: &Encoded) -> io::Result<Finished> {
    let mut draft = files.draft().await?;
    draft.write(&encoded.bytes).await?;
    draft.finish().await
}
