//! Where the bytes of files lie: a folder, each file under the SHA-256 of its bytes, equal ones
//! once.
//!
//! The database knows which are needed; this folder never holds fewer than that, and what it holds
//! beyond is collected. No lock makes it so, because nodes share the folder and any of them may
//! be killed at any point, but an order:
//!
//! - Who keeps a file links it to its name, writes the row, and then looks whether the name is
//!   still there; if not, links it again. Until then the draft stays.
//! - Who collects moves the file aside, then asks for rows, and moves it back if there is one.
//!
//! Whichever of the two is first, a row that was answered has its file. What a kill leaves aside
//! is looked at again by the next sweep; a draft nobody writes to any more is removed by it.

mod collect;
mod draft;

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use parlor_storage::Content;
use tokio::fs::File;

use crate::refusal::Refusal;

pub use self::{
    collect::{discard, sweep},
    draft::{Draft, Finished},
};

/// The folder inside the data directory.
const FOLDER: &str = "files";
/// What is being received.
const DRAFTS: &str = "drafts";
/// What is being collected.
const ASIDE: &str = "aside";

/// The folder of all files. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// Makes the folder, for its owner alone, where there is none.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(data_dir: &Path) -> io::Result<Self> {
        let files = Self {
            root: data_dir.join(FOLDER),
        };
        make(&files.root)?;
        make(&files.root.join(DRAFTS))?;
        make(&files.root.join(ASIDE))?;
        for first_byte in 0..=u8::MAX {
            make(&files.shard(first_byte))?;
        }
        // So that no later file is lost with its folder.
        sync(&files.root)?;
        sync(data_dir)?;
        Ok(files)
    }

    /// Begins to receive a file.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn draft(&self) -> io::Result<Draft> {
        Draft::new(self).await
    }

    /// A kept file and how many bytes it has.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where there is none.
    pub async fn read(&self, content: Content) -> io::Result<(File, u64)> {
        let file = File::open(self.place(content)).await?;
        let bytes = file.metadata().await?.len();
        Ok((file, bytes))
    }

    /// The same, for a thread that may block.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where there is none.
    pub fn read_here(&self, content: Content) -> io::Result<fs::File> {
        fs::File::open(self.place(content))
    }

    fn shard(&self, first_byte: u8) -> PathBuf {
        self.root.join(format!("{first_byte:02x}"))
    }

    fn place(&self, content: Content) -> PathBuf {
        let name = content.to_string();
        self.shard(content.as_bytes()[0]).join(&name[2..])
    }

    fn aside(&self, content: Content) -> PathBuf {
        self.root.join(ASIDE).join(content.to_string())
    }
}

/// What the uploader is told when the disk does not take a file.
pub fn refusal(error: &io::Error) -> Refusal {
    tracing::error!(%error, "keeping a file");
    Refusal {
        detail: "The server cannot keep the file right now. Try again in a moment.".to_owned(),
        ..Refusal::overloaded()
    }
}

fn make(folder: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Writes a folder's list of names to disk.
fn sync(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// The outcome, where "it is not there" is as good as any.
fn unless_missing(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// Runs what waits for the disk where nobody waits for it.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(io::Error::other("the work on the disk was given up")))
}
