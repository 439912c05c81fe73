//! Passwords: what may become one, how it is kept, how it is checked.
//!
//! bcrypt at cost 12 everywhere, and never a truncated byte: up to 72 bytes are hashed as they are,
//! longer ones through HMAC-SHA256 first. Both forms are those of passlib, so that accounts can be
//! moved in and out. A password is hashed exactly as it was received: nothing is trimmed, nothing
//! normalised.

use std::fmt;

use parlor_protocol::limits::Limits;
use rand::CryptoRng;
use zeroize::Zeroizing;

use crate::secret;

mod scheme;
mod strength;

/// The longest password that is looked at, in bytes. It bounds the work before any check.
pub const BYTES_MAX: usize = 1_024;

/// Why a new password was refused, as the rest of a sentence that begins with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Under `password_chars_min`.
    #[error("needs at least {chars_min} characters")]
    TooShort {
        /// The limit.
        chars_min: usize,
    },
    /// Over `password_chars_max`, or over [`BYTES_MAX`].
    #[error("may have at most {chars_max} characters")]
    TooLong {
        /// The limit.
        chars_max: usize,
    },
    /// NUL or another character that no keyboard types.
    #[error("may not contain control characters")]
    Control,
    /// One of the words that stand next to it, such as the user name.
    #[error("may not be your name or the name of this place")]
    Context,
    /// A guesser would find it soon.
    #[error("is too easy to guess: {advice}")]
    Guessable {
        /// What is weak about it, without a full stop.
        advice: String,
    },
}

/// A password in plain, on its way to being hashed or checked.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// A new password, if it is good enough. `words` are those a guesser would try first: the
    /// user name, the address, the name of the instance. Takes some milliseconds at the longest.
    ///
    /// # Errors
    /// [`Refused`], in the order of its variants.
    pub fn new_checked(text: String, limits: &Limits, words: &[&str]) -> Result<Self, Refused> {
        let password = Self(Zeroizing::new(text));
        let chars_max = limits.password_chars_max;
        if password.0.len() > BYTES_MAX {
            return Err(Refused::TooLong { chars_max });
        }
        let chars = password.0.chars().count();
        if chars < limits.password_chars_min {
            let chars_min = limits.password_chars_min;
            return Err(Refused::TooShort { chars_min });
        }
        if chars > chars_max {
            return Err(Refused::TooLong { chars_max });
        }
        if password.0.chars().any(char::is_control) {
            return Err(Refused::Control);
        }
        strength::check(&password.0, words)?;
        Ok(password)
    }

    /// A password somebody claims is theirs. `None` if it cannot be anybody's: over [`BYTES_MAX`],
    /// or with a NUL, which bcrypt cannot tell from the end.
    pub fn given(text: String) -> Option<Self> {
        let password = Self(Zeroizing::new(text));
        let possible = password.0.len() <= BYTES_MAX && !password.0.contains('\0');
        possible.then_some(password)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// A hashed password, as it is stored. Still a secret: it can be guessed against.
#[derive(Clone)]
pub struct PasswordHash(Zeroizing<String>);

impl PasswordHash {
    /// Wraps what storage kept. Not checked here: what is malformed matches no password.
    pub fn from_stored(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text to store, in modular crypt format.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Whether a password was the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No, or the stored hash is none.
    Wrong,
    /// Yes.
    Right {
        /// Whether it should be hashed anew: another cost or ident than today's, or a hash that
        /// had cut the password at 72 bytes.
        rehash: bool,
    },
}

/// Hashes a password. About a quarter of a second of one core: never on a thread that serves.
pub fn hash(password: &Password, rng: &mut impl CryptoRng) -> PasswordHash {
    scheme::hash(password.0.as_bytes(), *secret::random(rng))
}

/// Checks a password against a stored hash. Takes as long as [`hash`].
pub fn verify(password: &Password, stored: &PasswordHash) -> Verdict {
    scheme::verify(password.0.as_bytes(), stored.as_str())
}

/// A hash that no password matches, to be verified when there is no account: the same work, the
/// same time as for one that exists.
pub fn dummy(rng: &mut impl CryptoRng) -> PasswordHash {
    let nobody_knows = secret::to_text(secret::random::<32>(rng).as_slice());
    hash(&Password(nobody_knows), rng)
}

#[cfg(test)]
mod tests;
