//! Opening a database, and what is said when that does not work.

use parlor_storage::{Location, OpenError, Options, Storage};

use crate::{
    database::{Database, On},
    world::World,
};

async fn open(location: &Location) -> Result<Storage, OpenError> {
    Storage::open(location.clone(), Options::default()).await
}

async fn not_opened(location: &Location) -> OpenError {
    match open(location).await {
        Ok(_) => panic!("{location:?} opened"),
        Err(error) => error,
    }
}

/// The databases without a table that are here.
async fn bare() -> Vec<Database> {
    let mut here = Vec::new();
    for on in [On::Sqlite, On::Postgres] {
        here.extend(Database::bare(on).await);
    }
    here
}

/// Eight servers that start at once on an empty database make one schema; what is written is there
/// after the next start, under the same epoch, and another database has another epoch.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_made_once() {
    let mut epochs = Vec::new();
    for database in bare().await {
        let opening: Vec<_> = (0..8)
            .map(|_| {
                let location = database.location.clone();
                tokio::spawn(async move { open(&location).await.unwrap() })
            })
            .collect();
        for opened in opening {
            let storage = opened.await.unwrap();
            assert_eq!(storage.ready().await, Ok(()));
            epochs.push(storage.epoch().to_owned());
            storage.close().await;
        }
        let world = World::founded(database).await;
        assert_eq!(
            Some(world.storage.epoch()),
            epochs.last().map(String::as_str)
        );
        let message = world.say(world.owner, "hello").await;
        world.storage.close().await;
        let again = world.database.open().await;
        let kept = again.messages().get(message.id, world.owner).await.unwrap();
        assert_eq!(kept, Some(message));
        again.close().await;
        world.database.remove().await;
        epochs.dedup();
    }
    assert!(epochs.iter().all(|epoch| epoch.len() == 32));
    let engines = usize::from(std::env::var("PARLOR_TEST_POSTGRES").is_ok()) + 1;
    assert_eq!(epochs.len(), engines);
}

/// A database that a newer version has changed is refused, and stays as it is.
#[tokio::test]
async fn a_newer_database_is_refused() {
    for database in bare().await {
        database.open().await.close().await;
        database
            .tamper("INSERT INTO parlor_migrations VALUES (999, '0999_later')")
            .await;
        let refusal = not_opened(&database.location).await;
        let OpenError::Newer { found: 999, known } = refusal else {
            panic!("{refusal:?}");
        };
        assert!(refusal.to_string().contains("schema 999") && known < 999);
        database
            .tamper("DELETE FROM parlor_migrations WHERE version = 999")
            .await;
        database.open().await.close().await;
        database.remove().await;
    }
}

/// A database of something else is not touched.
#[tokio::test]
async fn a_database_of_something_else_is_refused() {
    for database in bare().await {
        database.tamper("CREATE TABLE users (name TEXT)").await;
        let refusal = not_opened(&database.location).await;
        assert!(matches!(refusal, OpenError::NotOurs(_)), "{refusal:?}");
        database
            .tamper("INSERT INTO users VALUES ('still here')")
            .await;
        database.remove().await;
    }
}

/// On a server whose database holds a table of one of our names, whichever it is, nothing is made
/// and the database is told as somebody else's.
#[tokio::test]
async fn a_table_of_our_name_is_in_the_way() {
    let Some(database) = Database::bare(On::Postgres).await else {
        return;
    };
    for table in ["members", "stream_events"] {
        database
            .tamper(&format!("CREATE TABLE {table} (n INT)"))
            .await;
        let refusal = not_opened(&database.location).await;
        assert!(matches!(refusal, OpenError::NotOurs(_)), "{refusal:?}");
        // Fails if anything else is there.
        database
            .tamper("CREATE TABLE instance (n INT); DROP TABLE instance")
            .await;
        database.tamper(&format!("DROP TABLE {table}")).await;
    }
    database.open().await.close().await;
    database.remove().await;
}

/// A place that cannot be written to is told in one sentence that names it and says what to do.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_read_only_place_is_told() {
    // There, nobody makes files, not even root.
    let file = std::path::PathBuf::from("/sys/parlor.db");
    let refusal = not_opened(&Location::Sqlite { file: file.clone() }).await;
    assert_eq!(refusal, OpenError::ReadOnly(file));
    assert_eq!(
        refusal.to_string(),
        "/sys/parlor.db or its folder is read-only: \
         make both writable for the user Parlor runs as."
    );
}

/// So is one that was written to before, whether its file or its folder is read-only now.
#[cfg(unix)]
#[tokio::test]
async fn a_place_that_became_read_only_is_told() {
    use std::{fs, os::unix::fs::PermissionsExt};

    let database = Database::bare(On::Sqlite).await.unwrap();
    database.open().await.close().await;
    let Location::Sqlite { file } = &database.location else {
        unreachable!("it was asked for SQLite");
    };
    let folder = file.parent().unwrap();
    for (path, read_only, writable) in [(file.as_path(), 0o400, 0o600), (folder, 0o500, 0o700)] {
        fs::set_permissions(path, fs::Permissions::from_mode(read_only)).unwrap();
        let opened = open(&database.location).await;
        fs::set_permissions(path, fs::Permissions::from_mode(writable)).unwrap();
        match opened {
            Err(refusal) => assert_eq!(refusal, OpenError::ReadOnly(file.clone())),
            // To root, nothing is read-only.
            Ok(storage) => storage.close().await,
        }
    }
    database.open().await.close().await;
}

/// The file and what stands beside it are readable by their owner alone, whatever the umask says.
#[cfg(unix)]
#[tokio::test]
async fn the_file_is_private() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::founded(Database::bare(On::Sqlite).await.unwrap()).await;
    let Location::Sqlite { file } = &world.database.location else {
        unreachable!("it was asked for SQLite");
    };
    let folder = file.parent().unwrap();
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.path());
        seen += 1;
    }
    assert_eq!(seen, 3, "the file, its log and the log's index");
    world.end().await;
}

/// What is not there, or is no database, is told in one sentence that names it.
#[tokio::test]
async fn what_cannot_be_a_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("missing").join("parlor.db");
    let refusal = not_opened(&Location::Sqlite { file: file.clone() }).await;
    assert_eq!(refusal, OpenError::NoFolder(file));
    let file = folder.path().to_owned();
    let refusal = not_opened(&Location::Sqlite { file: file.clone() }).await;
    assert_eq!(refusal, OpenError::NotOurs(file.display().to_string()));
    let file = folder.path().join("letter.txt");
    std::fs::write(&file, "Dear Ada, ".repeat(100)).unwrap();
    let refusal = not_opened(&Location::Sqlite { file: file.clone() }).await;
    assert_eq!(refusal, OpenError::NotOurs(file.display().to_string()));
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        "Dear Ada, ".repeat(100)
    );
}

/// A server that is not there, or does not let us in, is told by its address; the password is in
/// no message.
#[tokio::test]
async fn what_cannot_be_a_server_is_told() {
    let url = |url: &str| Location::Postgres {
        url: url.to_owned(),
    };
    for bad in ["", "mysql://a@b/c", "postgres://a@b:port/c"] {
        assert_eq!(not_opened(&url(bad)).await, OpenError::BadUrl);
    }
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap().to_string();
    drop(closed);
    let location = url(&format!("postgres://ada:hunter2@{address}/parlor"));
    let refusal = not_opened(&location).await;
    assert_eq!(refusal, OpenError::Unreachable(address));
    for text in [refusal.to_string(), format!("{refusal:?} {location:?}")] {
        assert!(!text.contains("hunter2") && !text.contains("ada"), "{text}");
    }
    if let Some(database) = Database::bare(On::Postgres).await {
        let Location::Postgres { url: there } = &database.location else {
            unreachable!("it was asked for PostgreSQL");
        };
        let gone = there.replace("/parlor_test_", "/parlor_gone_");
        let refusal = not_opened(&url(&gone)).await;
        assert!(matches!(refusal, OpenError::Denied(_)), "{refusal:?}");
        database.remove().await;
    }
}
