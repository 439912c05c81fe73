//! Frames that belong into one write (RFC 6455, section 5.2).

use bytes::Bytes;

/// First byte of a whole text frame, and of a whole binary one.
const WHOLE_TEXT: u8 = 0x81;
const WHOLE_BINARY: u8 = 0x82;
/// The length follows in two bytes, or in eight.
const LENGTH_16: u8 = 126;
const LENGTH_64: u8 = 127;

/// Frames one after the other, as they stand on the wire, and how far they were written.
#[derive(Debug, Clone, Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    /// How many of them the system has taken.
    taken: usize,
}

impl Batch {
    /// Puts texts together, each as a frame, in the place of what was here; and behind them sounds.
    pub(super) fn fill(
        &mut self,
        texts: impl Iterator<Item = Bytes>,
        sounds: impl Iterator<Item = Bytes>,
    ) {
        self.bytes.clear();
        self.taken = 0;
        for text in texts {
            self.push(WHOLE_TEXT, &text);
        }
        for sound in sounds {
            self.push(WHOLE_BINARY, &sound);
        }
    }

    fn push(&mut self, first: u8, text: &[u8]) {
        self.bytes.push(first);
        match (u8::try_from(text.len()), u16::try_from(text.len())) {
            (Ok(short @ 0..LENGTH_16), _) => self.bytes.push(short),
            (_, Ok(medium)) => {
                self.bytes.push(LENGTH_16);
                self.bytes.extend_from_slice(&medium.to_be_bytes());
            }
            _ => {
                self.bytes.push(LENGTH_64);
                let long = text.len() as u64;
                self.bytes.extend_from_slice(&long.to_be_bytes());
            }
        }
        self.bytes.extend_from_slice(text);
    }

    /// What the system has not taken yet.
    pub(super) fn left(&self) -> &[u8] {
        &self.bytes[self.taken..]
    }

    /// The system took so many bytes more.
    pub(super) fn took(&mut self, bytes: usize) {
        self.taken += bytes;
    }

    /// Keeps only what ends the frame that the system has a part of.
    pub(super) fn cut(&mut self) {
        let mut end = 0;
        while end < self.taken {
            end += frame_length(&self.bytes[end..]);
        }
        self.bytes.truncate(end);
    }
}

/// How long the first of these frames is; all of them where that cannot be told.
fn frame_length(frames: &[u8]) -> usize {
    let length = match *frames {
        [_, LENGTH_16, a, b, ..] => 4 + usize::from(u16::from_be_bytes([a, b])),
        [_, LENGTH_64, ref rest @ ..] => rest.first_chunk().map_or(usize::MAX, |length| {
            let length = usize::try_from(u64::from_be_bytes(*length));
            length.map_or(usize::MAX, |length| length.saturating_add(10))
        }),
        [_, short, ..] => 2 + usize::from(short),
        _ => usize::MAX,
    };
    length.min(frames.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lengths around every border.
    const LENGTHS: [usize; 7] = [0, 1, 125, 126, 65_535, 65_536, 70_000];

    fn batch(lengths: &[usize]) -> Batch {
        let mut batch = Batch::default();
        let texts = lengths.iter().map(|length| vec![b'x'; *length].into());
        batch.fill(texts, std::iter::empty());
        batch
    }

    /// Every frame has the head that its length asks for, and the length is read from it again.
    #[test]
    fn frames_follow_each_other() {
        let whole = batch(&LENGTHS);
        let mut at = 0;
        for length in LENGTHS {
            let alone = batch(&[length]);
            assert_eq!(frame_length(&alone.bytes), alone.bytes.len());
            assert!(whole.bytes[at..].starts_with(&alone.bytes), "{length}");
            assert_eq!(frame_length(&whole.bytes[at..]), alone.bytes.len());
            at += alone.bytes.len();
        }
        assert_eq!(at, whole.bytes.len());
    }

    /// Sound follows the text, in frames of its own kind.
    #[test]
    fn sound_goes_in_binary_frames() {
        let mut batch = Batch::default();
        let (text, sound) = (Bytes::from("{}"), Bytes::from_static(&[1, 2, 3]));
        batch.fill([text].into_iter(), [sound].into_iter());
        assert_eq!(batch.left(), [0x81, 2, b'{', b'}', 0x82, 3, 1, 2, 3]);
    }

    /// Wherever a write stopped, the frame it stopped in is ended and nothing follows it.
    #[test]
    fn a_cut_is_between_frames() {
        let lengths = [3, 126, 0, 5];
        let ends: Vec<usize> = (0..=lengths.len())
            .map(|count| batch(&lengths[..count]).bytes.len())
            .collect();
        for taken in 0..=batch(&lengths).bytes.len() {
            let mut cut = batch(&lengths);
            cut.took(taken);
            cut.cut();
            let end = ends.iter().find(|end| **end >= taken);
            assert_eq!(Some(&cut.bytes.len()), end, "{taken}");
        }
    }
}
