//! The one task that knows what waits, and hands it out.

use std::{
    future::pending,
    sync::Arc,
    time::{Duration, Instant},
};

use parlor_protocol::{messages::Mentions, notifications::NotificationKind};
use tokio::{sync::mpsc, task::JoinSet, time::sleep_until};

use super::{
    AT_ONCE, ATTEMPTS_MAX, ATTENDED_MAX, Heard, WAITING_MAX, count, count_untold,
    deliver::{Delivered, deliver, give_up},
    waiting::{Entry, Key, Waiting},
};
use crate::{
    app::{App, Shared},
    clock,
};

/// How soon it is looked again whether somebody is still at a device.
const ATTENDED_EVERY: Duration = Duration::from_secs(10);
/// How long after the first attempt the second comes; each further one waits four times as long.
const PAUSE: Duration = Duration::from_secs(10);
/// Who wants to be left alone for longer gets nothing.
const PAUSE_MAX: Duration = Duration::from_hours(1);

/// Starts it; it ends with the set.
pub fn start(app: &Shared, tasks: &mut JoinSet<()>) {
    tasks.spawn(tell(Arc::clone(app)));
}

type Sent = (Key, Entry, Delivered);

async fn tell(app: Shared) {
    let Some((way, mut heard)) = app.push.heard() else {
        return;
    };
    let mut waiting = Waiting::new(WAITING_MAX, way.delay);
    let mut sending: JoinSet<Sent> = JoinSet::new();
    loop {
        let (at, is_free) = (waiting.next(), sending.len() < AT_ONCE);
        tokio::select! {
            news = next(&mut heard) => {
                if let Err(error) = hear(&app, &mut waiting, &news).await {
                    tracing::warn!(%error, "whom to tell by web push");
                }
            }
            Some(sent) = sending.join_next() => {
                // Nobody aborts one; one that panicked is not tried again.
                if let Ok(sent) = sent {
                    settle(&app, &mut waiting, sent).await;
                }
            }
            () = turn(at), if is_free => {
                hand_out(&app, &mut waiting, &mut sending);
            }
        }
    }
}

/// The next message; the queue lives as long as the app does.
async fn next(heard: &mut mpsc::Receiver<Heard>) -> Heard {
    match heard.recv().await {
        Some(heard) => heard,
        None => pending().await,
    }
}

/// When it is the next one's turn.
async fn turn(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at.into()).await,
        None => pending().await,
    }
}

/// Notes whom a message calls on which devices.
async fn hear(
    app: &App,
    waiting: &mut Waiting,
    Heard { message, calls }: &Heard,
) -> Result<(), parlor_storage::Error> {
    let push = app.storage.push();
    let mut calls = calls.clone();
    let mut message = message.clone();
    // `@here` is for those who are.
    message.mentions.everyone &= Mentions::names_those_away(&message.content);
    if message.mentions.everyone || !message.mentions.role_ids.is_empty() {
        for user in push.called(&message, clock::now()).await? {
            if calls.iter().all(|(other, _)| *other != user) {
                calls.push((user, NotificationKind::Mention));
            }
        }
    }
    let users: Vec<_> = calls.iter().map(|(user, _)| *user).collect();
    let devices = push.devices(&users).await?;
    let now = clock::instant();
    for (user, session) in devices {
        let key = Key {
            session,
            channel: message.channel_id,
        };
        let kind = calls.iter().find(|(called, _)| *called == user);
        let Some((_, kind)) = kind else { continue };
        if !waiting.add(now, (key, user), (message.id, *kind)) {
            count_untold();
        }
    }
    Ok(())
}

/// Has those told whose turn it is, as far as somebody is free.
fn hand_out(app: &Shared, waiting: &mut Waiting, sending: &mut JoinSet<Sent>) {
    let now = clock::instant();
    while sending.len() < AT_ONCE
        && let Some((key, entry)) = waiting.take(now)
    {
        if app.hub.attends(entry.user) {
            if now < entry.since + ATTENDED_MAX {
                waiting.put_back(key, now + ATTENDED_EVERY, entry);
            }
            continue;
        }
        let app = Arc::clone(app);
        sending.spawn(async move {
            let delivered = deliver(&app, key, &entry).await;
            (key, entry, delivered)
        });
    }
}

/// Tries again later what was not taken, if that has a point.
async fn settle(app: &App, waiting: &mut Waiting, (key, mut entry, delivered): Sent) {
    let Delivered::NotNow {
        endpoint,
        retry_after,
    } = delivered
    else {
        return;
    };
    entry.attempts += 1;
    let pause = retry_after.unwrap_or_else(|| PAUSE * 4_u32.pow(entry.attempts - 1));
    if entry.attempts >= ATTEMPTS_MAX || pause > PAUSE_MAX {
        count("given_up");
        give_up(app, key.session, endpoint).await;
        return;
    }
    count("later");
    let now: Instant = clock::instant();
    if retry_after.is_some() {
        waiting.hold(now, key.session, now + pause);
    }
    waiting.put_back(key, now + pause, entry);
}
