//! The schema, as the list of its changes. They are compiled in, run when the database is opened,
//! all of them in one transaction, and each is written down there.

use crate::{
    engine::{Link, Twin, collect, execute, fetch_all, fetch_one, script},
    instance, search,
};

#[cfg(test)]
mod tests;

/// One change of the schema: the same on both engines, in their own words.
struct Migration {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal,)*) => {
        const MIGRATIONS: &[Migration] = &[$(Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        },)*];
    };
}

migrations! {
    1 "0001_accounts",
    2 "0002_spaces",
    3 "0003_messages",
    4 "0004_streams",
    5 "0005_roles",
    6 "0006_reads",
    7 "0007_search",
    8 "0008_attachments",
    9 "0009_people",
    10 "0010_audit",
    11 "0011_pins_and_statuses",
    12 "0012_accounts",
    13 "0013_exports",
    14 "0014_moods_and_instance_log",
    15 "0015_ranks",
    16 "0016_embeds",
    17 "0017_rights",
    18 "0018_push",
    19 "0019_voice",
    20 "0020_names",
    21 "0021_gone",
    22 "0022_ended_invites",
    23 "0023_found_files",
}

/// From this change on words are looked up in an index, and SQL alone cannot write one.
const SEARCH: i64 = 7;

/// From this change on the index knows which messages have files.
const FOUND_FILES: i64 = 23;

/// The newest change this program knows.
pub(crate) const KNOWN: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version;

/// Two programs that open one database take turns: this is the number of their lock.
const TAKE_TURNS: &str = "SELECT pg_advisory_xact_lock(5066570498)";

/// Why the schema was not brought up to date.
pub(crate) enum Failure {
    /// The database knows changes that this program does not.
    Newer {
        found: i64,
    },
    /// There are tables in it already, and they are not ours.
    NotOurs,
    Database(sqlx::Error),
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        let refusal = error.as_database_error();
        if refusal.is_some_and(|refusal| refusal.code().as_deref() == Some(TABLE_EXISTS)) {
            return Self::NotOurs;
        }
        Self::Database(error)
    }
}

/// PostgreSQL's code for a table whose name is taken.
const TABLE_EXISTS: &str = "42P07";

/// Runs what is missing, all or nothing, and returns the epoch of the database.
pub(crate) async fn run(link: &mut Link<'_>) -> Result<String, Failure> {
    // Nothing to do is the usual case, and needs no lock.
    if missing(&found(link).await?).next().is_some() {
        match link {
            Twin::Sqlite(_) => script(link, "BEGIN IMMEDIATE").await?,
            Twin::Postgres(_) => {
                script(link, "BEGIN").await?;
                script(link, TAKE_TURNS).await?;
            }
        }
        // On failure the connection is dropped, and the transaction with it.
        change(link).await?;
        script(link, "COMMIT").await?;
    }
    let (epoch,) = fetch_one!(link, (String,), "SELECT epoch FROM instance WHERE id = 1")?;
    Ok(epoch)
}

/// The changes the database has; none when it is new.
async fn found(link: &mut Link<'_>) -> Result<Vec<i64>, Failure> {
    let (ours, others) = tables(link).await?;
    let found = if ours {
        written_down(link).await?
    } else if others {
        return Err(Failure::NotOurs);
    } else {
        Vec::new()
    };
    match found.last() {
        Some(&found) if found > KNOWN => Err(Failure::Newer { found }),
        _ => Ok(found),
    }
}

fn missing(found: &[i64]) -> impl Iterator<Item = &'static Migration> {
    let known = MIGRATIONS.iter();
    known.filter(|change| !found.contains(&change.version))
}

async fn change(link: &mut Link<'_>) -> Result<(), Failure> {
    let found = found(link).await?;
    if found.is_empty() {
        script(link, LEDGER).await?;
    }
    for migration in missing(&found) {
        match link {
            Twin::Sqlite(_) => script(link, migration.sqlite).await?,
            Twin::Postgres(_) => script(link, migration.postgres).await?,
        }
        write_down(link, migration).await?;
    }
    // When all is there that the index is made of.
    let is_new = |version| missing(&found).any(|migration| migration.version == version);
    if is_new(SEARCH) {
        search::fill(link, search::Which::All).await?;
    } else if is_new(FOUND_FILES) {
        search::fill(link, search::Which::WithFiles).await?;
    }
    if found.is_empty() {
        set_epoch(link, &instance::new_epoch()).await?;
    }
    Ok(())
}

const LEDGER: &str =
    "CREATE TABLE parlor_migrations (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)";

/// Whether there are tables of ours, and whether there are any others.
async fn tables(link: &mut Link<'_>) -> sqlx::Result<(bool, bool)> {
    const SQLITE: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'parlor_migrations'), \
                          EXISTS (SELECT 1 FROM sqlite_master)";
    // A schema is often shared with extensions; only tables of our names would be in the way. Not
    // `to_regclass`: what it did not find before the lock it may not look for again after it.
    const POSTGRES: &str = "SELECT EXISTS (SELECT 1 FROM pg_class \
                            WHERE relname = 'parlor_migrations' AND pg_table_is_visible(oid)), \
                            EXISTS (SELECT 1 FROM pg_class \
                            WHERE relname IN ('users', 'messages') AND pg_table_is_visible(oid))";
    collect!(Sqlite, SQLITE);
    collect!(Postgres, POSTGRES);
    match link {
        Twin::Sqlite(connection) => sqlx::query_as(SQLITE).fetch_one(&mut **connection).await,
        Twin::Postgres(connection) => sqlx::query_as(POSTGRES).fetch_one(&mut **connection).await,
    }
}

async fn written_down(link: &mut Link<'_>) -> sqlx::Result<Vec<i64>> {
    let rows = fetch_all!(
        link,
        (i64,),
        "SELECT version FROM parlor_migrations ORDER BY version"
    )?;
    Ok(rows.into_iter().map(|(version,)| version).collect())
}

async fn write_down(link: &mut Link<'_>, migration: &Migration) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO parlor_migrations (version, name) VALUES ($1, $2)",
        migration.version,
        migration.name,
    )?;
    Ok(())
}

async fn set_epoch(link: &mut Link<'_>, epoch: &str) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO instance (id, epoch) VALUES (1, $1)",
        epoch
    )?;
    Ok(())
}
