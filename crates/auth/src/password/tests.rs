use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use super::*;

const PHRASE: &str = "correct horse battery staple";

fn given(text: &str) -> Password {
    Password::given(text.to_owned()).expect("short, without NUL")
}

fn against(text: &str, stored: &str) -> Verdict {
    verify(&given(text), &PasswordHash::from_stored(stored.to_owned()))
}

fn new(text: &str, words: &[&str]) -> Result<Password, Refused> {
    Password::new_checked(text.to_owned(), &Limits::default(), words)
}

/// Made with passlib 1.7.4: `bcrypt` and `bcrypt_sha256` with 4 rounds and one fixed salt.
const PASSLIB: [(&str, usize, &str, &str); 6] = [
    (
        PHRASE,
        1,
        "u7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
        "h8GCYhBqatMGV8VIjRD4nhRxM87r3yu",
    ),
    (
        "pässwörd 😀",
        1,
        "ua6Rxt7n/MYVLlPl0HSs709j39214mZy",
        "VuLgzn431nCu9vMWjCN2FjIjrQEJpz.",
    ),
    (
        "a",
        72,
        "uBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe",
        "jaoJ8eQl68XIU0mUzliSoSpZhTXTmym",
    ),
    (
        "a",
        73,
        "uBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe",
        "cUHaFfOheX.UlG.wVZ3t4rC9z/87CFG",
    ),
    (
        "ü",
        100,
        "uOpC9dTG2WsKNcYAQYyllT7OMl4pRk1S",
        "3ulQf2WyuxIRKp7.xnLzvuOADUqVCfa",
    ),
    (
        "x",
        256,
        "ubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
        "Ps7tjabqwcWNph2pdlbfFDBtDPWdHA6",
    ),
];

/// Accounts can be moved in: both of passlib's forms verify, whatever the length and script, and
/// no other password does.
#[test]
fn passlibs_hashes_verify() {
    for (unit, times, short, long) in PASSLIB {
        let password = unit.repeat(times);
        let right = Verdict::Right { rehash: true };
        for stored in [
            format!("$2b$04$abcdefghijklmnopqrstu{short}"),
            format!("$bcrypt-sha256$v=2,t=2b,r=4$abcdefghijklmnopqrstuu${long}"),
        ] {
            assert_eq!(against(&password, &stored), right, "{stored}");
            let other = password.replacen(unit, "?", 1);
            assert_eq!(against(&other, &stored), Verdict::Wrong, "{stored}");
        }
    }
}

/// Accounts can be moved out: for one salt, what is written here is what passlib 1.7.4 writes.
#[test]
fn hashes_are_written_as_passlib_writes_them() {
    let salt = 0x71d7_9f82_18a3_9259_a7a2_9aab_b2db_afc3_u128.to_be_bytes();
    for (password, expected) in [
        (
            PHRASE.to_owned(),
            "$2b$12$abcdefghijklmnopqrstuu0sDWleciW5uGBGYwxpcgAsh9WK4bWNy",
        ),
        (
            "x".repeat(256),
            "$bcrypt-sha256$v=2,t=2b,r=12$abcdefghijklmnopqrstuu$bxEz6N/WDnxu3Jwb6eH/N8Mq6B4ntZq",
        ),
    ] {
        let hash = scheme::hash(password.as_bytes(), salt);
        assert_eq!(hash.as_str(), expected);
    }
}

/// What is hashed here verifies here, at 72 bytes and at 73, and nothing is cut: a password that
/// differs in its last byte only is another one.
#[test]
fn nothing_is_truncated() {
    let mut rng = StdRng::seed_from_u64(1);
    for (length, prefix) in [(72, "$2b$12$"), (73, "$bcrypt-sha256$v=2,t=2b,r=12$")] {
        let text = "a".repeat(length);
        let stored = hash(&given(&text), &mut rng);
        assert!(stored.as_str().starts_with(prefix), "{}", stored.as_str());
        let right = Verdict::Right { rehash: false };
        assert_eq!(verify(&given(&text), &stored), right);
        let other = format!("{}b", &text[1..]);
        assert_eq!(verify(&given(&other), &stored), Verdict::Wrong);
    }
}

/// A hash by a system that cut at 72 bytes still lets its owner in, and is replaced.
#[test]
fn a_truncated_hash_is_replaced() {
    // passlib: bcrypt.using(rounds=12).hash("x" * 256)
    let stored = "$2b$12$abcdefghijklmnopqrstuuEdLGPF8sqPlis8hkNuqHPOzaCkRky22";
    let right = Verdict::Right { rehash: true };
    assert_eq!(against(&"x".repeat(256), stored), right);
}

/// A hash with another cost or ident than today's is good, and is replaced; today's is kept.
#[test]
fn an_old_hash_is_replaced() {
    for (stored, rehash) in [
        (
            "$2b$12$ktaOlFDlJk4hCle46QGWveaRJerfrG5crtof0UNJLJzSh4rjB/lVO",
            false,
        ),
        (
            "$2b$10$QgueMnn8wtj1uzy.U6C0oOAphpbJ666/Vok7zSo8IWz6Q8.wXGslC",
            true,
        ),
        (
            "$2a$12$v.3AkaWV4A1.cCHd8N8vM.TCQgO0A.o9fY2.McmGluMpaXum2zZT.",
            true,
        ),
        (
            "$2y$12$piGQF4Q0b3zrYTqeETQzVeprMKkzxuONrH7izMITNR8NCinvtstvW",
            true,
        ),
        (
            "$bcrypt-sha256$v=2,t=2b,r=12$lrfWLoXgnFkahU2KAz2FRe$yW30f5xAIkr.WplxU.IaQJubY413dGm",
            false,
        ),
    ] {
        assert_eq!(
            against(PHRASE, stored),
            Verdict::Right { rehash },
            "{stored}"
        );
    }
}

/// What is stored and is no hash matches nothing, asks for no endless work and breaks nothing.
#[test]
fn a_malformed_hash_matches_nothing() {
    let good = "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG";
    let long = "$bcrypt-sha256$v=2,t=2b,r=4$abcdefghijklmnopqrstuu$h8GCYhBqatMGV8VIjRD4nhRxM87r3yu";
    assert!(matches!(against(PHRASE, good), Verdict::Right { .. }));
    assert!(matches!(against(PHRASE, long), Verdict::Right { .. }));
    for bad in [
        String::new(),
        "plain".to_owned(),
        PHRASE.to_owned(),
        "ü".repeat(30),
        good[..59].to_owned(),
        format!("{good}x"),
        good.replace("$2b$", "$2x$"),
        good.replace("$2b$", "$1b$"),
        good.replace("$04$", "$03$"),
        good.replace("$04$", "$+4$"),
        good.replace("$04$", "$15$"),
        good.replace("$04$", "$31$"),
        good.replace("$04$", "$99$"),
        good.replace('j', "!"),
        long[..long.len() - 1].to_owned(),
        format!("{long}x"),
        long.replace("v=2", "v=1"),
        long.replace("t=2b", "t=2a"),
        long.replace("r=4", "r=31"),
        long.replace("r=4", "r="),
        long.replace("r=4", "r=+4"),
        long.replace("r=4", "r=004"),
        long.replace("uu$", "u$"),
        long.replace("uu$", "uv$"),
        "$bcrypt-sha256$".to_owned(),
        "$bcrypt-sha256$v=2,t=2b,r=4$$".to_owned(),
    ] {
        assert_eq!(against(PHRASE, &bad), Verdict::Wrong, "{bad}");
    }
}

/// bcrypt takes `a`, NUL, `a` for `a`; here it never gets to see a NUL, old password or new.
#[test]
fn nul_is_never_hashed() {
    assert!(Password::given("a\0a".to_owned()).is_none());
    assert!(Password::given("\0".to_owned()).is_none());
    let refused = new("correct horse\0battery staple", &[]).unwrap_err();
    assert_eq!(refused, Refused::Control);
}

/// What is claimed to be a password is looked at up to 1,024 bytes, in any script.
#[test]
fn a_claim_is_bounded() {
    assert!(Password::given("😀".repeat(256)).is_some());
    assert!(Password::given("x".repeat(BYTES_MAX + 1)).is_none());
    assert!(Password::given(String::new()).is_some());
}

/// The length of a new password counts characters, from 8 to 256, and is checked before all else.
#[test]
fn a_new_password_has_a_length() {
    let chars_max = 256;
    for short in ["", "a", "aB3$xK!", "ünï-bÿ!"] {
        let refused = new(short, &[]).unwrap_err();
        assert_eq!(refused, Refused::TooShort { chars_min: 8 }, "{short}");
    }
    for long in ["x".repeat(257), "😀".repeat(257), "x".repeat(10_000_000)] {
        assert_eq!(new(&long, &[]).unwrap_err(), Refused::TooLong { chars_max });
    }
    let varied: String = (0..256)
        .filter_map(|n| char::from_u32(0x4e00 + n * 37))
        .collect();
    for good in ["vK8$qw2!", "übergrößenträger", PHRASE, &varied] {
        assert!(new(good, &[]).is_ok(), "{good}");
    }
}

/// Common, patterned and personal passwords are refused with a reason; spaces and odd scripts are
/// nobody's business.
#[test]
fn a_guessable_password_is_refused() {
    for weak in [
        "password",
        "12345678",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "Passw0rd",
        "19841984",
    ] {
        let refused = new(weak, &[]).unwrap_err();
        assert!(matches!(refused, Refused::Guessable { .. }), "{weak}");
        let reason = refused.to_string();
        assert!(reason.starts_with("is too easy to guess: "), "{reason}");
        assert!(!reason.ends_with('.'), "{reason}");
    }
    let words = ["Ada.Lovelace", "ada@example.org"];
    for word in ["ada.lovelace", "ADA@EXAMPLE.ORG"] {
        assert_eq!(new(word, &words).unwrap_err(), Refused::Context);
    }
    for control in [
        "tab\tbed horse staple",
        "line\nfeed horse staple",
        "\u{85} horse staple",
    ] {
        assert_eq!(new(control, &[]).unwrap_err(), Refused::Control);
    }
    assert!(new("  мой пароль 密码 ", &words).is_ok());
}

/// The hash for nobody is a full one and matches nothing one could think of.
#[test]
fn the_dummy_costs_as_much() {
    let dummy = dummy(&mut StdRng::seed_from_u64(1));
    assert!(dummy.as_str().starts_with("$2b$12$"));
    assert_eq!(verify(&given(""), &dummy), Verdict::Wrong);
}

/// Neither a password nor a hash prints.
#[test]
fn secrets_do_not_print() {
    let hash = PasswordHash::from_stored("$2b$".to_owned());
    assert_eq!(format!("{:?} {hash:?}", given(PHRASE)), "[secret] [secret]");
}

proptest! {
    /// No stored text, however close to a hash, makes the check panic or matches.
    #[test]
    fn any_stored_text_is_safe(
        start in "(\\$2[abxy]\\$04\\$|\\$bcrypt-sha256\\$v=2,t=2b,r=4\\$)?",
        rest in "[./A-Za-z0-9$ü]{0,60}|[./A-Za-z0-9]{21}[.Oeu]\\$?[./A-Za-z0-9]{30}[.Oeu]",
    ) {
        prop_assert_eq!(against(PHRASE, &format!("{start}{rest}")), Verdict::Wrong);
    }
}
