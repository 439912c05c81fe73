//! One stream on this node: its events put in order, and handed to everybody who reads it.

use std::{
    sync::{Arc, Mutex},
    time::Instant,
};

use bytes::Bytes;
use parlor_protocol::{
    ids::{StreamId, UserId},
    streams::Seq,
};

use crate::{
    follower::Follower,
    frame::{Encoded, Tell},
    lock,
    session::Outbox,
};

/// A stream that somebody on this node reads.
#[derive(Debug)]
pub(super) struct Stream {
    id: StreamId,
    /// std Mutex: held while one event is pushed to all readers, so that they all see one order.
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    follower: Follower<Encoded>,
    readers: Vec<Reader>,
    /// Its last reader left and it was taken off the list: whoever still holds it looks again.
    retired: bool,
    /// It stands on the list of streams that miss something.
    listed: bool,
}

#[derive(Debug)]
struct Reader {
    user: UserId,
    outbox: Arc<Outbox>,
}

/// What a stream needs after it heard something.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Needs {
    /// A page of the log after this position, now.
    pub(super) fetch: Option<Seq>,
    /// To be asked again soon, and it was not on the list before.
    pub(super) list: bool,
}

impl Stream {
    pub(super) fn new(id: StreamId) -> Self {
        Self {
            id,
            state: Mutex::default(),
        }
    }

    /// Adds a reader, once; `false` when the stream is retired.
    pub(super) fn add(&self, user: UserId, outbox: &Arc<Outbox>) -> bool {
        let mut state = lock(&self.state);
        if state.retired {
            return false;
        }
        let known = state
            .readers
            .iter()
            .any(|reader| Arc::ptr_eq(&reader.outbox, outbox));
        if !known {
            let outbox = Arc::clone(outbox);
            state.readers.push(Reader { user, outbox });
        }
        true
    }

    /// Removes a reader; `true` when nobody is left.
    pub(super) fn remove(&self, outbox: &Arc<Outbox>) -> bool {
        let mut state = lock(&self.state);
        let of = |reader: &Reader| Arc::ptr_eq(&reader.outbox, outbox);
        if let Some(at) = state.readers.iter().position(of) {
            state.readers.swap_remove(at);
        }
        state.readers.is_empty()
    }

    /// Who reads it, each once, by id.
    pub(super) fn users(&self) -> Vec<UserId> {
        let state = lock(&self.state);
        let mut users: Vec<UserId> = state.readers.iter().map(|reader| reader.user).collect();
        drop(state);
        users.sort_unstable();
        users.dedup();
        users
    }

    /// Tells those who read it, have been let in and are not `but`, what is worth little when late;
    /// nobody where there are more than `watchers_max`.
    pub(super) fn advise(&self, but: UserId, watchers_max: usize, text: &Bytes) {
        let state = lock(&self.state);
        if state.readers.len() > watchers_max {
            return;
        }
        for reader in state.readers.iter().filter(|reader| reader.user != but) {
            reader.outbox.advise_in(self.id, text);
        }
    }

    /// Retires the stream if still nobody reads it; `true` when it is retired.
    pub(super) fn retire(&self) -> bool {
        let mut state = lock(&self.state);
        state.retired = state.readers.is_empty();
        state.retired
    }

    /// A reader was brought up to here by pages of the log, and expects what follows.
    pub(super) fn start(&self, position: Seq) {
        lock(&self.state).follower.start(position);
    }

    /// The highest position known to exist.
    pub(super) fn tip(&self) -> Seq {
        lock(&self.state).follower.tip()
    }

    /// An event of this stream happened.
    pub(super) fn offer(&self, now: Instant, event: Encoded) -> Needs {
        self.change(now, |state| {
            let State {
                follower, readers, ..
            } = state;
            let seq = event.seq();
            follower.offer(now, seq, event, &mut |event| deliver(readers, &event));
        })
    }

    /// Somebody looked where the stream stands.
    pub(super) fn tip_is(&self, now: Instant, last_seq: Seq) -> Needs {
        self.change(now, |state| state.follower.tip_is(now, last_seq))
    }

    /// A page of the log came.
    pub(super) fn filled<E: Tell>(&self, now: Instant, events: &[E], last_seq: Seq) -> Needs {
        let encoded = events.iter().filter_map(Tell::encoded);
        let ours: Vec<(Seq, Encoded)> = encoded
            .filter(|event| event.stream() == self.id)
            .map(|event| (event.seq(), event))
            .collect();
        self.change(now, |state| {
            let State {
                follower, readers, ..
            } = state;
            follower.filled(now, ours, last_seq, &mut |event| deliver(readers, &event));
        })
    }

    /// A page of the log could not be had.
    pub(super) fn unfilled(&self, now: Instant) -> Needs {
        self.change(now, |state| state.follower.unfilled(now))
    }

    /// Time passed; the caller has taken the stream off the list.
    pub(super) fn tick(&self, now: Instant) -> Needs {
        self.change(now, |state| state.listed = false)
    }

    fn change(&self, now: Instant, change: impl FnOnce(&mut State)) -> Needs {
        let mut state = lock(&self.state);
        change(&mut state);
        let fetch = state.follower.due(now);
        let list = state.follower.is_waiting() && !state.listed;
        state.listed |= list;
        Needs { fetch, list }
    }
}

/// One push of shared bytes a reader, under that reader's own short lock.
fn deliver(readers: &[Reader], event: &Encoded) {
    for reader in readers {
        let text = event.seen_by(reader.user);
        reader.outbox.push(event.stream(), event.seq(), text);
    }
}
