//! Reads the part of deny.toml that we check ourselves.
//!
//! cargo-deny reads the same file, but costs ten minutes of compiling on a machine that lacks it.
//! So the lists must be written plainly, one entry a line; any other line is an error, not a guess.

use crate::process::Failure;

/// Two versions of one crate that we live with, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Skip {
    pub(super) name: String,
    /// The start of the version: `0.22` stands for every 0.22.x.
    pub(super) version: String,
}

impl Skip {
    pub(super) fn covers(&self, name: &str, version: &str) -> bool {
        let rest = version.strip_prefix(self.version.as_str());
        self.name == name && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// The lists of deny.toml.
#[derive(Debug, Default)]
pub(super) struct Deny {
    /// The platforms we build for.
    pub(super) targets: Vec<String>,
    pub(super) licences: Vec<String>,
    pub(super) registries: Vec<String>,
    pub(super) skips: Vec<Skip>,
}

impl Deny {
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let mut deny = Self::default();
        let mut section = "";
        let mut list = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            let broken =
                || Failure::Broken(format!("deny.toml:{}: not understood: {line}", index + 1));
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match list {
                Some(_) if line == "]" => list = None,
                Some(name) => deny.entry(section, name, line).ok_or_else(broken)?,
                None if line.starts_with('[') => section = line,
                None => {
                    let (key, value) = line.split_once('=').ok_or_else(broken)?;
                    if value.trim() == "[" {
                        list = Some(key.trim());
                    }
                }
            }
        }
        Ok(deny)
    }

    fn entry(&mut self, section: &str, list: &str, line: &str) -> Option<()> {
        let line = line
            .split_once('#')
            .map_or(line, |(entry, _)| entry.trim_end());
        let entry = line.trim_end_matches(',');
        match (section, list) {
            ("[graph]", "targets") => self.targets.push(text(entry)?),
            ("[licenses]", "allow") => self.licences.push(text(entry)?),
            ("[sources]", "allow-registry") => self.registries.push(text(entry)?),
            ("[bans]", "skip") => self.skips.push(skip(entry)?),
            _ => {}
        }
        Some(())
    }
}

/// `"text"`
fn text(entry: &str) -> Option<String> {
    entry
        .strip_prefix('"')?
        .strip_suffix('"')
        .map(str::to_owned)
}

/// `{ crate = "name:0.22", reason = "why" }`: without a reason it is no entry.
fn skip(entry: &str) -> Option<Skip> {
    let inside = entry.strip_prefix("{ crate = \"")?.strip_suffix("\" }")?;
    let (spec, reason) = inside.split_once("\", reason = \"")?;
    let (name, version) = spec.split_once(':')?;
    let skip = Skip {
        name: name.to_owned(),
        version: version.to_owned(),
    };
    (!reason.trim().is_empty()).then_some(skip)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
# comment
[graph]
targets = [
    "x86_64-unknown-linux-gnu",
]
[licenses]
confidence-threshold = 0.9
allow = [
    "MIT",
    "ISC", # a comment
]
[bans]
multiple-versions = "warn"
skip = [
    { crate = "syn:2", reason = "the macros move one by one" },
]
"#;

    /// The lists are read, the rest of the file is cargo-deny's own business.
    #[test]
    fn the_lists_are_read() {
        let deny = Deny::parse(FILE).expect("a good file");
        assert_eq!(deny.licences, ["MIT", "ISC"]);
        assert_eq!(deny.targets, ["x86_64-unknown-linux-gnu"]);
        assert!(deny.skips[0].covers("syn", "2.0.1"));
        assert!(!deny.skips[0].covers("syn", "20.0.1"));
        assert!(!deny.skips[0].covers("syn", "3.0.1"));
    }

    /// An exception without a reason, or one that is spelled differently, is an error.
    #[test]
    fn a_line_that_is_not_understood_is_an_error() {
        let without_reason = "[bans]\nskip = [\n    { crate = \"syn:2\" },\n]\n";
        assert!(Deny::parse(without_reason).is_err());
        let without_quotes = "[licenses]\nallow = [\n    MIT,\n]\n";
        assert!(Deny::parse(without_quotes).is_err());
    }
}
