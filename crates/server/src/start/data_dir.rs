//! The folder with everything that must not be lost.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use super::StartError;
use crate::clock;

/// Held by the one server of a data directory.
const LOCK: &str = "server.lock";

/// Makes the folder, for its owner alone, where there is none.
pub(super) fn prepare(folder: &Path) -> Result<(), StartError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|cause| StartError::DataDir {
        folder: folder.to_owned(),
        cause,
    })
}

/// As long as this lives, no other server uses the folder. The system gives it back when the
/// process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, not used")] File);

impl Lock {
    /// Takes the lock, or finds that somebody has it.
    ///
    /// # Errors
    /// [`StartError::Taken`], or [`StartError::DataDir`] when the file cannot be made.
    pub(super) fn take(folder: &Path) -> Result<Self, StartError> {
        let of_folder = |cause| StartError::DataDir {
            folder: folder.to_owned(),
            cause,
        };
        let options = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .clone();
        let file = options.open(folder.join(LOCK)).map_err(of_folder)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StartError::Taken(folder.to_owned())),
            Err(TryLockError::Error(cause)) => Err(of_folder(cause)),
        }
    }
}

/// Writes a file that others cannot read, so that after a power cut it is there whole or not at
/// all. An existing one is replaced only where `replace` says so.
pub(super) fn write_whole(file: &Path, text: &[u8], replace: bool) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // Not the process's number, which in a container is the same each time: what a power cut left
    // behind must not be in the way.
    let number = u64::from_ne_bytes(clock::random());
    let draft = folder.join(format!(".{name}.{number:016x}"));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut opened| {
            opened.write_all(text)?;
            opened.sync_all()
        });
    let placed = written.and_then(|()| {
        if replace {
            fs::rename(&draft, file)
        } else {
            // Unlike a rename, a link fails where somebody was faster.
            fs::hard_link(&draft, file)
        }
    });
    let _ = fs::remove_file(&draft);
    placed?;
    File::open(folder)?.sync_all()
}
