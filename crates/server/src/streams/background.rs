//! What goes on in the background: closing gaps, finding losses, forgetting the old.

use std::{sync::Arc, time::Duration};

use parlor_protocol::event::Event;
use parlor_realtime::{Gap, frame::SYNC_EVENTS_MAX};
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};

use crate::{app::Shared, attachments::discard_all, clock};

/// How often the log is asked where the streams stand that are read here.
const PROBE_EVERY: Duration = Duration::from_secs(1);
/// How many streams one question names.
const STREAMS_PER_PROBE: usize = 500;
/// How often gaps are looked at that may close by themselves.
const TICK_EVERY: Duration = Duration::from_millis(25);
/// How many gaps are filled at once, each by one reader of the database.
const FILLERS: usize = 2;
/// How often it is looked whether something was deleted whose rows are there still.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// How long others have the writer for themselves between two of the writes that take them away: no
/// less than this, and so many times as long as the last one took with its waiting, up to
/// [`SWEEP_EVERY`]. So these writes have at most a quarter of the writer's time, and little of it where
/// many wait.
const SWEEP_PAUSE_MIN: Duration = Duration::from_millis(25);
const SWEEP_PAUSE_TIMES: u32 = 3;
/// How often old events are forgotten.
const PRUNE_EVERY: Duration = Duration::from_hours(1);
/// How long events are kept, in milliseconds: 30 days.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// How many events of each stream are kept, however old.
const KEPT_EVENTS: u64 = 10_000;

/// Starts it all; it ends with the set.
pub fn start(app: &Shared, tasks: &mut JoinSet<()>) {
    tasks.spawn(probe(Arc::clone(app)));
    tasks.spawn(tick(Arc::clone(app)));
    tasks.spawn(prune(Arc::clone(app)));
    tasks.spawn(sweep(Arc::clone(app)));
    for _ in 0..FILLERS {
        tasks.spawn(fill(Arc::clone(app)));
    }
}

async fn probe(app: Shared) {
    let mut beat = interval(PROBE_EVERY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        for streams in app.hub.watched().chunks(STREAMS_PER_PROBE) {
            match app.storage.streams().tips(streams).await {
                Ok(tips) => app.hub.tips(clock::instant(), &tips),
                Err(error) => tracing::warn!(%error, "asking where the streams stand"),
            }
        }
    }
}

async fn tick(app: Shared) {
    let mut beat = interval(TICK_EVERY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        app.hub.tick(clock::instant());
    }
}

async fn fill(app: Shared) {
    loop {
        let Gap { stream, after } = app.hub.next_gap().await;
        let streams = app.storage.streams();
        match streams.page_for_all(stream, after, SYNC_EVENTS_MAX).await {
            Ok(Some((told, last_seq))) => {
                app.hub.filled(clock::instant(), stream, &told, last_seq);
            }
            // Deleted meanwhile: its readers are shut out, and nothing more will come.
            Ok(None) => app
                .hub
                .filled::<Event>(clock::instant(), stream, &[], after),
            Err(error) => {
                tracing::warn!(%error, %stream, "reading a gap");
                app.hub.unfilled(clock::instant(), stream);
            }
        }
    }
}

async fn prune(app: Shared) {
    loop {
        let before = clock::now().plus_millis(-KEPT_MS);
        if let Err(error) = app.storage.streams().prune(before, KEPT_EVENTS).await {
            tracing::warn!(%error, "forgetting old events");
        }
        sleep(PRUNE_EVERY).await;
    }
}

/// Clears away what is left of deleted channels and spaces, a little at a time.
async fn sweep(app: Shared) {
    loop {
        let begun = clock::instant();
        let storage = app.storage.clone();
        let some = async move { storage.streams().sweep(clock::now()).await };
        let pause = match app.commit(some).await {
            Ok(Some(contents)) => {
                let took = clock::instant().saturating_duration_since(begun);
                discard_all(&app, contents).await;
                (took * SWEEP_PAUSE_TIMES).clamp(SWEEP_PAUSE_MIN, SWEEP_EVERY)
            }
            Ok(None) => SWEEP_EVERY,
            Err(error) => {
                tracing::warn!(%error, "clearing away what was deleted");
                SWEEP_EVERY
            }
        };
        sleep(pause).await;
    }
}
