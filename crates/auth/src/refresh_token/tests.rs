use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use super::*;
use crate::{access_token, keys::KeyRing, tickets::Tickets};

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const NONCE: [u8; 32] = [7; 32];

fn used(age_ms: i64, repeats: u32, successor_used: bool) -> State {
    State::Rotated {
        at: NOW.plus_millis(-age_ms),
        nonce: NONCE,
        repeats,
        successor_used,
    }
}

fn decide(state: State, expires_in_ms: i64, session_ends_in_ms: i64) -> Decision {
    let mut rng = StdRng::seed_from_u64(1);
    let keys = KeyRing::generate(&mut rng);
    let stored = Stored {
        state,
        expires_at: NOW.plus_millis(expires_in_ms),
        session_ends_at: NOW.plus_millis(session_ends_in_ms),
    };
    rotate(&stored, &start(&mut rng), keys.pepper(), NOW, NONCE)
}

/// The whole rule, line by line: what a token's past makes of its coming again.
#[test]
fn every_past_has_its_decision() {
    use Decision::{Invalid, Repeat, Reused};
    let day = 24 * 60 * 60 * 1000;
    let table = [
        ("lost reply, at once", used(0, 0, false), Repeat),
        ("lost reply, after a week", used(7 * day, 0, false), Repeat),
        ("lost reply, often", used(0, 1_000, false), Repeat),
        ("second tab", used(0, 0, true), Repeat),
        ("second tab, last moment", used(GRACE_MS, 0, true), Repeat),
        ("tenth tab", used(1, REPEATS_MAX - 1, true), Repeat),
        ("eleventh tab", used(1, REPEATS_MAX, true), Reused),
        ("too late", used(GRACE_MS + 1, 0, true), Reused),
        ("a week too late", used(7 * day, 0, true), Reused),
        ("clock stepped back", used(-5_000, 0, true), Repeat),
        ("revoked", State::Revoked, Invalid),
    ];
    for (name, state, expected) in table {
        assert_eq!(decide(state, day, day), expected, "{name}");
    }
}

/// A fresh token is replaced by one that lives 30 days, but not longer than its session.
#[test]
fn a_fresh_token_is_rotated() {
    for (session_ends_in_ms, lives_ms) in [(SESSION_LIFETIME_MS, LIFETIME_MS), (1_000, 1_000)] {
        let Decision::Rotate {
            nonce, expires_at, ..
        } = decide(State::Fresh, 1, session_ends_in_ms)
        else {
            panic!("a fresh token must be rotated");
        };
        assert_eq!(nonce, NONCE);
        assert_eq!(expires_at, NOW.plus_millis(lives_ms));
    }
}

/// Whatever its past: a token that expired, or whose session did, buys nothing and revokes nothing.
#[test]
fn what_expired_is_worth_nothing() {
    for state in [
        State::Fresh,
        used(0, 0, false),
        used(GRACE_MS + 1, 0, true),
        State::Revoked,
    ] {
        assert_eq!(decide(state, 0, 1), Decision::Invalid);
        assert_eq!(decide(state, 1, 0), Decision::Invalid);
        assert_eq!(decide(state, -1, -1), Decision::Invalid);
    }
}

/// The successor depends on the token, the nonce and the pepper, and on nothing else.
#[test]
fn the_successor_is_the_same_every_time() {
    let mut rng = StdRng::seed_from_u64(2);
    let (keys, other_keys) = (KeyRing::generate(&mut rng), KeyRing::generate(&mut rng));
    let (token, other) = (start(&mut rng), start(&mut rng));
    let of = |token, nonce, keys: &KeyRing| successor(token, nonce, keys.pepper()).digest();
    let expected = of(&token, &NONCE, &keys);
    assert_eq!(of(&token, &NONCE, &keys), expected);
    assert_ne!(of(&other, &NONCE, &keys), expected);
    assert_ne!(of(&token, &[8; 32], &keys), expected);
    assert_ne!(of(&token, &NONCE, &other_keys), expected);
}

/// What is stored is SHA-256 of exactly the text the client holds.
#[test]
fn the_digest_is_sha_256_of_the_text() {
    let token = RefreshToken::parse("rt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
    assert_eq!(
        token.to_text().as_str(),
        "rt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    );
    let hex: String = token
        .digest()
        .as_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        hex,
        "619682011001d94f7385b7c459e6e3b08711d130160b5e9cf037095c78f7016f"
    );
    assert_eq!(format!("{:?}", token.digest()), hex[..8]);
    assert_eq!(format!("{token:?}"), "[secret]");
}

/// Other secrets of this server do not read as refresh tokens.
#[test]
fn only_a_refresh_token_is_one() {
    let mut rng = StdRng::seed_from_u64(3);
    let keys = KeyRing::generate(&mut rng);
    let (user, session) = (
        parlor_protocol::ids::UserId::from_raw(1),
        parlor_protocol::ids::SessionId::from_raw(2),
    );
    let ticket = Tickets::new().issue(
        crate::tickets::Bound {
            user,
            session,
            purpose: parlor_protocol::auth::Purpose::Ws,
            channel: None,
        },
        NOW,
        &mut rng,
    );
    let good = start(&mut rng).to_text();
    for bad in [
        "",
        "rt_",
        &good[3..],
        &good[..45],
        &format!("{}=", good.as_str()),
        &format!(" {}", good.as_str()),
        &good.replacen("rt_", "RT_", 1),
        &ticket,
        &access_token::issue(&keys, user, session, NOW, &mut rng),
    ] {
        assert!(RefreshToken::parse(bad).is_none(), "{bad}");
    }
}

proptest! {
    /// Every token is read from its own text, and no other text of that length is accepted for it.
    #[test]
    fn the_text_form_is_faithful(seed: u64) {
        let token = start(&mut StdRng::seed_from_u64(seed));
        let text = token.to_text();
        prop_assert_eq!(text.len(), 46);
        let read = RefreshToken::parse(&text).expect("its own text");
        prop_assert_eq!(read.digest(), token.digest());
    }

    /// Any text at all is either refused or written back the same.
    #[test]
    fn any_text_is_safe_to_parse(text in "(rt_)?[A-Za-z0-9_=-]{0,50}") {
        if let Some(token) = RefreshToken::parse(&text) {
            prop_assert_eq!(token.to_text().to_string(), text);
        }
    }
}
