//! `cargo xtask tidy`: the house rules that no compiler knows, and how large things have become.

mod rules;
mod sizes;
mod source;

use crate::process::{Failure, root};
use source::Source;

/// Checks the rules and prints the sizes; `--strict` also fails on what is only remarkable.
pub(crate) fn tidy(arguments: &[String]) -> Result<(), Failure> {
    let strict = match arguments {
        [] => false,
        [only] if only == "--strict" => true,
        _ => {
            return Err(Failure::Usage(
                "Usage: cargo xtask tidy [--strict]".to_owned(),
            ));
        }
    };
    let sources = source::all(root());
    let remarks = sizes::report(&sources);
    let mut broken = 0;
    for rule in rules::RULES {
        let findings: Vec<_> = sources
            .iter()
            .flat_map(|source| rule.check(source))
            .collect();
        if findings.is_empty() {
            continue;
        }
        broken += findings.len();
        println!("\n{}\n  why: {}", rule.name, rule.why);
        for finding in findings {
            println!("  {finding}");
        }
    }
    if broken > 0 {
        return Err(Failure::Broken(format!(
            "\n{broken} places break a house rule."
        )));
    }
    if strict && remarks > 0 {
        return Err(Failure::Broken(format!(
            "\n{remarks} sizes are remarkable."
        )));
    }
    println!(
        "{} files keep the {} house rules.",
        sources.len(),
        rules::RULES.len()
    );
    Ok(())
}
