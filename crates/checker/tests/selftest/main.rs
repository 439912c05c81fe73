//! The judge is judged: a simulated service with one planted bug at a time, and each must be found
//! and called by its name. Without a bug nothing may be found.

#![expect(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test that panics says where, and its modules are nobody else's"
)]

mod bug;
mod deeds;
mod delivery;
mod model;
mod verdict;

use bug::Bug;
use model::Model;
use parlor_checker::{
    check::{Invariant, check, count, describe},
    history::{self, Recorder},
};

/// How many histories without a bug.
const SEEDS: u64 = 100;

/// How many histories with each bug.
const SEEDS_A_BUG: u64 = 16;

#[test]
fn a_good_service_is_found_good() {
    let mut acknowledged = 0;
    for seed in 0..SEEDS {
        let entries = Model::new(seed, None).run().entries;
        let violations = check(&entries);
        if let Some(violation) = violations.first() {
            panic!("seed {seed}: {}", describe(&entries, violation));
        }
        acknowledged += count(&entries).acknowledged;
    }
    assert!(acknowledged > 2_000, "{acknowledged} messages");
}

#[test]
fn every_planted_bug_is_found_and_named() {
    for bug in Bug::ALL {
        let mut planted = 0;
        for seed in 0..SEEDS_A_BUG {
            let run = Model::new(seed, Some(bug)).run();
            if !run.happened {
                continue;
            }
            planted += 1;
            let found: Vec<Invariant> = check(&run.entries)
                .into_iter()
                .map(|violation| violation.invariant)
                .collect();
            let expected = bug.breaks();
            assert!(
                found.contains(&expected),
                "{bug:?}, seed {seed}: expected {expected:?}, found {found:?}"
            );
        }
        assert!(
            planted >= SEEDS_A_BUG / 4,
            "{bug:?} happened {planted} times"
        );
    }
}

/// What is found is told with what was around it.
#[test]
fn a_report_shows_what_was_around() {
    let mut runs = (0..).map(|seed| Model::new(seed, Some(Bug::NonceForgotten)).run());
    let run = runs.find(|run| run.happened).unwrap();
    let violations = check(&run.entries);
    let violation = violations.iter().find(|v| v.invariant == Invariant::Once);
    let report = describe(&run.entries, violation.unwrap());
    assert!(report.starts_with("I2 nothing twice"), "{report}");
    assert!(
        report.contains("\"invoke\"") && report.contains("  > "),
        "{report}"
    );
}

/// A history that was kept can be judged again.
#[test]
fn a_history_is_read_as_it_was_written() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("history.jsonl");
    let recorder = Recorder::create(&file).unwrap();
    for entry in Model::new(1, None).run().entries {
        recorder.record(entry.what);
    }
    let written = recorder.finish().unwrap();
    assert_eq!(history::read(&file).unwrap(), written);
    assert!(written.windows(2).all(|two| two[0].at <= two[1].at));
    std::fs::remove_file(file).unwrap();
}
