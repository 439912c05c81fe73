//! A PostgreSQL of our own, which can be killed.

use std::{
    io,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// No cluster takes this long to start or to recover.
const START_MAX: Duration = Duration::from_mins(2);

/// A cluster in a folder of its own; it ends, and its data go, when this is dropped.
pub(super) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts one.
    pub(super) async fn start(folder: &Path) -> io::Result<Self> {
        let programs = programs().ok_or_else(|| {
            io::Error::other("PostgreSQL's `initdb` is not here; set PG_BIN to the folder it is in")
        })?;
        let cluster = Self {
            programs,
            folder: folder.join("postgres"),
            port: TcpListener::bind("127.0.0.1:0")?.local_addr()?.port(),
        };
        std::fs::create_dir_all(&cluster.folder)?;
        if is_root() {
            let owner = Command::new("chown")
                .arg("postgres")
                .arg(&cluster.folder)
                .status()?;
            if !owner.success() {
                return Err(io::Error::other("there is no user `postgres` to run it as"));
            }
        }
        let data = cluster.data();
        // A process that is killed loses nothing that it has written: the disk need not be waited
        // for. A commit must have been written before it is told.
        cluster.tool(
            "initdb",
            &[
                "-D",
                &data,
                "-U",
                "app",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ],
        )?;
        cluster.run().await?;
        Ok(cluster)
    }

    /// Where its database is.
    pub(super) fn url(&self) -> String {
        format!("postgres://app@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts it on the data that is there, and waits until it has recovered.
    pub(super) async fn run(&self) -> io::Result<()> {
        let begun = Instant::now();
        let data = self.data();
        let log = self.folder.join("log").display().to_string();
        let socket = self.folder.display().to_string();
        let options = format!(
            "-p {} -k {socket} -c listen_addresses=127.0.0.1 -c max_connections=100 -c fsync=off",
            self.port
        );
        loop {
            let arguments = ["-D", &data, "-l", &log, "-w", "-o", &options, "start"];
            match self.tool("pg_ctl", &arguments) {
                Ok(()) => return Ok(()),
                Err(error) if begun.elapsed() > START_MAX => return Err(error),
                // A process of the one before may still be ending.
                Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        }
    }

    /// Kills every process of it at once.
    pub(super) fn kill(&self) {
        let Some(main) = self.main() else {
            return;
        };
        let mut all = children(main);
        all.insert(0, main);
        for pid in all {
            if let Some(pid) = Pid::from_raw(pid) {
                let _ = kill_process(pid, Signal::KILL);
            }
        }
    }

    fn main(&self) -> Option<i32> {
        let file = self.folder.join("data/postmaster.pid");
        let text = std::fs::read_to_string(file).ok()?;
        text.lines().next()?.trim().parse().ok()
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    fn tool(&self, name: &str, arguments: &[&str]) -> io::Result<()> {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // Not piped: the server would keep the pipe open.
        let status = command
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        if status.success() {
            return Ok(());
        }
        let log = self.folder.join("log");
        Err(io::Error::other(format!(
            "{name} failed; see {}",
            log.display()
        )))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        let _ = self.tool("pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The newest PostgreSQL here.
fn programs() -> Option<PathBuf> {
    let named = std::env::var_os("PG_BIN").map(PathBuf::from);
    let mut folders: Vec<PathBuf> = named.into_iter().collect();
    let installed = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut installed: Vec<PathBuf> = installed
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    installed.sort();
    folders.extend(installed.into_iter().rev());
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// The processes that this one has started.
fn children(parent: i32) -> Vec<i32> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    ids.filter(|id| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // After the name, which is in brackets and may hold anything: the state, then the parent.
        let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
        after
            .split_whitespace()
            .nth(1)
            .and_then(|id| id.parse().ok())
            == Some(parent)
    })
    .collect()
}
