//! Pictures in, pictures out; and what only pretends to be one.

use std::{
    io::{Cursor, Seek, SeekFrom, Write},
    time::Duration,
};

use image::{AnimationDecoder, Frame, ImageReader, Rgb, RgbImage, codecs::gif::GifEncoder};

use super::*;
use crate::clock;

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file
}

fn budget() -> Budget {
    Budget {
        pixels_max: 40_000_000,
        until: clock::instant() + Duration::from_mins(1),
    }
}

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> DynamicImage {
    let image = RgbImage::from_fn(width, height, |x, _| {
        Rgb(if x < width / 2 {
            [255, 0, 0]
        } else {
            [0, 0, 255]
        })
    });
    DynamicImage::ImageRgb8(image)
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn decoded(bytes: &[u8], format: ImageFormat) -> DynamicImage {
    ImageReader::with_format(Cursor::new(bytes), format)
        .decode()
        .unwrap()
}

fn gif(frames: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for number in 0..frames {
        let image = halves(20 + number % 2, 10).resize_exact(20, 10, image::imageops::Nearest);
        encoder.encode_frame(Frame::new(image.to_rgba8())).unwrap();
    }
    drop(encoder);
    bytes
}

/// A JPEG whose EXIF says: turn it by 90 degrees, and here is where it was taken.
fn turned_jpeg() -> Vec<u8> {
    let plain = encoded(&halves(40, 20), ImageFormat::Jpeg);
    let exif =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0SECRETPLACE";
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, exif, &plain[2..]].concat()
}

/// Every format comes out as itself, of the same size, with a placeholder; a small one has no
/// still, and what stood behind its end is gone.
#[test]
fn each_format_comes_out_as_itself() {
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
    ] {
        let mut bytes = encoded(&halves(40, 20), format);
        bytes.extend_from_slice(b"<script>alert(1)</script>");
        let made = make(file(&bytes), format, budget()).unwrap();
        assert_eq!((made.width, made.height), (40, 20), "{format:?}");
        assert_eq!(made.whole.content_type, format.to_mime_type());
        assert_eq!(made.placeholder.len(), 28);
        assert!(made.thumbnail.is_none());
        assert!(
            !made.whole.bytes.windows(6).any(|six| six == b"script"),
            "{format:?}"
        );
        let image = decoded(&made.whole.bytes, format).to_rgb8();
        let [red, _, blue] = image.get_pixel(5, 10).0;
        assert!(red > 200 && blue < 60, "{format:?}");
    }
}

/// A picture is turned as its EXIF says, and then there is no EXIF.
#[test]
fn orientation_is_applied_and_metadata_gone() {
    let made = make(file(&turned_jpeg()), ImageFormat::Jpeg, budget()).unwrap();
    assert_eq!((made.width, made.height), (20, 40));
    assert!(!made.whole.bytes.windows(6).any(|six| six == b"SECRET"));
    let image = decoded(&made.whole.bytes, ImageFormat::Jpeg).to_rgb8();
    assert!(image.get_pixel(10, 5).0[0] > 200, "red is above now");
}

/// A big picture has a still that is not.
#[test]
fn big_pictures_have_a_still() {
    for (format, small) in [
        (ImageFormat::Jpeg, "image/jpeg"),
        (ImageFormat::Png, "image/jpeg"),
    ] {
        let made = make(
            file(&encoded(&halves(1_600, 400), format)),
            format,
            budget(),
        )
        .unwrap();
        let thumbnail = made.thumbnail.unwrap();
        assert_eq!(thumbnail.content_type, small);
        let image = decoded(&thumbnail.bytes, ImageFormat::Jpeg);
        assert_eq!((image.width(), image.height()), (800, 200));
    }
    let clear = DynamicImage::new_rgba8(900, 10);
    let made = make(
        file(&encoded(&clear, ImageFormat::Png)),
        ImageFormat::Png,
        budget(),
    )
    .unwrap();
    assert_eq!(made.thumbnail.unwrap().content_type, "image/webp");
}

/// What moves goes on moving, within the budget; above it, it stands still.
#[test]
fn animations_move_within_their_budget() {
    let frames = |bytes: &[u8]| {
        let decoder = image::codecs::gif::GifDecoder::new(Cursor::new(bytes)).unwrap();
        decoder.into_frames().count()
    };
    let make = |count: u32, pixels_max| {
        let budget = Budget {
            pixels_max,
            ..budget()
        };
        make(file(&gif(count)), ImageFormat::Gif, budget)
            .unwrap()
            .whole
            .bytes
    };
    assert_eq!(frames(&make(3, 600)), 3);
    assert_eq!(frames(&make(3, 599)), 1);
    let most = u32::try_from(FRAMES_MAX).unwrap();
    assert_eq!(frames(&make(most, 40_000_000)), FRAMES_MAX);
    assert_eq!(frames(&make(most + 1, 40_000_000)), 1);
}

/// A few bytes that claim to be a picture of a gigapixel are refused before it is made, and one
/// pixel too many is too many.
#[test]
fn bombs_are_refused() {
    let mut png = encoded(&halves(2, 2), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0x80, 0, 0, 0, 0x80, 0]);
    let crc = crc(&png[12..29]);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    let mut gif = gif(1);
    gif[6..10].copy_from_slice(&[0xff; 4]);
    let mut jpeg = encoded(&halves(16, 16), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    for (bytes, format) in [
        (png, ImageFormat::Png),
        (gif, ImageFormat::Gif),
        (jpeg, ImageFormat::Jpeg),
    ] {
        let refused = make(file(&bytes), format, budget()).err().unwrap();
        assert!(
            matches!(refused, ImageError::TooLarge { .. }),
            "{format:?}: {refused:?}"
        );
    }
    let bytes = encoded(&halves(20, 10), ImageFormat::Png);
    for (pixels_max, good) in [(200, true), (199, false)] {
        let budget = Budget {
            pixels_max,
            ..budget()
        };
        assert_eq!(make(file(&bytes), ImageFormat::Png, budget).is_ok(), good);
    }
}

/// The checksum of a PNG's chunk (ISO 3309), slowly.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

/// Whatever is cut off or changed, nothing panics and nothing is kept that is not a picture.
#[test]
fn damaged_pictures_are_refused_or_made_good() {
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
    ] {
        let bytes = encoded(&halves(16, 16), format);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x55;
            let small = Budget {
                pixels_max: 10_000,
                ..budget()
            };
            for bytes in [&bytes[..at], &changed] {
                if let Ok(made) = make(file(bytes), format, small) {
                    decoded(&made.whole.bytes, format);
                }
            }
        }
        assert!(matches!(
            make(file(&bytes[..4]), format, budget()),
            Err(ImageError::Damaged)
        ));
    }
}

/// A picture whose time is over is given up.
#[test]
fn time_is_bounded() {
    let bytes = encoded(&halves(16, 16), ImageFormat::Png);
    let over = Budget {
        until: clock::instant(),
        ..budget()
    };
    std::thread::sleep(Duration::from_millis(2));
    let refused = make(file(&bytes), ImageFormat::Png, over);
    assert!(matches!(refused, Err(ImageError::TooSlow)));
}

/// An avatar is a square, whatever it was.
#[test]
fn avatars_are_square() {
    for format in [ImageFormat::Png, ImageFormat::Gif] {
        let made = avatar(file(&encoded(&halves(600, 100), format)), format, budget()).unwrap();
        assert_eq!(made.content_type, "image/webp");
        let image = decoded(&made.bytes, ImageFormat::WebP);
        assert_eq!((image.width(), image.height()), (256, 256));
    }
}

/// A progressive JPEG of grey in so many colours: a bit a block, and the decoder must hold all of
/// them.
fn progressive(width: u16, height: u16, components: u8) -> Vec<u8> {
    let segment = |marker: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    };
    let ([top, bottom], [left, right]) = (height.to_be_bytes(), width.to_be_bytes());
    let frame: Vec<u8> = (1..=components).flat_map(|id| [id, 0x11, 0]).collect();
    let scan: Vec<u8> = (1..=components).flat_map(|id| [id, 0]).collect();
    // One code of one bit, which says that nothing changes.
    let table = [&[0, 1], &[0; 15][..], &[0]].concat();
    let blocks = usize::from(width.div_ceil(8)) * usize::from(height.div_ceil(8));
    [
        vec![0xff, 0xd8],
        segment(0xdb, &[&[0][..], &[1; 64]].concat()),
        segment(
            0xc2,
            &[&[8, top, bottom, left, right, components][..], &frame].concat(),
        ),
        segment(0xc4, &table),
        segment(0xda, &[&[components][..], &scan, &[0, 0, 0]].concat()),
        vec![0; (blocks * usize::from(components)).div_ceil(8)],
        vec![0xff, 0xd9],
    ]
    .concat()
}

/// What a progressive picture takes is counted before it is taken: the biggest that is decoded
/// stays within the memory that a picture may have, and a few kilobytes cannot ask for more.
#[test]
fn progressive_pictures_stay_within_their_memory() {
    let small = make(file(&progressive(40, 20, 3)), ImageFormat::Jpeg, budget()).unwrap();
    assert_eq!((small.width, small.height), (40, 20));
    // Three colours, each a byte as a pixel and two as a coefficient.
    let most = MEMORY_BYTES_MAX / 9;
    let width = 5_440;
    let height = u16::try_from(most / u64::from(width)).unwrap() / 32 * 32;
    let bytes = progressive(width, height, 3);
    assert!(bytes.len() < 200_000, "{}", bytes.len());
    let budget = budget();
    let mut decoded = None;
    let measured = allocation_counter::measure(|| {
        decoded = Some(decode::still(
            Cursor::new(&bytes),
            ImageFormat::Jpeg,
            budget,
        ));
    });
    let decoded = decoded.unwrap().unwrap();
    assert_eq!(
        (decoded.width(), decoded.height()),
        (width.into(), height.into())
    );
    assert!(
        measured.bytes_max <= MEMORY_BYTES_MAX + 1024 * 1024,
        "{}",
        measured.bytes_max
    );
    // It is not much less either: the rule is about what happens.
    assert!(
        measured.bytes_max > MEMORY_BYTES_MAX / 10 * 9,
        "{}",
        measured.bytes_max
    );
    for (height, components) in [(height + 32, 3), (height, 4)] {
        let bytes = progressive(width, height, components);
        let measured = allocation_counter::measure(|| {
            let refused = decode::still(Cursor::new(&bytes), ImageFormat::Jpeg, budget);
            assert!(matches!(refused, Err(ImageError::TooLarge { .. })));
        });
        assert!(
            measured.bytes_max < 4 * 1024 * 1024,
            "{}",
            measured.bytes_max
        );
    }
}
