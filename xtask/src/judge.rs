//! `cargo xtask judge <name>`: others' programs that judge what we speak, installed when asked for.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::needs::{self, Need};
use crate::process::{self, Failure};

/// A first build takes minutes.
const BUILD_MAX: Duration = Duration::from_hours(1);
/// What is fetched is a few dozen megabytes.
const INSTALL_MAX: Duration = Duration::from_mins(15);
/// A thousand examples of a hundred operations.
const RUN_MAX: Duration = Duration::from_hours(6);
/// What the rules of `xtask/judges` were written for.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";
/// Examples of an operation, unless told otherwise.
const EXAMPLES: &str = "1000";

/// Lets the judge of this name judge a new server.
pub(crate) fn judge(arguments: &[String]) -> Result<(), Failure> {
    match arguments {
        [name, rest @ ..] if name == "schemathesis" => schemathesis(rest),
        _ => Err(Failure::Usage(
            "There is one judge: `cargo xtask judge schemathesis [examples]`.".to_owned(),
        )),
    }
}

/// Does the server do what its `OpenAPI` document says, whatever it is sent?
fn schemathesis(arguments: &[String]) -> Result<(), Failure> {
    let examples = match arguments {
        [] => EXAMPLES,
        [number] if number.parse::<u32>().is_ok() => number,
        _ => {
            return Err(Failure::Usage(
                "`judge schemathesis` takes the number of examples of an operation.".to_owned(),
            ));
        }
    };
    needs::check(&[Need::Compiler])?;
    let build = ["build", "--locked", "--package=parlor"];
    process::run(&mut process::command("cargo", ".", &build), BUILD_MAX)?;
    let scratch = process::root().join("target/judges");
    let python = installed(&scratch, SCHEMATHESIS)?;
    let data = scratch.join("data");
    fresh(&data)?;
    let (server, data) = (
        process::built("debug", "parlor"),
        data.display().to_string(),
    );
    let script = "xtask/judges/schemathesis_server.py";
    let run = [
        script,
        &server,
        &data,
        "--phases",
        "examples,coverage,fuzzing",
        "-n",
        examples,
        "--continue-on-failure",
    ];
    match process::run(&mut process::command(&python, ".", &run), RUN_MAX) {
        // The judge has said what it found.
        Err(Failure::Ended { .. }) => Err(Failure::Reported),
        end => end,
    }
}

/// Python with this package, in an environment of its own.
fn installed(scratch: &Path, package: &str) -> Result<String, Failure> {
    let environment = scratch.join(package).display().to_string();
    let python = format!("{environment}/bin/python");
    if !Path::new(&environment).join("ready").exists() {
        let make = ["-m", "venv", "--clear", &environment];
        process::run(&mut process::command("python3", ".", &make), INSTALL_MAX)?;
        let fetch = ["-m", "pip", "install", "--quiet", package];
        process::run(&mut process::command(&python, ".", &fetch), INSTALL_MAX)?;
        written(fs::write(Path::new(&environment).join("ready"), ""))?;
    }
    Ok(python)
}

/// An empty folder in the place of whatever was there.
fn fresh(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        written(fs::remove_dir_all(folder))?;
    }
    written(fs::create_dir_all(folder))
}

fn written(outcome: std::io::Result<()>) -> Result<(), Failure> {
    outcome.map_err(|cause| Failure::Io {
        what: "target/judges".to_owned(),
        cause,
    })
}
