//! Disks that are full, read-only, or not where they should be.

use std::{fs, path::Path, process::Command};

use crate::app::{Ended, Program};

use super::{folder, refused, serve};

/// Mounts a small disk where only this one process sees it, prepares it, and becomes `parlor`. The
/// disk goes with the process.
const ON_A_DISK: &str = r#"
    set -e
    mount -t tmpfs -o "size=$1,mode=700" parlor "$2"
    eval "$3"
    exec timeout --signal=TERM 30 "$4" serve --listen 127.0.0.1:0 --data-dir "$2""#;

/// `unshare` to a place where mounting is allowed and seen by nobody else.
fn apart(as_user: bool) -> Command {
    let mut command = Command::new("unshare");
    command.arg("--mount");
    if as_user {
        command.args(["--user", "--map-root-user"]);
    }
    command
}

/// How this machine lets us mount, if it does: as root, or as a user who is root only to himself.
/// Where we are root it must, in continuous integration.
fn mounts() -> Option<fn() -> Command> {
    let ways: [fn() -> Command; 2] = [|| apart(false), || apart(true)];
    let folder = folder();
    let can = |way: &fn() -> Command| {
        let mount = ["mount", "-t", "tmpfs", "parlor"];
        let tried = way().args(mount).arg(folder.path()).output();
        tried.is_ok_and(|output| output.status.success())
    };
    let found = ways.into_iter().find(can);
    let ci = std::env::var("CI").is_ok_and(|ci| ci == "true" || ci == "1");
    assert!(
        found.is_some() || !(ci && is_root()),
        "with CI=true root must be able to mount a small disk: allow `unshare --mount`"
    );
    if found.is_none() {
        eprintln!("SKIPPED on small disks: nothing can be mounted here");
    }
    found
}

/// A server on a disk of its own, of this size and prepared by this script.
fn on_a_disk(mut command: Command, folder: &Path, (size, script): (&str, &str)) -> Program {
    command.args(["sh", "-c", ON_A_DISK, "sh", size]);
    command
        .arg(folder)
        .args([script, env!("CARGO_BIN_EXE_parlor")]);
    command.current_dir(folder);
    without_settings(&mut command);
    Program::from(command)
}

/// What the tests are told in their environment is not for the server.
fn without_settings(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PARLOR_") {
            command.env_remove(name);
        }
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    id.stdout == b"0\n"
}

/// However little room there is, too little is told as that; and what is there already stays.
#[test]
fn a_full_disk_is_told() {
    let Some(apart) = mounts() else {
        return;
    };
    let folder = folder();
    let start =
        |size: &str, script: &str| refused(on_a_disk(apart(), folder.path(), (size, script)));
    let fill = "head -c 1000000 /dev/zero > \"$2/filled\" 2>/dev/null || true";
    let sentence = start("64k", fill);
    assert!(
        sentence.contains("secret.key") && sentence.contains("the disk is full"),
        "{sentence}"
    );
    for size in [
        "4k", "8k", "12k", "16k", "24k", "32k", "48k", "64k", "96k", "128k",
    ] {
        let sentence = start(size, ":");
        assert!(sentence.contains("full"), "{size}: {sentence}");
    }
}

/// A read-only disk is told as that, whether the folder is there or would have to be made.
#[test]
fn a_read_only_disk_is_told() {
    let Some(apart) = mounts() else {
        return;
    };
    let folder = folder();
    let start =
        |size: &str, script: &str| refused(on_a_disk(apart(), folder.path(), (size, script)));
    let sentence = start("1m", "mount -o remount,ro \"$2\"");
    assert!(
        sentence.contains("the file system is read-only"),
        "{sentence}"
    );
    let keys = "\"$4\" rotate-keys --data-dir \"$2\" 2>/dev/null; mount -o remount,ro \"$2\"";
    assert!(start("1m", keys).contains("read-only"));
    let made = "\"$4\" user add ada --data-dir \"$2\" >/dev/null 2>&1; mount -o remount,ro \"$2\"";
    assert!(start("1m", made).contains("read-only"));
}

/// A folder in which one may not write.
#[test]
fn a_forbidden_folder_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let forbidden = folder.path().join("forbidden");
    fs::create_dir(&forbidden).unwrap();
    fs::set_permissions(&forbidden, fs::Permissions::from_mode(0o500)).unwrap();
    for data in [forbidden.clone(), forbidden.join("data")] {
        let place = data.to_str().unwrap();
        let serve = ["serve", "--listen", "127.0.0.1:0", "--data-dir", place];
        // Root may write anywhere, unless he gives that up.
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args([
                "--bounding-set=-dac_override",
                "--",
                env!("CARGO_BIN_EXE_parlor"),
            ]);
            command
        } else {
            Command::new(env!("CARGO_BIN_EXE_parlor"))
        };
        command.args(serve).current_dir(folder.path());
        without_settings(&mut command);
        let sentence = refused(Program::from(command));
        assert!(sentence.contains("permission denied"), "{sentence}");
    }
}

/// A file where the folder should be is told, and is not touched.
#[test]
fn a_file_is_no_folder() {
    let folder = folder();
    let file = folder.path().join("data");
    fs::write(&file, "a letter").unwrap();
    for data in [file.clone(), file.join("below")] {
        let sentence = refused(serve(&data));
        let why = "there is a file where a folder should be";
        assert_eq!(
            sentence,
            format!(
                "The data directory {} cannot be used: {why}.",
                data.display()
            )
        );
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "a letter");
    let database = folder.path().join("other");
    fs::create_dir_all(database.join("parlor.db")).unwrap();
    let sentence = refused(serve(&database));
    assert!(sentence.contains("parlor.db"), "{sentence}");
}

/// A file of something else under the database's name is refused and kept.
#[test]
fn something_else_is_no_database() {
    let folder = folder();
    let file = folder.path().join("parlor.db");
    let letter = "Dear Ada, ".repeat(500);
    fs::write(&file, &letter).unwrap();
    let sentence = refused(serve(folder.path()));
    assert!(
        sentence.contains("is not a database of Parlor"),
        "{sentence}"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), letter);
    let list = Program::new(folder.path(), &["user", "list", "--data-dir", "."]).run();
    assert_eq!(
        Ended::sentence(list),
        sentence.replace(&format!("{}/", folder.path().display()), "./")
    );
}
