//! Our source files, and a reader that knows code from comments and from quoted text.
//!
//! It is not a parser. It must only be right enough to count braces and to find words, in Rust and
//! in TypeScript, and to get back on its feet within a line when it is wrong.

use std::fs;
use std::path::Path;

use crate::web::files_under;

/// Where our sources are. Everything else in the checkout is text, or was made by a tool.
const FOLDERS: [&str; 4] = ["crates", "xtask", "frontend", "e2e"];

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Rust,
    TypeScript,
    /// A Cargo.toml; read as it stands.
    Manifest,
}

/// One file, in three readings that have the same lines.
#[derive(Debug)]
pub(super) struct Source {
    /// From the top of the checkout, with `/`.
    pub(super) path: String,
    pub(super) language: Language,
    /// As it stands.
    pub(super) text: String,
    /// Without comments and without what stands in quotes.
    pub(super) code: String,
    /// Without comments.
    pub(super) uncommented: String,
    pub(super) generated: bool,
}

impl Source {
    /// Reads `text` as if it stood at `path`; nothing for a file that is none of ours.
    pub(super) fn new(path: &str, text: String) -> Option<Self> {
        let language = match path.rsplit('.').next()? {
            "rs" => Language::Rust,
            "ts" | "tsx" | "mts" | "js" | "mjs" => Language::TypeScript,
            "toml" if path.ends_with("Cargo.toml") => Language::Manifest,
            _ => return None,
        };
        let (code, uncommented) = match language {
            Language::Manifest => (text.clone(), text.clone()),
            _ => Reader::new(&text, language).read(),
        };
        let generated = path.starts_with("frontend/src/protocol/")
            || text.lines().take(3).any(|line| line.contains("@generated"));
        Some(Self {
            path: path.to_owned(),
            language,
            text,
            code,
            uncommented,
            generated,
        })
    }

    pub(super) fn lines(&self) -> usize {
        self.text.lines().count()
    }
}

/// All our sources below `root`.
pub(super) fn all(root: &Path) -> Vec<Source> {
    FOLDERS
        .iter()
        .flat_map(|folder| files_under(&root.join(folder)))
        .filter_map(|file| {
            let path = file
                .strip_prefix(root)
                .ok()?
                .to_string_lossy()
                .replace('\\', "/");
            Source::new(&path, fs::read_to_string(&file).ok()?)
        })
        .collect()
}

/// Walks over the text once, blanking what is not code.
struct Reader<'a> {
    text: &'a [u8],
    language: Language,
    at: usize,
    code: Vec<u8>,
    uncommented: Vec<u8>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, language: Language) -> Self {
        let length = text.len();
        Self {
            text: text.as_bytes(),
            language,
            at: 0,
            code: Vec::with_capacity(length),
            uncommented: Vec::with_capacity(length),
        }
    }

    fn read(mut self) -> (String, String) {
        while self.at < self.text.len() {
            self.step();
        }
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (text(self.code), text(self.uncommented))
    }

    fn step(&mut self) {
        match (self.language, self.byte(0)) {
            (_, b'/') if self.byte(1) == b'/' => self.comment(self.line_end()),
            (_, b'/') if self.byte(1) == b'*' => self.comment(self.block_comment_end()),
            (Language::Rust, b'r') if self.raw_string_end().is_some() => {
                let end = self.raw_string_end().unwrap_or(self.at + 1);
                self.quoted(end);
            }
            (Language::Rust, b'"') => self.quoted(self.quote_end(b'"', true)),
            (Language::Rust, b'\'') if self.is_character() => {
                self.quoted(self.quote_end(b'\'', false));
            }
            (Language::TypeScript, b'`') => self.quoted(self.quote_end(b'`', true)),
            (Language::TypeScript, quote @ (b'"' | b'\'')) => {
                self.quoted(self.quote_end(quote, false));
            }
            (Language::TypeScript, b'/') if self.is_regex() => self.quoted(self.regex_end()),
            _ => self.keep(self.at + 1),
        }
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn keep(&mut self, end: usize) {
        self.code.extend_from_slice(&self.text[self.at..end]);
        self.uncommented.extend_from_slice(&self.text[self.at..end]);
        self.at = end;
    }

    fn comment(&mut self, end: usize) {
        let blank = blank(&self.text[self.at..end]);
        self.code.extend_from_slice(&blank);
        self.uncommented.extend_from_slice(&blank);
        self.at = end;
    }

    fn quoted(&mut self, end: usize) {
        self.code
            .extend_from_slice(&blank(&self.text[self.at..end]));
        self.uncommented.extend_from_slice(&self.text[self.at..end]);
        self.at = end;
    }

    fn line_end(&self) -> usize {
        let rest = &self.text[self.at..];
        self.at
            + rest
                .iter()
                .position(|byte| *byte == b'\n')
                .unwrap_or(rest.len())
    }

    /// Rust's block comments nest; in TypeScript they do not, and nobody writes them so.
    fn block_comment_end(&self) -> usize {
        let mut depth = 0;
        let mut at = self.at;
        while at < self.text.len() {
            match self.text.get(at..at + 2) {
                Some(b"/*") => (depth, at) = (depth + 1, at + 2),
                Some(b"*/") => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
            if depth == 0 {
                return at;
            }
        }
        self.text.len()
    }

    /// The end of a quoted text; one that may not span lines ends with its line at the latest,
    /// which is what puts us right again after an apostrophe in JSX text.
    fn quote_end(&self, quote: u8, spans_lines: bool) -> usize {
        let mut at = self.at + 1;
        while at < self.text.len() {
            match self.text[at] {
                b'\\' => at += 1,
                b'\n' if !spans_lines => return at,
                byte if byte == quote => return at + 1,
                _ => {}
            }
            at += 1;
        }
        self.text.len()
    }

    /// `r"..."`, `r#"..."#`, where the `r` does not end a longer word (but `br"` is one too).
    fn raw_string_end(&self) -> Option<usize> {
        let before = self
            .at
            .checked_sub(1)
            .map_or(b' ', |before| self.text[before]);
        if (before.is_ascii_alphanumeric() && before != b'b') || before == b'_' {
            return None;
        }
        let hashes = self.text[self.at + 1..]
            .iter()
            .take_while(|byte| **byte == b'#')
            .count();
        let open = self.at + 1 + hashes;
        if self.text.get(open) != Some(&b'"') {
            return None;
        }
        let close = [&b"\""[..], &vec![b'#'; hashes]].concat();
        let rest = &self.text[open + 1..];
        let length = rest.windows(close.len()).position(|part| part == close)?;
        Some(open + 1 + length + close.len())
    }

    /// `'a'` or `'\n'`, and not the lifetime `'a`.
    fn is_character(&self) -> bool {
        let rest =
            String::from_utf8_lossy(&self.text[self.at + 1..self.text.len().min(self.at + 8)])
                .into_owned();
        let mut characters = rest.chars();
        characters.next() == Some('\\') || characters.next() == Some('\'')
    }

    /// A slash opens a regular expression where a value may begin; elsewhere it divides or closes
    /// a tag.
    fn is_regex(&self) -> bool {
        let before = self
            .code
            .iter()
            .rev()
            .find(|byte| !byte.is_ascii_whitespace());
        self.byte(1) != b'>' && before.is_none_or(|byte| b"(,=:[!&|?;".contains(byte))
    }

    fn regex_end(&self) -> usize {
        let mut at = self.at + 1;
        let mut in_class = false;
        while at < self.text.len() {
            match self.text[at] {
                b'\\' => at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => return at + 1,
                b'\n' => return at,
                _ => {}
            }
            at += 1;
        }
        self.text.len()
    }
}

/// Spaces of the same length; the lines stay, so that line numbers stay true.
fn blank(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .map(|byte| if *byte == b'\n' { b'\n' } else { b' ' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(path: &str, text: &str) -> String {
        let source = Source::new(path, text.to_owned()).expect("a source file");
        let words: Vec<&str> = source.code.split_whitespace().collect();
        words.join(" ")
    }

    /// Comments, strings, raw strings and characters are not code; lifetimes are.
    #[test]
    fn rust_is_read() {
        assert_eq!(code("a.rs", "a /* x /* y */ z */ b // c\nd"), "a b d");
        assert_eq!(
            code("a.rs", r#"f("{ \" }", '{', '\'', b"{")"#),
            "f( , , , b )"
        );
        assert_eq!(code("a.rs", "f(r#\"{ \" }\"#) g"), "f( ) g");
        assert_eq!(
            code("a.rs", "fn f<'a>(x: &'a str) {}"),
            "fn f<'a>(x: &'a str) {}"
        );
    }

    /// Templates, regular expressions, and an apostrophe in JSX that spoils its own line only.
    #[test]
    fn typescript_is_read() {
        assert_eq!(code("a.ts", "f(`{\n${x}`, '{', \"}\")"), "f( , , )");
        assert_eq!(
            code("a.ts", "x = /[/{]\\//g; y = a / b / c"),
            "x = g; y = a / b / c"
        );
        assert_eq!(
            code("a.tsx", "<p>don't</p>\n<b {...c} />"),
            "<p>don <b {...c} />"
        );
    }

    /// Line numbers stay true in every reading.
    #[test]
    fn lines_stay() {
        let text = "a /* 1\n2 */ b\n\"3\n4\"\nc";
        let source = Source::new("a.rs", text.to_owned()).expect("a source file");
        assert_eq!(source.code.lines().count(), text.lines().count());
        assert_eq!(source.code.lines().nth(1), Some("     b"));
    }

    /// What a tool wrote is known by its folder or by what it says itself.
    #[test]
    fn generated_files_are_known() {
        let generated = |path, text: &str| Source::new(path, text.to_owned()).map(|s| s.generated);
        assert_eq!(generated("frontend/src/protocol/Event.ts", ""), Some(true));
        assert_eq!(
            generated("crates/x/src/a.rs", "// @generated\n"),
            Some(true)
        );
        assert_eq!(generated("crates/x/src/a.rs", "fn a() {}\n"), Some(false));
        assert_eq!(generated("docs/a.md", ""), None);
    }
}
