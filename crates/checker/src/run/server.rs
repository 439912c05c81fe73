//! The real server, as a process that can be killed.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::sync::oneshot;

/// No server takes this long to start, also on a loaded machine.
const START_MAX: Duration = Duration::from_mins(1);

/// Settings of every run: nobody is slowed down for being busy, and whoever comes may register.
const SETTINGS: [(&str, &str); 10] = [
    ("PARLOR_ACCOUNTS__REGISTRATION", "open"),
    ("PARLOR_LOG__LEVEL", "warn"),
    ("PARLOR_LIMITS__REGISTRATIONS_PER_10_MIN", "100000"),
    ("PARLOR_LIMITS__LOGINS_PER_10_MIN", "100000"),
    ("PARLOR_LIMITS__ANONYMOUS_REQUESTS_PER_MIN", "1000000"),
    ("PARLOR_LIMITS__CHANGES_PER_10_S", "100000"),
    ("PARLOR_LIMITS__SENDS_PER_5_S", "100000"),
    ("PARLOR_LIMITS__COMMANDS_PER_10_S", "100000"),
    ("PARLOR_LIMITS__REFRESHES_PER_MIN", "100000"),
    ("PARLOR_LIMITS__SOCKETS_PER_USER_MAX", "200"),
];

/// Where a server runs and what on.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The program.
    pub(super) binary: PathBuf,
    /// Its data, and its log.
    pub(super) folder: PathBuf,
    /// A PostgreSQL instead of the file in the folder.
    pub(super) database: Option<String>,
}

/// A server that is started again at the same address after it has ended.
pub(super) struct Server {
    place: Place,
    /// Where it listens, whenever it does.
    pub(super) address: SocketAddr,
    // std Mutex: held for a system call, never across an await.
    child: Mutex<Option<Child>>,
}

impl Server {
    /// Starts a new instance; gives the token of its set-up link too.
    pub(super) async fn start(place: Place) -> io::Result<(Self, String)> {
        let address = free_address()?;
        let server = Self {
            place,
            address,
            child: Mutex::new(None),
        };
        let setup = server.run().await?;
        let setup = setup.ok_or_else(|| io::Error::other("it printed no set-up link"))?;
        Ok((server, setup))
    }

    /// Where it listens.
    pub(super) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Starts it, on the data that is there.
    pub(super) async fn run(&self) -> io::Result<Option<String>> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.place.folder.join("log"))?;
        let mut command = Command::new(&self.place.binary);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PARLOR_") {
                command.env_remove(name);
            }
        }
        command
            .args(["serve", "--listen", &self.address.to_string()])
            .current_dir(&self.place.folder)
            .env("PARLOR_DATA_DIR", &self.place.folder)
            .envs(SETTINGS)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log);
        if let Some(url) = &self.place.database {
            command.env("PARLOR_DATABASE_URL", url);
        }
        let mut child = command.spawn()?;
        let output = child.stdout.take();
        *self.child() = Some(child);
        let (tell, told) = oneshot::channel();
        std::thread::spawn(move || {
            let lines = output.map(BufReader::new).into_iter();
            let mut lines = lines.flat_map(BufReader::lines).map_while(Result::ok);
            let _ = tell.send(until_listening(&mut lines));
            // Whatever it says later must have somewhere to go.
            lines.for_each(drop);
        });
        let listening = tokio::time::timeout(START_MAX, told).await;
        let why = || {
            io::Error::other(format!(
                "the server does not start; see {}/log",
                self.place.folder.display()
            ))
        };
        listening
            .ok()
            .and_then(Result::ok)
            .flatten()
            .ok_or_else(why)
    }

    /// Ends it as a power cut would.
    pub(super) fn kill(&self) {
        if let Some(mut child) = self.child().take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Asks it to end, and waits for that.
    pub(super) async fn terminate(&self) {
        self.signal(Signal::TERM);
        let Some(mut child) = self.child().take() else {
            return;
        };
        let ended = tokio::task::spawn_blocking(move || child.wait());
        let _ = ended.await;
    }

    /// Stops it in the middle of whatever it does.
    pub(super) fn pause(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets it go on.
    pub(super) fn go_on(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        let child = self.child();
        let pid = child
            .as_ref()
            .and_then(|child| i32::try_from(child.id()).ok());
        if let Some(pid) = pid.and_then(Pid::from_raw) {
            let _ = kill_process(pid, signal);
        }
    }

    fn child(&self) -> std::sync::MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.go_on();
        self.kill();
    }
}

/// A port that the system gives to nobody by itself: while the server is away, it must stay free.
fn free_address() -> io::Result<SocketAddr> {
    const TRIES: usize = 100;
    let ports = std::iter::repeat_with(|| rand::random_range(20_000..32_000));
    let mut listeners = ports
        .take(TRIES)
        .filter_map(|port: u16| TcpListener::bind(("127.0.0.1", port)).ok());
    let listener = listeners.next();
    listener
        .ok_or_else(|| io::Error::other("there is no free port from 20000 to 32000"))?
        .local_addr()
}

/// The set-up token, if one is printed before it listens; `None` when it ends before that.
#[expect(
    clippy::option_option,
    reason = "ended, or listening without an offer to set up"
)]
fn until_listening(lines: &mut impl Iterator<Item = String>) -> Option<Option<String>> {
    let mut setup = None;
    for line in lines {
        if let Some((_, token)) = line.split_once("/setup#token=") {
            setup = Some(token.trim().to_owned());
        }
        if line.starts_with("listening: ") {
            return Some(setup);
        }
    }
    None
}
