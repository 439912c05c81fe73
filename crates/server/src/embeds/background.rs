//! What goes on in the background: looking at links, and writing down what was found.

use std::sync::Arc;

use futures_util::future::join_all;
use parlor_protocol::permissions::Permission;
use parlor_storage::{
    Content,
    embeds::{Image, Preview},
};
use tokio::{sync::Semaphore, task::JoinSet};

use super::{MESSAGES_AT_ONCE, Wanted, found::Found, look::look, room};
use crate::{
    app::{App, Shared},
    attachments, clock,
    files::Finished,
    members::{self, AccessError},
};

/// Starts it; it ends with the set.
pub fn start(app: &Shared, tasks: &mut JoinSet<()>) {
    tasks.spawn(hand_out(Arc::clone(app)));
}

async fn hand_out(app: Shared) {
    let Some((_, mut waiting)) = app.embeds.waiting() else {
        return;
    };
    let turns = Arc::new(Semaphore::new(MESSAGES_AT_ONCE));
    let mut looking = JoinSet::new();
    while let Some(wanted) = waiting.recv().await {
        let Ok(turn) = Arc::clone(&turns).acquire_owned().await else {
            return;
        };
        while looking.try_join_next().is_some() {}
        let app = Arc::clone(&app);
        looking.spawn(async move {
            if let Err(error) = preview(&app, wanted).await {
                tracing::warn!(%error, "previewing links");
            }
            drop(turn);
        });
    }
}

/// Why there is no preview though there could be one.
#[derive(Debug, thiserror::Error)]
enum PreviewError {
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
    #[error("the folder of files: {0}")]
    Disk(#[from] std::io::Error),
}

async fn preview(app: &Shared, wanted: Wanted) -> Result<(), PreviewError> {
    // Much can happen while one waits.
    if !app.storage.embeds().are_wanted(&wanted.read).await? {
        return Ok(());
    }
    let found = find(app, &wanted.fresh).await;
    if found.is_empty() {
        return Ok(());
    }
    let mut kept = Vec::new();
    let mut previews = Vec::new();
    for (link, found) in found {
        let (preview, file) = keep(app, link, &found).await?;
        previews.push(preview);
        kept.extend(file);
    }
    for file in &kept {
        file.place().await?;
    }
    let images = previews.iter().filter_map(|preview| preview.image.as_ref());
    let came = images.map(|image| image.size_bytes).sum();
    write(app, wanted, previews).await?;
    for file in &kept {
        file.place().await?;
    }
    // Those that nobody wanted in the end.
    attachments::discard_soon(app, kept.iter().map(Finished::content).collect());
    match &app.embeds.way {
        Some(way) if !kept.is_empty() => Ok(room::make(app, &way.broom, came).await?),
        _ => Ok(()),
    }
}

/// All links at once; those that lead to something.
async fn find(app: &App, links: &[String]) -> Vec<(String, Found)> {
    let Some(way) = &app.embeds.way else {
        return Vec::new();
    };
    let workers = (&app.pictures, &app.config.limits);
    let looking = links.iter().map(|link| look(way, workers, link));
    let found = join_all(looking).await;
    let found = links.iter().zip(found);
    found
        .filter_map(|(link, found)| Some((link.clone(), found?)))
        .collect()
}

/// Writes the picture to disk, where there is one.
async fn keep(
    app: &App,
    url: String,
    found: &Found,
) -> Result<(Preview, Option<Finished>), PreviewError> {
    let mut preview = Preview {
        url,
        title: found.page.title.clone(),
        description: found.page.description.clone(),
        site_name: found.page.site_name.clone(),
        image: None,
    };
    let Some(still) = &found.still else {
        return Ok((preview, None));
    };
    let mut draft = app.files.draft().await?;
    draft.write(&still.encoded.bytes).await?;
    let file = draft.finish().await?;
    preview.image = Some(Image {
        content: file.content(),
        content_type: still.encoded.content_type,
        size_bytes: still.encoded.bytes.len() as u64,
        width: still.width,
        height: still.height,
        placeholder: still.placeholder.clone(),
    });
    Ok((preview, Some(file)))
}

/// Adds what was found, if its author may still have links previewed there.
async fn write(
    app: &Shared,
    wanted: Wanted,
    previews: Vec<Preview>,
) -> Result<(), parlor_storage::Error> {
    match members::anew(app, || put(app, &wanted, &previews)).await {
        Ok(gone) => attachments::discard_soon(app, gone),
        Err(AccessError::Storage(error)) => return Err(error),
        // Edited, deleted, not allowed or not wanted any more.
        Err(_) => {}
    }
    Ok(())
}

async fn put(
    app: &App,
    wanted: &Wanted,
    previews: &[Preview],
) -> Result<Vec<Content>, AccessError> {
    let (channel, now) = (wanted.read.channel, clock::now());
    let members = app.storage.members();
    let seen = members.in_channel(wanted.author, channel, now).await?;
    let (access, _) = seen.ok_or(AccessError::NotFound)?;
    let grant = access.may(Permission::EmbedLinks)?;
    let (storage, read) = (app.storage.clone(), wanted.read.clone());
    let found = (wanted.links.clone(), previews.to_vec());
    let put = app.commit(async move {
        let embeds = storage.embeds();
        let put = embeds.put(grant, read, found, now).await?;
        put.ok_or(AccessError::NotFound)
    });
    put.await
}
