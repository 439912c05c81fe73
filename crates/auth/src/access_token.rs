//! Access tokens: signed claims (JWT, RFC 7519; profile of RFC 9068) that live ten minutes.
//!
//! A token proves who signed in on which device. That the session still stands is a question for
//! the caller: a revoked session's token is still well signed.

use std::fmt::Write as _;

use jsonwebtoken::{Algorithm, Header, Validation};
use parlor_protocol::{
    ids::{SessionId, UserId},
    time::Timestamp,
};
use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::{keys::KeyRing, secret};

/// How long a token is good, in milliseconds: 10 minutes.
pub const LIFETIME_MS: i64 = 600_000;
/// How far the clocks of two nodes may differ, in milliseconds.
pub const LEEWAY_MS: i64 = 5_000;

/// Longer than any token this crate makes; what is longer is not read.
const BYTES_MAX: usize = 1_024;
/// RFC 9068 section 2.1. A JWT for another purpose never passes for an access token.
const TYPE: &str = "at+jwt";
const ISSUER: &str = "parlor";
const AUDIENCE: &str = "parlor";

/// What a good token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Who signed in.
    pub user: UserId,
    /// On which device.
    pub session: SessionId,
    /// The token's own id, a UUID.
    pub jti: String,
    /// When it was issued; whole seconds.
    pub issued_at: Timestamp,
    /// When it expires; whole seconds.
    pub expires_at: Timestamp,
}

/// The token is not one of ours, or its time is over. Callers get no more detail: all of it would
/// be of use to a forger only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the access token is not valid")]
pub struct Invalid;

/// The claims as they are signed; times in seconds (RFC 7519 section 2, `NumericDate`).
#[derive(Serialize, Deserialize)]
struct Signed {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Signs a token for a session, good from now for [`LIFETIME_MS`].
///
/// # Panics
/// Never: the claims are numbers and short texts, and HMAC takes every key.
pub fn issue(
    keys: &KeyRing,
    user: UserId,
    session: SessionId,
    now: Timestamp,
    rng: &mut impl CryptoRng,
) -> String {
    let now_s = now.as_millis().div_euclid(1000);
    let claims = Signed {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: user,
        sid: session,
        jti: uuid(rng),
        iat: now_s,
        nbf: now_s,
        exp: now_s + LIFETIME_MS / 1000,
    };
    let key = keys.newest();
    let header = Header {
        typ: Some(TYPE.to_owned()),
        kid: Some(key.kid.clone()),
        ..Header::new(Algorithm::HS256)
    };
    jsonwebtoken::encode(&header, &claims, &key.encoding)
        .expect("numbers and short texts are valid JSON, and HMAC takes every key")
}

/// Checks a token: signature, algorithm, type, issuer, audience and time.
///
/// # Errors
/// [`Invalid`], whatever is wrong.
pub fn verify(keys: &KeyRing, token: &str, now: Timestamp) -> Result<Claims, Invalid> {
    if token.len() > BYTES_MAX {
        return Err(Invalid);
    }
    let header = jsonwebtoken::decode_header(token).map_err(|_| Invalid)?;
    // The header only names the key. The algorithm is the key's: a token that asks for another is
    // refused (RFC 8725 section 3.1), and so is one with extensions we would have to understand.
    if header.typ.as_deref() != Some(TYPE) || header.crit.is_some() {
        return Err(Invalid);
    }
    let key = header
        .kid
        .as_deref()
        .and_then(|kid| keys.find(kid, now))
        .ok_or(Invalid)?;
    let signed = jsonwebtoken::decode::<Signed>(token, &key.decoding, &signature_only())
        .map_err(|_| Invalid)?
        .claims;
    in_force(&signed, now).ok_or(Invalid)
}

/// The library checks the signature and the algorithm. The rest is checked by hand: the library
/// would ask the system's clock.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

fn in_force(signed: &Signed, now: Timestamp) -> Option<Claims> {
    let at = |seconds: i64| seconds.checked_mul(1000).map(Timestamp::from_millis);
    let (issued_at, not_before, expires_at) = (at(signed.iat)?, at(signed.nbf)?, at(signed.exp)?);
    let ours = signed.iss == ISSUER && signed.aud == AUDIENCE;
    let begun = now.plus_millis(LEEWAY_MS) >= not_before;
    let over = now >= expires_at.plus_millis(LEEWAY_MS);
    (ours && begun && !over).then(|| Claims {
        user: signed.sub,
        session: signed.sid,
        jti: signed.jti.clone(),
        issued_at,
        expires_at,
    })
}

/// A random UUID (version 4, RFC 9562 section 5.4).
fn uuid(rng: &mut impl CryptoRng) -> String {
    let mut bytes = secret::random::<16>(rng);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        write!(text, "{byte:02x}").expect("a String takes all that is written");
    }
    text
}

#[cfg(test)]
mod tests;
