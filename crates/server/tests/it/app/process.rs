//! The real binary, started on a free port with a data folder of its own.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::Duration,
};

use parlor_storage::{Location, Storage};

use super::{Answer, Engine, Person, http};

/// How a test wants its server.
#[derive(Default, Clone)]
pub struct Options {
    /// Further environment, such as `PARLOR_LIMITS__LOGINS_PER_10_MIN`.
    pub env: Vec<(&'static str, String)>,
    /// How many file descriptors the system gives it at most.
    pub descriptors: Option<usize>,
}

impl Options {
    pub fn env(mut self, name: &'static str, value: impl ToString) -> Self {
        self.env.push((name, value.to_string()));
        self
    }

    pub fn descriptors(mut self, most: usize) -> Self {
        self.descriptors = Some(most);
        self
    }
}

/// A running server. It ends, and its data go, when this is dropped.
pub struct TestApp {
    pub engine: Engine,
    options: Options,
    folder: tempfile::TempDir,
    database: Option<String>,
    running: Mutex<Running>,
}

struct Running {
    child: Child,
    base: String,
    setup: Option<String>,
}

/// No server takes this long to start, also on a loaded machine.
const START_MAX: Duration = Duration::from_mins(1);

impl TestApp {
    /// A new instance without an owner.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, Options::default()).await
    }

    /// The same, with settings.
    pub async fn start_with(engine: Engine, options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a folder for data");
        let database = engine.create_database();
        let running = run(folder.path(), database.as_deref(), &options).await;
        Self {
            engine,
            options,
            folder,
            database,
            running: Mutex::new(running),
        }
    }

    /// Another server on the same database, as another node. Only on PostgreSQL: the file of the
    /// other engine is one server's.
    pub async fn twin(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder for data");
        let database = self.database.clone();
        let options = self.options.clone().env("PARLOR_NODE", 1);
        let running = run(folder.path(), database.as_deref(), &options).await;
        Self {
            engine: self.engine,
            options,
            folder,
            database,
            running: Mutex::new(running),
        }
    }

    /// Where the server listens: `http://127.0.0.1:<port>`.
    pub fn base(&self) -> String {
        self.running.lock().unwrap().base.clone()
    }

    /// The token of the set-up link, printed while there is no owner.
    pub fn setup_token(&self) -> Option<String> {
        self.running.lock().unwrap().setup.clone()
    }

    /// The address of its database on PostgreSQL.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// What the server has written to its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The server's process id.
    pub fn pid(&self) -> u32 {
        self.running.lock().unwrap().child.id()
    }

    /// Ends the server as a power cut would.
    pub fn kill(&self) {
        let mut running = self.running.lock().unwrap();
        running.child.kill().expect("it ran");
        running.child.wait().expect("it ended");
    }

    /// Asks it to end, as an operator or a service manager does.
    pub fn terminate(&self) {
        let told = Command::new("kill")
            .args(["-TERM", &self.pid().to_string()])
            .status()
            .expect("kill runs");
        assert!(told.success());
    }

    /// Waits until it has ended; gives its exit code.
    pub async fn ended(&self) -> Option<i32> {
        loop {
            let ended = self.running.lock().unwrap().child.try_wait();
            if let Some(status) = ended.expect("it can be waited for") {
                return status.code();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// A new instance in its place, with other settings.
    pub async fn with(self, options: Options) -> Self {
        let engine = self.engine;
        drop(self);
        Self::start_with(engine, options).await
    }

    /// The memory of a server that does not run.
    pub async fn storage(&self) -> Storage {
        let location = match &self.database {
            Some(url) => Location::Postgres { url: url.clone() },
            None => Location::Sqlite {
                file: self.folder.path().join("parlor.db"),
            },
        };
        let opened = Storage::open(location, parlor_storage::Options::default()).await;
        opened.expect("nobody else has it open")
    }

    /// A number of `/metrics`.
    pub async fn metric(&self, name: &str) -> f64 {
        let metrics = self.get("/metrics").await;
        let text = String::from_utf8(metrics.body.to_vec()).expect("text");
        let value = text.lines().find_map(|line| line.strip_prefix(name));
        value.map_or(0.0, |value| value.trim().parse().expect("a number"))
    }

    /// Starts it again on the same data; the port is another one.
    pub async fn restart(&self) {
        let running = run(self.folder.path(), self.database.as_deref(), &self.options).await;
        *self.running.lock().unwrap() = running;
    }

    /// `parlor <arguments>` beside the server, on the same data.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(self.folder.path(), self.database.as_deref(), &self.options);
        command.args(arguments);
        command
    }

    /// A request of nobody in particular.
    pub async fn get(&self, path: &str) -> Answer {
        http::Request::get(path).send(&self.base()).await
    }

    /// The same, with a JSON body.
    pub async fn post(&self, path: &str, body: serde_json::Value) -> Answer {
        http::Request::post(path, body).send(&self.base()).await
    }

    /// Makes the first account: `ada`, who owns everything.
    pub async fn owner(&self) -> Person {
        let setup = self
            .setup_token()
            .expect("a new instance prints its set-up link");
        let body = serde_json::json!({
            "username": "ada", "password": Person::PASSWORD, "setupToken": setup,
        });
        Person::register(self, body).await
    }

    /// Makes another account by an invite of the owner's.
    pub async fn join(&self, owner: &Person, username: &str) -> Person {
        let code = owner.invite().await;
        let body = serde_json::json!({
            "username": username, "password": Person::PASSWORD, "invite": code,
        });
        Person::register(self, body).await
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let running = self
            .running
            .get_mut()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let _ = running.child.kill();
        let _ = running.child.wait();
        if std::thread::panicking() {
            eprintln!("--- the server's log ---\n{}", self.log());
        }
    }
}

fn command(data: &Path, database: Option<&str>, options: &Options) -> Command {
    let mut command = program(options.descriptors);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PARLOR_") {
            command.env_remove(name);
        }
    }
    command
        .current_dir(data)
        .env("PARLOR_DATA_DIR", data)
        .envs(options.env.iter().map(|(name, value)| (*name, value)));
    if let Some(url) = database {
        command.env("PARLOR_DATABASE_URL", url);
    }
    command
}

/// The binary, or a shell that becomes it once it has fewer file descriptors.
fn program(descriptors: Option<usize>) -> Command {
    const BINARY: &str = env!("CARGO_BIN_EXE_parlor");
    let Some(most) = descriptors else {
        return Command::new(BINARY);
    };
    let mut shell = Command::new("sh");
    let script = format!("ulimit -n {most} && exec {BINARY} \"$@\"");
    shell.args(["-c", &script, "sh"]);
    shell
}

async fn run(data: &Path, database: Option<&str>, options: &Options) -> Running {
    let log = File::options()
        .create(true)
        .append(true)
        .open(data.join("log"))
        .expect("a log file");
    let mut child = command(data, database, options)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("the binary starts");
    let output = BufReader::new(child.stdout.take().expect("piped"));
    let log = data.join("log");
    let lines = tokio::task::spawn_blocking(move || read_until_listening(output));
    let (base, setup) = tokio::time::timeout(START_MAX, lines)
        .await
        .expect("the server starts in time")
        .expect("no panic")
        .unwrap_or_else(|| {
            panic!(
                "the server ended:\n{}",
                std::fs::read_to_string(log).unwrap_or_default()
            )
        });
    Running { child, base, setup }
}

fn read_until_listening(output: impl BufRead) -> Option<(String, Option<String>)> {
    let mut setup = None;
    for line in output.lines().map_while(Result::ok) {
        if let Some((_, token)) = line.split_once("/setup#token=") {
            setup = Some(token.trim().to_owned());
        }
        if let Some(base) = line.strip_prefix("listening: ") {
            return Some((base.trim().to_owned(), setup));
        }
    }
    None
}
