//! Refresh tokens: 256 random bits that buy one new access token and their own successor.
//!
//! The hard part is a token that comes twice. It may be two tabs that woke up together, a reply
//! that was lost on the way, or a thief; [`rotate`] tells them apart, in one pure match:
//!
//! * within [`GRACE_MS`] of the first use, up to [`REPEATS_MAX`] times, the **same** successor is
//!   given again, so that all tabs end on one chain;
//! * as long as the successor was never used itself, likewise: its reply was lost;
//! * anything else is reuse (RFC 9700 section 4.14.2): the whole session ends.
//!
//! The same successor can be given again although only digests are stored, because it is computed:
//! HMAC-SHA256 over the token presented and a nonce stored with its row, under a pepper that is
//! not in the database. Whoever reads the database, or the wire, or the pepper has too little.

use std::fmt;

use aws_lc_rs::{digest, hmac};
use parlor_protocol::time::Timestamp;
use rand::CryptoRng;
use zeroize::Zeroizing;

use crate::{keys::Pepper, secret};

/// How long a token waits for its use, in milliseconds: 30 days.
pub const LIFETIME_MS: i64 = 30 * DAY_MS;
/// How long a session lasts however often it is refreshed, in milliseconds: 180 days.
pub const SESSION_LIFETIME_MS: i64 = 180 * DAY_MS;
/// How long after its first use a token is honoured again, in milliseconds.
pub const GRACE_MS: i64 = 10_000;
/// How often it is honoured again within [`GRACE_MS`] once its successor is in use.
pub const REPEATS_MAX: u32 = 10;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const PREFIX: &str = "rt_";

/// A refresh token in plain: the holder's secret. The server keeps its [`Digest`] only.
#[derive(Clone)]
pub struct RefreshToken(Zeroizing<[u8; 32]>);

impl RefreshToken {
    /// Reads the text form. `None` for anything that is not one, an access token included.
    pub fn parse(text: &str) -> Option<Self> {
        secret::from_text(text.strip_prefix(PREFIX)?).map(Self)
    }

    /// The text form, `rt_` and 43 characters, for the one answer that carries it.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + 43));
        text.push_str(PREFIX);
        text.push_str(&secret::to_text(self.0.as_slice()));
        text
    }

    /// What is stored and looked up: SHA-256 of the text form. A plain hash is enough for a
    /// secret of 256 random bits.
    pub fn digest(&self) -> Digest {
        let hash = digest::digest(&digest::SHA256, self.to_text().as_bytes());
        let mut bytes = [0; 32];
        bytes.copy_from_slice(hash.as_ref());
        Digest(bytes)
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// SHA-256 of a token: finds its row, opens nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// As it is stored.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// As it was stored.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Digest {
    /// The first four bytes: enough to follow a token through a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in &self.0[..4] {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// What became of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Never used.
    Fresh,
    /// Used, and replaced by its successor.
    Rotated {
        /// When it was used first.
        at: Timestamp,
        /// What its successor is computed from. Storage may wipe it (to zeros) when the grace is
        /// over and the successor was used: from then on nobody asks for it.
        nonce: [u8; 32],
        /// How often it was used again since.
        repeats: u32,
        /// Whether the successor was used in its turn.
        successor_used: bool,
    },
    /// It, or its session, was revoked.
    Revoked,
}

/// A token as storage knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// What became of it.
    pub state: State,
    /// From when on it is worth nothing.
    pub expires_at: Timestamp,
    /// From when on its session is.
    pub session_ends_at: Timestamp,
}

/// What to do with a token that was presented. Storage carries it out in the transaction that
/// loaded the [`Stored`] it was decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// First use: the token becomes [`State::Rotated`], its successor a new row, and the token it
    /// came from learns that its successor was used.
    Rotate {
        /// The digest of the successor.
        successor: Digest,
        /// To be stored with the token that was used.
        nonce: [u8; 32],
        /// When the successor expires.
        expires_at: Timestamp,
    },
    /// The same successor again; one more repeat is counted.
    Repeat,
    /// Two parties hold this token: the session is revoked.
    Reused,
    /// Revoked or expired: nothing changes.
    Invalid,
}

/// The first token of a session.
pub fn start(rng: &mut impl CryptoRng) -> RefreshToken {
    RefreshToken(secret::random(rng))
}

/// Decides about a token that was presented. `fresh_nonce` is 32 random bytes, used if this is the
/// token's first use; the same arguments give the same decision, so a transaction may be retried.
pub fn rotate(
    stored: &Stored,
    presented: &RefreshToken,
    pepper: &Pepper,
    now: Timestamp,
    fresh_nonce: [u8; 32],
) -> Decision {
    if now >= stored.expires_at || now >= stored.session_ends_at {
        return Decision::Invalid;
    }
    match stored.state {
        State::Fresh => Decision::Rotate {
            successor: successor(presented, &fresh_nonce, pepper).digest(),
            nonce: fresh_nonce,
            expires_at: now.plus_millis(LIFETIME_MS).min(stored.session_ends_at),
        },
        State::Rotated {
            successor_used: false,
            ..
        } => Decision::Repeat,
        State::Rotated { at, repeats, .. }
            if now.millis_since(at) <= GRACE_MS && repeats < REPEATS_MAX =>
        {
            Decision::Repeat
        }
        State::Rotated { .. } => Decision::Reused,
        State::Revoked => Decision::Invalid,
    }
}

/// The successor of a token: for one token and nonce always the same.
pub fn successor(presented: &RefreshToken, nonce: &[u8; 32], pepper: &Pepper) -> RefreshToken {
    let mut mac = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, pepper.as_bytes()));
    mac.update(presented.0.as_slice());
    mac.update(nonce);
    let mut bytes = Zeroizing::new([0; 32]);
    bytes.copy_from_slice(mac.sign().as_ref());
    RefreshToken(bytes)
}

#[cfg(test)]
mod tests;
