//! A hub, a log, connections and a clock that moves when it is told to.

use std::{
    collections::BTreeMap,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use bytes::Bytes;
use parlor_protocol::{
    close::Close,
    event::Event,
    ids::{NodeId, SessionId, StreamId, UserId},
    limits::Limits,
    streams::Seq,
};
use parlor_realtime::{
    Gap, Hub, Session,
    session::{Capacity, Fetched, Input, Next, Output, Setting, Want},
};
use serde_json::Value;

use crate::{client::Client, log::Log};

pub(crate) const EPOCH: &str = "epoch-1";
pub(crate) const ADA: UserId = UserId::from_raw(1);
pub(crate) const BO: UserId = UserId::from_raw(2);
pub(crate) const GENERAL: StreamId = StreamId::from_raw(100);
pub(crate) const RANDOM: StreamId = StreamId::from_raw(101);

/// How long a test's credential is good, unless it says otherwise.
pub(crate) const CREDENTIAL: Duration = Duration::from_mins(10);

/// Everything around the sessions of one test.
pub(crate) struct Stage {
    pub(crate) now: Instant,
    pub(crate) hub: Hub,
    pub(crate) log: Log,
    pub(crate) setting: Arc<Setting>,
}

/// One connection and the client at its other end.
pub(crate) struct Reader {
    pub(crate) session: Session,
    pub(crate) client: Client,
}

impl Default for Stage {
    fn default() -> Self {
        Self::new(Capacity::default())
    }
}

impl Stage {
    pub(crate) fn new(capacity: Capacity) -> Self {
        let limits = Limits::default();
        Self {
            now: beginning(),
            hub: Hub::new(&limits, capacity),
            log: Log::default(),
            setting: Arc::new(Setting {
                epoch: EPOCH.to_owned(),
                node: NodeId::new(0).unwrap(),
                limits,
            }),
        }
    }

    /// Opens a connection; its session has the number of its user.
    pub(crate) fn connect(&self, user: UserId) -> Reader {
        self.connect_for(user, CREDENTIAL)
    }

    /// Opens a connection with a credential that is good for so long.
    pub(crate) fn connect_for(&self, user: UserId, credential: Duration) -> Reader {
        let connection = self.hub.connect(user, session_of(user)).unwrap();
        let setting = Arc::clone(&self.setting);
        let expires_at = self.now + credential;
        Reader {
            session: Session::start(self.now, connection, setting, expires_at),
            client: Client::default(),
        }
    }

    /// Opens a connection whose client has read its greeting.
    pub(crate) fn greet(&self, user: UserId) -> Reader {
        let mut reader = self.connect(user);
        reader.read(usize::MAX);
        reader
    }

    /// Writes an event, and tells the hub.
    pub(crate) fn write(&mut self, stream: StreamId) {
        let event = self.log.write(stream);
        self.publish(&[event]);
    }

    pub(crate) fn publish(&self, events: &[Event]) {
        self.hub.publish(self.now, events);
    }

    /// The client says something.
    pub(crate) fn say(&self, reader: &mut Reader, frame: &str) {
        reader.session.handle(self.now, Input::Text(frame));
    }

    /// Time passes, and the driver notices at the session's deadlines.
    pub(crate) fn pass(&mut self, reader: &mut Reader, time: Duration) {
        let end = self.now + time;
        while reader.session.deadline() <= end && !reader.session.outbox().is_closing() {
            self.now = self.now.max(reader.session.deadline());
            reader.session.handle(self.now, Input::Tick);
        }
        self.now = end;
        self.hub.tick(self.now);
    }

    /// Serves the reader's fetches from the log until it wants no more; gives its calls.
    pub(crate) fn serve(&self, reader: &mut Reader) -> Vec<Output> {
        let mut calls = Vec::new();
        while let Some(output) = reader.session.next(self.now) {
            match output {
                Output::Fetch(want) => {
                    let page = self.log.page(want.stream, want.after);
                    let fetched = Input::Fetched(want, Fetched::Page(page));
                    reader.session.handle(self.now, fetched);
                }
                call => calls.push(call),
            }
        }
        calls
    }

    /// Serves and reads in turns until nothing is left to do; gives how it ended, if it did.
    pub(crate) fn settle(&self, reader: &mut Reader) -> Option<Close> {
        loop {
            self.serve(reader);
            match reader.read(usize::MAX) {
                Next::Write => {}
                Next::Idle => return None,
                Next::Close(close) => return Some(close),
            }
        }
    }

    /// The client says `join_channel`.
    pub(crate) fn ask_to_join(&self, reader: &mut Reader, stream: StreamId, after: Option<Seq>) {
        let asked = [(stream, after)];
        let reference = reader
            .client
            .asks(asked, |stream| self.log.last_seq(stream));
        let seq = after.map_or_else(String::new, |seq| format!(r#","seq":{seq}"#));
        let frame =
            format!(r#"{{"type":"join_channel","channelId":"{stream}"{seq},"ref":"{reference}"}}"#);
        self.say(reader, &frame);
    }

    /// The client says `resume`; in another epoch its cursors are worth nothing.
    pub(crate) fn ask_to_resume(
        &self,
        reader: &mut Reader,
        epoch: &str,
        cursors: &BTreeMap<StreamId, Seq>,
    ) {
        let is_ours = epoch == EPOCH;
        let asked: Vec<_> = cursors
            .iter()
            .map(|(stream, seq)| (*stream, is_ours.then_some(*seq)))
            .collect();
        if !is_ours {
            for (stream, _) in &asked {
                reader.client.leaves(*stream);
            }
        }
        let reference = reader
            .client
            .asks(asked, |stream| self.log.last_seq(stream));
        let streams: Vec<_> = cursors
            .iter()
            .map(|(stream, seq)| format!(r#""{stream}":{seq}"#))
            .collect();
        let streams = streams.join(",");
        let frame = format!(
            r#"{{"type":"resume","epoch":"{epoch}","streams":{{{streams}}},"ref":"{reference}"}}"#
        );
        self.say(reader, &frame);
    }

    /// Follows a stream from a cursor, and reads what came of it.
    pub(crate) fn join(&self, reader: &mut Reader, stream: StreamId, seq: Seq) {
        self.ask_to_join(reader, stream, Some(seq));
        assert_eq!(self.settle(reader), None);
    }
}

impl Reader {
    /// Takes the next thing the session wants done, which must be a page.
    pub(crate) fn fetch(&mut self, now: Instant) -> Want {
        match self.session.next(now) {
            Some(Output::Fetch(want)) => want,
            other => panic!("no page is wanted: {other:?}"),
        }
    }

    /// The client reads at most so many frames.
    pub(crate) fn read(&mut self, frames_max: usize) -> Next {
        let (frames, next) = self.take(frames_max);
        self.client.read_all(&frames);
        next
    }

    /// Takes frames without looking into them.
    pub(crate) fn take(&self, frames_max: usize) -> (Vec<Bytes>, Next) {
        let mut frames = Vec::new();
        let outbox = self.session.outbox();
        let next = outbox.take(&mut frames, frames_max, usize::MAX);
        (frames, next)
    }

    /// Takes what waits, as it stands on the wire.
    pub(crate) fn told(&self) -> Vec<Value> {
        let (frames, _) = self.take(usize::MAX);
        let parse = |frame: &Bytes| serde_json::from_slice(frame).unwrap();
        frames.iter().map(parse).collect()
    }

    /// What was heard beside events, since the last call.
    pub(crate) fn heard(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.client.heard)
    }
}

/// The next gap the hub wants filled, if there is one now.
pub(crate) fn next_gap(hub: &Hub) -> Option<Gap> {
    match pin!(hub.next_gap()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(gap) => Some(gap),
        Poll::Pending => None,
    }
}

/// Whether the outbox would wake its socket.
pub(crate) fn is_ready(reader: &Reader) -> bool {
    let context = Context::from_waker(Waker::noop());
    reader.session.outbox().poll_due(&context).is_ready()
}

/// The session of a user's sockets.
pub(crate) fn session_of(user: UserId) -> SessionId {
    SessionId::from_raw(user.raw())
}

#[expect(clippy::disallowed_methods, reason = "virtual time needs a beginning")]
pub(crate) fn beginning() -> Instant {
    Instant::now()
}
