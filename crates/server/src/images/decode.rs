//! From a file to pixels, within a budget.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use image::{
    AnimationDecoder, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::gif::GifDecoder, metadata::Orientation,
};

use super::{Budget, FRAMES_MAX, ImageError, MEMORY_BYTES_MAX, encode, jpeg};
use crate::clock;

/// One picture, turned as it is to be seen; of an animation the first frame.
pub(super) fn still(
    file: impl BufRead + Seek,
    format: ImageFormat,
    budget: Budget,
) -> Result<DynamicImage, ImageError> {
    let mut file = Timed::new(file, budget);
    let held = if format == ImageFormat::Jpeg {
        let held = jpeg::components_held(&mut file);
        file.rewind()?;
        held
    } else {
        0
    };
    let mut reader = ImageReader::with_format(file, format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|error| why(&error, budget))?;
    check(
        &decoder,
        jpeg::coefficient_bytes(held, decoder.dimensions()),
        budget,
    )?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| why(&error, budget))?;
    image.apply_orientation(orientation);
    Ok(eight_bits(image))
}

/// The first frame of a GIF, and all of it encoded anew if it moves and is within the budget.
pub(super) fn gif(
    file: impl BufRead + Seek,
    budget: Budget,
) -> Result<(DynamicImage, Option<Vec<u8>>), ImageError> {
    let damaged = |error: image::ImageError| why(&error, budget);
    let mut decoder = GifDecoder::new(Timed::new(file, budget)).map_err(damaged)?;
    decoder.set_limits(limits()).map_err(damaged)?;
    check(&decoder, 0, budget)?;
    let (width, height) = decoder.dimensions();
    let pixels_of_frame = u64::from(width) * u64::from(height);
    let frames_max = usize::try_from(budget.pixels_max / pixels_of_frame.max(1))
        .unwrap_or(FRAMES_MAX)
        .min(FRAMES_MAX);
    let mut frames = decoder.into_frames();
    let first = frames.next().ok_or(ImageError::Damaged)?.map_err(damaged)?;
    let still = DynamicImage::ImageRgba8(first.buffer().clone());
    let Some(second) = frames.next().transpose().map_err(damaged)? else {
        return Ok((still, None));
    };
    let mut bytes = Vec::new();
    let mut animation = encode::animation(&mut bytes)?;
    for (number, frame) in [Ok(first), Ok(second)]
        .into_iter()
        .chain(frames)
        .enumerate()
    {
        let late = clock::instant() > budget.until;
        if number >= frames_max || late {
            return Ok((still, None));
        }
        let encoded = animation.encode_frame(frame.map_err(damaged)?);
        encoded.map_err(damaged)?;
    }
    drop(animation);
    Ok((still, Some(bytes)))
}

/// The limits the decoders keep by themselves.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_BYTES_MAX);
    limits
}

/// What it would cost, before it does: its pixels, and what the decoder holds beside them.
fn check(decoder: &impl ImageDecoder, bytes_beside: u64, budget: Budget) -> Result<(), ImageError> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let bytes = decoder.total_bytes().saturating_add(bytes_beside);
    if pixels == 0 {
        return Err(ImageError::Damaged);
    }
    if pixels > budget.pixels_max || bytes > MEMORY_BYTES_MAX {
        return Err(ImageError::TooLarge {
            pixels_max: budget.pixels_max,
        });
    }
    Ok(())
}

fn why(error: &image::ImageError, budget: Budget) -> ImageError {
    match error {
        image::ImageError::Limits(_) => ImageError::TooLarge {
            pixels_max: budget.pixels_max,
        },
        _ if clock::instant() > budget.until => ImageError::TooSlow,
        _ => ImageError::Damaged,
    }
}

/// Grey, colour, or colour with transparency, each of eight bits: what every encoder takes.
fn eight_bits(image: DynamicImage) -> DynamicImage {
    let color = image.color();
    if color.has_alpha() {
        DynamicImage::ImageRgba8(image.into_rgba8())
    } else if color.has_color() {
        DynamicImage::ImageRgb8(image.into_rgb8())
    } else {
        DynamicImage::ImageLuma8(image.into_luma8())
    }
}

/// A file that can be read until its time is over: decoders ask for nothing but the next bytes, so
/// this is where they can be stopped.
struct Timed<F> {
    file: F,
    budget: Budget,
}

impl<F> Timed<F> {
    const fn new(file: F, budget: Budget) -> Self {
        Self { file, budget }
    }

    fn check(&self) -> io::Result<()> {
        if clock::instant() > self.budget.until {
            Err(io::ErrorKind::TimedOut.into())
        } else {
            Ok(())
        }
    }
}

impl<F: Read> Read for Timed<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        self.file.read(buffer)
    }
}

impl<F: BufRead> BufRead for Timed<F> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.file.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.file.consume(amount);
    }
}

impl<F: Seek> Seek for Timed<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
