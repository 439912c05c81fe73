use jsonwebtoken::EncodingKey;
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use super::*;
use crate::{refresh_token, tickets};

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const NOW_S: i64 = 1_800_000_000;
const USER: UserId = UserId::from_raw(7_340_032_000_001);
const SESSION: SessionId = SessionId::from_raw(7_340_032_000_002);

fn ring(seed: u64) -> KeyRing {
    KeyRing::generate(&mut StdRng::seed_from_u64(seed))
}

fn good_header(keys: &KeyRing) -> Header {
    Header {
        typ: Some(TYPE.to_owned()),
        kid: Some(keys.newest().kid.clone()),
        ..Header::new(Algorithm::HS256)
    }
}

fn good_claims() -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": USER, "sid": SESSION, "jti": "x",
        "iat": NOW_S, "nbf": NOW_S, "exp": NOW_S + 600,
    })
}

fn sign(header: &Header, claims: &Value, key: &EncodingKey) -> String {
    jsonwebtoken::encode(header, claims, key).unwrap()
}

/// What was signed in is read out, with a token id of its own each time.
#[test]
fn a_token_says_who_and_where() {
    let (keys, mut rng) = (ring(1), StdRng::seed_from_u64(9));
    let now = NOW.plus_millis(999);
    let token = issue(&keys, USER, SESSION, now, &mut rng);
    let claims = verify(&keys, &token, now).unwrap();
    assert_eq!((claims.user, claims.session), (USER, SESSION));
    assert_eq!(claims.issued_at, NOW);
    assert_eq!(claims.expires_at, NOW.plus_millis(LIFETIME_MS));
    let bytes = claims.jti.as_bytes();
    assert_eq!((bytes.len(), bytes[14]), (36, b'4'), "{}", claims.jti);
    assert!(b"89ab".contains(&bytes[19]), "{}", claims.jti);
    let again = issue(&keys, USER, SESSION, now, &mut rng);
    assert_ne!(verify(&keys, &again, now).unwrap().jti, claims.jti);
}

/// The header and claims are those other software expects (RFC 9068): ids as text, whole seconds.
#[test]
fn the_wire_form_is_the_contract() {
    let keys = ring(1);
    let token = issue(&keys, USER, SESSION, NOW, &mut StdRng::seed_from_u64(9));
    let header = jsonwebtoken::decode_header(&token).unwrap();
    assert_eq!(header, good_header(&keys));
    let claims: Value = jsonwebtoken::dangerous::insecure_decode(&token)
        .map(|data| data.claims)
        .unwrap();
    let mut expected = good_claims();
    expected["jti"] = claims["jti"].clone();
    assert_eq!(claims, expected);
    assert_eq!(claims["sub"], "7340032000001");
}

/// A token is good from 5 s before it was issued (another node's clock) to 5 s after it expired.
#[test]
fn a_token_has_its_time() {
    let keys = ring(1);
    let token = issue(&keys, USER, SESSION, NOW, &mut StdRng::seed_from_u64(9));
    for (after_ms, good) in [
        (-LEEWAY_MS - 1, false),
        (-LEEWAY_MS, true),
        (0, true),
        (LIFETIME_MS + LEEWAY_MS - 1, true),
        (LIFETIME_MS + LEEWAY_MS, false),
    ] {
        let now = NOW.plus_millis(after_ms);
        assert_eq!(verify(&keys, &token, now).is_ok(), good, "{after_ms} ms");
    }
}

/// A token whose header asks for anything but our one key, algorithm and type is refused, however
/// well it is signed.
#[test]
fn a_forged_header_is_refused() {
    let (keys, other) = (ring(1), ring(2));
    let key = &keys.newest().encoding;
    let header = |change: &dyn Fn(&mut Header)| {
        let mut header = good_header(&keys);
        change(&mut header);
        sign(&header, &good_claims(), key)
    };
    assert!(verify(&keys, &header(&|_| {}), NOW).is_ok());
    let forged = [
        ("no type", header(&|h| h.typ = None)),
        ("id token", header(&|h| h.typ = Some("JWT".to_owned()))),
        ("other case", header(&|h| h.typ = Some("AT+JWT".to_owned()))),
        ("no kid", header(&|h| h.kid = None)),
        ("unknown kid", header(&|h| h.kid = Some("x".to_owned()))),
        (
            "critical extension",
            header(&|h| h.crit = Some(vec!["b64".to_owned()])),
        ),
        ("HS384 with our key", header(&|h| h.alg = Algorithm::HS384)),
        ("HS512 with our key", header(&|h| h.alg = Algorithm::HS512)),
        (
            "signed by another key under our kid",
            sign(
                &good_header(&keys),
                &good_claims(),
                &other.newest().encoding,
            ),
        ),
        (
            "signed with the kid as secret",
            sign(
                &good_header(&keys),
                &good_claims(),
                &EncodingKey::from_secret(keys.newest().kid.as_bytes()),
            ),
        ),
        (
            "signed with nothing",
            sign(
                &good_header(&keys),
                &good_claims(),
                &EncodingKey::from_secret(b""),
            ),
        ),
    ];
    for (name, token) in forged {
        assert_eq!(verify(&keys, &token, NOW), Err(Invalid), "{name}");
    }
}

/// `alg: none`, in every spelling, with and without a signature.
#[test]
fn an_unsigned_token_is_refused() {
    let keys = ring(1);
    let good = sign(&good_header(&keys), &good_claims(), &keys.newest().encoding);
    let parts: Vec<&str> = good.split('.').collect();
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let header = json!({"typ": TYPE, "kid": keys.newest().kid, "alg": alg}).to_string();
        let header = secret::to_text(header.as_bytes());
        for signature in ["", parts[2]] {
            let token = format!("{}.{}.{signature}", header.as_str(), parts[1]);
            assert_eq!(
                verify(&keys, &token, NOW),
                Err(Invalid),
                "{alg} {signature}"
            );
        }
    }
}

/// Our own key's signature does not help claims that are for others, missing, mistyped or absurd.
#[test]
fn bad_claims_are_refused() {
    let keys = ring(1);
    let refuse = |name: &str, claim: &str, value: Option<Value>| {
        let mut claims = good_claims();
        match value {
            Some(value) => claims[claim] = value,
            None => drop(claims.as_object_mut().unwrap().remove(claim)),
        }
        let token = sign(&good_header(&keys), &claims, &keys.newest().encoding);
        assert_eq!(verify(&keys, &token, NOW), Err(Invalid), "{name}");
    };
    for claim in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"] {
        refuse(&format!("no {claim}"), claim, None);
        refuse(&format!("null {claim}"), claim, Some(Value::Null));
        refuse(&format!("{claim} as list"), claim, Some(json!([1])));
    }
    refuse("other issuer", "iss", Some(json!("elsewhere")));
    refuse("other audience", "aud", Some(json!("voice")));
    refuse("two audiences", "aud", Some(json!(["parlor", "voice"])));
    refuse("no such user", "sub", Some(json!("0")));
    refuse("name for user", "sub", Some(json!("ada")));
    refuse("expired", "exp", Some(json!(NOW_S - 6)));
    refuse("never expires", "exp", Some(json!(i64::MAX)));
    refuse("expires as text", "exp", Some(json!("9999999999")));
    refuse("not yet", "nbf", Some(json!(NOW_S + 6)));
    refuse("absurdly long ago", "nbf", Some(json!(i64::MIN)));
}

/// Whatever else this server hands out does not pass for an access token.
#[test]
fn other_secrets_are_refused() {
    let (keys, mut rng) = (ring(1), StdRng::seed_from_u64(9));
    let ticket = tickets::Tickets::new().issue(
        tickets::Bound {
            user: USER,
            session: SESSION,
            purpose: parlor_protocol::auth::Purpose::Ws,
            channel: None,
        },
        NOW,
        &mut rng,
    );
    let refresh = refresh_token::start(&mut rng).to_text().to_string();
    let long = format!("{}.{}", "a".repeat(1_000_000), "b.c");
    for other in [ticket, refresh, long, String::new(), "..".to_owned()] {
        assert_eq!(verify(&keys, &other, NOW), Err(Invalid));
    }
}

/// A token that lost its end, anywhere, is refused.
#[test]
fn a_truncated_token_is_refused() {
    let keys = ring(1);
    let token = issue(&keys, USER, SESSION, NOW, &mut StdRng::seed_from_u64(9));
    assert!(token.len() <= BYTES_MAX / 2, "{} bytes", token.len());
    for end in 0..token.len() {
        assert_eq!(verify(&keys, &token[..end], NOW), Err(Invalid), "{end}");
    }
}

proptest! {
    /// Changing any one character of a token makes it worthless.
    #[test]
    fn every_character_counts(at in 0..300_usize, to in "[A-Za-z0-9_.-]") {
        let keys = ring(1);
        let token = issue(&keys, USER, SESSION, NOW, &mut StdRng::seed_from_u64(9));
        let at = at % token.len();
        let changed = format!("{}{to}{}", &token[..at], &token[at + 1..]);
        prop_assert_eq!(verify(&keys, &changed, NOW).is_ok(), changed == token);
    }

    /// No text at all makes the check panic.
    #[test]
    fn any_text_is_safe_to_verify(token in "\\PC{0,40}(\\.\\PC{0,40}){0,3}") {
        prop_assert_eq!(verify(&ring(1), &token, NOW), Err(Invalid));
    }
}
