//! What a message carries so that whoever hears it knows which one it is, and since when it is due.

use std::fmt;

use memchr::memmem::Finder;

const BEGIN: &str = "~b";
const NUMBER_AT: usize = 2 + BEGIN.len();
const DUE_AT: usize = NUMBER_AT + 8;
const LENGTH: usize = DUE_AT + 12;

/// How long the text of a message is, in bytes.
const TEXT_BYTES: usize = 150;
const WORDS: &str = "we meet at the usual place and bring what is left of the cake from yesterday, \
                     unless somebody has already eaten it while the others were busy elsewhere";

/// Which message: `number` counts those of one writer, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// Who wrote it.
    pub(crate) writer: u8,
    /// Which one of his.
    pub(crate) number: u32,
    /// When it should have been sent, on [`crate::clock`].
    pub(crate) due: u64,
}

impl fmt::Display for Marker {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            writer,
            number,
            due,
        } = self;
        write!(out, "{BEGIN}{writer:02x}{number:08x}{due:012x}")
    }
}

impl Marker {
    /// A message that carries it, of [`TEXT_BYTES`].
    pub(crate) fn text(&self) -> String {
        let words = &WORDS[..TEXT_BYTES - LENGTH - 1];
        format!("{words} {self}")
    }

    /// A name for it that is no marker.
    pub(crate) fn nonce(&self) -> String {
        let Self {
            writer,
            number,
            due,
        } = self;
        format!("{writer:x}-{number:x}-{due:x}")
    }

    fn parse(digits: &[u8]) -> Option<Self> {
        Some(Self {
            writer: u8::try_from(hex(digits.get(BEGIN.len()..NUMBER_AT)?)?).ok()?,
            number: u32::try_from(hex(digits.get(NUMBER_AT..DUE_AT)?)?).ok()?,
            due: hex(digits.get(DUE_AT..LENGTH)?)?,
        })
    }
}

fn hex(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |value, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(value << 4 | u64::from(digit))
    })
}

/// Finds markers in what was heard.
#[derive(Debug)]
pub(crate) struct Reader(Finder<'static>);

impl Default for Reader {
    fn default() -> Self {
        Self(Finder::new(BEGIN))
    }
}

impl Reader {
    /// Every marker in a frame, in order.
    pub(crate) fn markers<'a>(&'a self, frame: &'a [u8]) -> impl Iterator<Item = Marker> + 'a {
        self.0
            .find_iter(frame)
            .filter_map(|at| Marker::parse(&frame[at..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was written is found again, also where several messages are in one frame.
    #[test]
    fn a_marker_is_found_in_a_text() {
        let all = [(0, 1, 0), (255, u32::MAX, (1 << 48) - 1), (7, 0x1234, 99)].map(
            |(writer, number, due)| Marker {
                writer,
                number,
                due,
            },
        );
        let frame: String = all
            .iter()
            .map(|marker| marker.text() + "\"},~b0{")
            .collect();
        assert_eq!(all[0].text().len(), TEXT_BYTES);
        assert!(Reader::default().markers(frame.as_bytes()).eq(all));
    }
}
