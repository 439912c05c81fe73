//! Which steps run: `--only`, `--skip`, `--list`.

use super::steps::{STEPS, Step};
use crate::process::Failure;

/// What the person asked for.
#[derive(Debug)]
pub(super) struct Options {
    only: Vec<String>,
    skip: Vec<String>,
    /// Name the steps and stop.
    pub(super) list: bool,
}

impl Options {
    pub(super) fn parse(arguments: &[String], ci: bool) -> Result<Self, Failure> {
        let mut options = Self {
            only: Vec::new(),
            skip: Vec::new(),
            list: false,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let (flag, value) = match argument.split_once('=') {
                Some((flag, value)) => (flag, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            let target = match flag {
                "--list" => {
                    options.list = true;
                    continue;
                }
                "--only" => &mut options.only,
                "--skip" => &mut options.skip,
                _ => return Err(usage(&format!("`test` knows no `{argument}`."))),
            };
            let names = value.or_else(|| arguments.next().cloned());
            let names = names.ok_or_else(|| usage(&format!("`{flag}` wants names of steps.")))?;
            for name in names
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
            {
                if step(name).is_none() {
                    return Err(usage(&format!("There is no step `{name}`.")));
                }
                target.push(name.to_owned());
            }
        }
        options.check(ci)?;
        Ok(options)
    }

    /// Whether this step runs: asked for, or needed by one that is.
    pub(super) fn wants(&self, step: &Step) -> bool {
        !self.skips(step.name)
            && (self.only.is_empty()
                || self
                    .only
                    .iter()
                    .any(|name| name == step.name || stands_on(name, step.name)))
    }

    fn skips(&self, name: &str) -> bool {
        self.skip.iter().any(|skipped| skipped == name)
    }

    fn check(&self, ci: bool) -> Result<(), Failure> {
        if ci && !(self.only.is_empty() && self.skip.is_empty()) {
            return Err(Failure::Usage(
                "Continuous integration (CI=true) checks everything: no --only, no --skip."
                    .to_owned(),
            ));
        }
        let wanted = STEPS.iter().filter(|step| self.wants(step));
        for step in wanted {
            if let Some(missing) = step.after.iter().find(|name| self.skips(name)) {
                return Err(Failure::Usage(format!(
                    "`{}` stands on `{missing}`; leave out both, or neither.",
                    step.name
                )));
            }
        }
        Ok(())
    }
}

fn step(name: &str) -> Option<&'static Step> {
    STEPS.iter().find(|step| step.name == name)
}

fn stands_on(name: &str, ground: &str) -> bool {
    step(name).is_some_and(|step| {
        step.after
            .iter()
            .any(|direct| *direct == ground || stands_on(direct, ground))
    })
}

fn usage(what: &str) -> Failure {
    Failure::Usage(format!(
        "{what}\nUsage: cargo xtask test [--list] [--only <a,b>] [--skip <a,b>]"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str, ci: bool) -> Result<Options, Failure> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words, ci)
    }

    fn chosen(line: &str) -> Vec<&'static str> {
        let options = parse(line, false).expect("a good command line");
        STEPS
            .iter()
            .filter(|step| options.wants(step))
            .map(|step| step.name)
            .collect()
    }

    /// `--only` brings what the step stands on; `--skip` takes just that step.
    #[test]
    fn steps_are_chosen() {
        assert_eq!(chosen("--only fmt"), ["fmt"]);
        assert_eq!(chosen("--only=web-types"), ["web-install", "web-types"]);
        assert_eq!(
            chosen("--only browser"),
            ["web-install", "web-build", "browser"]
        );
        assert_eq!(chosen("").len(), STEPS.len());
        assert_eq!(chosen("--skip postgres,browser").len(), STEPS.len() - 2);
    }

    /// What makes no sense is refused in words: unknown steps, a step without its ground, and
    /// leaving anything out in continuous integration.
    #[test]
    fn nonsense_is_refused() {
        assert!(parse("--only nothing", false).is_err());
        assert!(parse("--skip web-build", false).is_err());
        assert!(parse("--skip", false).is_err());
        assert!(parse("--faster", false).is_err());
        assert!(parse("--skip browser", true).is_err());
        assert!(parse("", true).is_ok());
    }

    /// A step may only stand on earlier ones, or it would never find them done.
    #[test]
    fn steps_stand_on_earlier_steps() {
        for (index, step) in STEPS.iter().enumerate() {
            for ground in step.after {
                assert!(
                    STEPS[..index].iter().any(|earlier| earlier.name == *ground),
                    "{ground}"
                );
            }
        }
    }
}
