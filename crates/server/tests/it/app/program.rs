//! `parlor <arguments>` that ends by itself.

use std::{
    ffi::OsStr,
    io::Write as _,
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    time::Duration,
};

/// No command takes this long, also on a loaded machine.
const END_MAX: Duration = Duration::from_secs(45);

/// A command that is still being put together.
pub struct Program {
    command: Command,
    input: Vec<u8>,
}

impl Program {
    /// `parlor <arguments>`, in this folder and with no setting but those it is given.
    pub fn new(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parlor"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PARLOR_") {
                command.env_remove(name);
            }
        }
        command.current_dir(folder).args(arguments);
        Self::from(command)
    }

    pub fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// What it reads from standard input.
    pub fn input(mut self, input: impl AsRef<[u8]>) -> Self {
        input.as_ref().clone_into(&mut self.input);
        self
    }

    /// Starts it and lets it run.
    pub fn spawn(mut self) -> Child {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        // One that does not read is one that was not asked to.
        let _ = child.stdin.take().expect("piped").write_all(&self.input);
        child
    }

    /// Runs it to its end.
    pub fn run(self) -> Ended {
        Ended::of(self.spawn())
    }
}

impl From<Command> for Program {
    fn from(command: Command) -> Self {
        let input = Vec::new();
        Self { command, input }
    }
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// `None`: a signal ended it.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// Waits for the end.
    pub fn of(child: Child) -> Self {
        let id = child.id();
        let (ended, end) = mpsc::channel();
        std::thread::spawn(move || ended.send(child.wait_with_output()));
        let Ok(output) = end.recv_timeout(END_MAX) else {
            let _ = Command::new("kill")
                .arg("-KILL")
                .arg(id.to_string())
                .status();
            panic!("it does not end by itself");
        };
        Self::from(output.expect("it is ours"))
    }

    /// Standard output, after making sure that all went well and nothing was said on the side.
    #[track_caller]
    pub fn good(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{self:?}");
        self.out
    }

    /// Standard output, after making sure that all went well, whatever was said on the side.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    /// The one sentence that says why it failed.
    #[track_caller]
    pub fn sentence(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(1), ""), "{self:?}");
        let sentence = self.err.strip_prefix("parlor: ").expect("who speaks");
        let sentence = sentence.strip_suffix('\n').expect("a line");
        assert!(
            sentence.ends_with('.') && !sentence.contains('\n'),
            "one sentence: {sentence}"
        );
        assert!(!sentence.contains("os error"), "words: {sentence}");
        sentence.to_owned()
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        let ended = Self {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        let panicked = ["panicked", "RUST_BACKTRACE"];
        assert!(
            !panicked.iter().any(|word| ended.err.contains(word)),
            "{ended:?}"
        );
        ended
    }
}
