//! The way to the first account.
//!
//! Whoever makes the first account owns the instance, so it is not left to who comes first: the
//! one-time token, which is printed where only the operator reads, or a request that can only come
//! from the machine itself.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use zeroize::Zeroizing;

use crate::clock;

/// The one-time token. It is good as long as there is no owner, which the database knows; after
/// that nothing asks for it.
pub struct Setup {
    token: Zeroizing<String>,
}

impl Setup {
    /// A new token: 256 random bits.
    pub fn new() -> Self {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        let bytes = Zeroizing::new(clock::random::<32>());
        Self {
            token: Zeroizing::new(URL_SAFE_NO_PAD.encode(bytes)),
        }
    }

    /// The token, to be printed once at start while there is no owner.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Whether somebody may make the first account: with the token, or without one from this very
    /// machine. A wrong token is refused from anywhere.
    pub fn allows(&self, token: Option<&str>, local: bool) -> bool {
        match token {
            Some(token) => verify_slices_are_equal(self.token.as_bytes(), token.as_bytes()).is_ok(),
            None => local,
        }
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The right token counts from anywhere, a wrong one from nowhere, none only from here.
    #[test]
    fn the_first_account_is_the_operators() {
        let setup = Setup::new();
        let right = setup.token().to_owned();
        assert!(right.len() >= 43, "256 bits: {right}");
        for (token, local, allowed) in [
            (Some(right.as_str()), false, true),
            (Some(right.as_str()), true, true),
            (Some(""), true, false),
            (Some("x"), true, false),
            (Some(&right[1..]), true, false),
            (None, true, true),
            (None, false, false),
        ] {
            assert_eq!(setup.allows(token, local), allowed, "{token:?} {local}");
        }
        assert_ne!(setup.token(), Setup::new().token());
    }
}
