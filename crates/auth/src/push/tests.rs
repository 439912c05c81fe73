use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Verifier};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use parlor_protocol::time::Timestamp;
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use super::*;
use crate::keys::KeyRing;

const POINT: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

fn bytes(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// RFC 8291, section 5 and appendix A: the same keys and the same salt make the same message.
#[test]
fn the_example_of_the_rfc_is_made() {
    let private = bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
    let (private, public) = pair(&private.try_into().unwrap()).unwrap();
    assert_eq!(
        URL_SAFE_NO_PAD.encode(public.as_ref()),
        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
    );
    let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
    let plain = b"When I grow up, I want to be a watermelon";
    let browser = Subscriber::from_text(POINT, AUTH).unwrap();
    let sealed = browser.seal((plain, 0), &salt, &private).unwrap();
    assert_eq!(
        URL_SAFE_NO_PAD.encode(sealed),
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS\
         6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    );
}

/// What fits is sent in a few lengths only; what does not fit is not sent; and nothing is sent twice
/// under one key.
#[test]
fn lengths_tell_little() {
    let browser = Subscriber::from_text(POINT, AUTH).unwrap();
    let mut rng = StdRng::seed_from_u64(4711);
    let mut sealed = |bytes: usize| browser.encrypt(&vec![b'x'; bytes], &mut rng);
    let length = |sealed: Option<Vec<u8>>| sealed.unwrap().len();
    assert_eq!(length(sealed(1)), length(sealed(256)));
    assert!(length(sealed(257)) > length(sealed(256)));
    assert_eq!(length(sealed(PLAIN_BYTES_MAX)), 4_096);
    assert!(sealed(PLAIN_BYTES_MAX + 1).is_none());
    assert_ne!(sealed(1).unwrap()[..86], sealed(1).unwrap()[..86]);
}

/// Keys that nothing could be encrypted with are refused before anything is.
#[test]
fn bad_keys_are_refused() {
    let mut off_the_curve = bytes(POINT);
    off_the_curve[64] ^= 1;
    let compressed = [&[2][..], &bytes(POINT)[1..33]].concat();
    for bad in [vec![], vec![4; 65], vec![0], off_the_curve, compressed] {
        let refused = Subscriber::new(&bad, &bytes(AUTH));
        assert_eq!(refused, Err(BadSubscriber::Point), "{bad:?}");
    }
    for bad in [0, 15, 17] {
        let refused = Subscriber::new(&bytes(POINT), &vec![7; bad]);
        assert_eq!(refused, Err(BadSubscriber::Auth));
    }
    let padded = format!("{AUTH}==");
    let refused = Subscriber::from_text(POINT, &padded);
    assert_eq!(refused, Err(BadSubscriber::Auth));
    let browser = Subscriber::from_text(POINT, AUTH).unwrap();
    assert_eq!(format!("{browser:?}"), "[secret]");
}

/// The signature is that of the key that browsers are told, over whom it is for and how long; and
/// the key is the same after a restart and after a rotation.
#[test]
fn who_sends_is_signed() {
    let now = Timestamp::from_millis(1_700_000_000_123);
    let mut rng = StdRng::seed_from_u64(4711);
    let mut keys = KeyRing::generate(&mut rng);
    let key = keys.vapid().public_key().to_owned();
    let contact = Some("mailto:a@b.example");
    let header = keys
        .vapid()
        .authorization("https://p.example", contact, now);
    let (token, said) = header
        .strip_prefix("vapid t=")
        .unwrap()
        .split_once(", k=")
        .unwrap();
    assert_eq!(said, key);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let verifier = Verifier::new(&ECDSA_P256_SHA256_FIXED, bytes(&key));
    verifier
        .verify(signed.as_bytes(), &bytes(signature))
        .unwrap();
    let (head, claims) = signed.split_once('.').unwrap();
    let read = |text: &str| serde_json::from_slice::<Value>(&bytes(text)).unwrap();
    assert_eq!(read(head), json!({"typ": "JWT", "alg": "ES256"}));
    assert_eq!(
        read(claims),
        json!({"aud": "https://p.example", "exp": 1_700_043_200, "sub": "mailto:a@b.example"})
    );
    let header = keys.vapid().authorization("https://p.example", None, now);
    assert!(read(header.split('.').nth(1).unwrap()).get("sub").is_none());

    keys.rotate(now, &mut rng);
    let again = KeyRing::parse(&keys.to_text()).unwrap();
    assert_eq!(again.vapid().public_key(), key);
    assert_ne!(KeyRing::generate(&mut rng).vapid().public_key(), key);
}
