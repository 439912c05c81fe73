//! How much the instance keeps, and where.

use std::path::Path;

use parlor_protocol::admin::{FilePlace, Stored};

use super::{Admin, AdminError};
use crate::app::App;

/// Counted anew each time.
///
/// # Errors
/// When the database did not answer.
pub async fn stored(app: &App, _: &Admin) -> Result<Stored, AdminError> {
    let counted = app.storage.stored().await?;
    let folder = app.config.data_dir.clone();
    let free = tokio::task::spawn_blocking(move || free(&folder)).await;
    Ok(Stored {
        database: counted.database,
        database_bytes: counted.database_bytes,
        files: if app.files.in_bucket() {
            FilePlace::Bucket
        } else {
            FilePlace::Folder
        },
        uploads: counted.uploads,
        upload_bytes: counted.upload_bytes,
        preview_bytes: counted.preview_bytes,
        free_bytes: free.unwrap_or_default(),
    })
}

/// What somebody without special rights may still write there.
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}
