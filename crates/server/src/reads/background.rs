//! What goes on in the background: telling people how far they have read on their other devices.

use std::sync::Arc;

use parlor_protocol::ids::ChannelId;
use tokio::task::JoinSet;

use crate::app::Shared;

/// Starts it; it ends with the set.
pub fn start(app: &Shared, tasks: &mut JoinSet<()>) {
    tasks.spawn(tell(Arc::clone(app)));
}

/// One task for everybody: what it reads later is newer, and so it is told later.
async fn tell(app: Shared) {
    loop {
        let (user, channels) = app.moved.next().await;
        let channels: Vec<ChannelId> = channels.into_iter().collect();
        match app.storage.reads().of(user, &channels).await {
            Ok(states) => {
                for state in &states {
                    app.hub.tell(user, state);
                }
            }
            // Told again with the next mark, and at the latest when they come back.
            Err(error) => tracing::warn!(%error, "telling how far somebody has read"),
        }
    }
}
