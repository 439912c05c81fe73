//! What goes on in the background: telling people how far they have read on their other devices,
//! and where the channels stand that they do not follow.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use parlor_protocol::ids::{ChannelId, StreamId, UserId};
use parlor_realtime::Tip;
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

use crate::app::{App, Shared};

/// How often people hear of channels they do not follow.
const TIPS_EVERY: Duration = Duration::from_secs(1);

/// How often people hear on their other devices how far they have read: too short to be noticed, and
/// long enough that who writes message after message in a busy channel is looked up once for many.
const TOLD_EVERY: Duration = Duration::from_millis(50);

/// How long it waits after the database did not answer.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Starts it; it ends with the set.
pub fn start(app: &Shared, tasks: &mut JoinSet<()>) {
    tasks.spawn(tell(Arc::clone(app)));
    tasks.spawn(tips(Arc::clone(app)));
}

/// One task for everybody: what it reads later is newer, and so it is told later. Whoever could not be
/// told comes again, after the others.
async fn tell(app: Shared) {
    let mut beat = interval(TOLD_EVERY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        for (user, channels) in app.moved.all().await {
            let told = tell_one(&app, user, &channels).await;
            if !matches!(told, Ok(true)) {
                app.moved.of(&app.hub, user, channels);
            }
            if let Err(error) = told {
                tracing::warn!(%error, "telling how far somebody has read");
                tokio::time::sleep(AGAIN_AFTER).await;
            }
        }
        beat.tick().await;
    }
}

/// `false`: somebody lost a right meanwhile, or a socket of this user was told all.
async fn tell_one(
    app: &App,
    user: UserId,
    channels: &BTreeSet<ChannelId>,
) -> Result<bool, parlor_storage::Error> {
    let moment = app.hub.moment();
    let channels: Vec<ChannelId> = channels.iter().copied().collect();
    let states = app.storage.reads().seen(user, &channels).await?;
    Ok(app.hub.tell(moment, user, &states))
}

async fn tips(app: Shared) {
    let mut beat = interval(TIPS_EVERY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        let streams = app.hub.take_stirred();
        let told = tip_off(&app, &streams).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "telling where channels stand");
            false
        });
        if !told {
            app.hub.stir(&streams);
        }
    }
}

/// `false`: nobody was told.
async fn tip_off(app: &App, streams: &[StreamId]) -> Result<bool, parlor_storage::Error> {
    let users = app.hub.users();
    if streams.is_empty() || users.is_empty() {
        return Ok(true);
    }
    let moment = app.hub.moment();
    let positions = app.storage.reads().positions(streams).await?;
    let channels: Vec<ChannelId> = positions.iter().map(|position| position.channel).collect();
    let mut seers = app.storage.members().seers(&channels, &users).await?;
    let tips: Vec<Tip> = positions
        .into_iter()
        .map(|position| Tip {
            channel: position.channel,
            last_seq: position.last_seq,
            last_message_seq: position.last_message_seq,
            seen_by: seers.remove(&position.channel).unwrap_or_default(),
        })
        .collect();
    Ok(app.hub.tip_off(moment, &tips))
}
