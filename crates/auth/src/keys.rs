//! The key ring: what the instance signs with and what it keeps the rest of its secrets under.
//!
//! The text form is the whole content of `secret.key` in the data directory, outside the database,
//! so that a backup of the database holds no live credential. One line a key:
//!
//! ```text
//! root <32 bytes>
//! sign <kid> <until> <32 bytes>
//! ```
//!
//! Bytes are base64url; `until` is `-` for the key in use, else when the key stops verifying, in
//! milliseconds since 1970. Lines that start with `#` and empty lines say nothing.

use std::fmt;

use aws_lc_rs::{hkdf, hmac};
use jsonwebtoken::{DecodingKey, EncodingKey};
use parlor_protocol::time::Timestamp;
use rand::CryptoRng;
use zeroize::Zeroizing;

use crate::{access_token, push::Vapid, secret};

/// Signing keys a ring holds: the one in use and those that still verify. With one more, the
/// oldest goes.
pub const SIGNING_KEYS_MAX: usize = 8;

const HEADER: &str = "# The keys of this instance. Whoever reads them can sign in as anybody.\n";
/// HKDF's `info` (RFC 5869 section 3.2) for what refresh tokens are chained with.
const PEPPER_LABEL: &[u8] = b"parlor refresh token successor v1";

/// The same for what known devices are signed with.
const DEVICES_LABEL: &[u8] = b"parlor known device v1";

/// The same for what is signed with towards push services; the number of the try comes after it.
const PUSH_LABEL: &[u8] = b"parlor web push v1";

/// The text is not a key ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKeyFile {
    /// No key, or two, where exactly one belongs.
    #[error("the key file needs exactly one `root` and at least one `sign` line in use")]
    Incomplete,
    /// Over [`SIGNING_KEYS_MAX`], or one kid for two keys.
    #[error("the key file has too many `sign` lines, or two with the same id")]
    TooMany,
    /// A line that is neither a key nor a comment.
    #[error("line {line} of the key file is not a key")]
    Line {
        /// Counted from 1.
        line: usize,
    },
    /// A key of one repeated byte: an example, not a secret.
    #[error("line {line} of the key file is an example, not a secret")]
    Example {
        /// Counted from 1.
        line: usize,
    },
}

/// What refresh tokens are chained with. Lives in memory only.
#[derive(Clone)]
pub struct Pepper(Zeroizing<[u8; 32]>);

impl Pepper {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// One key for access tokens. Its algorithm is HS256 and nothing a token says changes that.
pub(crate) struct SigningKey {
    pub(crate) kid: String,
    pub(crate) encoding: EncodingKey,
    pub(crate) decoding: DecodingKey,
    secret: Zeroizing<[u8; 32]>,
    until: Option<Timestamp>,
}

impl SigningKey {
    fn new(kid: String, secret: Zeroizing<[u8; 32]>, until: Option<Timestamp>) -> Self {
        Self {
            kid,
            encoding: EncodingKey::from_secret(secret.as_slice()),
            decoding: DecodingKey::from_secret(secret.as_slice()),
            secret,
            until,
        }
    }

    fn generate(rng: &mut impl CryptoRng) -> Self {
        let kid = secret::to_text(secret::random::<8>(rng).as_slice());
        Self::new(kid.to_string(), secret::random(rng), None)
    }
}

/// Every secret of the instance.
pub struct KeyRing {
    root: Zeroizing<[u8; 32]>,
    pepper: Pepper,
    devices: hmac::Key,
    vapid: Vapid,
    /// Newest first; the first has no `until` and is the one to sign with.
    signing: Vec<SigningKey>,
}

impl KeyRing {
    /// A ring for a new instance.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let root = secret::random(rng);
        Self::new(root, vec![SigningKey::generate(rng)])
    }

    fn new(root: Zeroizing<[u8; 32]>, signing: Vec<SigningKey>) -> Self {
        let pepper = Pepper(derive(&root, &[PEPPER_LABEL]));
        let devices = derive(&root, &[DEVICES_LABEL]);
        Self {
            pepper,
            devices: hmac::Key::new(hmac::HMAC_SHA256, devices.as_slice()),
            vapid: vapid(&root),
            root,
            signing,
        }
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// [`BadKeyFile`] with the line; never with its content.
    pub fn parse(text: &str) -> Result<Self, BadKeyFile> {
        let mut root = None;
        let mut signing: Vec<SigningKey> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            match parse_line(line, index + 1)? {
                Line::Nothing => {}
                Line::Root(secret) if root.is_none() => root = Some(secret),
                Line::Root(_) => return Err(BadKeyFile::Incomplete),
                Line::Sign(key) if signing.iter().any(|other| other.kid == key.kid) => {
                    return Err(BadKeyFile::TooMany);
                }
                Line::Sign(key) => signing.push(key),
            }
        }
        if signing.len() > SIGNING_KEYS_MAX {
            return Err(BadKeyFile::TooMany);
        }
        let one_in_use = signing.first().is_some_and(|key| key.until.is_none())
            && signing.iter().skip(1).all(|key| key.until.is_some());
        match root {
            Some(root) if one_in_use => Ok(Self::new(root, signing)),
            _ => Err(BadKeyFile::Incomplete),
        }
    }

    /// The text form, which [`KeyRing::parse`] reads.
    pub fn to_text(&self) -> Zeroizing<String> {
        let root = secret::to_text(self.root.as_slice());
        let mut text = Zeroizing::new(String::with_capacity(1024));
        for part in [HEADER, "root ", root.as_str(), "\n"] {
            text.push_str(part);
        }
        for key in &self.signing {
            let secret = secret::to_text(key.secret.as_slice());
            let until = key
                .until
                .map_or_else(|| "-".to_owned(), |until| until.as_millis().to_string());
            for part in ["sign ", &key.kid, " ", &until, " ", secret.as_str(), "\n"] {
                text.push_str(part);
            }
        }
        text
    }

    /// Starts to sign with a new key. The key in use until now verifies as long as a token signed
    /// with it can live; keys whose time is over are forgotten. The root never changes.
    pub fn rotate(&mut self, now: Timestamp, rng: &mut impl CryptoRng) {
        let until = now.plus_millis(access_token::LIFETIME_MS + access_token::LEEWAY_MS);
        self.signing
            .retain(|key| key.until.is_none_or(|until| now < until));
        for key in &mut self.signing {
            key.until.get_or_insert(until);
        }
        self.signing.insert(0, SigningKey::generate(rng));
        self.signing.truncate(SIGNING_KEYS_MAX);
    }

    /// What refresh tokens are chained with, derived from the root.
    pub fn pepper(&self) -> &Pepper {
        &self.pepper
    }

    /// What known devices are signed with, derived from the root: it outlives a rotation.
    pub(crate) fn devices(&self) -> &hmac::Key {
        &self.devices
    }

    /// What is signed with towards push services, derived from the root: browsers that subscribed
    /// know it, so it outlives a rotation.
    pub fn vapid(&self) -> &Vapid {
        &self.vapid
    }

    /// The key to sign with.
    pub(crate) fn newest(&self) -> &SigningKey {
        &self.signing[0]
    }

    /// The key of that id, if it may still verify.
    pub(crate) fn find(&self, kid: &str, now: Timestamp) -> Option<&SigningKey> {
        self.signing
            .iter()
            .find(|key| key.kid == kid)
            .filter(|key| key.until.is_none_or(|until| now < until))
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

enum Line {
    Nothing,
    Root(Zeroizing<[u8; 32]>),
    Sign(SigningKey),
}

fn parse_line(text: &str, line: usize) -> Result<Line, BadKeyFile> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    match words[..] {
        [] => Ok(Line::Nothing),
        [first, ..] if first.starts_with('#') => Ok(Line::Nothing),
        ["root", secret] => parse_secret(secret, line).map(Line::Root),
        ["sign", kid, until, secret] => {
            let until = match until {
                "-" => None,
                millis => Some(Timestamp::from_millis(
                    millis.parse().map_err(|_| BadKeyFile::Line { line })?,
                )),
            };
            let secret = parse_secret(secret, line)?;
            Ok(Line::Sign(SigningKey::new(kid.to_owned(), secret, until)))
        }
        _ => Err(BadKeyFile::Line { line }),
    }
}

fn parse_secret(text: &str, line: usize) -> Result<Zeroizing<[u8; 32]>, BadKeyFile> {
    let secret = secret::from_text::<32>(text).ok_or(BadKeyFile::Line { line })?;
    if secret.iter().all(|byte| *byte == secret[0]) {
        return Err(BadKeyFile::Example { line });
    }
    Ok(secret)
}

/// The first try that is a key of P-256: of all 32 bytes, one in four thousand million is none.
fn vapid(root: &[u8; 32]) -> Vapid {
    (0..=u8::MAX)
        .find_map(|attempt| Vapid::new(&derive(root, &[PUSH_LABEL, &[attempt]])))
        .expect("256 tries do not all miss")
}

/// 32 bytes for one purpose (HKDF with SHA-256, RFC 5869).
fn derive(root: &[u8; 32], label: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let key = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(root);
    let mut bytes = Zeroizing::new([0; 32]);
    key.expand(label, hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(bytes.as_mut_slice()))
        .expect("HKDF-SHA256 yields 32 bytes for every input");
    bytes
}

#[cfg(test)]
mod tests;
