//! Starts that cannot be: each says why in one sentence, at once, and ends with 1. And what a start
//! leaves on the disk.

mod disk;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command},
    time::{Duration, Instant},
};

use crate::app::{Cable, Ended, Engine, Program, TestApp, tamper};

/// Nobody who starts a server waits longer to hear that it will not run.
const AT_ONCE: Duration = Duration::from_secs(15);

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn serve(data: &Path) -> Program {
    let place = data.to_str().unwrap();
    Program::new(
        &std::env::temp_dir(),
        &["serve", "--listen", "127.0.0.1:0", "--data-dir", place],
    )
}

/// Why it does not start.
#[track_caller]
fn refused(program: Program) -> String {
    let began = Instant::now();
    let sentence = program.run().sentence();
    assert!(
        began.elapsed() < AT_ONCE,
        "{:?}: {sentence}",
        began.elapsed()
    );
    sentence
}

/// The lines up to the one that says where it listens.
fn lines(child: &mut Child) -> Vec<String> {
    let output = BufReader::new(child.stdout.take().expect("piped"));
    let mut lines = Vec::new();
    for line in output.lines().map_while(Result::ok) {
        lines.push(line);
        if lines
            .last()
            .is_some_and(|line| line.starts_with("listening: "))
        {
            return lines;
        }
    }
    panic!("it ended after {lines:?}");
}

fn terminate(child: &Child) {
    let told = Command::new("kill").arg(child.id().to_string()).status();
    assert!(told.unwrap().success());
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// What a new instance puts on the disk is its owner's alone, whatever the umask; it says where it
/// listens and how to begin, and ends in peace when it is told to.
#[test]
fn a_start_is_private_and_short() {
    let folder = folder();
    let data = folder.path().join("some/where");
    let mut child = serve(&data).spawn();
    let lines = lines(&mut child);
    assert_eq!(lines.len(), 2, "{lines:?}");
    let address = lines[1].strip_prefix("listening: ").unwrap();
    assert!(
        lines[0].starts_with(&format!("setup: {address}/setup#token=")),
        "{lines:?}"
    );
    assert_eq!(mode(&data), 0o700);
    let files: Vec<_> = fs::read_dir(&data)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert!(
        files.iter().any(|file| file.ends_with("secret.key")),
        "{files:?}"
    );
    for file in files {
        let for_its_owner = if file.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&file), for_its_owner, "{}", file.display());
    }
    terminate(&child);
    let ended = Ended::of(child);
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

/// The keys are in their file and nowhere else: a copy of the database signs nobody in, and tells
/// nobody's password or token.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_holds_no_secret() {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let keys = fs::read_to_string(app.data().join("secret.key")).unwrap();
    let words = keys.lines().filter(|line| !line.starts_with('#'));
    let mut secrets: Vec<Vec<u8>> = Vec::new();
    for word in words
        .flat_map(str::split_whitespace)
        .filter(|word| word.len() > 40)
    {
        secrets.push(URL_SAFE_NO_PAD.decode(word).unwrap());
        secrets.push(word.into());
    }
    assert_eq!(secrets.len(), 4, "a root and a signing key");
    let random = ada.refresh_token.trim_start_matches("rt_");
    secrets.push(URL_SAFE_NO_PAD.decode(random).unwrap());
    secrets.push(random.into());
    secrets.push(ada.access_token.rsplit('.').next().unwrap().into());
    secrets.push(crate::app::Person::PASSWORD.into());
    let mut read = 0;
    for file in fs::read_dir(app.data())
        .unwrap()
        .map(|file| file.unwrap().path())
    {
        if file
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("parlor.db")
        {
            let bytes = fs::read(&file).unwrap();
            read += bytes.len();
            for secret in &secrets {
                let found = bytes.windows(secret.len()).any(|window| window == secret);
                assert!(!found, "{} holds a secret", file.display());
            }
        }
    }
    assert!(read > 10_000, "the database was read");
}

/// A key file that others can read, that is damaged or that is none is refused, and stays as it is.
#[test]
fn a_bad_key_file_is_refused() {
    let folder = folder();
    let file = folder.path().join("secret.key");
    Program::new(folder.path(), &["rotate-keys", "--data-dir", "."])
        .run()
        .done();
    let good = fs::read_to_string(&file).unwrap();
    for others in [0o640, 0o604, 0o644] {
        fs::set_permissions(&file, fs::Permissions::from_mode(others)).unwrap();
        let sentence = refused(serve(folder.path()));
        assert!(
            sentence.contains("chmod 600") && sentence.contains("secret.key"),
            "{sentence}"
        );
    }
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let cut = &good[..good.len() / 2];
    for damaged in [
        "",
        "hunter2-hunter2-hunter2",
        cut,
        &good.replace("root", "toor"),
        "\0\0\0",
    ] {
        fs::write(&file, damaged).unwrap();
        let sentence = refused(serve(folder.path()));
        assert!(
            sentence.contains("is damaged") && !sentence.contains("hunter2"),
            "{sentence}"
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), damaged);
    }
    fs::write(&file, b"\xff\xfe").unwrap();
    assert!(refused(serve(folder.path())).contains("secret.key"));
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let sentence = refused(serve(folder.path()));
    assert!(
        sentence.contains("there is a folder where a file should be"),
        "{sentence}"
    );
}

/// A port that is taken, and an address of another machine.
#[test]
fn an_address_that_cannot_be_had() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap();
    for (address, why) in [
        (taken.to_string(), "something else listens there"),
        (
            "192.0.2.1:8080".to_owned(),
            "this machine has no such address",
        ),
    ] {
        let place = folder.path().to_str().unwrap();
        let program = Program::new(
            folder.path(),
            &["serve", "--listen", &address, "--data-dir", place],
        );
        let sentence = refused(program);
        assert_eq!(sentence, format!("Nothing can listen on {address}: {why}."));
    }
}

/// Two servers never share the data of one; the first does not notice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_server_is_refused() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let sentence = refused(serve(&app.data()));
    assert!(sentence.starts_with("Another Parlor serves "), "{sentence}");
    ada.say(&ada.general().await, "still here").await;
    app.kill();
    app.restart().await;
    ada.moved(&app).get("/api/v1/sync").await.expect(200);
}

/// A database that a newer version has changed is left alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_database_is_refused() {
    let Some(url) = Engine::postgres().and_then(Engine::create_database) else {
        return;
    };
    let folder = folder();
    let program = || serve(folder.path()).env("PARLOR_DATABASE_URL", &url);
    let mut child = program().spawn();
    lines(&mut child);
    terminate(&child);
    assert_eq!(Ended::of(child).code, Some(0));
    tamper(
        &url,
        "INSERT INTO parlor_migrations VALUES (999, '0999_later')",
    );
    let sentence = refused(program());
    assert!(
        sentence.contains("schema 999") && sentence.contains("newer version"),
        "{sentence}"
    );
    tamper(&url, "DELETE FROM parlor_migrations WHERE version = 999");
    let mut child = program().spawn();
    lines(&mut child);
    terminate(&child);
    assert_eq!(Ended::of(child).code, Some(0));
}

/// A PostgreSQL that is not there, or lets nobody in, is named without its password.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away() {
    let folder = folder();
    let mut urls = vec![
        (
            "postgres://ada:hunter2@127.0.0.1:1/parlor".to_owned(),
            "127.0.0.1:1",
        ),
        (
            "postgres://ada:hunter2@nowhere.invalid/parlor".to_owned(),
            "nowhere.invalid:5432",
        ),
        (
            "postgres://ada:hunter2@[::1/parlor".to_owned(),
            "cannot be read",
        ),
    ];
    let pulled = match Engine::postgres().and_then(Engine::create_database) {
        Some(url) => {
            urls.push((format!("{url}_missing"), "does not let us in"));
            let cable = Cable::to(&url).await;
            cable.pull();
            urls.push((cable.url.clone(), "No PostgreSQL answers at"));
            Some(cable)
        }
        None => None,
    };
    for (url, said) in urls {
        for command in [
            serve(folder.path()),
            Program::new(folder.path(), &["user", "list"]),
        ] {
            let sentence = refused(command.env("PARLOR_DATABASE_URL", &url));
            assert!(
                sentence.contains(said) && !sentence.contains("hunter2"),
                "{sentence}"
            );
        }
    }
    drop(pulled);
}

/// Who stops a server that still waits for its database need not wait too.
#[test]
fn a_waiting_start_can_be_stopped() {
    let folder = folder();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://ada@{}/parlor", silent.local_addr().unwrap());
    let child = serve(folder.path()).env("PARLOR_DATABASE_URL", url).spawn();
    // From here on it waits for an answer that never comes.
    let _connection = silent.accept().unwrap();
    let began = Instant::now();
    terminate(&child);
    let ended = Ended::of(child);
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    assert_eq!((ended.code, ended.out.as_str()), (Some(0), ""), "{ended:?}");
}
