//! What goes on in the background: hearing of sessions that ended and settings that changed
//! elsewhere, and clearing away.

use std::time::Duration;

use parlor_protocol::close::Close;

use super::end_with;
use crate::{app::Shared, clock};

/// How often the database is asked for sessions that ended.
const WATCH_EVERY: Duration = Duration::from_secs(1);
/// How far back it is asked, in milliseconds: what waits for its commit may wait for more than a
/// minute after its timestamp was taken, and the clocks of two processes differ.
const OVERLAP_MS: i64 = 120_000;
/// How often what can never be used again is removed.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// Ends here, within a second, what any other process ended in the database: another node, or
/// `parlor user reset-password`. Never returns.
///
/// While the database does not answer, the gate trusts nothing it remembers; when it answers
/// again, nothing that happened in between is missed.
pub async fn watch(app: Shared) {
    let mut since = clock::now();
    loop {
        let asked = clock::now();
        match app
            .storage
            .sessions()
            .revoked_since(since.plus_millis(-OVERLAP_MS))
            .await
        {
            Ok(sessions) => {
                for (disabled, close) in [(false, Close::Unauthenticated), (true, Close::Disabled)]
                {
                    let these = sessions.iter().filter(|(_, theirs)| *theirs == disabled);
                    let these: Vec<_> = these.map(|(session, _)| *session).collect();
                    end_with(&app, &these, close);
                }
                app.gate.heard(clock::instant());
                since = asked;
            }
            Err(error) => tracing::warn!(%error, "asking for ended sessions"),
        }
        if let Err(error) = app.settings.read(&app.storage).await {
            tracing::warn!(%error, "asking for changed settings");
        }
        tokio::time::sleep(WATCH_EVERY).await;
    }
}

/// Removes expired tokens, sessions and links, and invites that ended, once an hour. Never returns.
pub async fn sweep(app: Shared) {
    loop {
        if let Err(error) = app.storage.sessions().sweep(clock::now()).await {
            tracing::warn!(%error, "sweeping sessions");
        }
        if let Err(error) = app.storage.links().sweep(clock::now()).await {
            tracing::warn!(%error, "sweeping links");
        }
        if let Err(error) = app.storage.invites().sweep(clock::now()).await {
            tracing::warn!(%error, "sweeping invites");
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}
