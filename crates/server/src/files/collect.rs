//! Taking away what no row needs.

use std::{
    collections::HashSet,
    fs, io,
    time::{Duration, SystemTime},
};

use parlor_storage::{Content, Storage};

use super::{
    Aside, Files,
    folder::{blocking, names, unless_missing},
};

/// A draft or a file without a row that is younger may be on its way to one.
const SETTLED_AFTER: Duration = Duration::from_hours(1);

/// Why something was not collected now. The next sweep tries again.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The disk or the bucket did not do it.
    #[error("the files: {0}")]
    Files(#[from] io::Error),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

/// Takes one file away, unless a row needs it.
///
/// # Errors
/// See [`CollectError`].
pub async fn discard(
    files: &Files,
    storage: &Storage,
    content: Content,
) -> Result<(), CollectError> {
    // Most that are needed are left where they are.
    if storage.attachments().is_needed(content).await? {
        return Ok(());
    }
    match files.place.set_aside(content).await? {
        Some(aside) => settle(files, storage, &aside).await,
        None => Ok(()),
    }
}

/// Decides about one file that is aside. The question comes after the move: see the module's order.
async fn settle(files: &Files, storage: &Storage, aside: &Aside) -> Result<(), CollectError> {
    if storage.attachments().is_needed(aside.content).await? {
        files.place.put_back(aside).await?;
    } else {
        files.place.remove_aside(aside).await?;
    }
    Ok(())
}

/// Takes away everything that no row needs, and drafts nobody writes to any more.
///
/// # Errors
/// See [`CollectError`]; what was reached until then is done.
pub async fn sweep(files: &Files, storage: &Storage, now: SystemTime) -> Result<(), CollectError> {
    let settled_before = now.checked_sub(SETTLED_AFTER);
    for aside in files.place.all_aside(settled_before).await? {
        settle(files, storage, &aside).await?;
    }
    let drafts = files.drafts.clone();
    blocking(move || {
        for name in names(&drafts, settled_before)? {
            unless_missing(fs::remove_file(drafts.join(name)))?;
        }
        Ok(())
    })
    .await?;
    for first_byte in 0..=u8::MAX {
        sweep_shard(files, storage, (first_byte, settled_before)).await?;
    }
    Ok(())
}

async fn sweep_shard(
    files: &Files,
    storage: &Storage,
    (first_byte, settled_before): (u8, Option<SystemTime>),
) -> Result<(), CollectError> {
    let kept = files.place.all(first_byte, settled_before).await?;
    if kept.is_empty() {
        return Ok(());
    }
    let needed = storage.attachments().needed(first_byte).await?;
    let needed: HashSet<Content> = needed.into_iter().collect();
    for content in kept {
        if !needed.contains(&content) {
            discard(files, storage, content).await?;
        }
    }
    Ok(())
}
