//! Taking away what no row needs.

use std::{
    collections::HashSet,
    fs, io,
    path::Path,
    time::{Duration, SystemTime},
};

use parlor_storage::{Content, Storage};

use super::{ASIDE, DRAFTS, Files, blocking, unless_missing};

/// A draft or a file without a row that is younger may be on its way to one.
const SETTLED_AFTER: Duration = Duration::from_hours(1);

/// Why something was not collected now. The next sweep tries again.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The disk did not do it.
    #[error("the folder of files: {0}")]
    Disk(#[from] io::Error),
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
    let (place, aside) = (files.place(content), files.aside(content));
    blocking(move || unless_missing(fs::rename(place, aside))).await?;
    settle(files, storage, content).await
}

/// Decides about one file that is aside. The question comes after the move: see the module's order.
async fn settle(files: &Files, storage: &Storage, content: Content) -> Result<(), CollectError> {
    let needed = storage.attachments().is_needed(content).await?;
    let (place, aside) = (files.place(content), files.aside(content));
    let settled = move || {
        unless_missing(if needed {
            fs::rename(aside, place)
        } else {
            fs::remove_file(aside)
        })
    };
    Ok(blocking(settled).await?)
}

/// Takes away everything that no row needs, and drafts nobody writes to any more.
///
/// # Errors
/// See [`CollectError`]; what was reached until then is done.
pub async fn sweep(files: &Files, storage: &Storage, now: SystemTime) -> Result<(), CollectError> {
    let aside = files.root.join(ASIDE);
    for name in blocking(move || names(&aside, None)).await? {
        if let Ok(content) = name.parse() {
            settle(files, storage, content).await?;
        }
    }
    let settled_before = now.checked_sub(SETTLED_AFTER);
    let drafts = files.root.join(DRAFTS);
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
    let shard = files.shard(first_byte);
    let names = blocking(move || names(&shard, settled_before)).await?;
    if names.is_empty() {
        return Ok(());
    }
    let needed = storage.attachments().needed(first_byte).await?;
    let needed: HashSet<Content> = needed.into_iter().collect();
    for name in names {
        let content = format!("{first_byte:02x}{name}").parse();
        if let Ok(content) = content
            && !needed.contains(&content)
        {
            discard(files, storage, content).await?;
        }
    }
    Ok(())
}

/// The files of a folder that were last written before this.
fn names(folder: &Path, before: Option<SystemTime>) -> io::Result<Vec<String>> {
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
