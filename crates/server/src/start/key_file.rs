//! `secret.key`: the keys of the instance, outside the database, so that a copy of the database
//! signs nobody in.

use std::{
    fs::File,
    io::{self, Read},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use parlor_auth::keys::KeyRing;
use zeroize::Zeroizing;

use super::{StartError, data_dir::write_whole};
use crate::clock;

const NAME: &str = "secret.key";

/// Longer than any ring; whoever puts something else there gets a sentence, not a full memory.
const BYTES_MAX: u64 = 64 * 1024;

/// Group and others, in the mode of a file.
const OTHERS: u32 = 0o077;

/// Reads the keys; makes them where there are none yet.
pub(super) fn open(data_dir: &Path) -> Result<KeyRing, StartError> {
    let file = data_dir.join(NAME);
    match File::open(&file) {
        Ok(opened) => read(file, opened),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            match place(&file, &KeyRing::generate(&mut clock::rng()), false) {
                // Somebody was faster: then their keys are the instance's.
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
                placed => placed.map_err(|cause| unusable(&file, cause))?,
            }
            let opened = File::open(&file).map_err(|cause| unusable(&file, cause))?;
            read(file, opened)
        }
        Err(cause) => Err(unusable(&file, cause)),
    }
}

/// Puts other keys in place of those that are there.
pub(super) fn replace(data_dir: &Path, keys: &KeyRing) -> Result<(), StartError> {
    let file = data_dir.join(NAME);
    place(&file, keys, true).map_err(|cause| unusable(&file, cause))
}

fn place(file: &Path, keys: &KeyRing, replace: bool) -> io::Result<()> {
    write_whole(file, keys.to_text().as_bytes(), replace)
}

fn read(file: PathBuf, opened: File) -> Result<KeyRing, StartError> {
    // Of the opened file, not of the name: that may be another file a moment later.
    let found = opened.metadata().map_err(|cause| unusable(&file, cause))?;
    if !found.is_file() {
        return Err(unusable(&file, io::ErrorKind::IsADirectory.into()));
    }
    if found.permissions().mode() & OTHERS != 0 {
        return Err(StartError::KeyFileOpen(file));
    }
    let mut text = Zeroizing::new(String::new());
    opened
        .take(BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(|cause| unusable(&file, cause))?;
    KeyRing::parse(&text).map_err(|cause| StartError::BadKeyFile { file, cause })
}

fn unusable(file: &Path, cause: io::Error) -> StartError {
    StartError::KeyFile {
        file: file.to_owned(),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    /// The first start makes keys that only their owner can read; the next one finds the same.
    #[test]
    fn keys_are_made_once() {
        let folder = folder();
        let first = open(folder.path()).unwrap().to_text();
        let mode = fs::metadata(folder.path().join(NAME))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(*open(folder.path()).unwrap().to_text(), *first);
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no draft stays"
        );
    }

    /// Keys that others could read are refused, and so is what is no key file; neither is replaced.
    #[test]
    fn bad_files_are_refused_and_kept() {
        let folder = folder();
        let file = folder.path().join(NAME);
        open(folder.path()).unwrap();
        for mode in [0o640, 0o604, 0o660] {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
            let error = open(folder.path()).unwrap_err();
            assert!(matches!(error, StartError::KeyFileOpen(_)), "{error}");
        }
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        for text in ["", "hunter2", "root AAAA"] {
            fs::write(&file, text).unwrap();
            let error = open(folder.path()).unwrap_err();
            assert!(matches!(error, StartError::BadKeyFile { .. }), "{error}");
            assert!(!error.to_string().contains("hunter2"), "{error}");
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
    }

    /// A rotation keeps the file private and its keys readable, and makes them others.
    #[test]
    fn keys_can_be_replaced() {
        let folder = folder();
        let first = open(folder.path()).unwrap().to_text();
        let other = KeyRing::generate(&mut clock::rng());
        replace(folder.path(), &other).unwrap();
        let now = open(folder.path()).unwrap().to_text();
        assert_eq!(*now, *other.to_text());
        assert_ne!(*now, *first);
    }
}
