//! One person's side of the socket, whichever connection carries it. No clock, no socket, no dice:
//! tell it what happens, then take [`Link::poll`] until it has nothing more to say.

use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};

use parlor_protocol::{
    error::Code,
    event::{Event, ResetReason},
    ids::{ChannelId, MessageId, SessionId, StreamId, UserId},
    streams::Seq,
};

use crate::{
    command::Frame,
    follower::{Follower, Outcome},
    outbox::{Outbox, Pending, Refusal},
};

/// What somebody who is connected hears.
#[derive(Debug, Clone, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "updates are made once and handed on"
)]
pub enum Update {
    /// The socket is open; whatever was missed comes next.
    Live {
        /// Who one is.
        user_id: UserId,
        /// This device's session.
        session_id: SessionId,
    },
    /// Something happened. What has a place in a stream that is followed comes once and in order;
    /// `SYNC` is taken apart, `PONG` and what concerns the connection only is not told.
    Event(Event),
    /// What was missed in a stream cannot be told: read it again over HTTP. With `NO_ACCESS` the
    /// stream is no longer followed; else it goes on after `seq`.
    Reset {
        /// Which.
        stream: StreamId,
        /// It goes on after this.
        seq: Seq,
        /// Why.
        reason: ResetReason,
    },
    /// A message is on the server's disk.
    Sent {
        /// What it was called here.
        nonce: String,
        /// Its id.
        message_id: Option<MessageId>,
        /// Its place in the channel's stream.
        seq: Option<Seq>,
    },
    /// A message was refused and is not sent again.
    Refused {
        /// What was not taken.
        message: Pending,
        /// Why.
        code: Code,
        /// The same as a sentence.
        detail: String,
        /// Whether it is certain that it is not there: an attempt before may have had no answer.
        certain: bool,
    },
    /// The connection is gone; the next one is on its way.
    Away {
        /// The code of the close frame, if there was one.
        code: Option<u16>,
    },
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "as `Update`")]
pub enum Output {
    /// Write a frame to the socket.
    Send(Frame),
    /// Tell whoever holds the connection.
    Tell(Update),
    /// Fetch an access token that is good for a while and hand it to [`Link::renewed`].
    Renew,
    /// When the socket has ended, stay away for at least this long.
    StayAway(Duration),
    /// The other end is gone without a word: drop the socket.
    HangUp,
}

/// One person's side of the socket.
#[derive(Debug, Default)]
pub struct Link {
    streams: BTreeMap<StreamId, Follower<Event>>,
    outbox: Outbox,
    /// The life of the database that the cursors belong to.
    epoch: Option<String>,
    line: Line,
    heartbeat_max: Option<Duration>,
    outputs: VecDeque<Output>,
}

#[derive(Debug, Default)]
enum Line {
    /// No socket, or one that has not said `READY`.
    #[default]
    Away,
    /// Signed in.
    Open {
        heartbeat: Duration,
        ping_at: Instant,
        /// The last ping has no answer yet.
        unanswered: bool,
    },
}

impl Link {
    /// Somebody with these messages to send. Pings as often as the server says, or as
    /// `heartbeat_max` where that is oftener.
    pub fn new(outbox: Outbox, heartbeat_max: Option<Duration>) -> Self {
        Self {
            outbox,
            heartbeat_max,
            ..Self::default()
        }
    }

    /// The next thing to do.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call [`Link::tick`], if nothing happens before.
    pub fn due_at(&self) -> Option<Instant> {
        let Line::Open { ping_at, .. } = self.line else {
            return None;
        };
        let behind = self.streams.values().filter_map(Follower::due_at);
        let due = behind.chain(self.outbox.due_at()).chain([ping_at]);
        due.min()
    }

    /// How far each stream was told.
    pub fn cursors(&self) -> BTreeMap<StreamId, Seq> {
        let streams = self.streams.iter();
        streams.map(|(id, at)| (*id, at.cursor())).collect()
    }

    /// What waits to be acknowledged.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// Follows a stream from a cursor: everything after it will be told.
    pub fn follow(&mut self, now: Instant, stream: StreamId, cursor: Seq) {
        self.streams.insert(stream, Follower::start_at(cursor));
        if self.is_open() {
            self.ask(now, &[stream]);
        }
    }

    /// No longer follows a channel.
    pub fn leave(&mut self, channel: ChannelId) {
        if self.streams.remove(&channel.into()).is_some() && self.is_open() {
            self.send(Frame::leave(channel));
        }
    }

    /// Takes a message, to be sent until it is acknowledged. The outbox is full: gives it back.
    pub fn write(&mut self, now: Instant, message: Pending) -> Result<(), Pending> {
        self.outbox.add(message)?;
        self.flush(now);
        Ok(())
    }

    /// Says something on the socket; `false` when there is none, and nothing was said.
    pub fn say(&mut self, frame: Frame) -> bool {
        let open = self.is_open();
        if open {
            self.send(frame);
        }
        open
    }

    /// The access token that [`Output::Renew`] asked for.
    pub fn renewed(&mut self, token: &crate::Secret) {
        self.say(Frame::authenticate(token));
    }

    /// The socket is gone.
    pub fn disconnected(&mut self, code: Option<u16>) {
        if self.is_open() {
            self.outputs.push_back(Output::Tell(Update::Away { code }));
        }
        self.line = Line::Away;
        self.outbox.disconnected();
        self.streams.values_mut().for_each(Follower::disconnected);
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Instant) {
        let Line::Open {
            heartbeat,
            ping_at,
            unanswered,
        } = &mut self.line
        else {
            return;
        };
        if now >= *ping_at {
            if *unanswered {
                self.outputs.push_back(Output::HangUp);
                return;
            }
            *ping_at = now + *heartbeat;
            *unanswered = true;
            self.send(Frame::ping());
        }
        let behind = self.streams.iter().filter(|(_, at)| at.is_behind(now));
        let behind: Vec<StreamId> = behind.map(|(id, _)| *id).collect();
        self.ask(now, &behind);
        self.flush(now);
    }

    /// A frame came. `dice` is a number from 0 to 1, for when to ping first.
    pub fn receive(&mut self, now: Instant, dice: f64, event: Event) {
        match event {
            Event::Ready {
                user_id,
                session_id,
                epoch,
                heartbeat_ms,
                ..
            } => {
                let update = Update::Live {
                    user_id,
                    session_id,
                };
                let heartbeat = Duration::from_millis(heartbeat_ms);
                self.ready(now, dice, (update, epoch, heartbeat));
            }
            Event::Pong { streams, .. } => self.pong(now, &streams),
            Event::Sync {
                stream,
                from,
                to,
                events,
                ..
            } => self.page(now, stream, ((from, to), events)),
            Event::SyncReset {
                stream,
                seq,
                reason,
            } => self.reset(stream, seq, reason),
            Event::TokenExpiring { .. } => self.outputs.push_back(Output::Renew),
            Event::Reconnect { after_ms, .. } => {
                let wait = Duration::from_millis(after_ms);
                self.outputs.push_back(Output::StayAway(wait));
            }
            event => self.told(now, event),
        }
    }

    fn ready(
        &mut self,
        now: Instant,
        dice: f64,
        (update, epoch, heartbeat): (Update, String, Duration),
    ) {
        let heartbeat = self
            .heartbeat_max
            .map_or(heartbeat, |max| heartbeat.min(max));
        self.line = Line::Open {
            heartbeat,
            ping_at: now + heartbeat.mul_f64(dice.clamp(0.0, 1.0)),
            unanswered: false,
        };
        self.outputs.push_back(Output::Tell(update));
        // With the epoch the cursors are from; where it is another by now, the server resets them.
        let of_cursors = self.epoch.get_or_insert_with(|| epoch.clone()).clone();
        if !self.streams.is_empty() {
            self.send(Frame::resume(Some(&of_cursors), &self.cursors()));
        }
        self.epoch = Some(epoch);
        self.flush(now);
    }

    fn pong(&mut self, now: Instant, tips: &BTreeMap<StreamId, Seq>) {
        if let Line::Open { unanswered, .. } = &mut self.line {
            *unanswered = false;
        }
        for (stream, tip) in tips {
            if let Some(follower) = self.streams.get_mut(stream) {
                follower.compare(now, *tip);
            }
        }
    }

    fn page(&mut self, now: Instant, stream: StreamId, (range, events): ((Seq, Seq), Vec<Event>)) {
        let Some(follower) = self.streams.get_mut(&stream) else {
            return;
        };
        let events = events.into_iter().filter_map(|event| {
            let (of, seq) = event.position()?;
            (of == stream).then_some((seq, event))
        });
        let outcome = follower.receive_page(now, range, events);
        self.apply(now, stream, outcome);
    }

    fn reset(&mut self, stream: StreamId, seq: Seq, reason: ResetReason) {
        if reason == ResetReason::NoAccess {
            if self.streams.remove(&stream).is_none() {
                return;
            }
        } else if let Some(follower) = self.streams.get_mut(&stream) {
            *follower = Follower::start_at(seq);
        } else {
            return;
        }
        self.outputs.push_back(Output::Tell(Update::Reset {
            stream,
            seq,
            reason,
        }));
    }

    /// What is neither about the connection nor about many events at once.
    fn told(&mut self, now: Instant, event: Event) {
        if let Some((stream, seq)) = event.position() {
            if let Some(follower) = self.streams.get_mut(&stream) {
                let outcome = follower.receive(now, seq, event);
                self.apply(now, stream, outcome);
            }
            return;
        }
        let update = match event {
            Event::Ack {
                nonce: Some(nonce),
                message_id,
                seq,
                ..
            } if self.outbox.acknowledged(&nonce).is_some() => Update::Sent {
                nonce,
                message_id,
                seq,
            },
            Event::Error {
                nonce: Some(ref nonce),
                code,
                ref detail,
                retry_after_ms,
                ..
            } => {
                let retry_after = retry_after_ms.map(Duration::from_millis);
                match self.outbox.refused(now, nonce, (code, retry_after)) {
                    Refusal::Final { message, certain } => Update::Refused {
                        message,
                        code,
                        detail: detail.clone(),
                        certain,
                    },
                    Refusal::ForNow => return,
                    Refusal::Unknown => Update::Event(event),
                }
            }
            event => Update::Event(event),
        };
        self.outputs.push_back(Output::Tell(update));
    }

    fn apply(&mut self, now: Instant, stream: StreamId, outcome: Outcome<Event>) {
        let events = outcome.apply.into_iter().map(Update::Event);
        self.outputs.extend(events.map(Output::Tell));
        if outcome.ask {
            self.ask(now, &[stream]);
        }
    }

    /// Asks the server to go on from the cursors of these streams.
    fn ask(&mut self, now: Instant, streams: &[StreamId]) {
        let mut cursors = BTreeMap::new();
        for stream in streams {
            if let Some(follower) = self.streams.get_mut(stream) {
                follower.asked(now);
                cursors.insert(*stream, follower.cursor());
            }
        }
        if !cursors.is_empty() {
            self.send(Frame::resume(self.epoch.as_deref(), &cursors));
        }
    }

    fn flush(&mut self, now: Instant) {
        if self.is_open() {
            for message in self.outbox.due(now) {
                self.send(Frame::send_message(&message));
            }
        }
    }

    fn send(&mut self, frame: Frame) {
        self.outputs.push_back(Output::Send(frame));
    }

    fn is_open(&self) -> bool {
        matches!(self.line, Line::Open { .. })
    }
}
