//! What people read: how much happened, and what went wrong with what was around it.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::history::{Action, Entry, What};

use super::{
    Violation,
    index::{End, Index},
};

/// How far around a violation faults, and what came of it, are looked for.
const AROUND: usize = 4_000;

/// How many entries are shown: the first that were asked for, the last before it, those after it.
const SHOWN: usize = 6;

/// How much happened.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Messages that were acknowledged.
    pub acknowledged: usize,
    /// Attempts to write one whose outcome nobody was told.
    pub unknown: usize,
    /// Attempts that were refused.
    pub refused: usize,
    /// Attempts with a nonce that was used before.
    pub repeated: usize,
    /// Other changes that were acknowledged.
    pub changes: usize,
    /// Pages that were read.
    pub reads: usize,
    /// Events that somebody saw.
    pub observed: usize,
    /// Sockets that were opened.
    pub sockets: usize,
    /// What was done to the server, the network or somebody, by kind.
    pub faults: BTreeMap<String, usize>,
}

/// Counts.
pub fn count(entries: &[Entry]) -> Counts {
    let index = Index::new(entries);
    let mut counts = Counts::default();
    let mut attempts = 0;
    for asked in index.asked.values() {
        let ok = matches!(asked.end, End::Ok(..));
        match asked.action {
            Action::Send { .. } => {
                attempts += 1;
                counts.unknown += usize::from(matches!(asked.end, End::Unknown));
                counts.refused += usize::from(matches!(asked.end, End::Fail));
            }
            Action::Read { .. } => counts.reads += usize::from(ok),
            _ => counts.changes += usize::from(ok),
        }
    }
    let acknowledged = index.sends().filter(|send| !send.acks.is_empty());
    counts.acknowledged = acknowledged.count();
    counts.repeated = attempts - index.sends().count();
    for entry in entries {
        match &entry.what {
            What::Applied { .. } => counts.observed += 1,
            What::Opened { .. } => counts.sockets += 1,
            What::Fault { kind, .. } => *counts.faults.entry(kind.clone()).or_default() += 1,
            _ => {}
        }
    }
    counts
}

/// A violation, with the entries around it that belong to it.
pub fn describe(entries: &[Entry], violation: &Violation) -> String {
    let mut text = format!("{}\n  {}\n", violation.invariant.name(), violation.what);
    let line = |at: usize| serde_json::to_string(&entries[at]).unwrap_or_default();
    let is_about = |at: &usize| {
        let line = line(*at);
        let mut words = violation.about.iter();
        words.any(|word| line.contains(word.as_str()))
    };
    let is_fault = |at: &usize| matches!(entries[*at].what, What::Fault { .. });
    let near = violation.at.saturating_sub(AROUND)..violation.at;
    // Far away only what was asked for is looked at: a history may have millions of entries.
    let asked = |at: &usize| matches!(entries[*at].what, What::Invoke { .. });
    let asked = (0..violation.at).filter(asked).filter(is_about);
    let mut shown: Vec<usize> = asked.take(SHOWN).collect();
    shown.extend(near.clone().rev().filter(is_about).take(SHOWN));
    shown.extend(near.rev().filter(is_fault).take(SHOWN / 2));
    shown.push(violation.at);
    let after = violation.at + 1..entries.len().min(violation.at + AROUND);
    shown.extend(after.filter(is_about).take(SHOWN));
    shown.sort_unstable();
    shown.dedup();
    for at in shown {
        let mark = if at == violation.at { ">" } else { " " };
        let _ = writeln!(text, "  {mark} {:>8}  {}", at + 1, line(at));
    }
    text
}
