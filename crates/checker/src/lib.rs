//! The delivery checker: simulated people and faults against the real server, everything they did
//! and saw on record, and a judge who reads the record afterwards.
//!
//! - [`history`]: what is recorded, one entry after the other, each with the time.
//! - [`check`]: the judge. Given a history it says which of the promises of `docs/reliability.md`
//!   was broken, where, and what happened around it. It knows nothing of how the history was made,
//!   and takes O(n log n).
//! - [`run`]: makes a history: starts a server, people who use it, and whoever makes it hard for them.
//!
//! `tests/selftest` makes histories of a service that is simulated, with one planted bug at a time,
//! and sees to it that the judge finds each.

pub mod check;
pub mod history;
pub mod run;
