//! The summary.

use parlor_checker::check::{Counts, Violation};

/// Prints how much happened and whether anything was wrong.
pub(crate) fn print(counts: &Counts, more: &[(&str, String)], violations: &[Violation]) {
    let faults: usize = counts.faults.values().sum();
    let mut rows = vec![
        ("messages acknowledged", counts.acknowledged.to_string()),
        ("attempts with unknown outcome", counts.unknown.to_string()),
        ("attempts refused", counts.refused.to_string()),
        ("attempts with a used nonce", counts.repeated.to_string()),
        ("other changes acknowledged", counts.changes.to_string()),
        ("pages read", counts.reads.to_string()),
        ("events seen", counts.observed.to_string()),
        ("sockets opened", counts.sockets.to_string()),
        ("faults", faults.to_string()),
    ];
    rows.extend(more.iter().map(|(name, value)| (*name, value.clone())));
    rows.push(("violations", violations.len().to_string()));
    println!();
    for (name, value) in rows {
        println!("{name:<32} {value:>10}");
        if name == "faults" {
            for (kind, count) in &counts.faults {
                println!("  {kind:<30} {count:>10}");
            }
        }
    }
    let mut broken: Vec<_> = violations
        .iter()
        .map(|violation| violation.invariant)
        .collect();
    broken.dedup();
    for invariant in broken {
        println!("BROKEN: {}", invariant.name());
    }
}
