//! Where a test keeps its data: a folder of its own, and on PostgreSQL a database of its own.

use std::{
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

/// Which of the two databases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// PostgreSQL, where there is one to test on. Continuous integration may not do without.
    pub fn postgres() -> Option<Self> {
        if cluster().is_some() {
            return Some(Self::Postgres);
        }
        let ci = std::env::var("CI").is_ok_and(|ci| ci == "true" || ci == "1");
        assert!(
            !ci,
            "PARLOR_TEST_POSTGRES must name a PostgreSQL when CI=true"
        );
        eprintln!("SKIPPED on PostgreSQL: PARLOR_TEST_POSTGRES is not set");
        None
    }

    /// A new, empty database; `None` on SQLite, whose file lies in the data folder.
    pub fn create_database(self) -> Option<String> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        if self == Self::Sqlite {
            return None;
        }
        let cluster = cluster().expect("checked before");
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("it_{}_{number}", std::process::id());
        tamper(
            &cluster,
            &format!("CREATE DATABASE {name} TEMPLATE template0"),
        );
        let (server, _) = cluster.rsplit_once('/').expect("a database in the address");
        Some(format!("{server}/{name}"))
    }
}

/// Does something to a PostgreSQL database behind the server's back.
pub fn tamper(url: &str, sql: &str) {
    let done = Command::new(psql())
        .args(["--quiet", "--no-psqlrc", "--command", sql])
        .arg(url)
        .status()
        .expect("psql runs");
    assert!(done.success(), "{sql}");
}

fn cluster() -> Option<String> {
    std::env::var("PARLOR_TEST_POSTGRES").ok()
}

/// `psql` from `PATH`, or from where Debian keeps the server's programs.
pub(super) fn psql() -> PathBuf {
    let named = std::env::var_os("PG_BIN").map(|folder| PathBuf::from(folder).join("psql"));
    named
        .filter(|file| file.is_file())
        .unwrap_or_else(|| PathBuf::from("psql"))
}
