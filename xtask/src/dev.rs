//! `cargo xtask dev`: a living server and a living client while you edit.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::needs::{self, Need};
use crate::process::{self, Failure, GRACE, Running, root};
use crate::run::serve;
use crate::web;

/// How often the sources are looked at. Simple, and cheap enough for a few hundred files.
const LOOK_EVERY: Duration = Duration::from_secs(1);

const BUILD_MAX: Duration = Duration::from_hours(1);

/// Runs the debug server and Vite side by side; a change under crates/ builds and restarts the
/// server. When the build fails, the old server goes on.
pub(crate) fn dev(arguments: &[String]) -> Result<(), Failure> {
    if let Some(argument) = arguments.first() {
        return Err(Failure::Usage(format!(
            "`dev` takes no arguments, not even `{argument}`."
        )));
    }
    needs::check(&[Need::Node, Need::Compiler])?;
    web::install("frontend")?;
    let mut sources = newest_change();
    build()?;
    let mut server = start_server()?;
    let mut client = Running::start(&mut web::npm("frontend", &["run", "dev"]), GRACE)?;
    println!(
        "Edit away. The client reloads by itself, the server after each build. Ctrl-C ends both."
    );
    loop {
        process::pause(LOOK_EVERY);
        if process::interrupted() {
            return Ok(());
        }
        if let Some(status) = client.ended() {
            return Err(Failure::Ended {
                program: "npm run dev".to_owned(),
                status,
            });
        }
        let newest = newest_change();
        if newest == sources {
            continue;
        }
        sources = newest;
        match build() {
            Ok(()) => {
                server.stop();
                server = start_server()?;
            }
            Err(Failure::Interrupted) => return Ok(()),
            Err(failure) => println!("{failure}: the server from before goes on."),
        }
    }
}

fn build() -> Result<(), Failure> {
    let mut build = process::command("cargo", ".", &["build", "--package", "parlor"]);
    process::run(&mut build, BUILD_MAX)
}

fn start_server() -> Result<Running, Failure> {
    Running::start(&mut serve("target/debug/parlor", &[]), GRACE)
}

/// The files of the server and when the newest was written; removing one is a change too.
fn newest_change() -> (usize, Option<SystemTime>) {
    let files: Vec<PathBuf> = web::files_under(&root().join("crates"));
    (
        files.len(),
        files.iter().filter_map(|file| written(file)).max(),
    )
}

fn written(file: &Path) -> Option<SystemTime> {
    file.metadata()
        .and_then(|metadata| metadata.modified())
        .ok()
}
