//! PostgreSQL: one server, any number of nodes.

use std::{collections::BTreeSet, io, str::FromStr, time::Duration};

use parlor_protocol::ids::StreamId;

use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgDatabaseError, PgPoolOptions},
};

use crate::{Cause, Error, OpenError, Options, engine::collect};

/// Begins a transaction in which every read sees the same moment.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A commit that is answered is on disk, also where the server's default is to answer earlier.
/// A stricter setting than `on`, such as `remote_apply`, stays.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false) \
                       WHERE current_setting('synchronous_commit') = 'off'";

/// More than there are distinct statements, so that none is planned twice.
const STATEMENTS_CACHED: usize = 256;

/// A connection that lay idle for longer is asked whether it still lives before it is used: the
/// server may have restarted meanwhile.
const IDLE_ASK: Duration = Duration::from_secs(1);

/// How long the server may take for one statement, or for one attempt to write a batch. One that
/// vanished without a word would otherwise hold up whoever asks until the network gives up, a
/// quarter of an hour later.
pub(crate) const ANSWER_TIME_MAX: Duration = Duration::from_secs(20);

/// Where connections to the server come from.
pub(crate) struct Engine {
    options: PgConnectOptions,
    patience: Duration,
    pub(crate) readers: PgPool,
}

impl Engine {
    /// Connects to nothing yet.
    pub(crate) fn open(url: &str, options: &Options) -> Result<Self, OpenError> {
        if !["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| url.starts_with(scheme))
        {
            return Err(OpenError::BadUrl);
        }
        let connect = PgConnectOptions::from_str(url)
            .map_err(|_| OpenError::BadUrl)?
            .application_name("parlor")
            .statement_cache_capacity(STATEMENTS_CACHED)
            .disable_statement_logging();
        let readers = PgPoolOptions::new()
            .max_connections(options.readers)
            .acquire_timeout(options.patience)
            .test_before_acquire(false)
            .before_acquire(|connection, seen| {
                Box::pin(
                    async move { Ok(seen.idle_for < IDLE_ASK || connection.ping().await.is_ok()) },
                )
            })
            .connect_lazy_with(connect.clone());
        Ok(Self {
            options: connect,
            patience: options.patience,
            readers,
        })
    }

    /// Begins a read transaction, in a task of its own: if whoever asked stops waiting, it begins
    /// all the same, and ends. Were it given up half-way, its connection would go back into the
    /// pool with an open transaction, and show its next readers the past (sqlx 0.9.0, issue 4385).
    pub(crate) async fn snapshot(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        let readers = self.readers.clone();
        let begun = tokio::spawn(async move { readers.begin_with(SNAPSHOT).await });
        answered(async { begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed)) }).await
    }

    pub(crate) async fn writer(&self) -> sqlx::Result<PgConnection> {
        let connect = async {
            let mut connection = PgConnection::connect_with(&self.options).await?;
            sqlx::raw_sql(DURABLE).execute(&mut connection).await?;
            Ok(connection)
        };
        within(self.patience, connect).await
    }

    /// Which server this is, without the secrets.
    pub(crate) fn address(&self) -> String {
        match self.options.get_socket() {
            Some(socket) => socket.display().to_string(),
            None => format!("{}:{}", self.options.get_host(), self.options.get_port()),
        }
    }

    /// The same trouble, in the words of somebody who starts the program.
    pub(crate) fn not_opened(&self, error: sqlx::Error) -> OpenError {
        let denied = match &error {
            // Invalid authorization, invalid password, no such database, no right to it.
            sqlx::Error::Database(refusal) => matches!(
                refusal.code().as_deref(),
                Some("28000" | "28P01" | "3D000" | "42501")
            ),
            _ => false,
        };
        match error.into() {
            _ if denied => OpenError::Denied(self.address()),
            Error::Unavailable(Cause::Disconnected | Cause::TimedOut | Cause::Closed)
            | Error::Overloaded => OpenError::Unreachable(self.address()),
            Error::Full => OpenError::Full(format!("PostgreSQL at {}", self.address())),
            error => OpenError::Storage(error),
        }
    }
}

/// Waits for an answer of the server, for as long as a statement may take.
pub(crate) fn answered<T>(
    answer: impl Future<Output = sqlx::Result<T>>,
) -> impl Future<Output = sqlx::Result<T>> {
    within(ANSWER_TIME_MAX, answer)
}

fn within<T>(
    time_max: Duration,
    answer: impl Future<Output = sqlx::Result<T>>,
) -> impl Future<Output = sqlx::Result<T>> {
    // Boxed: without it, whatever awaits a few statements becomes a future of many kilobytes.
    let answer = tokio::time::timeout(time_max, Box::pin(answer));
    async {
        answer
            .await
            .unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
    }
}

/// Ends each statement of this transaction after so long.
pub(crate) async fn limit_time(
    connection: &mut PgConnection,
    time_max: Duration,
) -> sqlx::Result<()> {
    const LIMIT: &str = "SELECT set_config('statement_timeout', $1, true)";
    collect!(Postgres, LIMIT);
    let limit = sqlx::query(LIMIT).bind(time_max.as_millis().to_string());
    limit.execute(connection).await?;
    Ok(())
}

/// Locks streams until the end of the transaction, in the order of their ids: those that are written
/// to against everybody, those that are only stood on against whoever writes to them. Tells how often
/// rights were changed in each.
pub(crate) async fn lock(
    connection: &mut PgConnection,
    written: &BTreeSet<StreamId>,
    stood_on: &BTreeSet<StreamId>,
) -> sqlx::Result<Vec<(i64, i64)>> {
    const WRITTEN: &str =
        "SELECT id, rights FROM streams WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE";
    const STOOD_ON: &str =
        "SELECT id, rights FROM streams WHERE id = ANY($1) ORDER BY id FOR SHARE";
    collect!(Postgres, WRITTEN);
    collect!(Postgres, STOOD_ON);
    let all: Vec<&StreamId> = written.union(stood_on).collect();
    let mut rights = Vec::with_capacity(all.len());
    for alike in all.chunk_by(|one, next| written.contains(*one) == written.contains(*next)) {
        let is_written = alike
            .first()
            .is_some_and(|stream| written.contains(*stream));
        let ids: Vec<i64> = alike.iter().map(|stream| stream.raw()).collect();
        let lock = sqlx::query_as(if is_written { WRITTEN } else { STOOD_ON });
        rights.append(&mut lock.bind(ids).fetch_all(&mut *connection).await?);
    }
    Ok(rights)
}

/// What PostgreSQL's error codes (its manual, appendix A) mean to us.
pub(crate) fn error(error: &PgDatabaseError) -> Error {
    let code = error.code();
    match code {
        "53100" => Error::Full,
        "40001" | "40P01" => Error::Unavailable(Cause::Contended),
        "55P03" => Error::Unavailable(Cause::Locked),
        "25006" => Error::Unavailable(Cause::ReadOnly),
        "57014" | "25P03" | "25P04" => Error::Unavailable(Cause::TimedOut),
        "58030" => Error::Unavailable(Cause::Disk),
        _ => match &code[..2] {
            "08" => Error::Unavailable(Cause::Disconnected),
            "53" => Error::Overloaded,
            "57" => Error::Unavailable(Cause::Closed),
            "XX" => Error::Corrupt(format!("PostgreSQL says {code}")),
            _ => Error::Refused(code.to_owned()),
        },
    }
}

/// Whether the failure is of one statement alone, so that going back to the savepoint undoes it.
pub(crate) fn is_of_one_statement(error: &PgDatabaseError) -> bool {
    matches!(self::error(error), Error::Refused(_) | Error::Corrupt(_))
}
