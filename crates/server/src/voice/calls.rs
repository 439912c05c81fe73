//! The calls of this node, as the rest of the server holds them: the manager under its lock, and
//! the media side that carries what it decided.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use parlor_protocol::{
    close::Close,
    ids::{ChannelId, SessionId, UserId},
    limits::Limits,
    time::Timestamp,
    voice::VoiceDeparture,
};
use parlor_storage::members::Parted;
use parlor_voice::{Command, Media, Traffic};
use tokio::{
    sync::Notify,
    time::{Instant, sleep},
};

use super::{
    manager::{Ending, VoiceConnectionManager},
    seat::Connection,
};
use crate::clock;

/// How long a call that takes a right away waits for the media side to hear of it. It hears within
/// a millisecond unless the machine is overloaded.
const SETTLE_MAX: Duration = Duration::from_secs(2);
/// How often it is tried meanwhile.
const SETTLE_EVERY: Duration = Duration::from_millis(2);

/// What the end of a socket means for the seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// It is given up.
    Left,
    /// Its session ended.
    SignedOut,
    /// It waits.
    CutOff,
}

/// The calls of this node.
pub struct Calls {
    // std Mutex: held for look-ups and to queue frames, never across an await; the media thread
    // never takes it.
    inner: Mutex<Inner>,
    is_on: AtomicBool,
    /// Frames of sound that found no room on their way to a socket.
    pub(super) frames_lost: Arc<AtomicU64>,
    /// A question of how we are seen has an end.
    pub(super) looked: Notify,
    /// Something is to be told on `/ws`.
    pub(super) has_news: Notify,
    /// Rights are read and applied by one at a time, so that what was read first is not applied
    /// last.
    pub(super) judging: tokio::sync::Mutex<()>,
}

struct Inner {
    manager: VoiceConnectionManager,
    media: Option<Media>,
    /// Where a STUN server saw the media socket last, and what the last question came to.
    seen: Option<SocketAddr>,
    last_look: Option<SocketAddr>,
    /// What the media side had no room for, in order. What may be lost is not kept here, and of the
    /// gates and the wishes of a seat only the newest, so it is a few for each seat.
    unsent: VecDeque<Command>,
}

impl Calls {
    /// No calls, and no media side yet.
    pub fn new(limits: &Limits, now: Timestamp) -> Self {
        let seats_max = usize::try_from(limits.voice_seats_max).unwrap_or(usize::MAX);
        // A thousand changes a millisecond: the numbers of a later process are higher.
        let version = now.as_millis().unsigned_abs() * 1_000;
        Self {
            inner: Mutex::new(Inner {
                manager: VoiceConnectionManager::new(seats_max, version),
                media: None,
                seen: None,
                last_look: None,
                unsent: VecDeque::new(),
            }),
            is_on: AtomicBool::new(false),
            frames_lost: Arc::default(),
            looked: Notify::new(),
            has_news: Notify::new(),
            judging: tokio::sync::Mutex::default(),
        }
    }

    /// Whether calls can be joined here.
    pub fn is_on(&self) -> bool {
        self.is_on.load(Ordering::Relaxed)
    }

    /// Where sound goes in and out, while it does.
    pub fn media_address(&self) -> Option<SocketAddr> {
        let inner = self.inner();
        inner.media.as_ref().map(Media::local_addr)
    }

    /// Asks how the media socket is seen; `false`: nobody can be asked now.
    pub(super) fn look(&self, look: Command) -> bool {
        let inner = self.inner();
        let asked = inner.media.as_ref().map(|media| media.send(look));
        asked.is_some_and(|asked| asked.is_ok())
    }

    /// What a STUN server said.
    pub(super) fn saw(&self, address: Option<SocketAddr>) {
        let mut inner = self.inner();
        inner.last_look = address;
        // What was true before is the best guess while nobody answers.
        inner.seen = address.or(inner.seen);
        drop(inner);
        self.looked.notify_one();
    }

    /// What the last question came to.
    pub(super) fn last_look(&self) -> Option<SocketAddr> {
        self.inner().last_look
    }

    /// Where a STUN server saw the media socket last, if one was asked.
    pub fn seen_from_outside(&self) -> Option<SocketAddr> {
        self.inner().seen
    }

    /// The port at which sound is taken by TCP, where it is.
    pub fn tcp_port(&self) -> Option<u16> {
        let inner = self.inner();
        let address = inner.media.as_ref().and_then(Media::tcp_addr);
        address.map(|address| address.port())
    }

    /// What the media side has carried so far, by each way.
    pub fn traffic(&self) -> Option<Traffic> {
        let inner = self.inner();
        inner.media.as_ref().map(Media::traffic)
    }

    /// Frames of sound that found no room on their way to a socket.
    pub fn frames_lost(&self) -> u64 {
        self.frames_lost.load(Ordering::Relaxed)
    }

    pub(super) fn lose_frame(&self) {
        self.frames_lost.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn switch_on(&self, media: Media) {
        self.inner().media = Some(media);
        self.is_on.store(true, Ordering::Relaxed);
    }

    /// Everybody is out, and nobody comes in.
    pub(super) fn switch_off(&self) {
        self.is_on.store(false, Ordering::Relaxed);
        self.with(VoiceConnectionManager::end_all);
        let media = self.inner().media.take();
        if let Some(media) = media {
            media.stop();
        }
    }

    /// The channels in whose calls somebody is.
    pub fn channels(&self) -> Vec<ChannelId> {
        self.with(|manager| manager.channels())
    }

    /// Changes who is in which call, and does what follows from it.
    pub fn with<T>(&self, change: impl FnOnce(&mut VoiceConnectionManager) -> T) -> T {
        let mut inner = self.inner();
        let result = change(&mut inner.manager);
        let commands = inner.manager.take_commands();
        inner.send(commands);
        let has_news = !inner.manager.news().is_empty();
        drop(inner);
        if has_news {
            self.has_news.notify_one();
        }
        result
    }

    /// The same in the name of who is connected by this; nothing where another device took the seat.
    pub fn by(
        &self,
        user: UserId,
        connection: &Connection,
        change: impl FnOnce(&mut VoiceConnectionManager),
    ) {
        self.with(|manager| {
            if manager.is_by(user, connection) {
                change(manager);
            }
        });
    }

    /// A socket ended.
    pub fn left(&self, user: UserId, connection: &Connection, loss: Loss) {
        self.by(user, connection, |manager| match loss {
            Loss::CutOff => manager.lose(clock::instant(), user, connection),
            Loss::Left => {
                let ending = Ending::new(VoiceDeparture::Left, Close::Normal);
                manager.disconnect(user, ending);
            }
            Loss::SignedOut => {
                let ending = Ending::new(VoiceDeparture::Left, Close::Unauthenticated);
                manager.disconnect(user, ending);
            }
        });
    }

    /// Waits until the media side has been told of everything that was decided.
    pub async fn settle(&self) {
        let end = Instant::now() + SETTLE_MAX;
        while !self.inner().flush() {
            if Instant::now() >= end {
                tracing::error!("the media side does not take what it is told");
                return;
            }
            sleep(SETTLE_EVERY).await;
        }
    }

    /// Ends the stays of those who are in a call on one of these devices.
    pub fn end_sessions(&self, sessions: &[SessionId], close: Close) {
        self.with(|manager| {
            for user in manager.of_sessions(sessions) {
                manager.disconnect(user, Ending::new(VoiceDeparture::Left, close));
            }
        });
    }

    /// Ends the calls of channels that are gone.
    pub fn end_channels(&self, channels: impl IntoIterator<Item = ChannelId>) {
        let ending = Ending::new(VoiceDeparture::ChannelDeleted, Close::NotFound);
        self.with(|manager| {
            for channel in channels {
                for user in manager.users(channel) {
                    manager.disconnect(user, ending);
                }
            }
        });
    }

    /// Somebody is no longer in a space: nor in a call there.
    pub fn dismiss(&self, user: UserId, parted: &Parted) {
        self.expel(user, &parted.channels);
    }

    /// Somebody may no longer be in the calls of these channels.
    pub fn expel(&self, user: UserId, channels: &[ChannelId]) {
        self.with(|manager| {
            let place = manager.place(user);
            if place.is_some_and(|place| channels.contains(&place.channel)) {
                manager.disconnect(user, KICKED);
            }
        });
    }

    /// Tells everybody to come back, each after a wait of their own.
    pub fn drain(&self, reason: &str, wait_ms: impl FnMut() -> u64) {
        self.with(|manager| manager.drain(reason, wait_ms));
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How the stay of somebody ends who may not be there.
pub(super) const KICKED: Ending = Ending::new(VoiceDeparture::Kicked, Close::Forbidden);

impl Inner {
    fn send(&mut self, commands: Vec<Command>) {
        self.flush();
        for command in commands {
            if !self.unsent.is_empty() && can_be_lost(&command) {
                continue;
            }
            self.unsent.retain(|waiting| !is_over(waiting, &command));
            self.unsent.push_back(command);
            self.flush();
        }
    }

    /// Sends what waits; `false`: there is no room for all of it yet.
    fn flush(&mut self) -> bool {
        let Some(media) = &self.media else {
            self.unsent.clear();
            return true;
        };
        while let Some(command) = self.unsent.front() {
            if media.send(command.clone()).is_err() {
                return false;
            }
            self.unsent.pop_front();
        }
        true
    }
}

/// Whether what waits is void once this is said.
fn is_over(waiting: &Command, newer: &Command) -> bool {
    match (waiting, newer) {
        (Command::Gate { seat: waiting, .. }, Command::Gate { seat, .. })
        | (Command::Subscribe { seat: waiting, .. }, Command::Subscribe { seat, .. }) => {
            waiting == seat
        }
        _ => false,
    }
}

/// What a client says again when nothing comes of it.
fn can_be_lost(command: &Command) -> bool {
    matches!(
        command,
        Command::Candidate { .. } | Command::RestartIce { .. } | Command::Frame { .. }
    )
}
