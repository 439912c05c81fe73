//! Known devices: a text that says "on this device somebody signed in to this account before".
//!
//! It opens nothing. It only tells the people who own an account from those who guess at it, so
//! that guesses cost the guesser his attempts, and nobody else theirs. Text form: `dt_` and
//! base64url of the device, the user, the time, and a signature over all of it.

use aws_lc_rs::hmac;
use parlor_protocol::{ids::UserId, time::Timestamp};
use rand::CryptoRng;
use zeroize::Zeroizing;

use crate::{keys::KeyRing, secret};

/// How long a device is remembered, in milliseconds: a year after it last signed in.
pub const LIFETIME_MS: i64 = 365 * 24 * 60 * 60 * 1000;

const PREFIX: &str = "dt_";
/// What is signed: 16 bytes for the device, 8 for the user, 8 for the time.
const SIGNED: usize = 32;
/// An HMAC with SHA-256 (RFC 2104).
const SIGNATURE: usize = 32;

/// A device that somebody signed in on: 128 random bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Device([u8; 16]);

/// The text for a device on which this user signs in now.
pub fn remember(
    keys: &KeyRing,
    user: UserId,
    now: Timestamp,
    rng: &mut impl CryptoRng,
) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0; SIGNED + SIGNATURE]);
    let (signed, signature) = bytes.split_at_mut(SIGNED);
    signed[..16].copy_from_slice(secret::random::<16>(rng).as_slice());
    signed[16..24].copy_from_slice(&user.raw().to_be_bytes());
    signed[24..].copy_from_slice(&now.as_millis().to_be_bytes());
    signature.copy_from_slice(hmac::sign(keys.devices(), signed).as_ref());
    let text = secret::to_text(bytes.as_slice());
    Zeroizing::new(format!("{PREFIX}{}", text.as_str()))
}

/// The device of a text that was made for this user, and not too long ago.
pub fn recognise(keys: &KeyRing, text: &str, user: UserId, now: Timestamp) -> Option<Device> {
    let bytes = secret::from_text::<{ SIGNED + SIGNATURE }>(text.strip_prefix(PREFIX)?)?;
    let (signed, signature) = bytes.split_at(SIGNED);
    hmac::verify(keys.devices(), signed, signature).ok()?;
    let (device, rest) = signed.split_first_chunk::<16>()?;
    let (of, at) = rest.split_first_chunk::<8>()?;
    let at = Timestamp::from_millis(i64::from_be_bytes(at.try_into().ok()?));
    let good = i64::from_be_bytes(*of) == user.raw() && now.millis_since(at) < LIFETIME_MS;
    good.then_some(Device(*device))
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    const ADA: UserId = UserId::from_raw(1);
    const BO: UserId = UserId::from_raw(2);
    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    /// A device is known for its own account, for a year; each is another one.
    #[test]
    fn a_device_is_known_for_one_account_for_a_year() {
        let mut rng = StdRng::seed_from_u64(1);
        let keys = KeyRing::generate(&mut rng);
        let one = remember(&keys, ADA, NOW, &mut rng);
        let other = remember(&keys, ADA, NOW, &mut rng);
        let known = |text: &str, user, later| recognise(&keys, text, user, NOW.plus_millis(later));
        assert!(known(&one, ADA, 0).is_some());
        assert_eq!(known(&one, ADA, 0), known(&one, ADA, LIFETIME_MS - 1));
        assert_ne!(known(&one, ADA, 0), known(&other, ADA, 0));
        assert_eq!(known(&one, BO, 0), None);
        assert_eq!(known(&one, ADA, LIFETIME_MS), None);
    }

    /// Only what this instance signed counts, to the last character.
    #[test]
    fn nobody_makes_up_a_device() {
        let mut rng = StdRng::seed_from_u64(2);
        let (keys, others) = (KeyRing::generate(&mut rng), KeyRing::generate(&mut rng));
        let text = remember(&keys, ADA, NOW, &mut rng).to_string();
        assert_eq!(recognise(&others, &text, ADA, NOW), None);
        for at in PREFIX.len()..text.len() {
            let mut forged = text.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(recognise(&keys, &forged, ADA, NOW), None, "{forged}");
        }
        for bad in ["", "dt_", &text[3..], &text[..text.len() - 1]] {
            assert_eq!(recognise(&keys, bad, ADA, NOW), None, "{bad}");
        }
    }
}
