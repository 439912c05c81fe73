//! The two written forms of a hash, byte for byte those of passlib 1.7.4.

use aws_lc_rs::hmac;
use base64::{
    Engine, alphabet,
    engine::general_purpose::{GeneralPurpose, NO_PAD, STANDARD},
};
use bcrypt::{HashParts, Version};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{PasswordHash, Verdict};

/// bcrypt's work factor: 2^12 rounds.
const COST: u32 = 12;
/// The highest factor a stored hash may ask for; an import cannot order minutes of work.
const COST_MAX: u32 = 14;
/// bcrypt reads no further.
const BCRYPT_BYTES_MAX: usize = 72;

/// bcrypt writes salts in an alphabet of its own.
const BCRYPT_BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::BCRYPT, NO_PAD);

const LONG_PREFIX: &str = "$bcrypt-sha256$";
const SALT_CHARS: usize = 22;

/// Hashes bytes without NUL.
pub(super) fn hash(password: &[u8], salt: [u8; 16]) -> PasswordHash {
    let text = if password.len() <= BCRYPT_BYTES_MAX {
        bcrypt(password, COST, salt).format_for_version(Version::TwoB)
    } else {
        long_text(&long(password, COST, salt))
    };
    PasswordHash::from_stored(text)
}

/// Checks bytes without NUL against either form.
pub(super) fn verify(password: &[u8], stored: &str) -> Verdict {
    match stored.strip_prefix(LONG_PREFIX) {
        Some(rest) => verify_long(password, rest),
        None => verify_bcrypt(password, stored),
    }
}

fn verify_bcrypt(password: &[u8], stored: &str) -> Verdict {
    // 2x is not taken: its key schedule is the broken one of 2011.
    let ident = ["$2a$", "$2b$", "$2y$"]
        .into_iter()
        .find(|ident| stored.starts_with(ident));
    let (Some(ident), Ok(parts)) = (ident, stored.parse::<HashParts>()) else {
        return Verdict::Wrong;
    };
    // "$2b$+4$" parses as a number too; a cost is two digits.
    let digits = stored.as_bytes()[4..6].iter().all(u8::is_ascii_digit);
    if !digits || !acceptable(parts.get_cost()) {
        return Verdict::Wrong;
    }
    let cut = password.len() > BCRYPT_BYTES_MAX;
    let again = bcrypt(password, parts.get_cost(), parts.get_salt_raw());
    verdict(
        &again.format_for_version(Version::TwoB)[7..],
        &stored[7..],
        cut || ident != "$2b$" || parts.get_cost() != COST,
    )
}

fn verify_long(password: &[u8], rest: &str) -> Verdict {
    let Some((cost, salt, digest)) = parse_long(rest) else {
        return Verdict::Wrong;
    };
    let again = long(password, cost, salt).format_for_version(Version::TwoB);
    verdict(&again[7 + SALT_CHARS..], digest, cost != COST)
}

/// `v=2,t=2b,r=<cost>$<salt>$<digest>`, the part after the name.
fn parse_long(rest: &str) -> Option<(u32, [u8; 16], &str)> {
    let (cost, rest) = rest.strip_prefix("v=2,t=2b,r=")?.split_once('$')?;
    let (salt, digest) = rest.split_once('$')?;
    if cost.is_empty() || cost.len() > 2 || !cost.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let cost = cost.parse().ok().filter(|cost| acceptable(*cost))?;
    let salt = BCRYPT_BASE64.decode(salt).ok()?.try_into().ok()?;
    Some((cost, salt, digest))
}

const fn acceptable(cost: u32) -> bool {
    4 <= cost && cost <= COST_MAX
}

fn verdict(computed: &str, stored: &str, rehash: bool) -> Verdict {
    if computed.as_bytes().ct_eq(stored.as_bytes()).into() {
        Verdict::Right { rehash }
    } else {
        Verdict::Wrong
    }
}

/// The one call into the library, whose own entry points cut passwords at 72 bytes in silence or
/// refuse 72 of them. Over 72 bytes only to recognise what another system has cut.
fn bcrypt(password: &[u8], cost: u32, salt: [u8; 16]) -> HashParts {
    bcrypt::hash_with_salt(password, cost, salt).expect("the cost is between 4 and 31")
}

/// `bcrypt(base64(HMAC-SHA256(key = salt in text, message = password)))`: 44 bytes without NUL.
fn long(password: &[u8], cost: u32, salt: [u8; 16]) -> HashParts {
    let key = hmac::Key::new(hmac::HMAC_SHA256, BCRYPT_BASE64.encode(salt).as_bytes());
    let short = Zeroizing::new(STANDARD.encode(hmac::sign(&key, password)));
    bcrypt(short.as_bytes(), cost, salt)
}

fn long_text(parts: &HashParts) -> String {
    let text = parts.format_for_version(Version::TwoB);
    let (salt, digest) = text[7..].split_at(SALT_CHARS);
    let cost = parts.get_cost();
    format!("{LONG_PREFIX}v=2,t=2b,r={cost}${salt}${digest}")
}
