//! The words of PostgreSQL's full text search (its manual, section 8.11). Nothing needs escaping:
//! no word and no mark has a quote or a backslash.

use std::{collections::BTreeMap, fmt::Write as _};

use parlor_protocol::search::Clause;

use super::entry::{Entry, Files, Mark, Wanted, letter_mark};

/// An entry as a `tsvector`: words where they stand, marks nowhere in particular.
pub(super) fn vector(entry: &Entry, files: Files) -> String {
    let mut positions = BTreeMap::<&str, Vec<usize>>::new();
    for (position, word) in (1..).zip(&entry.terms.words) {
        positions.entry(word).or_default().push(position);
    }
    let mut vector = String::new();
    for (word, positions) in positions {
        let positions: Vec<_> = positions.iter().map(usize::to_string).collect();
        let _ = write!(vector, "'{word}':{} ", positions.join(","));
    }
    for letter in &entry.terms.letters {
        let _ = write!(vector, "'{}' ", letter_mark(letter));
    }
    for mark in entry.marks.iter().copied().chain(files.marks()) {
        let _ = write!(vector, "'{mark}' ");
    }
    vector
}

/// What `@@` is given.
pub(super) fn query(wanted: &Wanted<'_>) -> String {
    let clauses = wanted.query.clauses.iter().map(|clause| match clause {
        Clause::Letter(letter) => format!("'{}'", letter_mark(letter)),
        Clause::Phrase { words, prefix } => {
            let star = if *prefix { ":*" } else { "" };
            let words: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
            format!("({}{star})", words.join(" <-> "))
        }
    });
    let marks = wanted.marks.iter().map(|mark| format!("'{mark}'"));
    let all = clauses.chain(marks).chain(places(wanted));
    all.collect::<Vec<_>>().join(" & ")
}

fn places(wanted: &Wanted<'_>) -> Option<String> {
    let places = wanted.places.iter();
    let places: Vec<_> = places
        .map(|place| format!("'{}'", Mark::In(*place)))
        .collect();
    (!places.is_empty()).then(|| format!("({})", places.join(" | ")))
}
