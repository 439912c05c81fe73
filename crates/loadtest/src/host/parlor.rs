//! Parlor with people in it.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{Contender, Host, Tongue, Wants};
use crate::{
    http::{Client, text},
    program::Program,
    trouble::Trouble,
};

/// Enough for anything that is measured.
const NO_LIMIT: &str = "1000000000";
/// Limits that say how much of the server one person may have: a load is a few people who do what
/// many would. Everything else is as it always is.
const LIFTED: [&str; 10] = [
    "SESSIONS_PER_USER_MAX",
    "SOCKETS_PER_USER_MAX",
    "REGISTRATIONS_PER_10_MIN",
    "LOGINS_PER_10_MIN",
    "ANONYMOUS_REQUESTS_PER_MIN",
    "REFRESHES_PER_MIN",
    "CHANGES_PER_10_S",
    "COMMANDS_PER_10_S",
    "SENDS_PER_5_S",
    "SEARCHES_PER_10_S",
];
/// As many as a server can be told to let into one call.
const CALL_MAX: &str = "1000";
/// So many register at the same time: the server computes on all processors.
const REGISTERING: usize = 4;
/// An access token lives ten minutes; one that is older than this is renewed before it is used.
const TOKEN_AGE_MAX: Duration = Duration::from_mins(4);
/// How the channels of a load are called.
const CHANNEL_PREFIX: &str = "load-";
/// What everybody signs in with.
pub(crate) const PASSWORD: &str = "heliotrope-umbrella-41";

/// Somebody with an account.
#[derive(Debug, Clone)]
pub struct Person {
    /// What they sign in with.
    pub username: String,
    /// Their access token.
    pub access: String,
    /// What it is renewed with.
    pub refresh: String,
}

/// A server's data, and who has an account there. The server is started on it again and again.
pub struct Stage {
    program: PathBuf,
    folder: tempfile::TempDir,
    /// The space everybody is in.
    pub space: String,
    /// The channel they share.
    pub channel: String,
    /// std Mutex: held to renew their tokens, which happens on one thread. The same below.
    people: Mutex<Crew>,
    /// One for each seat in a call: nobody is in two. Made when calls are measured.
    callers: Mutex<Crew>,
}

/// People whose tokens are renewed together.
struct Crew {
    all: Vec<Person>,
    renewed_at: Instant,
}

impl Stage {
    /// A new instance with so many people.
    pub fn build(program: &Path, people: usize) -> Result<Self, Trouble> {
        let folder = tempfile::tempdir().map_err(Trouble::io("a folder for data"))?;
        let mut stage = Self {
            program: program.to_owned(),
            folder,
            space: String::new(),
            channel: String::new(),
            people: Mutex::new(Crew::nobody()),
            callers: Mutex::new(Crew::nobody()),
        };
        let (host, setup) = stage.run()?;
        let mut client = Client::connect(host.address)?;
        let mut crew = Crew::nobody();
        for number in 0..people.max(1) {
            let setup = setup.as_deref().filter(|_| number == 0);
            let person = register(&mut client, format!("bench{number}"), setup)?;
            crew.all.push(person);
        }
        let all = &crew.all;
        let sync = client.get("/api/v1/sync", &all[0].access)?.json()?;
        text(&sync, "/spaces/0/space/id")
            .or_else(|_| text(&sync, "/spaces/0/id"))?
            .clone_into(&mut stage.space);
        let path = format!("/api/v1/spaces/{}/channels", stage.space);
        let channels = client.get(&path, &all[0].access)?.json()?;
        text(&channels, "/items/0/id")?.clone_into(&mut stage.channel);
        *lock(&stage.people) = crew;
        Ok(stage)
    }

    /// Who has an account; their tokens are good for minutes.
    pub fn people(&self) -> Vec<Person> {
        lock(&self.people).all.clone()
    }

    /// Where the data are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the server; its sockets share one channel.
    pub(crate) fn start(&self) -> Result<Host, Trouble> {
        let (mut host, _) = self.run()?;
        lock(&self.people).renew(&host)?;
        host.tongue = Tongue::Parlor {
            people: self.people(),
            channel: self.channel.clone(),
            wants: Wants::Join(vec![self.channel.clone()]),
        };
        Ok(host)
    }

    /// Starts the server; its sockets are so many people in calls, so many in each.
    pub(crate) fn start_calls(&self, seats: usize, people: usize) -> Result<Host, Trouble> {
        let (mut host, _) = self.run()?;
        lock(&self.people).renew(&host)?;
        let mut callers = lock(&self.callers);
        callers.grow(&host, seats)?;
        callers.renew(&host)?;
        let calls = self.rooms(&host, ("call-", "voice"), seats.div_ceil(people))?;
        let channels = (0..seats).map(|seat| calls[seat / people].clone());
        host.tongue = Tongue::Call {
            callers: callers.all.clone(),
            channels: channels.collect(),
        };
        drop(callers);
        Ok(host)
    }

    /// So many channels that everybody sees, made where they are not there yet.
    pub(crate) fn channels(&self, host: &Host, count: usize) -> Result<Vec<String>, Trouble> {
        self.rooms(host, (CHANNEL_PREFIX, "text"), count)
    }

    fn rooms(
        &self,
        host: &Host,
        (prefix, kind): (&str, &str),
        count: usize,
    ) -> Result<Vec<String>, Trouble> {
        let (mut client, people) = (Client::connect(host.address)?, self.people());
        let (path, owner) = (
            format!("/api/v1/spaces/{}/channels", self.space),
            &people[0].access,
        );
        let there = client.get(&path, owner)?.json()?;
        let there = there["items"].as_array().map_or(&[][..], Vec::as_slice);
        let ours = there.iter().filter(|channel| {
            let name = channel["name"].as_str().unwrap_or_default();
            name.starts_with(prefix)
        });
        let ids = ours.filter_map(|channel| channel["id"].as_str());
        let mut ids: Vec<String> = ids.map(str::to_owned).collect();
        while ids.len() < count {
            let body = json!({"name": format!("{prefix}{}", ids.len()), "kind": kind});
            let channel = client.post(&path, owner, &body)?.json()?;
            ids.push(text(&channel, "/id")?.to_owned());
        }
        ids.truncate(count);
        Ok(ids)
    }

    fn run(&self) -> Result<(Host, Option<String>), Trouble> {
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PARLOR_") {
                command.env_remove(name);
            }
        }
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .current_dir(self.folder())
            .env("PARLOR_DATA_DIR", self.folder())
            .env("PARLOR_ACCOUNTS__REGISTRATION", "open")
            .env("PARLOR_LIMITS__VOICE_PARTICIPANTS_MAX", CALL_MAX)
            .envs(LIFTED.map(|name| (format!("PARLOR_LIMITS__{name}"), NO_LIMIT)));
        let mut program = Program::start(&mut command, &self.folder().join("log"))?;
        let (base, before) = program.line("listening: ")?;
        let setup = before
            .iter()
            .find_map(|line| line.split_once("/setup#token="));
        let setup = setup.map(|(_, token)| token.trim().to_owned());
        let address = base.strip_prefix("http://").unwrap_or(&base).parse();
        let host = Host {
            name: Contender::Parlor.name(),
            program,
            address: address.map_err(|_| Trouble::broken(base))?,
            tongue: Tongue::Silence,
        };
        Ok((host, setup))
    }
}

impl Crew {
    fn nobody() -> Self {
        Self {
            all: Vec::new(),
            renewed_at: Instant::now(),
        }
    }

    /// Makes accounts until there are so many. It takes minutes where there are a thousand.
    fn grow(&mut self, host: &Host, count: usize) -> Result<(), Trouble> {
        let missing = (self.all.len()..count).collect::<Vec<_>>();
        let parts = missing.chunks(missing.len().div_ceil(REGISTERING).max(1));
        let made = thread::scope(|scope| {
            let threads: Vec<_> = parts
                .map(|part| scope.spawn(move || register_all(host.address, part)))
                .collect();
            let made = threads.into_iter().map(|thread| {
                let made = thread.join();
                made.map_err(|_| Trouble::broken("registering panicked"))?
            });
            made.collect::<Result<Vec<_>, Trouble>>()
        })?;
        self.all.extend(made.into_iter().flatten());
        Ok(())
    }

    fn renew(&mut self, host: &Host) -> Result<(), Trouble> {
        if self.renewed_at.elapsed() < TOKEN_AGE_MAX {
            return Ok(());
        }
        let mut client = Client::connect(host.address)?;
        for person in &mut self.all {
            let body = json!({"refresh_token": person.refresh});
            let token = client.post("/api/v1/auth/refresh", "", &body)?.json()?;
            text(&token, "/access_token")?.clone_into(&mut person.access);
            text(&token, "/refresh_token")?.clone_into(&mut person.refresh);
        }
        self.renewed_at = Instant::now();
        Ok(())
    }
}

fn lock(crew: &Mutex<Crew>) -> MutexGuard<'_, Crew> {
    crew.lock().unwrap_or_else(PoisonError::into_inner)
}

fn register_all(address: SocketAddr, numbers: &[usize]) -> Result<Vec<Person>, Trouble> {
    let mut client = Client::connect(address)?;
    let register = |number| register(&mut client, format!("caller{number}"), None);
    numbers.iter().map(register).collect()
}

fn register(client: &mut Client, username: String, setup: Option<&str>) -> Result<Person, Trouble> {
    let mut body = json!({"username": username, "password": PASSWORD});
    if let Some(token) = setup {
        body["setupToken"] = json!(token);
    }
    let token = client.post("/api/v1/auth/register", "", &body)?.json()?;
    Ok(Person {
        username,
        access: text(&token, "/access_token")?.to_owned(),
        refresh: text(&token, "/refresh_token")?.to_owned(),
    })
}
