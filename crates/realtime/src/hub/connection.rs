//! One socket's place in the hub.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, OnceLock},
    time::Instant,
};

use bytes::Bytes;
use parlor_protocol::{
    event::{Event, ResetReason},
    ids::{ChannelId, SessionId, StreamId, UserId},
    presence::Choice,
    streams::Seq,
};

use super::Hub;
use crate::{
    frame::encode,
    lock,
    presence::LeaseId,
    session::{Asked, Outbox},
};

/// A socket as the hub knows it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) user: UserId,
    pub(super) session: SessionId,
    pub(super) outbox: Arc<Outbox>,
    /// What says that its user is there, once it is let in.
    pub(super) lease: OnceLock<LeaseId>,
    /// A stream is entered in two places, the stream's readers and the outbox; this keeps joining
    /// and being shut out from meeting half-way. std Mutex: held for those two entries.
    membership: Mutex<()>,
}

impl Line {
    pub(super) fn new(user: UserId, session: SessionId, outbox: Arc<Outbox>) -> Self {
        Self {
            user,
            session,
            outbox,
            lease: OnceLock::new(),
            membership: Mutex::default(),
        }
    }

    /// Shuts the reader out of a stream: when this returns, nothing more of it is written.
    pub(super) fn lose(&self, hub: &Hub, stream: StreamId) {
        let _whole = lock(&self.membership);
        self.outbox.lose(stream, no_access(stream));
        self.outbox.read_again(self.user.into(), Seq::MAX);
        hub.remove_reader(stream, &self.outbox);
    }

    /// The same for several streams and for one more, of which a last event is told.
    pub(super) fn dismiss(
        &self,
        hub: &Hub,
        streams: &[StreamId],
        ((stream, seq), last, own): ((StreamId, Seq), Bytes, Seq),
    ) {
        let _whole = lock(&self.membership);
        for stream in streams {
            self.outbox.lose(*stream, no_access(*stream));
            hub.remove_reader(*stream, &self.outbox);
        }
        self.outbox.dismiss((stream, seq), last, no_access(stream));
        self.outbox.read_again(self.user.into(), own);
        hub.remove_reader(stream, &self.outbox);
    }
}

fn no_access(stream: StreamId) -> Bytes {
    encode(&Event::SyncReset {
        stream,
        seq: 0,
        reason: ResetReason::NoAccess,
    })
}

/// An open socket, entered in the hub; it is taken out when this is dropped.
#[derive(Debug)]
pub struct Connection {
    hub: Hub,
    line: Arc<Line>,
}

impl Connection {
    pub(super) fn new(hub: Hub, line: Arc<Line>) -> Self {
        Self { hub, line }
    }

    /// Whose socket it is.
    pub fn user(&self) -> UserId {
        self.line.user
    }

    /// Of which session.
    pub fn session(&self) -> SessionId {
        self.line.session
    }

    /// What waits to be written to it.
    pub fn outbox(&self) -> &Arc<Outbox> {
        &self.line.outbox
    }

    /// It is let in: its user is there from now on.
    pub(crate) fn arrive(&self, now: Instant) {
        self.hub.arrive(now, &self.line);
    }

    /// Its user says how they want to be seen.
    pub(crate) fn choose(&self, choice: Choice) {
        self.hub.choose(&self.line, choice);
    }

    /// All states were told: from here on they are queued as they come, if they were read after it.
    /// Gives the channels to be told of anew.
    pub(crate) fn release_states(&self) -> BTreeSet<ChannelId> {
        self.outbox().release_states(self.hub.next_moment())
    }

    /// Begins to follow a stream after a position, or from now on. Where nothing is missing, the
    /// `answer` for the position reached is queued, if there is one.
    pub(crate) fn follow(
        &self,
        stream: StreamId,
        after: Option<Seq>,
        first: bool,
        answer: impl FnOnce(Seq) -> Option<Bytes>,
    ) -> Asked {
        let _whole = lock(&self.line.membership);
        // The reader stands with the stream before the first page is read, so that an event
        // between the two is noticed.
        self.hub.add_reader(stream, self.line.user, self.outbox());
        self.outbox().ask(stream, after, first, answer)
    }

    /// Stops following a stream, as the reader wishes.
    pub(crate) fn unfollow(&self, stream: StreamId) {
        let _whole = lock(&self.line.membership);
        self.outbox().forget(stream);
        self.hub.remove_reader(stream, self.outbox());
    }

    /// Stops following a stream that the reader may not read; he is told so by the `farewell`.
    pub(crate) fn expel(&self, stream: StreamId, farewell: Option<Bytes>) {
        let _whole = lock(&self.line.membership);
        self.outbox().expel(stream, farewell);
        self.hub.remove_reader(stream, self.outbox());
    }

    /// A page of a stream was read when the stream stood at `last_seq`.
    pub(crate) fn looked(&self, stream: StreamId, last_seq: Seq) {
        self.hub.start(stream, last_seq);
    }

    /// The highest position of a stream known on this node; 0 when none is.
    pub(crate) fn tip(&self, stream: StreamId) -> Seq {
        self.hub.position(stream).unwrap_or(0)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.hub.leave(&self.line);
        let _whole = lock(&self.line.membership);
        for stream in self.outbox().streams() {
            self.hub.remove_reader(stream, self.outbox());
        }
    }
}
