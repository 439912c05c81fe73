//! A file on its way in.

use std::{
    fs, io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use aws_lc_rs::digest::{Context, SHA256};
use parlor_storage::Content;
use tokio::{fs::File, io::AsyncWriteExt};

use super::Files;
use crate::clock;

/// A file that is being received. When it is dropped, what was received goes.
pub struct Draft {
    path: Removed,
    file: File,
    digest: Context,
    bytes: u64,
    files: Files,
}

impl Draft {
    pub(super) async fn new(files: &Files) -> io::Result<Self> {
        let name = format!("{:032x}", u128::from_ne_bytes(clock::random()));
        let path = files.drafts.join(name);
        let mut options = fs::OpenOptions::new();
        options.read(true).write(true).create_new(true).mode(0o600);
        let options = tokio::fs::OpenOptions::from(options);
        Ok(Self {
            file: options.open(&path).await?,
            path: Removed(path),
            digest: Context::new(&SHA256),
            bytes: 0,
            files: files.clone(),
        })
    }

    /// Adds to its end.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes).await
    }

    /// How much there is.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Ends it; when this returns, its bytes are on disk.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub async fn finish(mut self) -> io::Result<Finished> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let digest = self.digest.finish();
        let mut content = [0; Content::BYTES];
        content.copy_from_slice(digest.as_ref());
        Ok(Finished {
            path: self.path,
            content: Content::from_bytes(content),
            bytes: self.bytes,
            files: self.files,
        })
    }
}

/// A file that was received whole. Unless it is placed, it goes when this is dropped.
pub struct Finished {
    path: Removed,
    content: Content,
    bytes: u64,
    files: Files,
}

impl Finished {
    /// What its bytes are called.
    pub const fn content(&self) -> Content {
        self.content
    }

    /// How many there are.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Where it lies for now.
    pub fn path(&self) -> &Path {
        &self.path.0
    }

    /// Gives it its name for good; to be done before the row is written, and again after it: a
    /// collector that did not see the row may have taken it away.
    ///
    /// # Errors
    /// When the disk or the bucket does not take it.
    pub async fn place(&self) -> io::Result<()> {
        self.files.place.put(&self.path.0, self.content).await
    }
}

/// A path whose file goes when this is dropped.
struct Removed(PathBuf);

impl Drop for Removed {
    fn drop(&mut self) {
        // What stays is removed by the sweep.
        let _ = fs::remove_file(&self.0);
    }
}
