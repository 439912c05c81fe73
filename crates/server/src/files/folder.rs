//! Files in a folder: each under its own name, in one of 256 folders by its first byte.

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    time::SystemTime,
};

use parlor_storage::Content;
use tokio::fs::File;

use super::{Aside, Kept};

/// What is being collected.
const ASIDE: &str = "aside";

/// The folder. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes what it needs inside a folder that is there.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        let folder = Self {
            root: root.to_owned(),
        };
        make(&root.join(ASIDE))?;
        for first_byte in 0..=u8::MAX {
            make(&folder.shard(first_byte))?;
        }
        // So that no later file is lost with its folder.
        sync(root)?;
        Ok(folder)
    }

    pub(super) async fn put(&self, from: &Path, content: Content) -> io::Result<()> {
        let (from, to) = (from.to_owned(), self.place(content));
        let shard = self.shard(content.as_bytes()[0]);
        blocking(move || match fs::hard_link(from, to) {
            Ok(()) => sync(&shard),
            // Equal bytes are there already.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }

    pub(super) async fn read(&self, content: Content) -> io::Result<Kept> {
        let file = File::open(self.place(content)).await?;
        let bytes = file.metadata().await?.len();
        Ok(Kept::file(file, bytes))
    }

    pub(super) async fn set_aside(&self, content: Content) -> io::Result<Option<Aside>> {
        let aside = Aside::of(content);
        let (from, to) = (self.place(content), self.aside(&aside));
        blocking(move || match fs::rename(from, to) {
            Ok(()) => Ok(Some(aside)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    pub(super) async fn put_back(&self, aside: &Aside) -> io::Result<()> {
        let (from, to) = (self.aside(aside), self.place(aside.content));
        blocking(move || unless_missing(fs::rename(from, to))).await
    }

    pub(super) async fn remove_aside(&self, aside: &Aside) -> io::Result<()> {
        let aside = self.aside(aside);
        blocking(move || unless_missing(fs::remove_file(aside))).await
    }

    /// A move takes no time, so what lies there is somebody's who was killed, or who asks just now
    /// and gets the same answer.
    pub(super) async fn all_aside(&self) -> io::Result<Vec<Aside>> {
        let aside = self.root.join(ASIDE);
        let names = blocking(move || names(&aside, None)).await?;
        Ok(names.iter().filter_map(|name| Aside::read(name)).collect())
    }

    /// Those that begin with this byte and were last written before this time.
    pub(super) async fn all(
        &self,
        first_byte: u8,
        before: Option<SystemTime>,
    ) -> io::Result<Vec<Content>> {
        let shard = self.shard(first_byte);
        let names = blocking(move || names(&shard, before)).await?;
        let contents = names.iter();
        let contents = contents.map(|name| format!("{first_byte:02x}{name}").parse());
        Ok(contents.filter_map(Result::ok).collect())
    }

    fn shard(&self, first_byte: u8) -> PathBuf {
        self.root.join(format!("{first_byte:02x}"))
    }

    fn place(&self, content: Content) -> PathBuf {
        let name = content.to_string();
        self.shard(content.as_bytes()[0]).join(&name[2..])
    }

    fn aside(&self, aside: &Aside) -> PathBuf {
        self.root.join(ASIDE).join(&aside.name)
    }
}

/// Makes a folder, for its owner alone, where there is none.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Writes a folder's list of names to disk.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// The files of a folder that were last written before this.
pub(super) fn names(folder: &Path, before: Option<SystemTime>) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let settled = match (before, entry.metadata()) {
            (None, _) => true,
            (Some(before), Ok(metadata)) => metadata.modified()? < before,
            // It went meanwhile.
            (Some(_), Err(_)) => false,
        };
        if let Ok(name) = entry.file_name().into_string()
            && settled
        {
            names.push(name);
        }
    }
    Ok(names)
}

/// The outcome, where "it is not there" is as good as any.
pub(super) fn unless_missing(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// Runs what waits for the disk where nobody waits for it.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(io::Error::other("the work on the disk was given up")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two who collect the same bytes do not take each other's away: what was kept anew between
    /// them, and is needed, comes back.
    #[tokio::test]
    async fn collectors_do_not_meet() {
        let data = tempfile::tempdir().unwrap();
        let folder = Folder::open(data.path()).unwrap();
        let content = Content::from_bytes([7; Content::BYTES]);
        let draft = data.path().join("draft");
        fs::write(&draft, b"bytes").unwrap();
        folder.put(&draft, content).await.unwrap();
        let first = folder.set_aside(content).await.unwrap().unwrap();
        assert_eq!(folder.set_aside(content).await.unwrap(), None);
        folder.put(&draft, content).await.unwrap();
        let second = folder.set_aside(content).await.unwrap().unwrap();
        assert_eq!(folder.all_aside().await.unwrap().len(), 2);
        folder.remove_aside(&first).await.unwrap();
        folder.put_back(&second).await.unwrap();
        assert_eq!(folder.read(content).await.unwrap().bytes(), 5);
        assert_eq!(folder.all(7, None).await.unwrap(), [content]);
        assert_eq!(folder.all_aside().await.unwrap(), []);
    }
}
