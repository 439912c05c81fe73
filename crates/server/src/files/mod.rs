//! Where the bytes of files lie: in a folder, or in a bucket of an S3-compatible service; each file
//! under the SHA-256 of its bytes, equal ones once.
//!
//! The database knows which are needed; there are never fewer than that, and what there is beyond
//! is collected. No lock makes it so, because nodes share the place and any of them may be killed
//! at any point, but an order:
//!
//! - Who keeps a file puts it under its name, writes the row, and then looks whether the name is
//!   still there; if not, puts it there again. Until then the draft stays.
//! - Who collects moves the file aside, under a name of his own, then asks for rows, and moves it
//!   back if there is one.
//!
//! Whichever of the two is first, a row that was answered has its file. What a kill leaves aside
//! is looked at again by the next sweep; a draft nobody writes to any more is removed by it. A
//! draft lies in the folder in any case: it is looked at, and pictures are made of it.

mod aside;
mod bucket;
mod collect;
mod draft;
mod folder;
mod kept;

use std::{
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use parlor_storage::Content;

use self::{aside::Aside, bucket::Bucket, folder::Folder};
pub use self::{
    collect::{discard, sweep},
    draft::{Draft, Finished},
    kept::Kept,
};
use crate::{config::S3, refusal::Refusal};

/// The folder inside the data directory.
const FOLDER: &str = "files";
/// What is being received.
const DRAFTS: &str = "drafts";

/// Why no file can be kept.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made.
    #[error(transparent)]
    Folder(io::Error),
    /// The bucket does not answer, or not to us.
    #[error(transparent)]
    Bucket(io::Error),
}

/// All files. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    drafts: PathBuf,
    place: Place,
}

/// Where they lie.
#[derive(Debug, Clone)]
enum Place {
    Folder(Folder),
    Bucket(Bucket),
}

impl Files {
    /// Makes the folder, for its owner alone, where there is none; asks for the bucket, where the
    /// settings name one.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(data_dir: &Path, s3: &S3) -> Result<Self, OpenError> {
        let root = data_dir.join(FOLDER);
        let drafts = root.join(DRAFTS);
        let made = folder::make(&root).and_then(|()| folder::make(&drafts));
        made.map_err(OpenError::Folder)?;
        let place = match &s3.bucket {
            Some(bucket) => {
                let bucket = Bucket::open(s3, bucket).await;
                Place::Bucket(bucket.map_err(OpenError::Bucket)?)
            }
            None => Place::Folder(Folder::open(&root).map_err(OpenError::Folder)?),
        };
        folder::sync(data_dir).map_err(OpenError::Folder)?;
        Ok(Self { drafts, place })
    }

    /// Whether they lie elsewhere than in the data folder.
    pub const fn in_bucket(&self) -> bool {
        matches!(self.place, Place::Bucket(_))
    }

    /// Begins to receive a file.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn draft(&self) -> io::Result<Draft> {
        Draft::new(self).await
    }

    /// A kept file.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where there is none.
    pub async fn read(&self, content: Content) -> io::Result<Kept> {
        match &self.place {
            Place::Folder(folder) => folder.read(content).await,
            Place::Bucket(bucket) => bucket.read(content).await,
        }
    }
}

impl Place {
    /// Puts a file under its name, unless it is there.
    async fn put(&self, from: &Path, content: Content) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.put(from, content).await,
            Self::Bucket(bucket) => bucket.put(from, content).await,
        }
    }

    /// Moves a file aside, if it is there.
    async fn set_aside(&self, content: Content) -> io::Result<Option<Aside>> {
        match self {
            Self::Folder(folder) => folder.set_aside(content).await,
            Self::Bucket(bucket) => bucket.set_aside(content).await,
        }
    }

    /// Moves a file back, if it is aside.
    async fn put_back(&self, aside: &Aside) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.put_back(aside).await,
            Self::Bucket(bucket) => bucket.put_back(aside).await,
        }
    }

    /// Takes a file away that is aside.
    async fn remove_aside(&self, aside: &Aside) -> io::Result<()> {
        match self {
            Self::Folder(folder) => folder.remove_aside(aside).await,
            Self::Bucket(bucket) => bucket.remove_aside(aside).await,
        }
    }

    /// All that are aside and that nobody is about to decide about, if what was written before this
    /// time is settled.
    async fn all_aside(&self, before: Option<SystemTime>) -> io::Result<Vec<Aside>> {
        match self {
            Self::Folder(folder) => folder.all_aside().await,
            Self::Bucket(bucket) => bucket.all_aside(before).await,
        }
    }

    /// Those that begin with this byte and were last written before this time.
    async fn all(&self, first_byte: u8, before: Option<SystemTime>) -> io::Result<Vec<Content>> {
        match self {
            Self::Folder(folder) => folder.all(first_byte, before).await,
            Self::Bucket(bucket) => bucket.all(first_byte, before).await,
        }
    }
}

/// What the uploader is told when a file cannot be kept.
pub fn refusal(error: &io::Error) -> Refusal {
    tracing::error!(%error, "keeping a file");
    Refusal {
        detail: "The server cannot keep the file right now. Try again in a moment.".to_owned(),
        ..Refusal::overloaded()
    }
}
