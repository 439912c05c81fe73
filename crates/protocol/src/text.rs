//! Rules for what people type.
//!
//! Everything refuses NUL, which PostgreSQL cannot store. Nothing is trimmed or normalised.

use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

/// Why a text was refused, as a sentence about the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing, or nothing to see.
    #[error("must not be empty")]
    Empty,
    /// Under a limit in characters.
    #[error("needs at least {chars_min} characters")]
    TooShort {
        /// The limit.
        chars_min: usize,
    },
    /// Over a limit in characters.
    #[error("may have at most {chars_max} characters")]
    TooLong {
        /// The limit.
        chars_max: usize,
    },
    /// A character that is not for use here.
    #[error("may not contain {0}")]
    Character(&'static str),
    /// Something other than one emoji.
    #[error("must be one emoji")]
    NotAnEmoji,
    /// Something other than an e-mail address.
    #[error("must be an e-mail address")]
    NotAnAddress,
}

/// Characters that show nothing or change the direction of what follows.
pub fn invisible(c: char) -> bool {
    matches!(
        c.general_category(),
        GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::PrivateUse
    ) || matches!(
        c,
        '\u{115f}'
            | '\u{1160}'
            | '\u{3164}'
            | '\u{ffa0}'
            | '\u{2800}'
            | '\u{34f}'
            | '\u{17b4}'
            | '\u{17b5}'
    )
}

fn blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || c.is_control() || invisible(c))
}

pub(crate) fn at_most(text: &str, chars_max: usize) -> Result<(), Refused> {
    // Bytes first: a text of megabytes is not counted.
    if text.len() > chars_max.saturating_mul(4) || text.chars().count() > chars_max {
        return Err(Refused::TooLong { chars_max });
    }
    Ok(())
}

/// A user name: ASCII letters, digits, `_`, `-`, `.`.
///
/// # Errors
/// Outside the two limits, or with another character.
pub fn username(name: &str, chars_min: usize, chars_max: usize) -> Result<(), Refused> {
    at_most(name, chars_max)?;
    if !name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
    {
        return Err(Refused::Character(
            "anything but the letters A to Z, digits, _, - and .",
        ));
    }
    if name.len() < chars_min {
        return Err(Refused::TooShort { chars_min });
    }
    Ok(())
}

/// A display, space, role or channel name: Unicode that can be seen.
///
/// # Errors
/// Empty, over the limit, or with control, invisible or direction-changing characters. Joiners
/// inside emoji and scripts that need them are allowed between two visible characters.
pub fn name(name: &str, chars_max: usize) -> Result<(), Refused> {
    at_most(name, chars_max)?;
    if blank(name) {
        return Err(Refused::Empty);
    }
    line(name)
}

/// One line that may be empty, such as a status text.
///
/// # Errors
/// Over the limit, or with control, invisible or direction-changing characters.
pub fn status(text: &str, chars_max: usize) -> Result<(), Refused> {
    at_most(text, chars_max)?;
    line(text)
}

fn line(text: &str) -> Result<(), Refused> {
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_control() {
            return Err(Refused::Character("control characters"));
        }
        let joins = matches!(c, '\u{200c}' | '\u{200d}')
            && before.is_some_and(|b| !invisible(b))
            && rest
                .peek()
                .is_some_and(|n| !invisible(*n) && !n.is_whitespace());
        // The tags that spell the flags of England, Scotland and Wales follow a black flag.
        let tags_a_flag = matches!(c, '\u{e0020}'..='\u{e007f}')
            && matches!(before, Some('\u{1f3f4}' | '\u{e0020}'..='\u{e007f}'));
        if invisible(c) && !joins && !tags_a_flag {
            return Err(Refused::Character(
                "invisible or direction-changing characters",
            ));
        }
        before = Some(c);
    }
    Ok(())
}

/// Several lines that may be empty, such as a topic.
///
/// # Errors
/// Over the limit, or with control (except line breaks), invisible or direction-changing
/// characters.
pub fn prose(text: &str, chars_max: usize) -> Result<(), Refused> {
    at_most(text, chars_max)?;
    text.split('\n').try_for_each(line)
}

/// The text of a message.
///
/// # Errors
/// Nothing to see, over the limit, or with NUL.
pub fn content(text: &str, chars_max: usize) -> Result<(), Refused> {
    at_most(text, chars_max)?;
    if text.contains('\0') {
        return Err(Refused::Character("NUL"));
    }
    if blank(text) {
        Err(Refused::Empty)
    } else {
        Ok(())
    }
}

/// A nonce: anything printable that is short.
///
/// # Errors
/// Empty, over the limit, or with control characters.
pub fn nonce(text: &str, chars_max: usize) -> Result<(), Refused> {
    at_most(text, chars_max)?;
    if text.is_empty() {
        return Err(Refused::Empty);
    }
    if text.chars().any(char::is_control) {
        Err(Refused::Character("control characters"))
    } else {
        Ok(())
    }
}

/// One emoji, as one grapheme (Unicode Technical Standard 51).
///
/// # Errors
/// Anything else, or over the limit in bytes.
pub fn emoji(text: &str, bytes_max: usize) -> Result<(), Refused> {
    let one_grapheme = text.len() <= bytes_max && text.graphemes(true).count() == 1;
    let keycap = text.ends_with('\u{20e3}') && text.len() > '\u{20e3}'.len_utf8();
    let pictured = text
        .chars()
        .next()
        .is_some_and(|c| c.is_emoji_char() && !c.is_ascii());
    let known = text.chars().all(|c| {
        c.is_emoji_char_or_emoji_component() || matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{20e3}')
    });
    if one_grapheme && known && (pictured || keycap) {
        Ok(())
    } else {
        Err(Refused::NotAnEmoji)
    }
}

/// An e-mail address, judged generously: mail that arrives is the only real proof
/// (RFC 5321 section 4.5.3.1 gives the lengths).
///
/// # Errors
/// Without one `@` between two parts, or with spaces or control characters.
pub fn email(address: &str) -> Result<(), Refused> {
    const CHARS_MAX: usize = 254;
    at_most(address, CHARS_MAX)?;
    let good = address.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && local.len() <= 64
            && !local.contains('@')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !domain.is_empty()
    });
    let plain = !address
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || invisible(c));
    if good && plain {
        Ok(())
    } else {
        Err(Refused::NotAnAddress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_short_and_ascii() {
        for good in ["ad", "Ada", "a.b-c_9", &"x".repeat(32)] {
            assert_eq!(username(good, 2, 32), Ok(()), "{good}");
        }
        for bad in ["", "a", "ä-bc", "a b", "a\0b", "аda", &"x".repeat(33)] {
            assert!(username(bad, 2, 32).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn names_can_be_in_any_script_but_must_be_seen() {
        for good in [
            "Ada",
            "Zoë Ångström",
            "李小龍",
            "نور",
            "👩‍👩‍👧 home",
            "می‌خواهم",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        ] {
            assert_eq!(name(good, 64), Ok(()), "{good}");
        }
        for bad in [
            "",
            "   ",
            "\u{200b}",
            "a\u{202e}b",
            "a\nb",
            "a\0b",
            "\u{3164}",
            "\u{200d}a",
            "a\u{200d}",
        ] {
            assert!(name(bad, 64).is_err(), "{bad:?}");
        }
        assert_eq!(name(&"é".repeat(64), 64), Ok(()));
        assert_eq!(
            name(&"é".repeat(65), 64),
            Err(Refused::TooLong { chars_max: 64 })
        );
    }

    #[test]
    fn content_keeps_lines_and_refuses_nothingness() {
        assert_eq!(content(" a\n\tb ", 10), Ok(()));
        assert_eq!(content(&"😀".repeat(4000), 4000), Ok(()));
        assert!(content(&"😀".repeat(4001), 4000).is_err());
        for bad in ["", " \n\t", "\u{200b}\u{feff}", "a\0"] {
            assert!(content(bad, 10).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn prose_may_have_lines_or_none() {
        for good in ["", "a", "a\nb\n", &"é".repeat(10)] {
            assert_eq!(prose(good, 10), Ok(()), "{good:?}");
        }
        for bad in ["a\0b", "a\r", "a\u{202e}b", &"é".repeat(11)] {
            assert!(prose(bad, 10).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_emoji_is_one_emoji() {
        for good in ["👍", "❤️", "❤", "👍🏽", "👩‍👩‍👧", "🇸🇪", "1️⃣", "#️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🫠"]
        {
            assert_eq!(emoji(good, 64), Ok(()), "{good}");
        }
        for bad in [
            "", "a", "1", "#", "👍👍", "👍a", " 👍", ":+1:", "<b>", "\u{200d}", "\u{fe0f}", "é",
            "\u{20e3}",
        ] {
            assert_eq!(emoji(bad, 64), Err(Refused::NotAnEmoji), "{bad:?}");
        }
        assert!(emoji("👩‍👩‍👧‍👦", 8).is_err());
    }

    #[test]
    fn an_address_has_two_parts() {
        for good in ["a@b", "a.b+c@example.org", "ü@exämple.org"] {
            assert_eq!(email(good), Ok(()), "{good}");
        }
        for bad in [
            "", "a", "@b", "a@", "a b@c", "a@b@c", "a@.b", "a@b.", "a@b\0",
        ] {
            assert!(email(bad).is_err(), "{bad:?}");
        }
    }
}
