//! The words of SQLite's FTS5 (<https://sqlite.org/fts5.html>, section 3). Nothing needs escaping:
//! no word and no mark has a quote.

use parlor_protocol::search::Clause;

use super::entry::{Entry, Files, Mark, Wanted, letter_mark};

/// An entry, as its row has it: words, then marks. FTS5 takes them apart at the spaces.
pub(super) fn row(entry: &Entry, files: Files) -> String {
    let mut row = entry.terms.words.join(" ");
    for letter in &entry.terms.letters {
        row.push(' ');
        row.push_str(&letter_mark(letter));
    }
    for mark in entry.marks.iter().copied().chain(files.marks()) {
        row.push(' ');
        row.push_str(&mark.to_string());
    }
    row
}

/// What MATCH is given.
pub(super) fn query(wanted: &Wanted<'_>) -> String {
    let clauses = wanted.query.clauses.iter().map(|clause| match clause {
        Clause::Letter(letter) => format!("\"{}\"", letter_mark(letter)),
        Clause::Phrase { words, prefix } => {
            let star = if *prefix { "*" } else { "" };
            format!("\"{}\"{star}", words.join(" "))
        }
    });
    let marks = wanted.marks.iter().map(|mark| format!("\"{mark}\""));
    let all = clauses.chain(marks).chain(places(wanted));
    all.collect::<Vec<_>>().join(" AND ")
}

fn places(wanted: &Wanted<'_>) -> Option<String> {
    let places = wanted.places.iter();
    let places: Vec<_> = places
        .map(|place| format!("\"{}\"", Mark::In(*place)))
        .collect();
    (!places.is_empty()).then(|| format!("({})", places.join(" OR ")))
}
