//! Fan-out on this node: what happens in a stream goes to everybody here who reads it.
//!
//! A publisher encodes an event once, and pushes shared bytes to each reader under that reader's
//! own short lock; nothing is allocated a reader but what a queue grows by. Locks are taken in one
//! order: a line's membership, the list of streams, a stream, an outbox.

mod connection;
mod presence;
mod sockets;
mod stream;
mod tips;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use parlor_protocol::{
    close::Close,
    event::Event,
    ids::{ChannelId, SessionId, StreamId, UserId},
    limits::Limits,
    reads::ReadState,
    streams::Seq,
};
use tokio::sync::Notify;

pub use connection::Connection;
pub use tips::Tip;

use crate::{
    frame::{Tell, encode},
    lock,
    session::{Capacity, Outbox},
};
use connection::Line;
use presence::Lobby;
use sockets::Sockets;
use stream::{Needs, Stream};

/// Who listens on this node. Cheap to clone: all clones are one hub.
#[derive(Debug, Clone)]
pub struct Hub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    sockets_per_user_max: usize,
    capacity: Capacity,
    // std locks: held for look-ups, never across an await.
    sockets: Mutex<Sockets>,
    streams: RwLock<HashMap<StreamId, Arc<Stream>>>,
    /// Streams that miss something and wait for it to come by itself.
    listed: Mutex<Vec<StreamId>>,
    /// Pages that should be read from the log; at most one a stream.
    gaps: Mutex<VecDeque<Gap>>,
    gap_found: Notify,
    /// Streams in which something happened since the last round of tips.
    stirred: Mutex<BTreeSet<StreamId>>,
    /// How often somebody lost a right. std Mutex: held while what was read under these rights is
    /// queued, so that nothing is queued after the right is gone.
    revoked: Mutex<u64>,
    /// How many moments there were.
    moments: AtomicU64,
    /// Who is there. Taken before `sockets` and the outboxes, never while one of them is held.
    lobby: Mutex<Lobby>,
}

/// A moment before which rights were not lost: whoever reads who may know something takes it
/// first, and hands it over with what they read.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// How often rights were lost before.
    revoked: u64,
    /// Later moments have higher ones.
    number: u64,
}

/// A part of a stream that did not reach this node, and is wanted from the log: one fetch serves
/// every reader here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Of which stream.
    pub stream: StreamId,
    /// What comes after this position.
    pub after: Seq,
}

/// The user has as many open sockets as he may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManySockets;

impl Hub {
    /// A hub without readers.
    pub fn new(limits: &Limits, capacity: Capacity) -> Self {
        Self(Arc::new(Inner {
            sockets_per_user_max: limits.sockets_per_user_max,
            capacity,
            sockets: Mutex::default(),
            streams: RwLock::default(),
            listed: Mutex::default(),
            gaps: Mutex::default(),
            gap_found: Notify::new(),
            stirred: Mutex::default(),
            revoked: Mutex::default(),
            moments: AtomicU64::default(),
            lobby: Mutex::new(Lobby::new(limits.watchers_max)),
        }))
    }

    /// Enters a socket. From here on [`Hub::end_sessions`] reaches it, so whether the session is
    /// still good must be looked at once more afterwards.
    ///
    /// # Errors
    /// [`TooManySockets`] when the user has `sockets_per_user_max` already.
    pub fn connect(&self, user: UserId, session: SessionId) -> Result<Connection, TooManySockets> {
        let outbox = Arc::new(Outbox::new(self.0.capacity));
        let line = Arc::new(Line::new(user, session, outbox));
        let entered = lock(&self.0.sockets).add(Arc::clone(&line), self.0.sockets_per_user_max);
        if entered {
            Ok(Connection::new(self.clone(), line))
        } else {
            Err(TooManySockets)
        }
    }

    /// Whether a user has an open socket here.
    pub fn is_connected(&self, user: UserId) -> bool {
        lock(&self.0.sockets).has(user)
    }

    /// From here on it is noticed when somebody loses a right.
    pub fn moment(&self) -> Moment {
        Moment {
            revoked: *lock(&self.0.revoked),
            number: self.next_moment(),
        }
    }

    /// The number of a moment after all that there were: what was done before it was done before what
    /// is read after a later one.
    pub(crate) fn next_moment(&self) -> u64 {
        self.0.moments.fetch_add(1, Ordering::AcqRel) + 1
    }

    fn unless_revoked(&self, moment: Moment, tell: impl FnOnce()) -> bool {
        let revoked = lock(&self.0.revoked);
        let is_good = *revoked == moment.revoked;
        if is_good {
            tell();
        }
        is_good
    }

    /// Tells all sockets of a user how he stands in channels that he may see; what was told before
    /// and still waits is forgotten. `false`: it is to be read anew. Somebody lost a right since
    /// `moment`, in which it was read what he sees, and he is told nothing; or a socket of his was told
    /// all states since, which may be newer.
    pub fn tell(&self, moment: Moment, user: UserId, states: &[ReadState]) -> bool {
        let lines = lock(&self.0.sockets).of_user(user);
        let mut is_told = true;
        let is_good = self.unless_revoked(moment, || {
            for state in states {
                let text = encode(&Event::ReadState {
                    channel_id: state.channel_id,
                    read_seq: state.read_seq,
                    unread: state.unread,
                    mentions: state.mentions,
                });
                for line in &lines {
                    let place = (state.channel_id, moment.number);
                    is_told &= line.outbox.state(place, text.clone());
                }
            }
        });
        is_good && is_told
    }

    /// Tells all sockets of these people something that is worth little when late. `false`: somebody
    /// lost a right since `moment`, in which it was read who may know; nobody is told.
    pub fn advise(&self, moment: Moment, users: &[UserId], event: &Event) -> bool {
        let text = encode(event);
        self.unless_revoked(moment, || {
            for user in users {
                for line in lock(&self.0.sockets).of_user(*user) {
                    line.outbox.advise(text.clone());
                }
            }
        })
    }

    /// Tells all sockets of these people how somebody takes part in a call; what was told before and
    /// still waits is forgotten. `false`: somebody lost a right since `moment`, in which it was read
    /// who may know; nobody is told.
    pub fn tell_call(
        &self,
        moment: Moment,
        users: &[UserId],
        (place, event): ((ChannelId, UserId), &Event),
    ) -> bool {
        let text = encode(event);
        self.unless_revoked(moment, || {
            for user in users {
                for line in lock(&self.0.sockets).of_user(*user) {
                    line.outbox.call(place, text.clone());
                }
            }
        })
    }

    /// How many sockets are open.
    pub fn connections(&self) -> usize {
        lock(&self.0.sockets).count()
    }

    /// Hands on durable events, in any order and any number of times; others are ignored.
    pub fn publish<E: Tell>(&self, now: Instant, events: &[E]) {
        let stirred = events.iter().filter_map(Tell::position);
        lock(&self.0.stirred).extend(stirred.map(|(stream, _)| stream));
        self.see_who_moved(events);
        for event in events {
            let Some(stream) = event.position().and_then(|(id, _)| self.stream(id)) else {
                continue;
            };
            if let Some(encoded) = event.encoded() {
                let id = encoded.stream();
                self.serve(id, &stream.offer(now, encoded));
            }
        }
    }

    /// The streams somebody here reads: those whose tips are worth a look.
    pub fn watched(&self) -> Vec<StreamId> {
        let streams = self.0.streams.read();
        let streams = streams.unwrap_or_else(PoisonError::into_inner);
        streams.keys().copied().collect()
    }

    /// Hears where streams stand, from the log itself. This finds the loss of a last event.
    pub fn tips(&self, now: Instant, tips: &BTreeMap<StreamId, Seq>) {
        for (id, last_seq) in tips {
            if let Some(stream) = self.stream(*id) {
                self.serve(*id, &stream.tip_is(now, *last_seq));
            }
        }
    }

    /// Waits for a gap to fill. Each must be answered by [`Hub::filled`] or [`Hub::unfilled`]; one
    /// that is not comes again after [`FETCH_MAX`](crate::follower::FETCH_MAX).
    pub async fn next_gap(&self) -> Gap {
        loop {
            // `notify_one` keeps a permit, so a gap found between the two lines wakes all the same.
            let found = self.0.gap_found.notified();
            if let Some(gap) = lock(&self.0.gaps).pop_front() {
                return gap;
            }
            found.await;
        }
    }

    /// A page of the log for a gap, and where the log ended.
    pub fn filled<E: Tell>(&self, now: Instant, id: StreamId, events: &[E], last_seq: Seq) {
        self.see_who_moved(events);
        if let Some(stream) = self.stream(id) {
            self.serve(id, &stream.filled(now, events, last_seq));
        }
    }

    /// A page for a gap could not be had; it will be asked for again.
    pub fn unfilled(&self, now: Instant, id: StreamId) {
        if let Some(stream) = self.stream(id) {
            self.serve(id, &stream.unfilled(now));
        }
    }

    /// Time passed: gaps that did not close by themselves become due.
    pub fn tick(&self, now: Instant) {
        let listed = std::mem::take(&mut *lock(&self.0.listed));
        for id in listed {
            if let Some(stream) = self.stream(id) {
                self.serve(id, &stream.tick(now));
            }
        }
    }

    /// The highest position of a stream known here; `None` when nobody here reads it.
    pub fn position(&self, id: StreamId) -> Option<Seq> {
        self.stream(id).map(|stream| stream.tip())
    }

    /// Closes the sockets of these sessions at once: when this returns, nothing more is queued
    /// for them.
    pub fn end_sessions(&self, sessions: &[SessionId], close: Close) {
        let lines = lock(&self.0.sockets).of_sessions(sessions);
        for line in lines {
            line.outbox.close(close);
        }
    }

    /// Closes all sockets of a user at once.
    pub fn end_user(&self, user: UserId, close: Close) {
        let lines = lock(&self.0.sockets).of_user(user);
        for line in lines {
            line.outbox.close(close);
        }
    }

    /// Who reads a stream here, each once, by id.
    pub fn readers(&self, id: StreamId) -> Vec<UserId> {
        let stream = self.stream(id);
        stream.map(|stream| stream.users()).unwrap_or_default()
    }

    /// Shuts a user out of a stream: when this returns, nothing more of it is queued for him, and
    /// each of his sockets that followed it is told `SYNC_RESET NO_ACCESS`.
    pub fn detach(&self, user: UserId, stream: StreamId) {
        *lock(&self.0.revoked) += 1;
        let lines = lock(&self.0.sockets).of_user(user);
        for line in lines {
            line.lose(self, stream);
        }
    }

    /// The same for who is shut out of several streams, and is told why first: where the `last`
    /// event of one more did not reach him yet, it does so before `SYNC_RESET NO_ACCESS`, as the
    /// only one of what waited. In his own stream he is told the same at position `own`.
    pub fn dismiss(&self, user: UserId, streams: &[StreamId], (last, own): (&Event, Seq)) {
        let Some(place) = last.position() else {
            return;
        };
        *lock(&self.0.revoked) += 1;
        let text = encode(last);
        let lines = lock(&self.0.sockets).of_user(user);
        for line in lines {
            line.dismiss(self, streams, (place, text.clone(), own));
        }
    }

    /// Tells every socket to come back elsewhere or later, each after a wait of its own, so that
    /// they do not all come at once.
    pub fn drain(&self, reason: &str, mut wait: impl FnMut() -> Duration) {
        let lines = lock(&self.0.sockets).all();
        for line in lines {
            line.outbox.advise(encode(&Event::Reconnect {
                after_ms: u64::try_from(wait().as_millis()).unwrap_or(u64::MAX),
                reason: reason.to_owned(),
            }));
        }
    }

    /// Closes every socket once what waits for it is written.
    pub fn finish(&self, close: Close) {
        let lines = lock(&self.0.sockets).all();
        for line in lines {
            line.outbox.finish(close);
        }
    }

    fn see_who_moved<E: Tell>(&self, events: &[E]) {
        for user in events.iter().filter_map(Tell::moves) {
            self.moved(user);
        }
    }

    fn leave(&self, line: &Arc<Line>) {
        lock(&self.0.sockets).remove(line);
        self.depart(line);
    }

    fn start(&self, id: StreamId, position: Seq) {
        if let Some(stream) = self.stream(id) {
            stream.start(position);
        }
    }

    fn add_reader(&self, id: StreamId, user: UserId, outbox: &Arc<Outbox>) {
        loop {
            let stream = self.stream(id).unwrap_or_else(|| {
                let mut streams = self
                    .0
                    .streams
                    .write()
                    .unwrap_or_else(PoisonError::into_inner);
                let stream = streams.entry(id);
                Arc::clone(stream.or_insert_with(|| Arc::new(Stream::new(id))))
            });
            // Retired between the look-up and here: then the list has a newer one, or none.
            if stream.add(user, outbox) {
                return;
            }
        }
    }

    fn remove_reader(&self, id: StreamId, outbox: &Arc<Outbox>) {
        let is_empty = self.stream(id).is_some_and(|stream| stream.remove(outbox));
        if is_empty {
            let streams = self.0.streams.write();
            let mut streams = streams.unwrap_or_else(PoisonError::into_inner);
            if streams.get(&id).is_some_and(|stream| stream.retire()) {
                streams.remove(&id);
            }
        }
    }

    fn stream(&self, id: StreamId) -> Option<Arc<Stream>> {
        let streams = self.0.streams.read();
        let streams = streams.unwrap_or_else(PoisonError::into_inner);
        streams.get(&id).cloned()
    }

    fn serve(&self, stream: StreamId, needs: &Needs) {
        if needs.list {
            lock(&self.0.listed).push(stream);
        }
        if let Some(after) = needs.fetch {
            let mut gaps = lock(&self.0.gaps);
            // A fetch that was given up before anybody began it.
            if !gaps.iter().any(|gap| gap.stream == stream) {
                gaps.push_back(Gap { stream, after });
                drop(gaps);
                self.0.gap_found.notify_one();
            }
        }
    }
}
