//! Web push: what is handed to a browser by somebody else's server, which must be able to read
//! none of it.
//!
//! [`Subscriber`] encrypts for one browser (RFC 8291, with the `aes128gcm` of RFC 8188), [`Vapid`]
//! says to the server in between who sends (RFC 8292).

mod encrypt;
mod vapid;

use std::fmt;

use aws_lc_rs::agreement::{
    ECDH_P256, ParsedPublicKey, ParsedPublicKeyFormat, PrivateKey, PublicKey, UnparsedPublicKey,
};

pub use self::{encrypt::PLAIN_BYTES_MAX, vapid::Vapid};

/// A point of P-256, uncompressed (SEC 1 section 2.3.3).
pub(crate) const POINT_BYTES: usize = 65;
/// What a browser authenticates with (RFC 8291 section 3.2).
const AUTH_BYTES: usize = 16;

/// The keys that a browser made for what is sent to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscriber {
    point: [u8; POINT_BYTES],
    auth: [u8; AUTH_BYTES],
}

/// These are not the keys of a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSubscriber {
    /// Not an uncompressed point of the curve.
    #[error("the key is not a point of P-256")]
    Point,
    /// Not 16 bytes.
    #[error("the authentication secret does not have 16 bytes")]
    Auth,
}

impl Subscriber {
    /// The keys as bytes.
    ///
    /// # Errors
    /// [`BadSubscriber`] when nothing could be encrypted with them.
    pub fn new(point: &[u8], auth: &[u8]) -> Result<Self, BadSubscriber> {
        let point = point.try_into().map_err(|_| BadSubscriber::Point)?;
        let parsed = ParsedPublicKey::try_from(UnparsedPublicKey::new(&ECDH_P256, point));
        let parsed = parsed.map_err(|_| BadSubscriber::Point)?;
        if parsed.format() != ParsedPublicKeyFormat::Uncompressed {
            return Err(BadSubscriber::Point);
        }
        let auth = auth.try_into().map_err(|_| BadSubscriber::Auth)?;
        Ok(Self { point, auth })
    }

    /// The same, as browsers write them: base64url, without padding.
    ///
    /// # Errors
    /// [`BadSubscriber`] when nothing could be encrypted with them.
    pub fn from_text(point: &str, auth: &str) -> Result<Self, BadSubscriber> {
        let point = crate::secret::from_text::<POINT_BYTES>(point).ok_or(BadSubscriber::Point)?;
        let auth = crate::secret::from_text::<AUTH_BYTES>(auth).ok_or(BadSubscriber::Auth)?;
        Self::new(point.as_slice(), auth.as_slice())
    }

    /// The public key.
    pub fn point(&self) -> &[u8] {
        &self.point
    }

    /// The secret that goes with it.
    pub fn auth(&self) -> &[u8] {
        &self.auth
    }
}

impl fmt::Debug for Subscriber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// A private key of P-256 and its point; `None` for bytes that are none.
pub(crate) fn pair(bytes: &[u8; 32]) -> Option<(PrivateKey, PublicKey)> {
    let private = PrivateKey::from_private_key(&ECDH_P256, bytes).ok()?;
    let public = private.compute_public_key().ok()?;
    Some((private, public))
}

#[cfg(test)]
mod tests;
