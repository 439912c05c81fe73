//! Putting the house together: the data directory, the keys, the database, and the [`App`] around
//! them.

mod data_dir;
mod descriptors;
mod key_file;

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use parlor_auth::{
    keys::{BadKeyFile, KeyRing},
    tickets::Tickets,
};
use parlor_protocol::ids::NodeId;
use parlor_realtime::{
    Hub,
    session::{Capacity, Setting},
};
use parlor_storage::{Location, Options, Storage};
use tokio::task::JoinSet;

pub use self::{data_dir::Lock, descriptors::make_room};
use crate::{
    app::{App, Shared},
    attachments,
    auth::{self, gate::Gate, hash_pool::HashPool, setup::Setup, throttle::Throttle, upkeep},
    clock::{self, Ids},
    config::Config,
    embeds::{self, Embeds},
    exports::Exports,
    files::{Files, OpenError},
    gateway::writer::Writers,
    http, images,
    instance::Settings,
    mail::{self, Mail},
    members,
    messages::{pace::Pace, slow::Slow},
    notifications, presence,
    push::{self, Push},
    rate::{Rate, Rates},
    reads, search,
    slots::Slots,
    streams,
    voice::Calls,
};

/// The database of an instance that names no other, inside the data directory.
const DATABASE: &str = "parlor.db";

/// The window of `limits.changes_per_10_s`.
const CHANGES_WINDOW: Duration = Duration::from_secs(10);

/// Why nothing was started. Each is one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory cannot be made or used.
    #[error("The data directory {} cannot be used: {}.", folder.display(), plain(cause))]
    DataDir {
        /// Which.
        folder: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// Another server has it.
    #[error(
        "Another Parlor serves {} already: stop that one, or give this one another --data-dir.",
        .0.display()
    )]
    Taken(PathBuf),
    /// The key file cannot be read or written.
    #[error("The key file {} cannot be used: {}.", file.display(), plain(cause))]
    KeyFile {
        /// Which.
        file: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// Others on this machine could read the keys.
    #[error(
        "The key file {file} can be read by others on this machine: run `chmod 600 {file}`, then \
         start again.",
        file = .0.display()
    )]
    KeyFileOpen(PathBuf),
    /// The key file holds something else.
    #[error("The key file {} is damaged: {cause}; restore it from a backup.", file.display())]
    BadKeyFile {
        /// Which.
        file: PathBuf,
        /// What is wrong, without what stands there.
        cause: BadKeyFile,
    },
    /// The database cannot be opened.
    #[error(transparent)]
    Database(#[from] parlor_storage::OpenError),
    /// The bucket for files does not answer, or not to us.
    #[error("The bucket of `s3.bucket` cannot be used; check the settings under `s3`: {0}.")]
    Bucket(String),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}.")]
    Tls(rustls::Error),
    /// The system gives no more threads.
    #[error("The system starts no more threads: {}.", plain(.0))]
    Threads(io::Error),
}

/// What went wrong with somebody else, who may say it in many lines.
fn one_line(cause: &io::Error) -> String {
    /// More is not read.
    const CHARS_MAX: usize = 300;
    let text = cause.to_string();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_end_matches('.');
    words.chars().take(CHARS_MAX).collect()
}

/// A system error in words, without its number.
pub(crate) fn plain(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            "there is a file where a folder should be".to_owned()
        }
        io::ErrorKind::IsADirectory => "there is a folder where a file should be".to_owned(),
        io::ErrorKind::AddrInUse => "something else listens there".to_owned(),
        io::ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
        _ => {
            let text = cause.to_string();
            let end = text.find(" (os error").unwrap_or(text.len());
            text[..end].to_lowercase()
        }
    }
}

impl App {
    /// The app of a server, and the lock that keeps a second server off the same `SQLite` file.
    ///
    /// # Errors
    /// See [`StartError`]. What was made until then stays, and the next start uses it.
    pub async fn start(config: Config) -> Result<(Shared, Option<Lock>), StartError> {
        data_dir::prepare(&config.data_dir)?;
        // Servers on one PostgreSQL are nodes of one instance; an SQLite file has one server.
        let lock = match config.database_url {
            Some(_) => None,
            None => Some(Lock::take(&config.data_dir)?),
        };
        let node = config.node;
        Ok((open(config, node).await?, lock))
    }

    /// The app of a command that runs beside a server, or without one.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn beside(config: Config) -> Result<Shared, StartError> {
        data_dir::prepare(&config.data_dir)?;
        // A server that makes ids in the same millisecond must make others: the highest node
        // number stands opposite the lowest.
        let node = NodeId::new(NodeId::MAX - config.node.number());
        let node = node.unwrap_or(config.node);
        open(config, node).await
    }
}

async fn open(config: Config, node: NodeId) -> Result<Shared, StartError> {
    let keys = key_file::open(&config.data_dir)?;
    let location = match &config.database_url {
        Some(url) => Location::Postgres {
            url: url.expose().to_owned(),
        },
        None => Location::Sqlite {
            file: config.data_dir.join(DATABASE),
        },
    };
    let files = Files::open(&config.data_dir, &config.s3).await;
    let files = files.map_err(|error| match error {
        OpenError::Folder(cause) => StartError::DataDir {
            folder: config.data_dir.clone(),
            cause,
        },
        OpenError::Bucket(cause) => StartError::Bucket(one_line(&cause)),
    })?;
    let storage = Storage::open(location, Options::default()).await?;
    let limits = &config.limits;
    let settings = Settings::new(&config);
    settings
        .read(&storage)
        .await
        .map_err(|error| StartError::Database(error.into()))?;
    Ok(Arc::new(App {
        settings,
        setting: Arc::new(Setting {
            epoch: storage.epoch().to_owned(),
            node,
            limits: limits.clone(),
        }),
        hub: Hub::new(limits, Capacity::default()),
        writers: Writers::default(),
        gate: Gate::new(clock::instant()),
        keys,
        hash_pool: HashPool::start().map_err(StartError::Threads)?,
        tickets: Mutex::new(Tickets::new()),
        throttle: Throttle::new(limits),
        changes: Rates::new(Rate {
            count: limits.changes_per_10_s,
            per: CHANGES_WINDOW,
        }),
        mail: Mail::new(&config, limits),
        pace: Pace::new(limits.sends_per_5_s),
        memory: members::Memory::default(),
        judging: members::Turn::default(),
        slow: Slow::default(),
        voice: Arc::new(Calls::new(limits, clock::now())),
        moved: Arc::default(),
        searches: search::pace::Pace::new(limits.searches_per_10_s),
        files,
        pictures: images::pool().map_err(StartError::Threads)?,
        embeds: Embeds::new(&config, limits).map_err(StartError::Tls)?,
        uploads: Slots::new(
            limits.uploads_at_once_per_user_max,
            limits.uploads_at_once_max,
        ),
        exports: Exports::new(limits),
        everybody: Arc::default(),
        push: Arc::new(Push::new(&config).map_err(StartError::Tls)?),
        setup: Setup::new(),
        ids: Ids::new(node),
        node,
        storage,
        config,
    }))
}

/// Starts what goes on in the background until the set is dropped.
pub fn background(app: &Shared) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    app.writers.start(&mut tasks);
    tasks.spawn(upkeep::watch(Arc::clone(app)));
    tasks.spawn(upkeep::sweep(Arc::clone(app)));
    tasks.spawn(auth::finish(Arc::clone(app)));
    streams::start(app, &mut tasks);
    if app.config.database_url.is_some() {
        tasks.spawn(members::watch(Arc::clone(app)));
    }
    reads::start(app, &mut tasks);
    presence::start(app, &mut tasks);
    tasks.spawn(attachments::sweep(Arc::clone(app)));
    embeds::start(app, &mut tasks);
    notifications::start(app, &mut tasks);
    push::start(app, &mut tasks);
    tasks.spawn(http::upkeep());
    tasks.spawn(mail::post(Arc::clone(app)));
    tasks
}

/// Gives the instance a new signing key; the one before verifies as long as a token can live.
///
/// # Errors
/// See [`StartError`]; the keys in force stay then.
pub fn rotate_keys(config: &Config) -> Result<(), StartError> {
    data_dir::prepare(&config.data_dir)?;
    let mut keys: KeyRing = key_file::open(&config.data_dir)?;
    keys.rotate(clock::now(), &mut clock::rng());
    key_file::replace(&config.data_dir, &keys)
}
