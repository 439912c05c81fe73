//! What goes on in the background: taking away what nobody needs.

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use parlor_storage::Content;

use crate::{
    app::{App, Shared},
    clock, files,
};

/// How often.
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// How long a file waits for its message, in milliseconds: a day.
const WAITS_MS: i64 = 24 * 60 * 60 * 1_000;

/// Forgets files that nobody sent, and takes away bytes that no row needs, at the start and once an
/// hour. Never returns.
pub async fn sweep(app: Shared) {
    loop {
        forget(&app).await;
        let since_1970 = Duration::from_millis(clock::now().as_millis().unsigned_abs());
        let now: SystemTime = UNIX_EPOCH + since_1970;
        if let Err(error) = files::sweep(&app.files, &app.storage, now).await {
            tracing::warn!(%error, "collecting files");
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}

async fn forget(app: &App) {
    let before = clock::now().plus_millis(-WAITS_MS);
    loop {
        match app.storage.attachments().forget_waiting(before).await {
            Ok(contents) if contents.is_empty() => return,
            Ok(contents) => discard_all(app, contents).await,
            Err(error) => return tracing::warn!(%error, "forgetting files that were not sent"),
        }
    }
}

/// Takes these away in the background, unless a row needs them: nobody waits for the disk, and
/// nobody who goes away keeps the bytes from going.
pub fn discard_soon(app: &Shared, contents: Vec<Content>) {
    if !contents.is_empty() {
        let app = Arc::clone(app);
        tokio::spawn(async move { discard_all(&app, contents).await });
    }
}

/// Takes these away, unless a row needs them, and waits for the disk. What fails is left to the next sweep.
pub async fn discard_all(app: &App, contents: Vec<Content>) {
    for content in contents {
        if let Err(error) = files::discard(&app.files, &app.storage, content).await {
            tracing::warn!(%error, "taking a file away");
        }
    }
}
