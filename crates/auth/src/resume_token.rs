//! Resume tokens: what proves that a new voice socket takes the place of one that was lost.
//!
//! It lives as long as one stay in a call, in memory alone, and is worth nothing without the
//! credential of the person whose stay it is.

use std::fmt;

use rand::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::secret;

/// 128 bits nobody can guess; it is told once a socket, and never printed.
pub struct ResumeToken(Zeroizing<[u8; 16]>);

impl ResumeToken {
    /// A new one.
    pub fn new(rng: &mut impl CryptoRng) -> Self {
        Self(secret::random(rng))
    }

    /// As the client is told it.
    pub fn to_text(&self) -> String {
        secret::to_text(self.0.as_slice()).to_string()
    }

    /// Whether this is its text; how long the answer takes tells nothing of where they differ.
    pub fn is(&self, text: &str) -> bool {
        let told = secret::from_text::<16>(text);
        told.is_some_and(|told| bool::from(told.as_slice().ct_eq(self.0.as_slice())))
    }
}

impl fmt::Debug for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng as _, rngs::StdRng};

    use super::*;

    /// Its own text opens it, nothing else does, and it does not print.
    #[test]
    fn only_its_own_text_is_good() {
        let mut rng = StdRng::seed_from_u64(1);
        let (one, other) = (ResumeToken::new(&mut rng), ResumeToken::new(&mut rng));
        assert!(one.is(&one.to_text()));
        assert!(!one.is(&other.to_text()));
        assert!(!one.is("") && !one.is(&one.to_text()[1..]));
        assert_eq!(format!("{one:?}"), "[secret]");
    }
}
