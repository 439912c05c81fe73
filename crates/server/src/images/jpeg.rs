//! What decoding a JPEG takes beside its pixels (ITU-T T.81).
//!
//! Where every part of the picture comes in one scan, blocks are finished as they come. A progressive
//! picture, or one whose colours come one after the other, is refined scan by scan: the decoder
//! holds every coefficient of it until the end, which a file of some kilobytes can ask for.

use std::io::{self, BufRead, Read};

/// A coefficient in memory, in bytes.
const COEFFICIENT_BYTES: u64 = 2;
/// The most colours a picture has.
const COMPONENTS_MAX: u8 = 4;
/// Blocks come in groups of at most so many pixels a side.
const GROUP_SIDE: u32 = 32;
/// How long its head may be, in bytes: more than any camera writes before the picture.
const HEAD_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// What its head says about how a picture comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Frame {
    progressive: bool,
    components: u8,
}

/// Of how many colours all coefficients are held while the picture is decoded that begins here.
/// What cannot be followed counts as the worst.
pub(super) fn components_held(file: impl BufRead) -> u8 {
    match read(file) {
        Ok(Some(components)) => components,
        Ok(None) | Err(_) => COMPONENTS_MAX,
    }
}

/// How many bytes they take.
pub(super) fn coefficient_bytes(components: u8, (width, height): (u32, u32)) -> u64 {
    let side = |pixels: u32| u64::from(pixels.next_multiple_of(GROUP_SIDE));
    side(width) * side(height) * u64::from(components) * COEFFICIENT_BYTES
}

fn read(file: impl BufRead) -> io::Result<Option<u8>> {
    let mut head = file.take(HEAD_BYTES_MAX);
    if two(&mut head)? != [0xff, 0xd8] {
        return Ok(None);
    }
    let mut frame: Option<Frame> = None;
    loop {
        let [0xff, mut marker] = two(&mut head)? else {
            return Ok(None);
        };
        // As many 0xff as one likes may stand before a marker.
        while marker == 0xff {
            let mut one = [0];
            head.read_exact(&mut one)?;
            [marker] = one;
        }
        let length = u16::from_be_bytes(two(&mut head)?);
        let mut segment = vec![0; usize::from(length.saturating_sub(2))];
        head.read_exact(&mut segment)?;
        match marker {
            // One frame a picture; of two, nobody knows which will be believed.
            0xc0..=0xc2 if frame.is_none() => {
                let components = segment.get(5).copied();
                frame = components.map(|components| Frame {
                    progressive: marker == 0xc2,
                    components,
                });
            }
            0xda => {
                let in_scan = segment.first().copied();
                return Ok(frame.map(|frame| {
                    let whole = !frame.progressive && in_scan == Some(frame.components);
                    if whole { 0 } else { frame.components }
                }));
            }
            // Tables, comments, and what programs write for themselves.
            0xc4 | 0xdb | 0xdd | 0xe0..=0xef | 0xfe => {}
            _ => return Ok(None),
        }
    }
}

fn two(head: &mut impl Read) -> io::Result<[u8; 2]> {
    let mut two = [0; 2];
    head.read_exact(&mut two)?;
    Ok(two)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    }

    fn head(frame: u8, components: u8, in_scan: u8) -> Vec<u8> {
        [
            vec![0xff, 0xd8, 0xff, 0xff],
            segment(0xe1, b"Exif\xff\xc2\xff\xda")[1..].to_vec(),
            segment(frame, &[8, 0, 1, 0, 1, components]),
            segment(0xc4, &[0; 20]),
            segment(0xda, &[in_scan]),
        ]
        .concat()
    }

    #[test]
    fn what_is_held_is_known_before() {
        let all = COMPONENTS_MAX;
        for (head, held) in [
            (head(0xc0, 3, 3), 0),
            (head(0xc1, 1, 1), 0),
            (head(0xc0, 3, 1), 3),
            (head(0xc2, 3, 3), 3),
            (head(0xc2, 1, 1), 1),
            (head(0xc2, 4, 1), 4),
            (head(0xc9, 3, 3), all),
            (vec![], all),
            (b"\xff\xd8\xff\xda\0\x03\x03".to_vec(), all),
            (b"\xff\xd8garbage".to_vec(), all),
            (
                [&head(0xc0, 3, 3)[..30], &head(0xc2, 3, 3)[2..]].concat(),
                all,
            ),
        ] {
            assert_eq!(components_held(&head[..]), held, "{head:x?}");
        }
        assert_eq!(coefficient_bytes(3, (33, 31)), 64 * 32 * 3 * 2);
    }
}
