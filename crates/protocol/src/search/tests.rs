//! What is found by what. `finds` is the slow and obvious model of what the databases do.

use proptest::prelude::*;

use super::{words::WORDS_MAX, *};

const CHARS_MAX: usize = 256;

fn finds(typed: &str, content: &str) -> bool {
    let query = Query::parse(typed, CHARS_MAX).unwrap();
    let terms = Terms::of(content);
    query.clauses.iter().all(|clause| meets(&terms, clause))
}

fn meets(terms: &Terms, clause: &Clause) -> bool {
    let (words, prefix) = match clause {
        Clause::Letter(letter) => return terms.letters.contains(letter),
        Clause::Phrase { words, prefix } => (words, *prefix),
    };
    let (last, first) = words.split_last().unwrap();
    terms.words.windows(words.len()).any(|window| {
        let ends = &window[first.len()];
        window.starts_with(first) && (ends == last || prefix && ends.starts_with(last.as_str()))
    })
}

/// Words in any order, phrases in theirs, beginnings while they are typed.
#[test]
fn words_phrases_and_beginnings() {
    for (typed, content) in [
        ("deploy", "We deploy on Fridays"),
        ("fridays we", "We deploy on Fridays"),
        ("dep", "We deploy on Fridays"),
        ("dep* fridays ", "We deploy on Fridays"),
        ("\"deploy on\"", "We deploy on Fridays"),
        ("\"deploy on fri", "We deploy on Fridays"),
        ("\"deploy on fri\"*", "We deploy on Fridays"),
        ("“deploy on” we ", "We deploy on Fridays"),
        ("DEPLOY", "deploy!"),
        ("resume", "Résumé"),
        ("élan", "ELAN"),
        ("ａｂｃ", "abc"),
        ("ΟΔΟΣ", "οδός"),
        ("don't", "I don’t know"),
        ("e-mail", "my e-mail, please"),
        ("src/main.rs", "see src/main.rs:12"),
        ("istanbul", "İstanbul"),
        ("2026", "in 2026, not before"),
        ("🎉", "done🎉🎉"),
        ("❤", "❤️"),
    ] {
        assert!(finds(typed, content), "{typed} in {content}");
    }
    for (typed, content) in [
        ("dep ", "We deploy on Fridays"),
        ("\"dep\"", "We deploy on Fridays"),
        ("\"on deploy\"", "We deploy on Fridays"),
        ("eploy", "We deploy on Fridays"),
        ("mail-e", "my e-mail, please"),
        ("d", "deploy"),
        ("deploy monday", "We deploy on Fridays"),
        ("🎉", "🎊"),
    ] {
        assert!(!finds(typed, content), "{typed} in {content}");
    }
}

/// Where there are no spaces any part is found, one letter alone too; neighbours that stand apart
/// are not.
#[test]
fn scripts_without_spaces() {
    for (typed, content) in [
        ("京", "東京都に住む"),
        ("都", "東京都"),
        ("東京", "東京都に住む"),
        ("京都に住", "東京都に住む"),
        ("東京都に住む", "東京都に住む"),
        ("ｶﾅ", "カナ"),
        ("が", "か\u{3099}"),
        ("กรุงเทพ", "ไปกรุงเทพฯ"),
        ("รุง", "กรุงเทพ"),
        ("학교", "초등학교에"),
        ("iPhone手机", "新iPhone手机壳"),
        ("\"手机 壳\"", "手机 壳"),
        ("手机壳 好", "这个手机壳很好"),
    ] {
        assert!(finds(typed, content), "{typed} in {content}");
    }
    for (typed, content) in [
        ("京東", "東京"),
        ("か", "が"),
        ("東都", "東京都"),
        ("\"手机壳\"", "手机 壳"),
    ] {
        assert!(!finds(typed, content), "{typed} in {content}");
    }
}

/// What a query says goes back as it was typed, once each.
#[test]
fn terms_are_as_typed() {
    let query = Query::parse(" Größe \"Rolled Back\" größe ... dep* ", CHARS_MAX).unwrap();
    assert_eq!(query.terms, ["Größe", "Rolled Back", "dep"]);
    assert_eq!(Query::parse(" \t", CHARS_MAX).unwrap(), Query::default());
}

/// Too long and without a word are refused with a sentence.
#[test]
fn what_cannot_be_looked_for() {
    let long = "é".repeat(CHARS_MAX);
    assert!(Query::parse(&long, CHARS_MAX).is_ok());
    for (typed, why) in [
        (long + "é", "may have at most 256 characters"),
        ("x".repeat(1_000_000), "may have at most 256 characters"),
        ("a\0".to_owned(), "may not contain NUL"),
        (
            "!? \"*".to_owned(),
            "must have a letter, a digit or an emoji in it to look for",
        ),
    ] {
        let refused = Query::parse(&typed, CHARS_MAX).unwrap_err();
        assert_eq!(refused.to_string(), why);
    }
}

/// Of a text without end only so much is kept as the databases hold.
#[test]
fn a_long_text_is_found_by_its_beginning() {
    let text = "a ".repeat(WORDS_MAX) + "b";
    assert_eq!(Terms::of(&text).words.len(), WORDS_MAX);
    let long = "ﷺ".repeat(40_000);
    let terms = Terms::of(&long);
    assert!(terms.words.iter().map(String::len).sum::<usize>() < 600_000);
}

#[test]
fn links_are_seen() {
    for content in [
        "see https://example.org",
        "(http://[::1]/)",
        "x:// http://é.example",
    ] {
        assert!(Has::link_in(content), "{content}");
    }
    for content in ["https://", "ftp://example.org", "https:// a", "http:/a", ""] {
        assert!(!Has::link_in(content), "{content}");
    }
}

/// A message, a moment, or a day.
#[test]
fn bounds_are_read() {
    let read = |text: &str| serde_json::from_value::<Bound>(text.into());
    let day = read("2026-11-22").unwrap();
    assert_eq!(day, read("2026-11-22T01:00:00+01:00").unwrap());
    assert_eq!(day.end(), day.start() + 1);
    let message = read("77").unwrap();
    assert_eq!((message.end(), message.start()), (77, 77));
    for bad in ["", "0", "x", "2026-13-01", "2026-11-22T", "yesterday", "-5"] {
        assert!(read(bad).is_err(), "{bad}");
    }
}

fn letters() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            Just('a'),
            Just('b'),
            Just('É'),
            Just('1'),
            Just(' '),
            Just('-'),
            Just('"'),
            Just('東'),
            Just('京'),
            Just('ก'),
            Just('ุ'),
            Just('학'),
            Just('🎉'),
            Just('\u{301}'),
        ],
        0..40,
    )
    .prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    /// Any text is a query or refused; a query's words are as those of messages are.
    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        if let Ok(query) = Query::parse(&text, CHARS_MAX) {
            prop_assert_eq!(query.clauses.len(), query.terms.len());
            prop_assert_eq!(query.clauses.is_empty(), text.trim().is_empty());
        }
        for word in Terms::of(&text).words {
            prop_assert!(!word.is_empty());
            // What both databases take for one word.
            prop_assert!(!word.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()));
        }
    }

    /// Every word of a text finds it, as it stands there and as a phrase of all of them.
    #[test]
    fn a_text_is_found_by_its_words(text in letters()) {
        let plain = text.replace('"', " ");
        for typed in [plain.clone(), format!("\"{plain}\""), plain.to_uppercase()] {
            if let Ok(query) = Query::parse(&typed, CHARS_MAX) {
                let terms = Terms::of(&text);
                prop_assert!(
                    query.clauses.iter().all(|clause| meets(&terms, clause)),
                    "{:?} {:?}", query, terms
                );
            }
        }
    }

    /// Any part of a run of letters finds it.
    #[test]
    fn any_part_of_a_run_is_found(
        run in "[東京都市大学カナ]{1,12}", from in 0usize..12, length in 1usize..12,
    ) {
        let part: String = run.chars().skip(from).take(length).collect();
        prop_assume!(!part.is_empty());
        prop_assert!(finds(&part, &format!("x{run}y")), "{}", part);
    }

    /// Folding what was folded changes nothing: a word found once is found for ever.
    #[test]
    fn folding_is_done_once(text in any::<String>()) {
        let words = Terms::of(&text).words;
        for word in &words {
            let again = Terms::of(word);
            if let [only] = &again.words[..] {
                prop_assert_eq!(only, word);
            }
        }
    }
}
