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

/// A server on a disk of its own, of this size and prepared by this script.
fn on_a_disk(folder: &Path, size: &str, script: &str) -> Program {
    let mut command = Command::new("unshare");
    command.arg("--mount");
    if !is_root() {
        command.args(["--user", "--map-root-user"]);
    }
    command.args(["sh", "-c", ON_A_DISK, "sh", size]);
    command
        .arg(folder)
        .args([script, env!("CARGO_BIN_EXE_parlor")]);
    command.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PARLOR_") {
            command.env_remove(name);
        }
    }
    Program::from(command)
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    id.stdout == b"0\n"
}

/// Whether this machine lets us mount. Where we are root it must.
fn can_mount() -> bool {
    let folder = folder();
    let place = folder.path().to_str().unwrap();
    let user: &[&str] = if is_root() {
        &[]
    } else {
        &["--user", "--map-root-user"]
    };
    let mount = ["--mount", "mount", "-t", "tmpfs", "parlor", place];
    let tried = Command::new("unshare").args(user).args(mount).output();
    let can = tried.is_ok_and(|output| output.status.success());
    let ci = std::env::var("CI").is_ok_and(|ci| ci == "true" || ci == "1");
    assert!(
        can || !(ci && is_root()),
        "root can mount a disk when CI=true"
    );
    if !can {
        eprintln!("SKIPPED on small disks: nothing can be mounted here");
    }
    can
}

/// However little room there is, too little is told as that; and what is there already stays.
#[test]
fn a_full_disk_is_told() {
    if !can_mount() {
        return;
    }
    let fill = "head -c 1000000 /dev/zero > \"$2/filled\" 2>/dev/null || true";
    let folder = folder();
    let sentence = refused(on_a_disk(folder.path(), "64k", fill));
    assert!(
        sentence.contains("secret.key") && sentence.contains("the disk is full"),
        "{sentence}"
    );
    for size in [
        "4k", "8k", "12k", "16k", "24k", "32k", "48k", "64k", "96k", "128k",
    ] {
        let sentence = refused(on_a_disk(folder.path(), size, ":"));
        assert!(sentence.contains("full"), "{size}: {sentence}");
    }
}

/// A read-only disk is told as that, whether the folder is there or would have to be made.
#[test]
fn a_read_only_disk_is_told() {
    if !can_mount() {
        return;
    }
    let folder = folder();
    let sentence = refused(on_a_disk(folder.path(), "1m", "mount -o remount,ro \"$2\""));
    assert!(
        sentence.contains("the file system is read-only"),
        "{sentence}"
    );
    let keys = "\"$4\" rotate-keys --data-dir \"$2\" 2>/dev/null; mount -o remount,ro \"$2\"";
    let sentence = refused(on_a_disk(folder.path(), "1m", keys));
    assert!(sentence.contains("read-only"), "{sentence}");
    let made = "\"$4\" user add ada --data-dir \"$2\" >/dev/null 2>&1; mount -o remount,ro \"$2\"";
    let sentence = refused(on_a_disk(folder.path(), "1m", made));
    assert!(sentence.contains("read-only"), "{sentence}");
}

/// A folder without the right to write in it, for who is not root.
#[test]
fn a_forbidden_folder_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    if is_root() {
        // Root may write anywhere: the disk above is what stops him.
        return;
    }
    let folder = folder();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    for data in [folder.path().to_owned(), folder.path().join("data")] {
        let sentence = refused(serve(&data));
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
