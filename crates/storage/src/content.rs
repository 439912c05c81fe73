//! What bytes are called: by themselves.

use std::{fmt, str::FromStr};

/// The SHA-256 (FIPS 180-4) of a file's bytes: its name wherever it is kept. Equal bytes are kept
/// once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Content([u8; Self::BYTES]);

impl Content {
    /// How long it is.
    pub const BYTES: usize = 32;

    /// A digest that was computed.
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// The digest itself.
    pub const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// As a row has it; `None` where it is not of this length, which no code of ours wrote.
    pub(crate) fn from_row(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where the picture of a person or a space is, as a path of its instance.
pub(crate) fn picture_url(content: Option<&[u8]>) -> Option<String> {
    let content = Content::from_row(content?)?;
    Some(format!("/api/v1/pictures/{content}.webp"))
}

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a content")]
pub struct NotAContent;

impl FromStr for Content {
    type Err = NotAContent;

    fn from_str(text: &str) -> Result<Self, NotAContent> {
        let digits = text.as_bytes();
        let mut bytes = [0; Self::BYTES];
        if digits.len() != 2 * Self::BYTES {
            return Err(NotAContent);
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

/// Lower case only: one content has one name.
const fn digit(digit: u8) -> Result<u8, NotAContent> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(NotAContent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_has_one_name() {
        let mut bytes = [0xa7; Content::BYTES];
        bytes[0] = 0x09;
        let content = Content::from_bytes(bytes);
        let name = content.to_string();
        assert!(name.starts_with("09a7a7") && name.len() == 64, "{name}");
        assert_eq!(name.parse(), Ok(content));
        for text in [
            "",
            "09",
            &name.to_uppercase(),
            &name[1..],
            &format!("{name}00"),
            &"g".repeat(64),
        ] {
            assert_eq!(text.parse::<Content>(), Err(NotAContent), "{text}");
        }
    }
}
