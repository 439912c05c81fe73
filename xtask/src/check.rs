//! `cargo xtask check`: simulated people and faults against the real server, judged afterwards.

use std::process::Command;
use std::time::Duration;

use crate::needs::{self, Need};
use crate::process::{self, Failure};

/// A first build takes minutes.
const BUILD_MAX: Duration = Duration::from_hours(1);

/// The longest preset runs for two hours; then everything is judged.
const RUN_MAX: Duration = Duration::from_hours(4);

/// Builds the server and the checker and hands it the arguments; `cargo xtask check --help` names
/// them.
pub(crate) fn check(arguments: &[String]) -> Result<(), Failure> {
    needs::check(&[Need::Compiler])?;
    let release = arguments.iter().any(|argument| argument == "--release");
    let build = [
        "build",
        "--locked",
        "--package=parlor",
        "--package=parlor-checker",
    ];
    let mut build = process::command("cargo", ".", &build);
    if release {
        build.arg("--release");
    }
    process::run(&mut build, BUILD_MAX)?;
    let mut command = checker(if release { "release" } else { "debug" });
    command.args(arguments.iter().filter(|argument| *argument != "--release"));
    match process::run(&mut command, RUN_MAX) {
        // The checker has said what it found.
        Err(Failure::Ended { .. }) => Err(Failure::Reported),
        end => end,
    }
}

/// The checker, with the server it is for; both are built.
pub(crate) fn checker(profile: &str) -> Command {
    let (checker, server) = (
        process::built(profile, "parlor-checker"),
        process::built(profile, "parlor"),
    );
    let folder = process::root().join("target/check");
    let mut command = process::command(&checker, ".", &["--server", &server]);
    command.arg("--folder").arg(folder);
    command
}
