//! The house rules. Each says what it protects, because a rule without a reason is in the way.

use super::Source;
use super::source::Language;

/// Longer than this, a file is about two things.
const FILE_LINES_MAX: usize = 600;

/// Spelled in halves, so that this file does not break its own rules.
const LEFT_OVER_NOTES: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
];
const LEFT_OVER_MACROS: [&str; 3] = [
    concat!("db", "g!"),
    concat!("to", "do!"),
    concat!("unimple", "mented!"),
];
const LEFT_OVER_CALLS: [&str; 2] = [concat!("console", ".log"), concat!(".on", "ly(")];

/// Folders of crates/server/src that are about HTTP, sockets or the terminal by nature.
const OUTER_FOLDERS: [&str; 3] = ["http", "gateway", "cli"];

/// A rule: what must not be, why, and how to see it.
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) why: &'static str,
    /// The lines (from 1) that break it, with the words that do.
    lines: fn(&Source) -> Vec<(usize, String)>,
}

impl Rule {
    /// Every place in this file that breaks the rule, ready to print.
    pub(super) fn check(&self, source: &Source) -> Vec<String> {
        (self.lines)(source)
            .into_iter()
            .map(|(line, what)| format!("{}:{line}: {what}", source.path))
            .collect()
    }
}

pub(super) const RULES: [Rule; 6] = [
    Rule {
        name: "A file has at most 600 lines.",
        why: "nobody holds more than that in the head; a file this long is about two things.",
        lines: |source| {
            let lines = source.lines();
            let too_long = lines > FILE_LINES_MAX && !source.generated;
            too_long
                .then(|| (lines, format!("{lines} lines")))
                .into_iter()
                .collect()
        },
    },
    Rule {
        name: "No left-over notes, debug prints, or tests that shut out the others.",
        why: "what is not finished belongs into an issue, where somebody finds it.",
        lines: |source| {
            let notes = LEFT_OVER_NOTES
                .iter()
                .flat_map(|w| find_words(&source.text, w));
            let words: &[&str] = match source.language {
                Language::Rust => &LEFT_OVER_MACROS,
                Language::TypeScript => &LEFT_OVER_CALLS,
                Language::Manifest => &[],
            };
            notes
                .chain(words.iter().flat_map(|w| find_words(&source.code, w)))
                .collect()
        },
    },
    Rule {
        name: "A verb does not know axum.",
        why: "HTTP and the socket call the same verb, so it can speak neither's language; \
              parsing and mapping belong into http.rs.",
        lines: |source| {
            let is_verb = inside_a_noun(source) && !is_door(source);
            find_where(
                is_verb && file_name(source) != "mod.rs",
                &source.code,
                "axum",
            )
        },
    },
    Rule {
        name: "The server holds no SQL.",
        why: "only crates/storage is prepared and tested on both databases.",
        lines: |source| {
            let ours = source.path.starts_with("crates/server/src/");
            if ours {
                find_sql(&source.uncommented)
            } else {
                Vec::new()
            }
        },
    },
    Rule {
        name: "http.rs and the gateway do not touch storage.",
        why: "they parse, call one verb and map; a check that stands only there would be missing \
              on the other door.",
        lines: |source| find_where(is_door(source), &source.code, ".storage"),
    },
    Rule {
        name: "Only crates/storage knows sqlx.",
        why: "one crate can be read in an afternoon to know everything that touches the data.",
        lines: |source| {
            let elsewhere =
                source.path.starts_with("crates/") && !source.path.starts_with("crates/storage/");
            find_where(elsewhere, &source.code, "sqlx")
        },
    },
];

/// crates/server/src/<noun>/..., where <noun> is a feature.
fn inside_a_noun(source: &Source) -> bool {
    let inside = source.path.strip_prefix("crates/server/src/");
    inside
        .and_then(|path| path.split_once('/'))
        .is_some_and(|(noun, _)| !OUTER_FOLDERS.contains(&noun))
}

/// The two doors: a feature's http.rs with what lies below it, and the gateway.
fn is_door(source: &Source) -> bool {
    let is_http = file_name(source) == "http.rs" || source.path.contains("/http/");
    (inside_a_noun(source) && is_http) || source.path.starts_with("crates/server/src/gateway/")
}

fn file_name(source: &Source) -> &str {
    source.path.rsplit('/').next().unwrap_or_default()
}

fn find_where(applies: bool, text: &str, word: &str) -> Vec<(usize, String)> {
    if applies {
        find_words(text, word)
    } else {
        Vec::new()
    }
}

/// The lines that hold `word` as a word. `axum` is also found in `axum_extra`: it is its family.
fn find_words(text: &str, word: &str) -> Vec<(usize, String)> {
    let found = |line: &str| {
        line.match_indices(word).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + word.len()..].chars().next();
            let starts = !word.starts_with(char::is_alphanumeric) || before.is_none_or(is_outside);
            starts && (!word.ends_with(char::is_alphanumeric) || after.is_none_or(is_outside))
        })
    };
    let lines = text.lines().enumerate().filter(|(_, line)| found(line));
    lines
        .map(|(index, _)| (index + 1, format!("`{word}`")))
        .collect()
}

fn is_outside(character: char) -> bool {
    !character.is_alphanumeric()
}

/// SQL is written in capitals here, as everywhere.
fn find_sql(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(index, line)| {
            let updates = line
                .split_once("UPDATE ")
                .is_some_and(|(_, rest)| rest.contains(" SET"));
            let words = ["SELECT ", "INSERT INTO", "DELETE FROM"];
            let found = words.iter().find(|word| line.contains(*word));
            let found = found
                .copied()
                .or_else(|| updates.then_some("UPDATE .. SET"));
            found.map(|word| (index + 1, format!("`{}`", word.trim())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places where a file at `path` breaks any rule: "line: what".
    fn broken(path: &str, text: &str) -> Vec<String> {
        let source = Source::new(path, text.to_owned()).expect("a source file");
        let findings = RULES.iter().flat_map(|rule| rule.check(&source));
        findings
            .map(|found| found[path.len() + 1..].to_owned())
            .collect()
    }

    const NOTHING: [&str; 0] = [];

    /// 600 lines are in order, 601 are not, and what a tool wrote may be as long as it likes.
    #[test]
    fn long_files() {
        let long = "//\n".repeat(601);
        assert_eq!(broken("crates/voice/src/a.rs", &long), ["601: 601 lines"]);
        assert_eq!(
            broken("crates/voice/src/a.rs", &"//\n".repeat(600)),
            NOTHING
        );
        assert_eq!(broken("frontend/src/protocol/Event.ts", &long), NOTHING);
    }

    /// Notes count wherever they stand; macros and calls only in code.
    #[test]
    fn left_overs() {
        let note = LEFT_OVER_NOTES[0];
        assert_eq!(
            broken("crates/a/src/a.rs", &format!("\n// {note}: later")),
            [format!("2: `{note}`")]
        );
        assert_eq!(
            broken("frontend/src/a.ts", &format!("// {note}s {note}X")),
            NOTHING
        );
        let debug = LEFT_OVER_MACROS[0];
        assert_eq!(
            broken("crates/a/src/a.rs", &format!("{debug}(x)")),
            [format!("1: `{debug}`")]
        );
        assert_eq!(
            broken("crates/a/src/a.rs", &format!("// {debug}\nf(\"{debug}\")")),
            NOTHING
        );
        let only = LEFT_OVER_CALLS[1];
        assert_eq!(
            broken("e2e/a.spec.ts", &format!("test{only}'x')")),
            [format!("1: `{only}`")]
        );
        assert_eq!(broken("crates/a/src/a.rs", &format!("x{only}1)")), NOTHING);
    }

    /// axum is for http.rs and the folders that are made for it.
    #[test]
    fn axum_in_a_verb() {
        let line = "use axum::Json;";
        assert_eq!(
            broken("crates/server/src/messages/post.rs", line),
            ["1: `axum`"]
        );
        assert_eq!(
            broken("crates/server/src/messages/post.rs", "use axum_extra::x;"),
            ["1: `axum`"]
        );
        for path in [
            "messages/http.rs",
            "messages/http/cookies.rs",
            "messages/mod.rs",
            "http/router.rs",
            "app.rs",
        ] {
            assert_eq!(broken(&format!("crates/server/src/{path}"), line), NOTHING);
        }
        assert_eq!(
            broken("crates/server/src/messages/post.rs", "// not axum"),
            NOTHING
        );
    }

    /// SQL text is found in quotes, and only there does it matter.
    #[test]
    fn sql_in_the_server() {
        let post = "crates/server/src/messages/post.rs";
        assert_eq!(broken(post, "f(\"SELECT id FROM users\")"), ["1: `SELECT`"]);
        assert_eq!(
            broken(post, "f(\"UPDATE users SET a = 1\")"),
            ["1: `UPDATE .. SET`"]
        );
        assert_eq!(broken(post, "// SELECT what you like"), NOTHING);
        assert_eq!(
            broken("crates/storage/src/users.rs", "f(\"SELECT 1\")"),
            NOTHING
        );
        assert_eq!(
            broken("crates/server/tests/it/kill.rs", "f(\"SELECT 1\")"),
            NOTHING
        );
    }

    /// Neither door goes past the verb.
    #[test]
    fn storage_at_the_door() {
        let line = "app.storage.messages()";
        assert_eq!(
            broken("crates/server/src/messages/http.rs", line),
            ["1: `.storage`"]
        );
        assert_eq!(
            broken("crates/server/src/gateway/dispatch.rs", line),
            ["1: `.storage`"]
        );
        assert_eq!(broken("crates/server/src/messages/post.rs", line), NOTHING);
        assert_eq!(broken("crates/server/src/http/health.rs", line), NOTHING);
    }

    /// One crate knows the database driver, also in its manifest.
    #[test]
    fn sqlx_elsewhere() {
        assert_eq!(
            broken("crates/server/Cargo.toml", "sqlx.workspace = true"),
            ["1: `sqlx`"]
        );
        assert_eq!(
            broken("crates/auth/src/a.rs", "use sqlx::Row;"),
            ["1: `sqlx`"]
        );
        assert_eq!(broken("crates/storage/src/a.rs", "use sqlx::Row;"), NOTHING);
    }

    /// This file names the words it forbids, and keeps its own rules all the same.
    #[test]
    fn the_rules_keep_themselves() {
        assert_eq!(
            broken("xtask/src/tidy/rules.rs", include_str!("rules.rs")),
            NOTHING
        );
    }
}
