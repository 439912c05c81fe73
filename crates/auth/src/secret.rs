//! What all secrets share: being made, being written as text, being read again.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::CryptoRng;
use zeroize::Zeroizing;

/// `N` bytes nobody can guess.
pub(crate) fn random<const N: usize>(rng: &mut impl CryptoRng) -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    rng.fill_bytes(bytes.as_mut_slice());
    bytes
}

/// The bytes in base64url without padding (RFC 4648 section 5), which no URL, header, cookie or
/// JSON needs to escape.
pub(crate) fn to_text(bytes: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(URL_SAFE_NO_PAD.encode(bytes))
}

/// Exactly `N` bytes, written exactly as [`to_text`] writes them: every value has one text.
pub(crate) fn from_text<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    // The length first: the buffer below cannot be outgrown by a stranger.
    if text.len() != (N * 4).div_ceil(3) {
        return None;
    }
    let decoded = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
    let mut bytes = Zeroizing::new([0; N]);
    if decoded.len() != N {
        return None;
    }
    bytes.copy_from_slice(&decoded);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A secret has one text: padding, another alphabet, spare bits and other lengths are refused.
    #[test]
    fn only_the_canonical_text_is_read() {
        let text = to_text(&[0xff; 16]);
        assert_eq!(text.as_str(), "_____________________w");
        assert_eq!(from_text::<16>(&text).as_deref(), Some(&[0xff; 16]));
        for bad in [
            "",
            "_____________________",
            "_____________________w==",
            "/////////////////////w",
            "_____________________x",
            "_____________________ww",
        ] {
            assert!(from_text::<16>(bad).is_none(), "{bad}");
        }
    }
}
