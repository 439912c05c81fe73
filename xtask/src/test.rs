//! `cargo xtask test`: every check there is, as one list of named steps.
//!
//! The same list runs on a developer's machine and in continuous integration. A step that fails
//! does not stop the ones that do not stand on it, so one run tells everything that is wrong.

mod deny;
mod licences;
mod options;
mod spdx;
mod steps;
mod tally;

use std::time::{Duration, Instant};

use crate::needs::{self, Need};
use crate::process::{self, Failure};
use options::Options;
use steps::{Context, STEPS, Step};
use tally::Tally;

/// What became of a step.
enum Outcome {
    /// It ran, and these are its counts.
    Ran(Tally),
    /// It ran and is broken; what could be counted before that is here. The reason was printed.
    Failed(Tally),
    /// It was not tried, because the step it stands on failed.
    Stranded(&'static str),
    /// The person left it out.
    LeftOut,
}

struct Line {
    step: &'static Step,
    outcome: Outcome,
    took: Duration,
    /// What it printed last.
    last: Vec<String>,
}

/// Runs the chosen steps. With `ci` nothing may be left out.
pub(crate) fn test(arguments: &[String], ci: bool) -> Result<(), Failure> {
    let options = Options::parse(arguments, ci)?;
    if options.list {
        for step in &STEPS {
            println!("{:<12} {}", step.name, step.about);
        }
        return Ok(());
    }
    let started = Instant::now();
    let mut lines = Vec::new();
    match needs::check_or_install(&needs_of(&options)) {
        Ok(()) => run_steps(&options, ci, &mut lines),
        Err(failure) => {
            println!("{failure}");
            if !ci {
                println!("\nOr leave steps out: cargo xtask test --skip postgres,browser");
            }
            // Counted like a step, so that the closing line cannot read as a success.
            println!("\n0 passed, 1 failed");
            return Err(Failure::Reported);
        }
    }
    summarise(&lines, started.elapsed())
}

fn needs_of(options: &Options) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for need in STEPS
        .iter()
        .filter(|step| options.wants(step))
        .flat_map(|step| step.needs)
    {
        if !needs.contains(need) {
            needs.push(*need);
        }
    }
    needs
}

fn run_steps(options: &Options, ci: bool, lines: &mut Vec<Line>) {
    let mut context = Context::new(ci);
    for step in &STEPS {
        let started = Instant::now();
        let outcome = if options.wants(step) {
            let failed = |name: &&&str| {
                lines
                    .iter()
                    .any(|l: &Line| l.step.name == **name && l.is_failed())
            };
            match step.after.iter().find(failed) {
                Some(name) => Outcome::Stranded(name),
                None => run_step(step, &mut context),
            }
        } else {
            Outcome::LeftOut
        };
        lines.push(Line {
            step,
            outcome,
            took: started.elapsed(),
            last: context.take_last(),
        });
        if process::interrupted() {
            return;
        }
    }
}

fn run_step(step: &Step, context: &mut Context) -> Outcome {
    println!("\n=== {}: {} ===", step.name, step.about);
    let (tally, end) = (step.run)(context);
    match end {
        Err(failure) => {
            println!("{failure}");
            Outcome::Failed(tally)
        }
        Ok(()) if tally.failed > 0 => Outcome::Failed(tally),
        Ok(()) => Outcome::Ran(tally),
    }
}

impl Line {
    fn is_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(..) | Outcome::Stranded(_))
    }

    /// What this step adds to the closing line. A step that is not a test suite counts as one.
    fn counts(&self) -> Tally {
        match &self.outcome {
            Outcome::Ran(tally) if tally.ran() => *tally,
            Outcome::Ran(_) => Tally {
                passed: 1,
                ..Tally::default()
            },
            Outcome::Failed(tally) => Tally {
                failed: tally.failed.max(1),
                ..*tally
            },
            Outcome::Stranded(_) => Tally {
                failed: 1,
                ..Tally::default()
            },
            Outcome::LeftOut => Tally::default(),
        }
    }

    fn describe(&self) -> String {
        let (word, tests) = match &self.outcome {
            Outcome::Ran(tally) => ("ok", tally.describe()),
            Outcome::Failed(tally) => ("FAILED", tally.describe()),
            Outcome::Stranded(name) => ("NOT RUN", format!("because `{name}` failed")),
            Outcome::LeftOut => ("LEFT OUT", "because you asked for that".to_owned()),
        };
        format!(
            "{:<12} {word:<9} {:>9}   {tests}",
            self.step.name,
            time(self.took)
        )
    }
}

/// Prints what failed steps said last, the table, and the closing line, `N passed, M failed`, which
/// reporters read.
fn summarise(lines: &[Line], took: Duration) -> Result<(), Failure> {
    for line in lines.iter().filter(|line| line.is_failed()) {
        println!("\n=== {} failed; it said last ===", line.step.name);
        for said in &line.last {
            println!("{said}");
        }
    }
    println!("\n=== summary ===");
    let mut total = Tally::default();
    for line in lines {
        println!("{}", line.describe().trim_end());
        total.add(&line.counts());
    }
    let left_out = lines
        .iter()
        .filter(|line| matches!(line.outcome, Outcome::LeftOut))
        .count();
    if left_out > 0 {
        println!(
            "\nNOT EVERYTHING WAS CHECKED: {left_out} of {} steps were left out.",
            STEPS.len()
        );
    }
    if process::interrupted() {
        println!(
            "\nInterrupted after {} of {} steps.",
            lines.len(),
            STEPS.len()
        );
        total.failed = total.failed.max(1);
    }
    println!("\ntook {}", time(took));
    println!("{} passed, {} failed", total.passed, total.failed);
    match (process::interrupted(), total.failed) {
        (false, 0) => Ok(()),
        (false, _) => Err(Failure::Reported),
        (true, _) => Err(Failure::Interrupted),
    }
}

fn time(length: Duration) -> String {
    let seconds = length.as_secs();
    if seconds >= 60 {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    } else {
        format!("{:.1} s", length.as_secs_f32())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(outcome: Outcome) -> Line {
        Line {
            step: &STEPS[0],
            outcome,
            took: Duration::ZERO,
            last: Vec::new(),
        }
    }

    /// A check counts as one test, a suite as its tests, and a suite that broke before it counted
    /// anything still counts as failed.
    #[test]
    fn the_closing_line_counts_every_step() {
        let suite = Tally {
            passed: 7,
            skipped: 1,
            ..Tally::default()
        };
        assert_eq!(line(Outcome::Ran(Tally::default())).counts().passed, 1);
        assert_eq!(line(Outcome::Ran(suite)).counts().passed, 7);
        let broken = line(Outcome::Failed(suite)).counts();
        assert_eq!((broken.passed, broken.failed), (7, 1));
        assert_eq!(line(Outcome::Stranded("fmt")).counts().failed, 1);
        let left_out = line(Outcome::LeftOut).counts();
        assert_eq!((left_out.passed, left_out.failed), (0, 0));
    }

    /// Times are read by people.
    #[test]
    fn times_read_well() {
        assert_eq!(time(Duration::from_millis(1250)), "1.2 s");
        assert_eq!(time(Duration::from_secs(203)), "3 min 23 s");
    }
}
