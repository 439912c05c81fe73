//! Where tests find their databases: a file in a folder of their own, or a database of their own
//! on the PostgreSQL that `PARLOR_TEST_POSTGRES` names.

use std::{env, process, str::FromStr};

use parlor_storage::{Location, Options, Storage};
use sqlx::{
    ConnectOptions, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Which engine a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

/// A database that only one test uses.
pub(crate) struct Database {
    pub(crate) location: Location,
    /// Held for as long as the file is needed.
    _folder: Option<TempDir>,
    name: Option<String>,
}

impl Database {
    /// An empty one with its schema. `None`: this engine is not here, which is said, and which is
    /// a failure where `CI=true`.
    pub(crate) async fn new(on: On) -> Option<Self> {
        match on {
            On::Sqlite => Some(Self::file()),
            On::Postgres => {
                TEMPLATE.get_or_init(make_template).await;
                Self::on_server(Some(&template())).await
            }
        }
    }

    /// One without any table.
    pub(crate) async fn bare(on: On) -> Option<Self> {
        match on {
            On::Sqlite => Some(Self::file()),
            On::Postgres => Self::on_server(None).await,
        }
    }

    fn file() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            location: Location::Sqlite {
                file: folder.path().join("parlor.db"),
            },
            _folder: Some(folder),
            name: None,
        }
    }

    async fn on_server(template: Option<&str>) -> Option<Self> {
        let server = server()?;
        let name = format!(
            "parlor_test_{}_{:016x}",
            process::id(),
            rand::random::<u64>()
        );
        let made_of = template.map_or(String::new(), |template| format!(" TEMPLATE {template}"));
        administer(&format!("CREATE DATABASE {name}{made_of}")).await;
        Some(Self {
            location: Location::Postgres {
                url: server.database(&name).to_url_lossy().to_string(),
            },
            _folder: None,
            name: Some(name),
        })
    }

    pub(crate) async fn open(&self) -> Storage {
        Storage::open(self.location.clone(), Options::default())
            .await
            .expect("a database that opens")
    }

    /// Runs SQL past the storage, as an operator or a newer version would.
    pub(crate) async fn tamper(&self, sql: &str) {
        let sql = sqlx::raw_sql(sqlx::AssertSqlSafe(sql));
        match &self.location {
            Location::Sqlite { file } => {
                let options = SqliteConnectOptions::new()
                    .filename(file)
                    .create_if_missing(true);
                let mut connection = SqliteConnection::connect_with(&options)
                    .await
                    .expect("a file that opens");
                let done = sql.execute(&mut connection).await;
                done.expect("SQLite does as it is told");
                connection.close().await.expect("SQLite closes its file");
            }
            Location::Postgres { url } => {
                let mut connection = PgConnection::connect(url)
                    .await
                    .expect("a database that is there");
                let done = sql.execute(&mut connection).await;
                done.expect("PostgreSQL does as it is told");
                connection.close().await.expect("PostgreSQL says goodbye");
            }
        }
    }

    /// Cuts every connection to it, as a restart of the server does.
    pub(crate) async fn disconnect_all(&self) {
        let name = self.name.as_ref().expect("only a server has connections");
        administer(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await;
    }

    /// Takes it away; a test that failed leaves its own for whoever wants to look.
    pub(crate) async fn remove(self) {
        if let Some(name) = self.name {
            administer(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// The server for tests, if there is one.
fn server() -> Option<PgConnectOptions> {
    let Ok(url) = env::var("PARLOR_TEST_POSTGRES") else {
        assert!(
            env::var("CI").as_deref() != Ok("true"),
            "PARLOR_TEST_POSTGRES is not set, and CI=true skips nothing"
        );
        eprintln!("skipped: PARLOR_TEST_POSTGRES is not set");
        return None;
    };
    Some(PgConnectOptions::from_str(&url).expect("PARLOR_TEST_POSTGRES is a URL"))
}

/// Runs one statement on the server itself.
async fn administer(sql: &str) {
    let server = server().expect("a test that got this far has a server");
    let mut connection = PgConnection::connect_with(&server)
        .await
        .expect("PostgreSQL answers");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .expect("PostgreSQL does as it is told");
    connection.close().await.expect("PostgreSQL says goodbye");
}

/// Copying a database with tables is much faster than making the tables anew.
static TEMPLATE: OnceCell<()> = OnceCell::const_new();

fn template() -> String {
    format!("parlor_template_{}", process::id())
}

async fn make_template() {
    let Some(server) = server() else { return };
    let name = template();
    administer(&format!("DROP DATABASE IF EXISTS {name}")).await;
    administer(&format!("CREATE DATABASE {name}")).await;
    let url = server.database(&name).to_url_lossy().to_string();
    let storage = Storage::open(Location::Postgres { url }, Options::default())
        .await
        .expect("the template opens");
    storage.close().await;
}

/// Each of these tests once on either engine.
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($database:ident) $body:block)*) => {$(
        $(#[$doc])*
        mod $name {
            use super::*;

            async fn on(on: $crate::database::On) {
                let Some($database) = $crate::database::Database::new(on).await else {
                    return;
                };
                $body
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                on($crate::database::On::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                on($crate::database::On::Postgres).await;
            }
        }
    )*};
}
pub(crate) use on_both;
