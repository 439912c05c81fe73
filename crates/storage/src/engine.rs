//! The two engines behind one face.
//!
//! The set is closed, so it is an enum and not a trait. A [`Twin`] is the same thing on either
//! engine: a connection, a transaction, or a borrowed [`Link`] to one, which is what the functions
//! that run statements take.

pub(crate) mod postgres;
pub(crate) mod sqlite;
pub(crate) mod statement;
#[cfg(test)]
mod tests;

use std::{ops::DerefMut, time::Duration};

use sqlx::{
    Connection as _, Executor, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction,
    pool::PoolConnection, postgres::PgDatabaseError, sqlite::SqliteError,
};

#[cfg(test)]
pub(crate) use statement::{Dialect, STATEMENTS, Statement};
pub(crate) use statement::{
    collect, execute, execute_among, fetch_all, fetch_among, fetch_one, fetch_optional,
};

use crate::{Cause, Error, Location, OpenError, Options, migrations};

/// The same thing on either engine.
pub(crate) enum Twin<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// A connection, borrowed for one statement or a few.
pub(crate) type Link<'c> = Twin<&'c mut SqliteConnection, &'c mut PgConnection>;

/// A connection for reads, given back to its pool when dropped.
pub(crate) type Reader = Twin<PoolConnection<Sqlite>, PoolConnection<Postgres>>;

/// A read transaction: every read in it sees the same moment. Ends when dropped.
pub(crate) type Snapshot = Twin<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>;

/// The connection of the writer; outside the pools.
pub(crate) type Connection = Twin<Box<SqliteConnection>, Box<PgConnection>>;

impl<S, P> Twin<S, P>
where
    S: DerefMut<Target = SqliteConnection>,
    P: DerefMut<Target = PgConnection>,
{
    pub(crate) fn link(&mut self) -> Link<'_> {
        match self {
            Self::Sqlite(connection) => Link::Sqlite(connection),
            Self::Postgres(connection) => Link::Postgres(connection),
        }
    }
}

impl Connection {
    /// Says goodbye. If that fails, the connection is gone all the same.
    pub(crate) async fn close(self) {
        let _ = match self {
            Self::Sqlite(connection) => connection.close().await,
            Self::Postgres(connection) => connection.close().await,
        };
    }
}

/// Whether a failure is of one statement alone, so that going back to the savepoint undoes it. The
/// others take the whole transaction with them.
pub(crate) fn is_of_one_statement(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(refusal) = error else {
        // What the driver could not decode was read all the same.
        return matches!(
            error,
            sqlx::Error::RowNotFound | sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)
        );
    };
    if let Some(error) = refusal.try_downcast_ref::<SqliteError>() {
        sqlite::is_of_one_statement(error)
    } else if let Some(error) = refusal.try_downcast_ref::<PgDatabaseError>() {
        postgres::is_of_one_statement(error)
    } else {
        false
    }
}

/// Runs statements that take no binds and give no rows, one after the other.
pub(crate) async fn script(link: &mut Link<'_>, sql: &'static str) -> sqlx::Result<()> {
    match link {
        Twin::Sqlite(connection) => connection.execute(sql).await.map(drop),
        Twin::Postgres(connection) => connection.execute(sql).await.map(drop),
    }
}

/// Where connections come from.
pub(crate) enum Engine {
    Sqlite(sqlite::Engine),
    Postgres(postgres::Engine),
}

impl Engine {
    pub(crate) async fn open(location: Location, options: &Options) -> Result<Self, OpenError> {
        Ok(match location {
            Location::Sqlite { file } => Self::Sqlite(sqlite::Engine::open(file, options).await?),
            Location::Postgres { url } => Self::Postgres(postgres::Engine::open(&url, options)?),
        })
    }

    /// For reads that are one statement, or need not agree with each other.
    pub(crate) async fn reader(&self) -> Result<Reader, Error> {
        match self {
            Self::Sqlite(engine) => match engine.readers.acquire().await {
                Ok(connection) => Ok(Reader::Sqlite(connection)),
                Err(error) => Err(not_acquired(&engine.readers, error)),
            },
            Self::Postgres(engine) => match engine.readers.acquire().await {
                Ok(connection) => Ok(Reader::Postgres(connection)),
                Err(error) => Err(not_acquired(&engine.readers, error)),
            },
        }
    }

    /// For reads that must agree with each other.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, Error> {
        match self {
            Self::Sqlite(engine) => match engine.readers.begin().await {
                Ok(transaction) => Ok(Snapshot::Sqlite(transaction)),
                Err(error) => Err(not_acquired(&engine.readers, error)),
            },
            Self::Postgres(engine) => match engine.snapshot().await {
                Ok(transaction) => Ok(Snapshot::Postgres(transaction)),
                Err(error) => Err(not_acquired(&engine.readers, error)),
            },
        }
    }

    /// A new connection for the writer.
    pub(crate) async fn writer(&self) -> sqlx::Result<Connection> {
        Ok(match self {
            Self::Sqlite(engine) => Connection::Sqlite(Box::new(engine.writer().await?)),
            Self::Postgres(engine) => Connection::Postgres(Box::new(engine.writer().await?)),
        })
    }

    /// Makes the writer's first connection, and brings the schema up to date with it.
    pub(crate) async fn prepare(&self) -> Result<(Connection, String), OpenError> {
        let mut connection = self
            .writer()
            .await
            .map_err(|error| self.not_opened(error))?;
        match migrations::run(&mut connection.link()).await {
            Ok(epoch) => Ok((connection, epoch)),
            Err(migrations::Failure::Newer { found }) => Err(OpenError::Newer {
                found,
                known: migrations::KNOWN,
            }),
            Err(migrations::Failure::NotOurs) => Err(OpenError::NotOurs(self.name())),
            Err(migrations::Failure::Database(error)) => Err(self.not_opened(error)),
        }
    }

    /// Empties the log that writes go through first, on the engine whose log is ours to care for.
    /// `false`: somebody still read from it when `patience` was over.
    pub(crate) async fn empty_log(&self, patience: Duration) -> bool {
        match self {
            Self::Sqlite(engine) => engine.empty_log(patience).await.unwrap_or_else(|error| {
                tracing::warn!(error = %Error::from(error), "the log was not emptied");
                true
            }),
            Self::Postgres(_) => true,
        }
    }

    /// How long that log is, in bytes.
    pub(crate) async fn log_bytes(&self) -> u64 {
        match self {
            Self::Sqlite(engine) => engine.log_bytes().await,
            Self::Postgres(_) => 0,
        }
    }

    fn not_opened(&self, error: sqlx::Error) -> OpenError {
        match self {
            Self::Sqlite(engine) => sqlite::not_opened(&engine.file, error.into()),
            Self::Postgres(engine) => engine.not_opened(error),
        }
    }

    /// Which database this is, without the secrets.
    fn name(&self) -> String {
        match self {
            Self::Sqlite(engine) => engine.file.display().to_string(),
            Self::Postgres(engine) => format!("The database at {}", engine.address()),
        }
    }

    /// Closes the readers; waits for those at work.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(engine) => engine.readers.close().await,
            Self::Postgres(engine) => engine.readers.close().await,
        }
    }
}

/// The pool says only that time is up. If it could not even make its connections, it was not the
/// other readers that took it.
fn not_acquired<DB: sqlx::Database>(pool: &sqlx::Pool<DB>, error: sqlx::Error) -> Error {
    match error {
        sqlx::Error::PoolTimedOut if pool.size() < pool.options().get_max_connections() => {
            Error::Unavailable(Cause::Disconnected)
        }
        error => error.into(),
    }
}
