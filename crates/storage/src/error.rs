//! What can go wrong, told so that a person can act on it and so that no row's value is in it.

use std::{io, path::PathBuf};

/// A storage call failed.
///
/// After a write, only [`Error::Overloaded`] and [`Error::Outdated`] promise that nothing was done; the others may hide a
/// write whose answer was lost. A message is repeated with the same nonce.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The database is away, busy beyond patience, or read-only. It may come back.
    #[error("The database is not available: {0}")]
    Unavailable(Cause),
    /// The disk, or the quota, of the database is full.
    #[error("The disk of the database is full: make room, then try again.")]
    Full,
    /// What was read is not what was ever written: the file is damaged or was changed by hand.
    #[error("The database is damaged ({0}): restore it from a backup.")]
    Corrupt(String),
    /// The database refused a statement that should always hold; the code is the engine's.
    #[error("The database refused a statement (code {0}): please report this.")]
    Refused(String),
    /// More writes wait than [`QUEUED_WRITES_MAX`](crate::QUEUED_WRITES_MAX), or no reader came
    /// free in time. Nothing was done.
    #[error("The database has more to do than it can: try again in a moment.")]
    Overloaded,
    /// The grant is for another place or another permission than this write needs. Only a mistake
    /// in a verb leads here.
    #[error("The write was allowed somewhere else, not here.")]
    WrongGrant,
    /// While the write waited, a right was taken or changed in the place that its grant is for.
    /// Nothing was done: whether it may be done is to be judged anew.
    #[error("Rights were changed here since the write was allowed: judge again.")]
    Outdated,
}

/// Why the database is not available.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// Another process holds the file's lock for longer than we wait.
    #[error("another process keeps it locked.")]
    Locked,
    /// It cannot be written to.
    #[error("it is read-only; check the permissions of its file and folder.")]
    ReadOnly,
    /// The connection broke, or none could be made.
    #[error("the connection is broken.")]
    Disconnected,
    /// Reading or writing its file failed.
    #[error("its disk reports errors.")]
    Disk,
    /// It took longer than we wait.
    #[error("it does not answer in time.")]
    TimedOut,
    /// It is being shut down, by us or by its operator.
    #[error("it is shutting down.")]
    Closed,
    /// Other transactions were in the way, again and again.
    #[error("other transactions were in the way.")]
    Contended,
    /// The outcome of the write is not known.
    #[error("the outcome of the write is not known.")]
    Unknown,
}

/// The database could not be opened. Each is one sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Made by a newer version of Parlor.
    #[error(
        "The database has schema {found} and this version of Parlor knows only up to {known}: run \
         the newer version again, or restore a backup from before it."
    )]
    Newer {
        /// The newest migration found in the database.
        found: i64,
        /// The newest migration this program knows.
        known: i64,
    },
    /// The file or its folder cannot be written to.
    #[error("{} or its folder is read-only: make both writable for the user Parlor runs as.", .0.display())]
    ReadOnly(PathBuf),
    /// The disk is full.
    #[error("The disk that holds {0} is full: make room, then start again.")]
    Full(String),
    /// Another process keeps the file locked.
    #[error("{} is locked by another process: end that process, then start again.", .0.display())]
    Locked(PathBuf),
    /// The folder is missing.
    #[error("The folder of {} does not exist: create it, or set another one.", .0.display())]
    NoFolder(PathBuf),
    /// Something else than a database of Parlor is there.
    #[error("{0} is not a database of Parlor: name another one.")]
    NotOurs(String),
    /// The URL is not one of PostgreSQL.
    #[error("The database URL cannot be read: write postgres://user:password@host:port/database.")]
    BadUrl,
    /// Nobody answers there.
    #[error("No PostgreSQL answers at {0}: check the address, and that the server runs.")]
    Unreachable(String),
    /// The user, the password or the database is not known there.
    #[error("PostgreSQL at {0} does not let us in: check the user, the password and the database.")]
    Denied(String),
    /// Anything else.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::from(&error)
    }
}

impl From<&sqlx::Error> for Error {
    /// Keeps the kind and the code, drops every text that could quote a row.
    fn from(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(refusal) => of_engine(refusal.as_ref()),
            sqlx::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => {
                Self::Unavailable(Cause::TimedOut)
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::WorkerCrashed => Self::Unavailable(Cause::Disconnected),
            sqlx::Error::PoolTimedOut => Self::Overloaded,
            sqlx::Error::PoolClosed => Self::Unavailable(Cause::Closed),
            sqlx::Error::RowNotFound => Self::Corrupt("a row is missing".to_owned()),
            sqlx::Error::ColumnDecode { index, .. } => {
                Self::Corrupt(format!("column {index} holds something else"))
            }
            sqlx::Error::Decode(what) => match what.downcast_ref::<Damage>() {
                Some(damage) => Self::Corrupt(damage.0.to_owned()),
                None => Self::Corrupt("a value is not of its type".to_owned()),
            },
            _ => Self::Refused("driver".to_owned()),
        }
    }
}

fn of_engine(error: &dyn sqlx::error::DatabaseError) -> Error {
    if let Some(error) = error.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
        crate::engine::sqlite::error(error)
    } else if let Some(error) = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        crate::engine::postgres::error(error)
    } else {
        Error::Refused("driver".to_owned())
    }
}

/// A row that was read, and that no code of ours could have written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Damage(pub(crate) &'static str);

impl From<Damage> for sqlx::Error {
    fn from(damage: Damage) -> Self {
        Self::Decode(Box::new(damage))
    }
}
