//! The parts of an upload.

use parlor_protocol::error::Code;

use crate::{
    app::{Actor, App},
    attachments::{Described, Receiving, UploadError, begin},
    http::extract::Multipart,
    refusal::Refusal,
};

/// The longest description is counted in characters; this is what it may have in bytes, and above.
const TEXT_BYTES_MAX: usize = 16 * 1024;
/// How many parts are looked at, those nobody knows included.
const PARTS_MAX: usize = 16;

/// Reads `file`, exactly once, and `alt`; what else there is is skipped.
pub(crate) async fn receive(
    app: &App,
    actor: &Actor,
    mut body: Multipart,
) -> Result<(Receiving, Described), Refusal> {
    let (mut file, mut alt) = (None, None);
    let mut parts = 0;
    while let Some(part) = body.part().await? {
        parts += 1;
        if parts > PARTS_MAX {
            return Err(Refusal::new(
                Code::Malformed,
                format!("An upload may have at most {PARTS_MAX} parts."),
            ));
        }
        match &*part.name {
            "file" if file.is_some() => {
                return Err(Refusal::field("file", "stands twice: send one at a time"));
            }
            "file" => {
                let receiving = content(app, actor, &mut body).await?;
                file = Some((receiving, part.filename.unwrap_or_default()));
            }
            "alt" if alt.is_some() => return Err(Refusal::field("alt", "stands twice")),
            "alt" => alt = Some(text(&mut body).await?),
            _ => skip(app, &mut body).await?,
        }
    }
    let (receiving, filename) = file.ok_or_else(|| Refusal::field("file", "is missing"))?;
    Ok((receiving, Described { filename, alt }))
}

async fn content(app: &App, actor: &Actor, body: &mut Multipart) -> Result<Receiving, Refusal> {
    let mut receiving = begin(app, actor).await?;
    while let Some(chunk) = body.chunk().await? {
        receiving.write(&chunk).await?;
    }
    Ok(receiving)
}

async fn text(body: &mut Multipart) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = body.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > TEXT_BYTES_MAX {
            return Err(Refusal::field("alt", "is too long"));
        }
    }
    String::from_utf8(bytes).map_err(|_| Refusal::field("alt", "must be text in UTF-8"))
}

/// A part of another name may be no longer than a file.
async fn skip(app: &App, body: &mut Multipart) -> Result<(), Refusal> {
    let bytes_max = app.config.limits.upload_bytes_max;
    let mut bytes = 0;
    while let Some(chunk) = body.chunk().await? {
        bytes += chunk.len() as u64;
        if bytes > bytes_max {
            return Err(UploadError::TooLarge { bytes_max }.into());
        }
    }
    Ok(())
}
