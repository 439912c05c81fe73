//! `cargo xtask fuzz <name> <seconds>`: looks for bytes that make what reads strangers' input panic.

use std::fs;
use std::process::Command;
use std::time::Duration;

use crate::process::{self, Failure, ask};

/// The compiler's part of libFuzzer is built once, in about two minutes.
const BUILD_MAX: Duration = Duration::from_mins(30);

/// As long as the longest frame: no reader is given more.
const INPUT_BYTES_MAX: usize = 64 * 1024;

const HOW_TO_GET: &str = "\
Fuzzing needs cargo-fuzz:

  cargo install cargo-fuzz

A nightly compiler is used where there is one.

Without it `cargo test -p parlor-auth --test corpora` calls the same functions with the seeds.";

/// Fuzzes one target for so many seconds, beginning with its seeds. What is found on the way is kept
/// under `fuzz/target`; what breaks something, under `fuzz/artifacts`.
pub(crate) fn fuzz(arguments: &[String]) -> Result<(), Failure> {
    let names = names()?;
    let (name, seconds) = wanted(arguments, &names)?;
    let Some(compiler) = Compiler::found() else {
        return Err(Failure::Broken(HOW_TO_GET.to_owned()));
    };
    let found = format!("fuzz/target/corpus/{name}");
    let folder = process::root().join(&found);
    fs::create_dir_all(&folder).map_err(|cause| Failure::Io {
        what: found.clone(),
        cause,
    })?;
    let (seeds, time) = (
        format!("fuzz/corpus/{name}"),
        format!("-max_total_time={seconds}"),
    );
    let length = format!("-max_len={INPUT_BYTES_MAX}");
    let run = ["fuzz", "run", name, &found, &seeds, "--", &time, &length];
    let mut command = compiler.cargo(&run);
    process::run(&mut command, BUILD_MAX + Duration::from_secs(seconds))
}

/// Whose `cargo fuzz` runs.
enum Compiler {
    Nightly,
    /// That of everything else. The sanitizer and the counting of what was reached are options that
    /// only a nightly compiler takes, unless it is told to be treated as one: what they do is in both.
    /// No program that is handed out is built in this way.
    Stable,
}

impl Compiler {
    fn found() -> Option<Self> {
        let nightly = ["run", "nightly", "cargo", "fuzz", "--version"];
        if ask("rustup", &["run", "nightly", "rustc", "--version"]).is_some()
            && ask("rustup", &nightly).is_some()
        {
            return Some(Self::Nightly);
        }
        ask("cargo", &["fuzz", "--version"]).map(|_| Self::Stable)
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        match self {
            Self::Nightly => {
                let nightly = ["run", "nightly", "cargo"];
                process::command("rustup", ".", &[&nightly[..], arguments].concat())
            }
            Self::Stable => {
                let mut command = process::command("cargo", ".", arguments);
                command.env("RUSTC_BOOTSTRAP", "1");
                command
            }
        }
    }
}

/// Every target has a folder of seeds.
fn names() -> Result<Vec<String>, Failure> {
    let io = |cause| Failure::Io {
        what: "fuzz/corpus".to_owned(),
        cause,
    };
    let folders = fs::read_dir(process::root().join("fuzz/corpus")).map_err(io)?;
    let mut names = Vec::new();
    for folder in folders {
        names.push(
            folder
                .map_err(io)?
                .file_name()
                .to_string_lossy()
                .into_owned(),
        );
    }
    names.sort_unstable();
    Ok(names)
}

fn wanted<'a>(arguments: &'a [String], names: &[String]) -> Result<(&'a str, u64), Failure> {
    if let [name, seconds] = arguments
        && let (true, Ok(seconds @ 1..)) = (names.contains(name), seconds.parse())
    {
        return Ok((name, seconds));
    }
    Err(Failure::Usage(format!(
        "Usage: cargo xtask fuzz <{}> <seconds>",
        names.join("|")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A target that is there and a time to stop at; anything else is told what there is.
    #[test]
    fn a_target_and_a_time_are_named() {
        let names = names().unwrap();
        let wanted = |text: &str| {
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            wanted(&words, &names)
                .map(|(name, seconds)| (name.to_owned(), seconds))
                .map_err(|failure| failure.to_string())
        };
        assert_eq!(wanted("frames 60"), Ok(("frames".to_owned(), 60)));
        for bad in [
            "",
            "frames",
            "frames 0",
            "frames x",
            "nothing 5",
            "frames 5 5",
        ] {
            assert!(
                wanted(bad).is_err_and(|why| why.contains("frames|searches|tokens")),
                "{bad}"
            );
        }
    }
}
