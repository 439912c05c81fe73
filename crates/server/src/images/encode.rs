//! From pixels to a file of ours.

use image::{
    DynamicImage, ExtendedColorType, Frame, ImageEncoder, ImageFormat,
    codecs::{
        gif::{GifEncoder, Repeat},
        jpeg::JpegEncoder,
        png::PngEncoder,
        webp::WebPEncoder,
    },
};

use super::{Encoded, ImageError};

/// Of what people send; of what is only a preview.
const JPEG_QUALITY: u8 = 90;
const JPEG_QUALITY_SMALL: u8 = 80;
/// The fastest way to a palette that still looks right.
const GIF_SPEED: i32 = 30;

/// In the format it came in. WebP is encoded without loss: there is no other encoder in Rust.
pub(super) fn as_format(image: &DynamicImage, format: ImageFormat) -> Result<Encoded, ImageError> {
    match format {
        ImageFormat::Jpeg => jpeg(image, JPEG_QUALITY),
        ImageFormat::WebP => webp(image),
        ImageFormat::Gif => gif(image),
        _ => png(image),
    }
}

/// As small as it can be.
pub(super) fn small(image: &DynamicImage) -> Result<Encoded, ImageError> {
    if image.color().has_alpha() {
        webp(image)
    } else {
        jpeg(image, JPEG_QUALITY_SMALL)
    }
}

fn png(image: &DynamicImage) -> Result<Encoded, ImageError> {
    let mut bytes = Vec::new();
    write(PngEncoder::new(&mut bytes), image)?;
    Ok(Encoded {
        bytes,
        content_type: "image/png",
    })
}

fn jpeg(image: &DynamicImage, quality: u8) -> Result<Encoded, ImageError> {
    let mut bytes = Vec::new();
    write(JpegEncoder::new_with_quality(&mut bytes, quality), image)?;
    Ok(Encoded {
        bytes,
        content_type: "image/jpeg",
    })
}

fn webp(image: &DynamicImage) -> Result<Encoded, ImageError> {
    let mut bytes = Vec::new();
    write(WebPEncoder::new_lossless(&mut bytes), image)?;
    Ok(Encoded {
        bytes,
        content_type: "image/webp",
    })
}

fn write(encoder: impl ImageEncoder, image: &DynamicImage) -> Result<(), ImageError> {
    let color = ExtendedColorType::from(image.color());
    encoder
        .write_image(image.as_bytes(), image.width(), image.height(), color)
        .map_err(|_| ImageError::Damaged)
}

/// A GIF in the making, one frame in memory at a time; whole once this is dropped.
pub(super) fn animation(bytes: &mut Vec<u8>) -> Result<GifEncoder<&mut Vec<u8>>, ImageError> {
    let mut encoder = GifEncoder::new_with_speed(bytes, GIF_SPEED);
    encoder
        .set_repeat(Repeat::Infinite)
        .map_err(|_| ImageError::Damaged)?;
    Ok(encoder)
}

fn gif(image: &DynamicImage) -> Result<Encoded, ImageError> {
    let mut bytes = Vec::new();
    GifEncoder::new_with_speed(&mut bytes, GIF_SPEED)
        .encode_frame(Frame::new(image.to_rgba8()))
        .map_err(|_| ImageError::Damaged)?;
    Ok(Encoded {
        bytes,
        content_type: "image/gif",
    })
}
