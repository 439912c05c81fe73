//! What goes on in the background: hearing the media side, seats that run out, and telling on `/ws`
//! who is in a call.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use parlor_protocol::ids::{ChannelId, UserId};
use parlor_voice::{Event, SeatId};
use tokio::{
    sync::mpsc::{Receiver, Sender, channel, error::TrySendError},
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};

use super::calls::Calls;
use crate::{
    app::{App, Shared},
    clock,
};

/// How much of what the media side tells may wait.
const EVENTS_MAX: usize = 8_192;
/// So much room of that is not for sound: where it is all that is left, sound is lost.
const EVENTS_NOT_SOUND: usize = EVENTS_MAX / 2;
/// How often seats are looked at, and what got lost.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How long to wait when nobody knows who may be told.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Takes what the media side tells, without ever making it wait. When half as much waits as may,
/// sound is dropped; when as much waits, numbers that are worth little late are too, and a seat of
/// which anything else is lost ends.
pub(super) struct Ear {
    events: Sender<Event>,
    /// Seats of which something was lost; at most as many as there are.
    // std Mutex: taken only when the queue is full, for one entry.
    lost: Arc<Mutex<BTreeSet<SeatId>>>,
    frames_lost: Arc<AtomicU64>,
}

/// The other end of an [`Ear`].
pub(super) struct Heard {
    events: Receiver<Event>,
    lost: Arc<Mutex<BTreeSet<SeatId>>>,
}

pub(super) fn ear(frames_lost: Arc<AtomicU64>) -> (Ear, Heard) {
    let (send, receive) = channel(EVENTS_MAX);
    let lost = Arc::default();
    let ear = Ear {
        events: send,
        lost: Arc::clone(&lost),
        frames_lost,
    };
    (
        ear,
        Heard {
            events: receive,
            lost,
        },
    )
}

impl Ear {
    pub(super) fn hear(&self, event: Event) {
        let is_sound = matches!(event, Event::Frame { .. });
        if is_sound && self.events.capacity() <= EVENTS_NOT_SOUND {
            self.frames_lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        if let Err(TrySendError::Full(event)) = self.events.try_send(event)
            && let Some(seat) = seat_of(&event)
        {
            let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
            lost.insert(seat);
        }
    }
}

/// The seat that cannot do without this.
const fn seat_of(event: &Event) -> Option<SeatId> {
    match event {
        Event::Offer { seat, .. }
        | Event::Slot { seat, .. }
        | Event::VideoSlot { seat, .. }
        | Event::Failed { seat, .. } => Some(*seat),
        Event::Speaking { .. }
        | Event::Connected { .. }
        | Event::Disconnected { .. }
        | Event::Quality { .. }
        | Event::Frame { .. }
        | Event::Seen { .. }
        | Event::Stopped => None,
    }
}

/// Starts it; it ends with the set.
pub(super) fn start(app: &Shared, heard: Heard, tasks: &mut JoinSet<()>) {
    tasks.spawn(listen(Arc::clone(app), heard));
    tasks.spawn(announce(Arc::clone(app)));
}

async fn listen(app: Shared, mut heard: Heard) {
    let mut beat = interval(LOOK_EVERY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            event = heard.events.recv() => match event {
                Some(Event::Stopped) | None => {
                    tracing::error!("the media side stopped: voice is off until the next start");
                    app.voice.switch_off();
                    return;
                }
                Some(Event::Frame { seat, frame }) => {
                    if app.voice.with(|manager| manager.hears(seat, frame)) {
                        app.voice.lose_frame();
                    }
                }
                Some(Event::Seen { address, .. }) => app.voice.saw(address),
                Some(event) => app.voice.with(|manager| manager.told(event)),
            },
            _ = beat.tick() => look(&app.voice, &heard),
        }
    }
}

fn look(calls: &Calls, heard: &Heard) {
    let lost = {
        let mut lost = heard.lost.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *lost)
    };
    calls.with(|manager| {
        for seat in lost {
            manager.overheard(seat);
        }
        manager.tick(clock::instant());
    });
}

/// One task tells everybody, so that an older state is never told after a newer one.
async fn announce(app: Shared) {
    loop {
        app.voice.has_news.notified().await;
        while let Err(error) = tell(&app).await {
            tracing::warn!(%error, "asking who may know of a call");
            sleep(RETRY_AFTER).await;
        }
    }
}

/// Tells what is new to everybody here who sees the channel.
async fn tell(app: &App) -> Result<(), parlor_storage::Error> {
    loop {
        let items = app.voice.with(|manager| manager.news().take());
        if items.is_empty() {
            return Ok(());
        }
        let channels: BTreeSet<ChannelId> = items.keys().map(|(channel, _)| *channel).collect();
        let channels: Vec<ChannelId> = channels.into_iter().collect();
        let moment = app.hub.moment();
        let users: Vec<UserId> = app.hub.users();
        let seers = app.storage.members().seers(&channels, &users).await;
        let seers = match seers {
            Ok(seers) => seers,
            Err(error) => {
                app.voice.with(|manager| manager.news().put_back(items));
                return Err(error);
            }
        };
        let mut items = items;
        while let Some((about, item)) = items.pop_first() {
            let seers = seers.get(&about.0).map_or(&[][..], Vec::as_slice);
            if !app
                .hub
                .tell_call(moment, seers, (about, &item.event(about)))
            {
                // Somebody lost a right: who sees what is read again.
                items.insert(about, item);
                app.voice.with(|manager| manager.news().put_back(items));
                break;
            }
        }
    }
}
