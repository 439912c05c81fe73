//! `cargo xtask bench`: what the server carries, beside the floors of this machine and other servers.

use std::time::Duration;

use crate::needs::{self, Need};
use crate::process::{self, Failure};

/// A first release build takes about ten minutes on two cores.
const BUILD_MAX: Duration = Duration::from_mins(90);

/// Everything, with many rounds, on a machine that does other things too.
const RUN_MAX: Duration = Duration::from_hours(6);

/// Builds the server and what puts a load on it, and hands it the arguments: names, `--rounds`,
/// `--seconds`, `--quick`, `--list`.
pub(crate) fn bench(arguments: &[String]) -> Result<(), Failure> {
    needs::check(&[Need::Compiler])?;
    let build = [
        "build",
        "--release",
        "--locked",
        "--package=parlor",
        "--package=parlor-loadtest",
    ];
    process::run(&mut process::command("cargo", ".", &build), BUILD_MAX)?;
    let (load, server) = (
        process::built("release", "parlor-loadtest"),
        process::built("release", "parlor"),
    );
    let peers = process::root().join("target/bench-peers");
    let mut command = process::command(&load, ".", &["--server", &server]);
    command.arg("--peers").arg(peers).args(arguments);
    process::run(&mut command, RUN_MAX)
}
