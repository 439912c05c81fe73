//! Starting other programs, and ending them again.
//!
//! Every program gets a process group of its own. So Ctrl-C in the terminal reaches only us, we
//! pass it on once, to the whole group (npm starts node, node starts a browser), and we wait until
//! it has ended. Nothing outlives the command that started it.

use std::fmt;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// How often a waiting loop looks: short against what a person notices, long against the work.
const POLL: Duration = Duration::from_millis(20);

/// How long an ordinary program may take to end after it was asked to.
pub(crate) const GRACE: Duration = Duration::from_secs(10);

/// How long a closed program's output may stay open before its stray children are ended: a test
/// that leaves a server behind must not hang the whole run.
const STRAY_OUTPUT_MAX: Duration = Duration::from_secs(10);

/// Ctrl-C (or SIGTERM, or SIGHUP), counted: the second one ends what ignored the first.
static INTERRUPTS: AtomicUsize = AtomicUsize::new(0);

/// Why something did not work, in a sentence for the person at the terminal.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The program could not be started at all.
    NotStarted { program: String, cause: io::Error },
    /// The program ended and was not content.
    Ended { program: String, status: ExitStatus },
    /// The program ran past its limit and was ended.
    TimedOut { program: String, limit: Duration },
    /// A file or a pipe of ours could not be read or written.
    Io { what: String, cause: io::Error },
    /// Somebody pressed Ctrl-C.
    Interrupted,
    /// The command line does not make sense.
    Usage(String),
    /// A rule of ours is broken; the text says which and where.
    Broken(String),
    /// Everything was said already.
    Reported,
}

impl Failure {
    /// What the shell is told: 130 is its own word for "ended by Ctrl-C", 2 for wrong usage.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Failure::Interrupted => 130,
            Failure::Usage(_) => 2,
            _ => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::NotStarted { program, cause } => {
                write!(out, "`{program}` could not be started: {cause}")
            }
            Failure::Ended { program, status } => write!(out, "`{program}` failed ({status})"),
            Failure::TimedOut { program, limit } => {
                write!(
                    out,
                    "`{program}` was ended: it ran for more than {} s",
                    limit.as_secs()
                )
            }
            Failure::Io { what, cause } => write!(out, "{what}: {cause}"),
            Failure::Interrupted => write!(out, "Interrupted."),
            Failure::Usage(text) | Failure::Broken(text) => write!(out, "{}", text.trim_end()),
            Failure::Reported => Ok(()),
        }
    }
}

/// Takes over Ctrl-C and the polite signals, once, at the start.
pub(crate) fn watch_signals() {
    let taken = ctrlc::set_handler(|| {
        INTERRUPTS.fetch_add(1, Ordering::SeqCst);
    });
    if let Err(error) = taken {
        eprintln!("Ctrl-C will not be passed on: {error}");
    }
}

/// Whether we were asked to end.
pub(crate) fn interrupted() -> bool {
    INTERRUPTS.load(Ordering::SeqCst) > 0
}

/// The top folder of this checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// A program of ours, once it is built: `profile` is the folder cargo puts it in.
pub(crate) fn built(profile: &str, name: &str) -> String {
    let folder = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| root().join("target"));
    folder.join(profile).join(name).display().to_string()
}

/// A command that starts in `folder`, relative to the top of the checkout.
pub(crate) fn command(program: &str, folder: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(root().join(folder))
        .stdin(Stdio::null());
    command.process_group(0);
    // `cargo run` describes xtask to us in these; a child would take them for its own.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*name);
        }
    }
    command
}

/// Runs it to its end; its output goes where ours goes.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Result<(), Failure> {
    let program = describe(command);
    let mut child = start(command)?;
    let end = wait(&mut child, &program, limit);
    content(end?, program)
}

/// Runs it to its end, shows its output as it comes, and gives each line to `reader` too.
pub(crate) fn tee(
    command: &mut Command,
    limit: Duration,
    reader: impl FnMut(&str) + Send + 'static,
) -> Result<(), Failure> {
    let program = describe(command);
    if io::stdout().is_terminal() {
        command
            .env("CARGO_TERM_COLOR", "always")
            .env("FORCE_COLOR", "1");
    }
    let mut child = start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let reader = Arc::new(Mutex::new(reader));
    let (closed, closings) = mpsc::channel();
    if let Some(output) = child.stdout.take() {
        copy_lines(output, io::stdout(), Arc::clone(&reader), closed.clone());
    }
    if let Some(output) = child.stderr.take() {
        copy_lines(output, io::stderr(), reader, closed);
    }
    let end = wait(&mut child, &program, limit);
    while let Err(silence) = closings.recv_timeout(STRAY_OUTPUT_MAX) {
        if silence == mpsc::RecvTimeoutError::Disconnected {
            break;
        }
        eprintln!("`{program}` has ended but something it started has not; ending that.");
        signal_group(child.id(), "KILL");
    }
    content(end?, program)
}

/// What a quick question such as `node --version` answers, if it can be asked.
pub(crate) fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// The first of the folders in `PATH` that holds `program`.
pub(crate) fn in_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// A program that runs beside us. It is ended when this is dropped, also by a panic.
pub(crate) struct Running {
    child: Child,
    grace: Duration,
}

impl Running {
    /// Starts it; `grace` is how long it may take to end once it was asked to.
    pub(crate) fn start(command: &mut Command, grace: Duration) -> Result<Self, Failure> {
        Ok(Self {
            child: start(command)?,
            grace,
        })
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Asks it to end and waits for that.
    pub(crate) fn stop(&mut self) {
        if self.ended().is_none() {
            end(&mut self.child, self.grace);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Sleeps, unless and until somebody presses Ctrl-C.
pub(crate) fn pause(length: Duration) {
    let until = Instant::now() + length;
    while !interrupted() && Instant::now() < until {
        thread::sleep(POLL);
    }
}

fn start(command: &mut Command) -> Result<Child, Failure> {
    if interrupted() {
        return Err(Failure::Interrupted);
    }
    command.spawn().map_err(|cause| Failure::NotStarted {
        program: describe(command),
        cause,
    })
}

fn wait(child: &mut Child, program: &str, limit: Duration) -> Result<ExitStatus, Failure> {
    let started = Instant::now();
    loop {
        let status = child.try_wait();
        match status {
            Ok(Some(_)) if interrupted() => return Err(Failure::Interrupted),
            Ok(Some(status)) => return Ok(status),
            Ok(None) if interrupted() => {
                end(child, GRACE);
                return Err(Failure::Interrupted);
            }
            Ok(None) if started.elapsed() > limit => {
                end(child, GRACE);
                return Err(Failure::TimedOut {
                    program: program.to_owned(),
                    limit,
                });
            }
            Ok(None) => thread::sleep(POLL),
            Err(cause) => {
                return Err(Failure::Io {
                    what: program.to_owned(),
                    cause,
                });
            }
        }
    }
}

/// Asks the child's group to end, waits, and ends it for good when it does not (or when a second
/// Ctrl-C says that the wait is over).
fn end(child: &mut Child, grace: Duration) {
    let asked = Instant::now();
    let interrupts = INTERRUPTS.load(Ordering::SeqCst);
    signal_group(child.id(), "TERM");
    while asked.elapsed() < grace && INTERRUPTS.load(Ordering::SeqCst) == interrupts {
        if let Ok(Some(_)) = child.try_wait() {
            return;
        }
        thread::sleep(POLL);
    }
    signal_group(child.id(), "KILL");
    let _ = child.wait();
}

/// Through the shell's own `kill`: the standard library cannot send signals, and a slim machine
/// may have no `kill` program.
fn signal_group(id: u32, signal: &str) {
    let _ = Command::new("sh")
        .args([
            "-c",
            "kill -s \"$1\" -- \"-$2\" 2>/dev/null",
            "sh",
            signal,
            &id.to_string(),
        ])
        .stdin(Stdio::null())
        .status();
}

fn copy_lines(
    from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    reader: Arc<Mutex<impl FnMut(&str) + Send + 'static>>,
    closed: mpsc::Sender<()>,
) {
    thread::spawn(move || {
        // Held until this thread ends: the other side sees the hang-up as "this output is closed".
        let _closed = closed;
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        while from
            .read_until(b'\n', &mut line)
            .is_ok_and(|length| length > 0)
        {
            let _ = to.write_all(&line).and_then(|()| to.flush());
            let text = String::from_utf8_lossy(&line);
            (reader.lock().unwrap_or_else(PoisonError::into_inner))(text.trim_end());
            line.clear();
        }
    });
}

fn content(status: ExitStatus, program: String) -> Result<(), Failure> {
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Ended { program, status })
    }
}

fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Both outputs are read, line by line, and a failing program is a failure.
    #[test]
    fn tee_reads_both_outputs() {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&lines);
        let mut command = command("sh", ".", &["-c", "echo one; echo two >&2; exit 3"]);
        let end = tee(&mut command, 10 * SECOND, move |line| {
            seen.lock().expect("not poisoned").push(line.to_owned());
        });
        assert!(matches!(end, Err(Failure::Ended { .. })), "{end:?}");
        let mut lines = lines.lock().expect("not poisoned").clone();
        lines.sort();
        assert_eq!(lines, ["one", "two"]);
    }

    /// A program past its limit is ended, with what it started.
    #[test]
    fn the_limit_ends_the_whole_group() {
        let started = Instant::now();
        let mut command = command("sh", ".", &["-c", "sleep 60 & sleep 60"]);
        let end = tee(&mut command, SECOND / 5, |_| {});
        assert!(matches!(end, Err(Failure::TimedOut { .. })), "{end:?}");
        assert!(started.elapsed() < 5 * SECOND);
    }

    /// What runs beside us is ended when it goes out of scope.
    #[test]
    fn dropping_a_running_program_ends_it() {
        let mut command = command("sleep", ".", &["60"]);
        let running = Running::start(&mut command, SECOND).expect("sleep starts");
        let id = running.child.id().to_string();
        drop(running);
        assert!(ask("sh", &["-c", "kill -s 0 \"$1\" 2>/dev/null", "sh", &id]).is_none());
    }
}
