//! Saying who sends.

use aws_lc_rs::{
    encoding::{AsDer, EcPrivateKeyRfc5915Der},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use parlor_protocol::time::Timestamp;
use serde::Serialize;

use super::pair;

/// How long a push service may believe a signature, in milliseconds: 12 hours, of the 24 that
/// RFC 8292 section 2 allows.
const LIFETIME_MS: i64 = 12 * 60 * 60 * 1000;

/// {"typ":"JWT","alg":"ES256"}
const HEADER: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9";

/// What the instance signs with towards push services. Browsers are told its public half, and what
/// they subscribe to takes messages from nobody else.
pub struct Vapid {
    key: EcdsaKeyPair,
    public: String,
}

#[derive(Serialize)]
struct Claims<'c> {
    aud: &'c str,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'c str>,
}

impl Vapid {
    /// A key of these bytes; `None` for the few that are no key of P-256.
    pub(crate) fn new(bytes: &[u8; 32]) -> Option<Self> {
        let (private, public) = pair(bytes)?;
        let der: EcPrivateKeyRfc5915Der<'_> = private.as_der().ok()?;
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        Some(Self {
            key: EcdsaKeyPair::from_private_key_der(algorithm, der.as_ref()).ok()?,
            public: URL_SAFE_NO_PAD.encode(public.as_ref()),
        })
    }

    /// What a browser subscribes with (`applicationServerKey`): an uncompressed point in base64url.
    pub fn public_key(&self) -> &str {
        &self.public
    }

    /// The `Authorization` of a message for the push service at this origin, and whom it may write
    /// to when something is wrong (`mailto:` or `https:`).
    ///
    /// # Panics
    /// Never: a P-256 key signs every text.
    pub fn authorization(&self, origin: &str, contact: Option<&str>, now: Timestamp) -> String {
        let claims = Claims {
            aud: origin,
            exp: now.plus_millis(LIFETIME_MS).as_millis() / 1000,
            sub: contact,
        };
        let claims = serde_json::to_vec(&claims).expect("texts and a number are always JSON");
        let signed = format!("{HEADER}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes());
        let signature = signature.expect("a P-256 key signs every text");
        let signature = URL_SAFE_NO_PAD.encode(signature.as_ref());
        format!("vapid t={signed}.{signature}, k={}", self.public)
    }
}
