//! What somebody looks for.

use super::words::{Piece, but_last, pieces};
use crate::text::{Refused, at_most};

/// A text that asks for something: words, each of which must be there, in any order; `"phrases"`,
/// whose words stand one after the other; `beginnings*`. The last word may be a beginning, for it
/// may still be typed, unless a space or a quote ends it.
///
/// Any text is one: what is no word is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// All of them must be met.
    pub clauses: Vec<Clause>,
    /// The same as they were typed.
    pub terms: Vec<String>,
}

/// One condition on the text of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    /// One letter of a script without spaces, somewhere.
    Letter(String),
    /// Words one after the other; never none.
    Phrase {
        /// As [`Terms`](super::Terms) has them.
        words: Vec<String>,
        /// Whether the last one may be the beginning of a longer one.
        prefix: bool,
    },
}

/// Why nothing can be looked for, as a sentence about the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsearchable {
    /// The text is no good as text.
    #[error(transparent)]
    Text(#[from] Refused),
    /// It has no word in it.
    #[error("must have a letter, a digit or an emoji in it to look for")]
    Wordless,
}

/// A beginning of fewer letters finds too much to be of use: it is taken as a whole word.
const PREFIX_CHARS_MIN: usize = 2;

impl Query {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Over `chars_max` characters; NUL; something, but without a word in it. Nothing at all, or
    /// only white space, is a query without clauses.
    pub fn parse(text: &str, chars_max: usize) -> Result<Self, Unsearchable> {
        at_most(text, chars_max)?;
        if text.contains('\0') {
            return Err(Refused::Character("NUL").into());
        }
        let mut query = Self::default();
        let mut rest = text.trim_start();
        while let Some((typed, after)) = Typed::next(rest) {
            if let Some(clause) = typed.clause()
                && !query.clauses.contains(&clause)
            {
                query.clauses.push(clause);
                query.terms.push(typed.text.to_owned());
            }
            rest = after.trim_start();
        }
        if query.clauses.is_empty() && !text.trim().is_empty() {
            return Err(Unsearchable::Wordless);
        }
        Ok(query)
    }
}

/// A word or a phrase as it was typed.
struct Typed<'t> {
    text: &'t str,
    prefix: bool,
}

impl<'t> Typed<'t> {
    /// The first one of a text that does not begin with white space, and what follows it.
    fn next(text: &'t str) -> Option<(Self, &'t str)> {
        let first = text.chars().next()?;
        if is_quote(first) {
            return Some(Self::phrase(&text[first.len_utf8()..]));
        }
        let end = text
            .find(|c: char| c.is_whitespace() || is_quote(c))
            .unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let prefix = rest.is_empty() || word.ends_with('*');
        let text = word.trim_end_matches('*');
        Some((Self { text, prefix }, rest))
    }

    /// One whose quote was just opened; without a second quote it goes to the end, for it is
    /// still being typed.
    fn phrase(text: &'t str) -> (Self, &'t str) {
        let Some(end) = text.find(is_quote) else {
            let whole = Self {
                text: text.trim().trim_end_matches('*'),
                prefix: !text.ends_with(char::is_whitespace),
            };
            return (whole, "");
        };
        let quote = text[end..].chars().next().map_or(0, char::len_utf8);
        let rest = &text[end + quote..];
        let inner = text[..end].trim();
        let starred = rest.starts_with('*');
        let phrase = Self {
            text: inner.trim_end_matches('*'),
            prefix: starred || inner.ends_with('*'),
        };
        (phrase, if starred { &rest[1..] } else { rest })
    }

    fn clause(&self) -> Option<Clause> {
        let (mut words, last) = but_last(pieces(self.text))?;
        let prefix = match last {
            Piece::Word(word) => {
                let prefix = self.prefix && word.chars().count() >= PREFIX_CHARS_MIN;
                words.push(word);
                prefix
            }
            // Where there are no spaces a text goes on behind any letter.
            Piece::Run(mut letters) if letters.len() == 1 => {
                let letter = letters.pop()?;
                if words.is_empty() {
                    return Some(Clause::Letter(letter));
                }
                words.push(letter);
                true
            }
            Piece::Run(letters) => {
                words.extend(letters.windows(2).map(<[String]>::concat));
                false
            }
        };
        Some(Clause::Phrase { words, prefix })
    }
}

/// Straight ones, and those that telephones and word processors make of them.
const fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '＂'
    )
}
