//! What counts as a word, and what is the same word.
//!
//! Letters are folded: without regard to case, to width (`Ａ` is `a`) and to the accents of Latin,
//! Greek and Cyrillic. Letters, digits and their marks make words; an emoji is one by itself;
//! everything else stands between words. Scripts that are written without spaces have no words to
//! see, so every two neighbours are taken as one, and the last letter of a run alone.

use std::{collections::BTreeSet, mem};

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// The longest word that is told apart from those that begin like it, in characters.
pub(super) const WORD_CHARS_MAX: usize = 64;

/// How many words of one message are found, and in how many bytes; the rest of a longer one is
/// not. Both lie beyond what a message of 4,000 letters comes to, and under what PostgreSQL holds.
pub(super) const WORDS_MAX: usize = 8_192;
const WORDS_BYTES_MAX: usize = 512 * 1024;

/// A stretch of text that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A word with spaces around it, or an emoji.
    Word(String),
    /// Letters of a script without spaces, each with its marks.
    Run(Vec<String>),
}

/// The words of a message, as they are stored to be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// In order: the one after the other stands behind it in the text, too.
    pub words: Vec<String>,
    /// The single letters of scripts without spaces, for who looks for just one.
    pub letters: BTreeSet<String>,
}

impl Terms {
    /// The words of this text.
    pub fn of(text: &str) -> Self {
        let mut terms = Self::default();
        let mut bytes = 0;
        for piece in pieces(text) {
            for word in piece.words() {
                bytes += word.len();
                if terms.words.len() == WORDS_MAX || bytes > WORDS_BYTES_MAX {
                    return terms;
                }
                terms.words.push(word);
            }
            if let Piece::Run(letters) = piece {
                terms.letters.extend(letters);
            }
        }
        terms
    }
}

impl Piece {
    /// As what it is stored.
    pub(super) fn words(&self) -> Vec<String> {
        match self {
            Self::Word(word) => vec![word.clone()],
            Self::Run(letters) => {
                let pairs = letters.windows(2).map(<[String]>::concat);
                pairs.chain(letters.last().cloned()).collect()
            }
        }
    }
}

/// The stretches of a text that say something.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open = Open::Nothing;
    for c in folded(text) {
        let kind = kind(c);
        open = match (open, kind) {
            (Open::Word(mut word, chars), Kind::Letter | Kind::Mark) => {
                if chars < WORD_CHARS_MAX {
                    word.push(c);
                }
                Open::Word(word, chars + 1)
            }
            (Open::Run(mut letters), Kind::Unspaced) => {
                letters.push(c.to_string());
                Open::Run(letters)
            }
            (Open::Run(mut letters), Kind::Mark) => {
                // A run is opened by a letter. Nobody writes four marks upon one.
                if let Some(letter) = letters.last_mut()
                    && letter.chars().count() < 4
                {
                    letter.push(c);
                }
                Open::Run(letters)
            }
            (before, kind) => {
                before.close(&mut pieces);
                match kind {
                    Kind::Letter => Open::Word(c.to_string(), 1),
                    Kind::Unspaced => Open::Run(vec![c.to_string()]),
                    Kind::Symbol => {
                        pieces.push(Piece::Word(c.to_string()));
                        Open::Nothing
                    }
                    Kind::Mark | Kind::Between => Open::Nothing,
                }
            }
        };
    }
    open.close(&mut pieces);
    pieces
}

/// The piece that is being read.
enum Open {
    Nothing,
    Word(String, usize),
    Run(Vec<String>),
}

impl Open {
    fn close(self, pieces: &mut Vec<Piece>) {
        match self {
            Self::Nothing => {}
            Self::Word(word, _) => pieces.push(Piece::Word(word)),
            Self::Run(letters) => pieces.push(Piece::Run(letters)),
        }
    }
}

/// The letters of a text without what makes no difference.
fn folded(text: &str) -> impl Iterator<Item = char> {
    let plain = text.nfkd().filter(|c| !is_accent(*c));
    let lower = plain.flat_map(char::to_lowercase).map(|c| match c {
        'ς' => 'σ',
        c => c,
    });
    // A capital can fall apart into a small letter and an accent.
    lower.filter(|c| !is_accent(*c)).nfc()
}

/// Accents of Latin, Greek and Cyrillic; the marks of other scripts make other letters.
const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Mark,
    Unspaced,
    Symbol,
    Between,
}

fn kind(c: char) -> Kind {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() {
            Kind::Letter
        } else {
            Kind::Between
        };
    }
    match c.general_category_group() {
        // What selects how an emoji looks is no part of it.
        _ if matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}') => Kind::Between,
        GeneralCategoryGroup::Mark => Kind::Mark,
        GeneralCategoryGroup::Letter if is_unspaced(c) => Kind::Unspaced,
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number => Kind::Letter,
        _ if c.general_category() == GeneralCategory::OtherSymbol => Kind::Symbol,
        _ => Kind::Between,
    }
}

/// Scripts written without spaces, and Korean, whose words are written together.
const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}'           // Thai, Lao
        | '\u{1000}'..='\u{109f}'       // Burmese
        | '\u{1100}'..='\u{11ff}'       // Korean, in parts
        | '\u{1780}'..='\u{17ff}'       // Khmer
        | '\u{1950}'..='\u{19df}'       // Tai
        | '\u{1a20}'..='\u{1aaf}'       // Tai Tham
        | '\u{1b00}'..='\u{1b7f}' | '\u{a980}'..='\u{a9df}' // Balinese, Javanese
        | '\u{3005}'..='\u{3007}' | '\u{3031}'..='\u{3035}' | '\u{303b}'
        | '\u{3041}'..='\u{31ff}'       // Kana, Bopomofo
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' // Chinese characters
        | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aadf}' // Burmese, Tai Viet
        | '\u{ac00}'..='\u{d7ff}'       // Korean
        | '\u{f900}'..='\u{faff}' | '\u{1b000}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}')
}

/// Takes the words out of pieces, the last piece apart.
pub(super) fn but_last(mut pieces: Vec<Piece>) -> Option<(Vec<String>, Piece)> {
    let last = pieces.pop()?;
    let words = pieces.iter_mut().flat_map(|piece| match piece {
        Piece::Word(word) => vec![mem::take(word)],
        run @ Piece::Run(_) => run.words(),
    });
    Some((words.collect(), last))
}
