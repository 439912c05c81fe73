//! Pictures: decoded under limits and encoded anew, so that what is shown is ours.
//!
//! - Four formats, told by content: PNG, JPEG, GIF, WebP. Nothing else is ever decoded.
//! - What it may cost is known before the first pixel: so many pixels, so many bytes of memory, so
//!   much time. A file of a few bytes that claims more is refused; a progressive JPEG takes more
//!   memory than another, so it may have fewer pixels.
//! - Encoding needs no clock of its own: a JPEG in fixed tables, a PNG as fast as it goes, a WebP
//!   without loss and a palette from a sample each go over the pixels a few times and never search,
//!   so that they take as long as there are pixels, whatever those show. How many there may be was
//!   checked before; only an animation, which has many frames, looks at the clock between two.
//! - Encoding anew drops whatever else was in the file: place and camera, scripts behind the end.
//!   The orientation is applied first.
//! - An animated GIF stays one, within the limit for pixels over all its frames and within
//!   [`FRAMES_MAX`]; above, and of an animated WebP, the first frame is kept.

mod blurhash;
mod decode;
mod encode;
mod jpeg;

use std::{
    fs::File,
    io::{self, BufReader, Cursor},
    time::{Duration, Instant},
};

use image::{DynamicImage, ImageFormat};

use parlor_protocol::limits::Limits;

use crate::{
    clock, files,
    pool::{Overloaded, Pool, half_the_cores},
    refusal::Refusal,
};

/// What decoding one picture may take in memory, in bytes.
const MEMORY_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// How many frames of an animation are kept.
const FRAMES_MAX: usize = 256;
/// Bigger pictures get a small still that fits a square of this side, in pixels.
const THUMBNAIL_SIDE: u32 = 800;
/// The biggest small still of a preview, in bytes.
const STILL_BYTES_MAX: usize = 512 * 1024;
/// The side of the square an avatar or icon is made to, in pixels.
const AVATAR_SIDE: u32 = 256;

/// How long decoding one picture may take.
const TIME_MAX: Duration = Duration::from_secs(10);
/// Pictures that wait for each thread. One more is refused.
const QUEUE_PER_THREAD: usize = 16;

/// Why a picture was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// It cannot be decoded, or is none.
    #[error("the picture is damaged or of an unusual kind")]
    Damaged,
    /// It has more pixels than a picture may have, or would take too much memory.
    #[error("the picture has more than {pixels_max} pixels")]
    TooLarge {
        /// The limit.
        pixels_max: u64,
    },
    /// It takes too long.
    #[error("the picture takes too long")]
    TooSlow,
    /// No thread is free.
    #[error(transparent)]
    Overloaded(#[from] Overloaded),
    /// The file could not be read.
    #[error(transparent)]
    Disk(#[from] io::Error),
}

impl From<ImageError> for Refusal {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Damaged => Self::field(
                "file",
                "is a damaged picture, or one of an unusual kind: save it anew, then send that",
            ),
            ImageError::TooLarge { pixels_max } => Self::field(
                "file",
                &format!("may have at most {pixels_max} pixels as a picture: make it smaller"),
            ),
            ImageError::TooSlow => Self::field(
                "file",
                "is a picture that takes too long to read: make it smaller",
            ),
            ImageError::Overloaded(error) => error.into(),
            ImageError::Disk(error) => files::refusal(&error),
        }
    }
}

/// What one picture may cost.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// How many pixels it may have, over all its frames.
    pub pixels_max: u64,
    /// When it must be decoded.
    pub until: Instant,
}

/// A picture that this server encoded.
pub struct Encoded {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it is.
    pub content_type: &'static str,
}

/// Everything that is made of a picture.
pub struct Made {
    /// In pixels, as it is shown.
    pub width: u32,
    /// In pixels, as it is shown.
    pub height: u32,
    /// A `BlurHash`.
    pub placeholder: String,
    /// The picture.
    pub whole: Encoded,
    /// A small still, where the picture is big.
    pub thumbnail: Option<Encoded>,
}

/// A small still of a picture, for previews.
pub struct Still {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// A `BlurHash`.
    pub placeholder: String,
    /// The picture.
    pub encoded: Encoded,
}

/// The threads that decode and encode: each holds one picture at a time.
///
/// # Errors
/// When the system starts no more threads.
pub fn pool() -> io::Result<Pool> {
    Pool::start("pictures", (half_the_cores(), QUEUE_PER_THREAD))
}

/// Runs this on one of the threads; its time begins when it has one.
///
/// # Errors
/// See [`ImageError`].
pub async fn run<T: Send + 'static>(
    pool: &Pool,
    limits: &Limits,
    work: impl FnOnce(Budget) -> Result<T, ImageError> + Send + 'static,
) -> Result<T, ImageError> {
    let pixels_max = limits.image_pixels_max;
    let work = move || {
        work(Budget {
            pixels_max,
            until: clock::instant() + TIME_MAX,
        })
    };
    pool.run(work).await?
}

/// The format of a media type, if it is one that is decoded.
pub fn format_of(content_type: &str) -> Option<ImageFormat> {
    match content_type {
        "image/png" => Some(ImageFormat::Png),
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/gif" => Some(ImageFormat::Gif),
        "image/webp" => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// Decodes a picture and encodes it anew, in the same format.
///
/// # Errors
/// See [`ImageError`].
pub fn make(file: File, format: ImageFormat, budget: Budget) -> Result<Made, ImageError> {
    let (still, animation) = if format == ImageFormat::Gif {
        decode::gif(BufReader::new(file), budget)?
    } else {
        (decode::still(BufReader::new(file), format, budget)?, None)
    };
    let whole = match animation {
        Some(bytes) => Encoded {
            bytes,
            content_type: "image/gif",
        },
        None => encode::as_format(&still, format)?,
    };
    let big = still.width().max(still.height()) > THUMBNAIL_SIDE;
    let thumbnail = big.then(|| still.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE));
    Ok(Made {
        width: still.width(),
        height: still.height(),
        placeholder: blurhash::of(&still),
        whole,
        thumbnail: thumbnail.as_ref().map(encode::small).transpose()?,
    })
}

/// Decodes a picture and makes a small square of its middle, as a still WebP.
///
/// # Errors
/// See [`ImageError`].
pub fn avatar(file: File, format: ImageFormat, budget: Budget) -> Result<Encoded, ImageError> {
    let still: DynamicImage = decode::still(BufReader::new(file), format, budget)?;
    let filter = image::imageops::FilterType::Triangle;
    encode::as_format(
        &still.resize_to_fill(AVATAR_SIDE, AVATAR_SIDE, filter),
        ImageFormat::WebP,
    )
}

/// Decodes a picture and makes a small still of it. `None`: it would have more than
/// [`STILL_BYTES_MAX`] all the same.
///
/// # Errors
/// See [`ImageError`].
pub fn still(
    bytes: Vec<u8>,
    format: ImageFormat,
    budget: Budget,
) -> Result<Option<Still>, ImageError> {
    let mut still = decode::still(Cursor::new(bytes), format, budget)?;
    if still.width().max(still.height()) > THUMBNAIL_SIDE {
        still = still.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE);
    }
    let encoded = encode::small(&still)?;
    Ok((encoded.bytes.len() <= STILL_BYTES_MAX).then(|| Still {
        width: still.width(),
        height: still.height(),
        placeholder: blurhash::of(&still),
        encoded,
    }))
}

#[cfg(test)]
mod tests;
