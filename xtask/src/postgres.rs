//! A throw-away PostgreSQL for the tests: own port, own folder, gone when we are.
//!
//! Real, because a test that passes on an imitation says nothing about the database that people
//! run. The cluster hangs on a pipe to us (`postgres.sh`), so that it ends whichever way we end.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::process::{Failure, in_path};

/// How many ports are tried: between finding a free one and using it, another may take it.
const STARTS_MAX: usize = 3;

/// How long stopping may take before we go on without it; it normally takes half a second.
const STOP_MAX: Duration = Duration::from_secs(20);

/// A running cluster. Dropping it stops it and removes its folder.
pub(crate) struct Cluster {
    keeper: Child,
    /// The cluster lives while this is open.
    pipe: Option<ChildStdin>,
    port: u16,
}

impl Cluster {
    /// Starts one; takes a few seconds.
    pub(crate) fn start() -> Result<Self, Failure> {
        let programs = programs().ok_or_else(|| {
            Failure::Broken("PostgreSQL's programs (initdb, pg_ctl) were not found.".to_owned())
        })?;
        let mut tries = 1;
        loop {
            match Self::start_on(free_port()?, &programs) {
                Err(Failure::Broken(_)) if tries < STARTS_MAX => tries += 1,
                outcome => return outcome,
            }
        }
    }

    /// Where the tests find it. Each test makes a database of its own inside.
    pub(crate) fn url(&self) -> String {
        format!("postgres://app@127.0.0.1:{}/postgres", self.port)
    }

    fn start_on(port: u16, programs: &std::path::Path) -> Result<Self, Failure> {
        let io = |what: &str| {
            let what = what.to_owned();
            move |cause| Failure::Io { what, cause }
        };
        let mut keeper = keeper_command()
            .args(["-c", include_str!("postgres.sh"), "postgres.sh"])
            .arg(programs)
            .arg(port.to_string())
            .arg(if is_root() {
                PathBuf::from("/tmp")
            } else {
                std::env::temp_dir()
            })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Ctrl-C in the terminal must not reach it before the tests have ended.
            .process_group(0)
            .spawn()
            .map_err(io("PostgreSQL could not be started"))?;
        let pipe = keeper.stdin.take();
        let output = keeper.stdout.take();
        let cluster = Self { keeper, pipe, port };
        let mut line = String::new();
        if let Some(output) = output {
            BufReader::new(output)
                .read_line(&mut line)
                .map_err(io("PostgreSQL did not answer"))?;
        }
        if line.trim() == "ready" {
            return Ok(cluster);
        }
        Err(Failure::Broken(format!(
            "PostgreSQL did not start on port {port}; its log is above."
        )))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.pipe.take());
        let asked = Instant::now();
        while asked.elapsed() < STOP_MAX {
            if !matches!(self.keeper.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        eprintln!(
            "PostgreSQL on port {} is slow to stop; it will end by itself.",
            self.port
        );
    }
}

/// The folder of `initdb` and `pg_ctl`: `$PG_BIN`, where Debian and Homebrew put it, `PATH`.
pub(crate) fn programs() -> Option<PathBuf> {
    let named = std::env::var_os("PG_BIN").map(PathBuf::from);
    let mut folders: Vec<PathBuf> = named.into_iter().collect();
    for (parent, prefix) in [
        ("/usr/lib/postgresql", ""),
        ("/opt/homebrew/opt", "postgresql@"),
        ("/usr/local/opt", "postgresql@"),
    ] {
        let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
        let mut found: Vec<PathBuf> = entries
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
            .map(|entry| entry.path().join("bin"))
            .collect();
        // The newest version first.
        found.sort();
        folders.extend(found.into_iter().rev());
    }
    folders.extend(in_path("initdb").and_then(|file| file.parent().map(PathBuf::from)));
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}

/// Whether we are root. PostgreSQL refuses to run as root, so it then runs as its own user.
pub(crate) fn is_root() -> bool {
    crate::process::ask("id", &["-u"]).is_some_and(|id| id == "0")
}

fn keeper_command() -> Command {
    if !is_root() {
        return Command::new("sh");
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", "sh"]);
    command
}

fn free_port() -> Result<u16, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|cause| Failure::Io {
            what: "no free port".to_owned(),
            cause,
        })
}
