//! SQLite: one file, one writer, several readers.

use std::{
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions, Connection, SqliteConnection, SqlitePool,
    sqlite::{
        SqliteConnectOptions, SqliteError, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    },
};

use crate::{Cause, Error, OpenError, Options};

/// More than there are distinct statements, so that none is parsed twice.
const STATEMENTS_CACHED: usize = 256;

/// How long to wait before a file that is locked for a moment is tried again.
const LOCKED_AGAIN: Duration = Duration::from_millis(50);

/// Where connections to the file come from.
pub(crate) struct Engine {
    pub(crate) file: PathBuf,
    options: SqliteConnectOptions,
    pub(crate) readers: SqlitePool,
}

impl Engine {
    /// Makes the file where there is none, and opens it once to see that this works.
    pub(crate) async fn open(file: PathBuf, options: &Options) -> Result<Self, OpenError> {
        make(&file).await?;
        let connect = SqliteConnectOptions::new()
            .filename(&file)
            .journal_mode(SqliteJournalMode::Wal)
            // Every commit is on disk before it is answered.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What is deleted is overwritten, not only forgotten.
            .pragma("secure_delete", "ON")
            .busy_timeout(options.patience)
            .statement_cache_capacity(STATEMENTS_CACHED)
            .disable_statement_logging();
        first_contact(&connect, &file, options.patience).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(options.readers)
            .acquire_timeout(options.patience)
            .test_before_acquire(false)
            .max_lifetime(None)
            .idle_timeout(None)
            .connect_lazy_with(connect.clone().pragma("query_only", "ON"));
        Ok(Self {
            file,
            options: connect,
            readers,
        })
    }

    pub(crate) async fn writer(&self) -> sqlx::Result<SqliteConnection> {
        SqliteConnection::connect_with(&self.options).await
    }

    /// Carries the write-ahead log over into the file and empties it. `false`: somebody still read
    /// from it when `patience` was over.
    pub(crate) async fn empty_log(&self, patience: Duration) -> sqlx::Result<bool> {
        let options = self.options.clone().busy_timeout(patience);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let (busy,): (bool,) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut connection)
            .await?;
        connection.close().await?;
        Ok(!busy)
    }

    /// How long the log is.
    pub(crate) async fn log_bytes(&self) -> u64 {
        let mut log = self.file.clone().into_os_string();
        log.push("-wal");
        let metadata = tokio::fs::metadata(log).await;
        metadata.map_or(0, |metadata| metadata.len())
    }
}

/// How many steps of its machine SQLite takes between two looks at the clock.
const STEPS: i32 = 10_000;

/// Ends what this connection does from then on after so long: SQLite answers with "interrupted".
pub(crate) async fn limit_time(
    connection: &mut SqliteConnection,
    time_max: Duration,
) -> sqlx::Result<()> {
    let begun = Instant::now();
    let mut handle = connection.lock_handle().await?;
    handle.set_progress_handler(STEPS, move || begun.elapsed() < time_max);
    Ok(())
}

/// Takes the limit away.
pub(crate) async fn unlimit_time(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    connection.lock_handle().await?.remove_progress_handler();
    Ok(())
}

/// The file holds password hashes: it belongs to one user from its first byte on. SQLite gives the
/// files beside it the same mode.
async fn make(file: &Path) -> Result<(), OpenError> {
    let mut open = tokio::fs::OpenOptions::new();
    open.read(true).write(true).create(true);
    #[cfg(unix)]
    open.mode(0o600);
    match open.open(file).await {
        Ok(_) => Ok(()),
        Err(error) => Err(not_made(file, &error)),
    }
}

fn not_made(file: &Path, error: &io::Error) -> OpenError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            OpenError::NoFolder(file.to_owned())
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            OpenError::ReadOnly(file.to_owned())
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            OpenError::Full(file.display().to_string())
        }
        io::ErrorKind::IsADirectory => OpenError::NotOurs(file.display().to_string()),
        _ => OpenError::Storage(Error::Unavailable(Cause::Disk)),
    }
}

/// Opens the file and writes nothing into it. Two processes that open a new file at once are in
/// each other's way for a moment, and SQLite does not wait for that by itself.
async fn first_contact(
    connect: &SqliteConnectOptions,
    file: &Path,
    patience: Duration,
) -> Result<(), OpenError> {
    let mut waited = Duration::ZERO;
    loop {
        let result = async {
            let mut connection = SqliteConnection::connect_with(connect).await?;
            // Takes the lock that every write takes: a file that cannot be written to is found now.
            sqlx::raw_sql("BEGIN IMMEDIATE; ROLLBACK")
                .execute(&mut connection)
                .await?;
            connection.close().await
        };
        match result.await {
            Ok(()) => return Ok(()),
            Err(error) => match Error::from(error) {
                Error::Unavailable(Cause::Locked) if waited < patience => {
                    tokio::time::sleep(LOCKED_AGAIN).await;
                    waited += LOCKED_AGAIN;
                }
                error => return Err(not_opened(file, error)),
            },
        }
    }
}

/// The same trouble, in the words of somebody who starts the program.
pub(crate) fn not_opened(file: &Path, error: Error) -> OpenError {
    match error {
        Error::Unavailable(Cause::Locked) => OpenError::Locked(file.to_owned()),
        Error::Unavailable(Cause::ReadOnly) => OpenError::ReadOnly(file.to_owned()),
        Error::Full => OpenError::Full(file.display().to_string()),
        Error::Refused(code) if code == NOT_A_DATABASE => {
            OpenError::NotOurs(file.display().to_string())
        }
        error => OpenError::Storage(error),
    }
}

/// `SQLITE_NOTADB`.
const NOT_A_DATABASE: &str = "26";

/// `SQLITE_IOERR_SHMSIZE`: there was no room for the file beside the log. It is the first to miss
/// it, and the only one that calls it something else.
const LOG_INDEX_NOT_MADE: &str = "4874";

/// What SQLite's result codes (<https://sqlite.org/rescode.html>) mean to us. The low eight bits
/// are the primary code.
pub(crate) fn error(error: &SqliteError) -> Error {
    use sqlx::error::DatabaseError;

    let code = error.code().unwrap_or_default();
    if code == LOG_INDEX_NOT_MADE {
        return Error::Full;
    }
    let primary = code.parse::<u32>().unwrap_or_default() & 0xff;
    match primary {
        5 | 6 => Error::Unavailable(Cause::Locked),
        // A file that was there and cannot be opened any more is out of reach like a read-only one.
        8 | 14 => Error::Unavailable(Cause::ReadOnly),
        9 => Error::Unavailable(Cause::TimedOut),
        10 => Error::Unavailable(Cause::Disk),
        11 => Error::Corrupt("SQLite says so".to_owned()),
        13 => Error::Full,
        _ => Error::Refused(code.into_owned()),
    }
}

/// Whether the failure is of one statement alone. After the others SQLite may have rolled the
/// whole transaction back (<https://sqlite.org/lang_transaction.html>, section 3).
pub(crate) fn is_of_one_statement(error: &SqliteError) -> bool {
    !matches!(
        self::error(error),
        Error::Unavailable(_) | Error::Full | Error::Corrupt(_)
    )
}

/// A list of ids as JSON, for `json_each`.
pub(crate) fn id_list(ids: &[i64]) -> String {
    let mut list = String::with_capacity(2 + ids.len() * 20);
    list.push('[');
    for (index, id) in ids.iter().enumerate() {
        if index > 0 {
            list.push(',');
        }
        list.push_str(&id.to_string());
    }
    list.push(']');
    list
}
