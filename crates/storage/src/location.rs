//! Where the database is, and how it is used.

use std::{fmt, path::PathBuf, time::Duration};

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file on a local disk; made with mode 0600 where there is none. Its folder must exist.
    Sqlite {
        /// The file; `-wal` and `-shm` stand beside it while it is open.
        file: PathBuf,
    },
    /// A PostgreSQL server, version 13 or newer.
    Postgres {
        /// `postgres://user:password@host:port/database`: a secret, never printed.
        url: String,
    },
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { file } => f.debug_struct("Sqlite").field("file", file).finish(),
            Self::Postgres { .. } => f.write_str("Postgres { url: [secret] }"),
        }
    }
}

/// How the database is used. The defaults suit one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many reads run at once, each on a connection of its own. The next one waits.
    pub readers: u32,
    /// How long a read waits for a free connection, and a write for a lock that another process
    /// holds. Then [`Error::Overloaded`](crate::Error::Overloaded), or
    /// [`Error::Unavailable`](crate::Error::Unavailable).
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 8,
            patience: Duration::from_secs(5),
        }
    }
}
