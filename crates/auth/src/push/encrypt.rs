//! Encrypting for one browser.

use aws_lc_rs::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
    error::Unspecified,
    hkdf::{HKDF_SHA256, KeyType, Salt},
};
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::{POINT_BYTES, Subscriber, pair};
use crate::secret;

/// How many bytes fit into what every push service carries, which is one record of 4,096 bytes.
pub const PLAIN_BYTES_MAX: usize = 4_096 - HEAD_BYTES - DELIMITER.len() - TAG_BYTES;

/// The salt, the size of a record, the length of the sender's key, and that key.
const HEAD_BYTES: usize = 16 + 4 + 1 + POINT_BYTES;
/// Says that the record is the last one (RFC 8188 section 2).
const DELIMITER: [u8; 1] = [2];
const TAG_BYTES: usize = 16;
/// The largest record there may be.
const RECORD_BYTES: u32 = 4_096;
/// Texts are filled up to a multiple of this, so that their length tells little.
const FILLED_BYTES: usize = 256;

const KEY_INFO: &[u8] = b"WebPush: info\0";
const CEK_INFO: &[u8] = b"Content-Encoding: aes128gcm\0";
const NONCE_INFO: &[u8] = b"Content-Encoding: nonce\0";

impl Subscriber {
    /// Encrypts a text that only this browser reads. `None` when it is longer than
    /// [`PLAIN_BYTES_MAX`].
    pub fn encrypt(&self, plain: &[u8], rng: &mut impl CryptoRng) -> Option<Vec<u8>> {
        let filled = plain.len().next_multiple_of(FILLED_BYTES);
        let filled = filled.min(PLAIN_BYTES_MAX);
        let salt = secret::random::<16>(rng);
        // Of all 32 bytes, one in four thousand million is no key.
        let (private, _) = std::iter::repeat_with(|| pair(&secret::random(rng))).find_map(|p| p)?;
        let padding = filled.checked_sub(plain.len())?;
        self.seal((plain, padding), &salt, &private).ok()
    }

    /// RFC 8291 section 3.4.
    pub(super) fn seal(
        &self,
        (plain, padding): (&[u8], usize),
        salt: &[u8; 16],
        private: &PrivateKey,
    ) -> Result<Vec<u8>, Unspecified> {
        let sender = private.compute_public_key()?;
        let theirs = UnparsedPublicKey::new(&ECDH_P256, self.point);
        let input = agree(private, theirs, Unspecified, |shared| {
            let key = Salt::new(HKDF_SHA256, &self.auth).extract(shared);
            expand::<32>(&key, &[KEY_INFO, &self.point, sender.as_ref()])
        })?;
        let key = Salt::new(HKDF_SHA256, salt).extract(input.as_slice());
        let content = expand::<16>(&key, &[CEK_INFO])?;
        let nonce = expand::<12>(&key, &[NONCE_INFO])?;
        let content = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, content.as_slice())?);

        let mut record = Vec::with_capacity(HEAD_BYTES + plain.len() + padding + 1 + TAG_BYTES);
        record.extend_from_slice(plain);
        record.extend_from_slice(&DELIMITER);
        record.resize(record.len() + padding, 0);
        let nonce = Nonce::assume_unique_for_key(*nonce);
        content.seal_in_place_append_tag(nonce, Aad::empty(), &mut record)?;

        let mut whole = salt.to_vec();
        whole.extend_from_slice(&RECORD_BYTES.to_be_bytes());
        whole.push(u8::try_from(POINT_BYTES).map_err(|_| Unspecified)?);
        whole.extend_from_slice(sender.as_ref());
        whole.extend_from_slice(&record);
        Ok(whole)
    }
}

/// So many bytes.
#[derive(Clone, Copy)]
struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(
    key: &aws_lc_rs::hkdf::Prk,
    info: &[&[u8]],
) -> Result<Zeroizing<[u8; N]>, Unspecified> {
    let mut bytes = Zeroizing::new([0; N]);
    key.expand(info, Bytes(N))?.fill(bytes.as_mut_slice())?;
    Ok(bytes)
}
