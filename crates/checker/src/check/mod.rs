//! The judge: reads a history and says which promise was broken.

mod access;
mod index;
mod log;
mod order;
mod presence;
mod reads;
mod report;
mod state;

use crate::history::Entry;
use index::Index;
pub use report::{Counts, count, describe};

/// A promise (`docs/reliability.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Invariant {
    /// I1: what was acknowledged is there, where and as it was acknowledged.
    Acknowledged,
    /// I2: nothing is there twice.
    Once,
    /// I3: the log has no hole.
    NoHole,
    /// I4: everybody sees the one log in its order, each event once.
    SameOrder,
    /// I5: when nothing is in the way, everybody catches up.
    Converged,
    /// I6: who was told that it is there finds it there.
    OwnWrites,
    /// I7: who reads again does not see less.
    Monotonic,
    /// I8: what was acknowledged before something else was begun stands before it.
    RealTime,
    /// I9: nothing is there that nobody wrote.
    Invented,
    /// I10: a repeat is answered as the first was; what was refused did not happen.
    Outcome,
    /// I11: what one was told adds up to what is stored.
    State,
    /// I12: nothing reaches who may not see it.
    Revoked,
    /// I13: there is who is there.
    Presence,
    /// I14: what is read stays read, and the rest is counted.
    Unread,
}

impl Invariant {
    /// Its number and what it promises.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acknowledged => "I1 acknowledged means stored",
            Self::Once => "I2 nothing twice",
            Self::NoHole => "I3 no hole in a log",
            Self::SameOrder => "I4 one order for everybody, each event once",
            Self::Converged => "I5 everybody catches up",
            Self::OwnWrites => "I6 one reads what was acknowledged",
            Self::Monotonic => "I7 reads do not go back",
            Self::RealTime => "I8 real-time order",
            Self::Invented => "I9 nothing invented",
            Self::Outcome => "I10 a repeat is answered as the first; a refusal is one",
            Self::State => "I11 what was told adds up to what is stored",
            Self::Revoked => "I12 nothing reaches who may not see it",
            Self::Presence => "I13 there is who is there",
            Self::Unread => "I14 what is read stays read, and the rest is counted",
        }
    }
}

/// A promise that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which.
    pub invariant: Invariant,
    /// What was seen, and what should have been.
    pub what: String,
    /// The entry that shows it.
    pub at: usize,
    /// Words by which the entries around it that belong to it are found.
    pub about: Vec<String>,
}

/// Everything that is wrong with a history.
pub fn check(entries: &[Entry]) -> Vec<Violation> {
    let index = Index::new(entries);
    let mut found = Found(Vec::new());
    log::check(&index, &mut found);
    order::check(&index, &mut found);
    reads::check(&index, &mut found);
    state::check(&index, &mut found);
    access::check(&index, &mut found);
    presence::check(&index, &mut found);
    found
        .0
        .sort_by_key(|violation| (violation.invariant, violation.at));
    found.0
}

/// What was found so far.
struct Found(Vec<Violation>);

impl Found {
    fn add(&mut self, invariant: Invariant, at: usize, what: String, about: &[String]) {
        self.0.push(Violation {
            invariant,
            what,
            at,
            about: about.to_vec(),
        });
    }
}

/// How a message is written in the history's lines.
fn about_message(message: i64) -> String {
    format!("\"message\":{message}")
}
