use parlor_protocol::ids::{SessionId, UserId};
use rand::{SeedableRng, rngs::StdRng};

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn token(keys: &KeyRing, rng: &mut StdRng) -> String {
    let (user, session) = (UserId::from_raw(1), SessionId::from_raw(2));
    access_token::issue(keys, user, session, NOW, rng)
}

fn good(keys: &KeyRing, token: &str, now: Timestamp) -> bool {
    access_token::verify(keys, token, now).is_ok()
}

/// A ring that was written and read again has the same keys and the same pepper.
#[test]
fn a_ring_survives_its_text_form() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut keys = KeyRing::generate(&mut rng);
    let old = token(&keys, &mut rng);
    keys.rotate(NOW, &mut rng);
    let read = KeyRing::parse(&keys.to_text()).unwrap();
    assert_eq!(read.to_text().as_str(), keys.to_text().as_str());
    assert_eq!(read.pepper().as_bytes(), keys.pepper().as_bytes());
    assert!(good(&read, &old, NOW));
    assert!(good(&read, &token(&keys, &mut rng), NOW));
}

/// After a rotation tokens are signed with the new key; the old key verifies until the last token
/// signed with it is over, and the pepper, which refresh tokens hang on, stays.
#[test]
fn a_rotation_outlives_no_token() {
    let mut rng = StdRng::seed_from_u64(2);
    let mut keys = KeyRing::generate(&mut rng);
    let pepper = keys.pepper().as_bytes().to_vec();
    let old = token(&keys, &mut rng);
    keys.rotate(NOW, &mut rng);
    let new = token(&keys, &mut rng);
    let kid = |token: &str| jsonwebtoken::decode_header(token).unwrap().kid;
    assert_ne!(kid(&old), kid(&new));
    let last = NOW.plus_millis(access_token::LIFETIME_MS + access_token::LEEWAY_MS - 1);
    assert!(good(&keys, &old, last));
    assert!(keys.find(&kid(&old).unwrap(), last).is_some());
    assert!(
        keys.find(&kid(&old).unwrap(), last.plus_millis(1))
            .is_none()
    );
    assert_eq!(keys.pepper().as_bytes(), pepper);
}

/// However often keys are rotated, the ring stays bounded and readable.
#[test]
fn a_ring_is_bounded() {
    let mut rng = StdRng::seed_from_u64(3);
    let mut keys = KeyRing::generate(&mut rng);
    for _ in 0..=SIGNING_KEYS_MAX {
        keys.rotate(NOW, &mut rng);
    }
    assert_eq!(keys.signing.len(), SIGNING_KEYS_MAX);
    assert!(KeyRing::parse(&keys.to_text()).is_ok());
    keys.rotate(NOW.plus_millis(access_token::LIFETIME_MS * 2), &mut rng);
    assert_eq!(keys.signing.len(), 2, "keys that no longer verify are gone");
}

/// A damaged, incomplete or example key file is refused, and the reason never quotes a key.
#[test]
fn a_bad_key_file_is_refused() {
    use BadKeyFile::{Example, Incomplete, Line, TooMany};
    let root = "root c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ";
    let sign = |kid: &str, until: &str| {
        format!("sign {kid} {until} c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzU")
    };
    let a = sign("a", "-");
    let many: String = (0..8).map(|n| sign(&n.to_string(), "1") + "\n").collect();
    assert!(KeyRing::parse(&format!("# a\n\n{root}\r\n  {a}  \n")).is_ok());
    for (text, expected) in [
        (String::new(), Incomplete),
        (root.to_owned(), Incomplete),
        (a.clone(), Incomplete),
        (format!("{root}\n{root}\n{a}"), Incomplete),
        (format!("{root}\n{}", sign("a", "1")), Incomplete),
        (format!("{root}\n{a}\n{}", sign("b", "-")), Incomplete),
        (format!("{root}\n{a}\n{}", sign("a", "1")), TooMany),
        (format!("{root}\n{}\n{many}", sign("x", "-")), TooMany),
        (format!("{root}\n{}", sign("a", "soon")), Line { line: 2 }),
        (format!("{root} x\n{a}"), Line { line: 1 }),
        ("root c2hvcnQ".to_owned(), Line { line: 1 }),
        (format!("\nroot {}", "A".repeat(43)), Example { line: 2 }),
    ] {
        let error = KeyRing::parse(&text).err();
        assert_eq!(error, Some(expected), "{text}");
        assert!(!expected.to_string().contains("c2VjcmV0"));
    }
}

/// Printing a ring, or a part of it, shows nothing.
#[test]
fn a_ring_does_not_print() {
    let keys = KeyRing::generate(&mut StdRng::seed_from_u64(4));
    assert_eq!(format!("{keys:?} {:?}", keys.pepper()), "[secret] [secret]");
}
