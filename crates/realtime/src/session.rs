//! One connection, without its socket: what a client says goes in, what the server has to do comes
//! out, and what the client is told lies in the [`Outbox`].
//!
//! The driver feeds [`Session::handle`], then takes from [`Session::next`] until it gives nothing,
//! writes what the outbox holds, and sleeps until something happens or [`Session::deadline`].

mod answers;
mod budget;
mod calls;
mod exchange;
mod outbox;
mod queue;
mod readings;
mod resume;
mod sounds;

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use parlor_protocol::{
    close::Close,
    command::{Command, Envelope, JoinChannel, Ping, Rejected, Resume},
    error::Code,
    event::{Event, HEARTBEAT_MS, VERSION},
    ids::StreamId,
    streams::{SEQ_MAX, Seq},
};

use crate::{frame::encode, hub::Connection};
use calls::{Asked as AskedFor, Calls};
use resume::CatchUp;

pub use budget::{
    Budget, COMMANDS_WINDOW, FLOOD_FACTOR, MALFORMED_MAX, MALFORMED_WINDOW, SOUNDS_WINDOW,
    SOUNDS_WINDOW_MAX, Verdict,
};
pub use calls::CallId;
pub use exchange::{Answer, Input, Output, Setting};
pub(crate) use outbox::Asked;
pub use outbox::{Due, Next, Outbox, SOUNDS_MAX, Want};
pub use queue::Capacity;
pub use resume::{Fetched, Page, RETRY_MAX, RETRY_MIN};

/// A client that says nothing for this long is closed with 4009.
pub const SILENCE_MAX: Duration = Duration::from_mins(1);

/// How long before its credential expires a client is told.
pub const EXPIRY_NOTICE: Duration = Duration::from_mins(1);

/// How long after its credential expired a client is closed with 4401.
pub const EXPIRY_GRACE: Duration = Duration::from_secs(30);

/// The most commands of one socket that are not answered yet. One more gets `OVERLOADED`.
pub const UNANSWERED_MAX: usize = 64;

/// How long the client may stay.
#[derive(Debug, Clone, Copy)]
enum Credential {
    /// Until then; the client was not told yet that it ends.
    Good(Instant),
    /// The client was told.
    Ending(Instant),
}

/// One signed-in connection.
#[derive(Debug)]
pub struct Session {
    connection: Connection,
    setting: Arc<Setting>,
    budget: Budget,
    calls: Calls,
    catch_up: CatchUp,
    credential: Credential,
    heard_at: Instant,
}

impl Session {
    /// Greets the client: `READY` is the first frame. The credential is good until `expires_at`.
    pub fn start(
        now: Instant,
        connection: Connection,
        setting: Arc<Setting>,
        expires_at: Instant,
    ) -> Self {
        connection.arrive(now);
        connection.outbox().answer(encode(&Event::Ready {
            v: VERSION,
            session_id: connection.session(),
            user_id: connection.user(),
            epoch: setting.epoch.clone(),
            heartbeat_ms: HEARTBEAT_MS,
            node: setting.node.number(),
            limits: setting.limits.clone(),
        }));
        Self {
            connection,
            budget: Budget::new(setting.limits.commands_per_10_s),
            setting,
            calls: Calls::default(),
            catch_up: CatchUp::default(),
            credential: Credential::Good(expires_at),
            heard_at: now,
        }
    }

    /// What waits to be written.
    pub fn outbox(&self) -> &Arc<Outbox> {
        self.connection.outbox()
    }

    /// Something happened.
    pub fn handle(&mut self, now: Instant, input: Input<'_>) {
        if self.outbox().is_closing() {
            return;
        }
        match input {
            Input::Text(text) => {
                self.heard_at = now;
                match Envelope::decode(text) {
                    Err(rejected) if rejected.code == Code::Malformed => {
                        self.malformed(now, rejected);
                    }
                    decoded => self.command(now, decoded),
                }
            }
            Input::Binary => {
                self.heard_at = now;
                self.malformed(
                    now,
                    Rejected {
                        reference: None,
                        nonce: None,
                        code: Code::Malformed,
                        detail: "Send text frames, not binary ones.".to_owned(),
                    },
                );
            }
            Input::Answered(call, answer) => self.answered(call, answer),
            Input::Fetched(want, fetched) => {
                self.catch_up.fetched(now, &self.connection, &want, fetched);
            }
            Input::ReadStates(states) => {
                self.catch_up.read_states(now, &self.connection, states);
            }
            Input::Tick => {}
        }
        self.tick(now);
    }

    /// The next thing to do; to be asked until there is none.
    pub fn next(&mut self, now: Instant) -> Option<Output> {
        if let Some((call, command)) = self.calls.begin() {
            return Some(Output::Call(call, command));
        }
        self.catch_up.next(now, &self.connection)
    }

    /// When [`Input::Tick`] is due although nothing else happens.
    pub fn deadline(&self) -> Instant {
        let credential = match self.credential {
            Credential::Good(expires_at) => {
                // Before the process began there was no time to be early.
                expires_at.checked_sub(EXPIRY_NOTICE).unwrap_or(expires_at)
            }
            Credential::Ending(expires_at) => expires_at + EXPIRY_GRACE,
        };
        let retry = self.catch_up.deadline();
        let silence = self.heard_at + SILENCE_MAX;
        retry
            .into_iter()
            .fold(silence.min(credential), Instant::min)
    }

    fn tick(&mut self, now: Instant) {
        if now >= self.heard_at + SILENCE_MAX {
            return self.outbox().close(Close::Heartbeat);
        }
        match self.credential {
            Credential::Good(expires_at) if now + EXPIRY_NOTICE >= expires_at => {
                self.credential = Credential::Ending(expires_at);
                let left = expires_at.saturating_duration_since(now);
                self.outbox().answer(encode(&Event::TokenExpiring {
                    expires_in_ms: millis(left),
                }));
            }
            Credential::Ending(expires_at) if now >= expires_at + EXPIRY_GRACE => {
                self.outbox().close(Close::Unauthenticated);
            }
            Credential::Good(_) | Credential::Ending(_) => {}
        }
    }

    fn malformed(&mut self, now: Instant, rejected: Rejected) {
        if self.budget.malformed(now) {
            self.reject(rejected);
        } else {
            self.outbox().close(Close::Malformed);
        }
    }

    fn command(&mut self, now: Instant, decoded: Result<Envelope, Rejected>) {
        let asked = match &decoded {
            Ok(envelope) => asked_by(envelope),
            Err(rejected) => AskedFor {
                reference: rejected.reference.clone(),
                nonce: rejected.nonce.clone(),
                channel_id: None,
            },
        };
        match (self.budget.command(now), decoded) {
            (Verdict::Flood, _) => self.outbox().close(Close::Flood),
            (Verdict::Over(wait), _) => {
                let max = self.setting.limits.commands_per_10_s;
                let detail = format!("At most {max} commands in 10 s: wait, then go on.");
                self.refuse(asked, Code::RateLimited, &detail, Some(wait));
            }
            (Verdict::Within, Err(rejected)) => self.reject(rejected),
            (Verdict::Within, Ok(_)) if self.is_full() => {
                let detail = "Too many commands are not answered yet: wait for some of them.";
                self.refuse(asked, Code::Overloaded, detail, Some(RETRY_MIN));
            }
            (Verdict::Within, Ok(envelope)) => self.carry_out(asked, envelope.command),
        }
    }

    fn is_full(&self) -> bool {
        self.calls.count() + self.catch_up.count() >= UNANSWERED_MAX
    }

    fn carry_out(&mut self, asked: AskedFor, command: Command) {
        match command {
            Command::JoinChannel(join) => self.join(asked, &join),
            Command::LeaveChannel(leave) => {
                let (reference, channel) = (asked.reference, leave.channel_id);
                self.catch_up.leave(&self.connection, reference, channel);
            }
            Command::Resume(resume) => self.resume(asked, resume),
            Command::Ping(ping) => self.pong(asked, ping),
            Command::SendMessage(_)
            | Command::AddReaction(_)
            | Command::RemoveReaction(_)
            | Command::MarkRead(_)
            | Command::StatusUpdate(_)
            | Command::Typing(_)
            | Command::Authenticate(_) => self.calls.add(asked, command),
        }
    }

    fn join(&mut self, asked: AskedFor, join: &JoinChannel) {
        if self.streams_after([join.channel_id.into()]) > self.streams_max() {
            return self.refuse_streams(asked);
        }
        let after = join.seq.map(|seq| seq.min(SEQ_MAX));
        let (reference, channel) = (asked.reference, join.channel_id);
        self.catch_up
            .join(&self.connection, reference, channel, after);
    }

    fn resume(&mut self, asked: AskedFor, resume: Resume) {
        if self.streams_after(resume.streams.keys().copied()) > self.streams_max() {
            return self.refuse_streams(asked);
        }
        let epoch = resume.epoch.as_ref();
        let other_epoch = epoch.is_some_and(|epoch| *epoch != self.setting.epoch);
        let cursors = resume.streams.into_iter();
        let cursors = cursors.map(|(stream, seq)| (stream, seq.min(SEQ_MAX)));
        self.catch_up.resume(
            &self.connection,
            asked.reference,
            cursors.collect(),
            other_epoch,
        );
    }

    fn streams_max(&self) -> usize {
        self.setting.limits.streams_per_socket_max
    }

    /// How many streams would be followed with these.
    fn streams_after(&self, streams: impl IntoIterator<Item = StreamId>) -> usize {
        self.outbox().readings(|readings| {
            let new = streams
                .into_iter()
                .filter(|stream| !readings.contains(*stream));
            readings.count() + new.count()
        })
    }

    fn refuse_streams(&self, asked: AskedFor) {
        let max = self.streams_max();
        let detail = format!("One socket follows at most {max} streams: leave some first.");
        self.refuse(asked, Code::Validation, &detail, None);
    }

    fn pong(&self, asked: AskedFor, ping: Ping) {
        let positions = self.outbox().readings(|readings| readings.positions());
        let streams: BTreeMap<StreamId, Seq> = positions
            .into_iter()
            .map(|(stream, cursor)| (stream, cursor.max(self.connection.tip(stream))))
            .collect();
        self.outbox().answer(encode(&Event::Pong {
            reference: asked.reference,
            t: ping.t,
            streams,
        }));
    }

    fn answered(&mut self, call: CallId, answer: Answer) {
        let Some(asked) = self.calls.end(call) else {
            return;
        };
        let (message_id, seq, has_news) = match answer {
            Answer::Sent { message_id, seq } => (Some(message_id), Some(seq), true),
            Answer::Reacted { seq } => (None, Some(seq), true),
            Answer::Done => (None, None, false),
            Answer::Chosen(choice) => {
                self.connection.choose(choice);
                (None, None, false)
            }
            Answer::Renewed(expires_at) => {
                self.credential = Credential::Good(expires_at);
                (None, None, false)
            }
            Answer::Refused {
                code,
                detail,
                retry_after,
            } => return self.refuse(asked, code, &detail, retry_after),
        };
        if has_news || asked.reference.is_some() {
            self.outbox().answer(encode(&Event::Ack {
                reference: asked.reference,
                nonce: asked.nonce,
                channel_id: asked.channel_id,
                message_id,
                seq,
            }));
        }
    }

    fn reject(&self, rejected: Rejected) {
        let asked = AskedFor {
            reference: rejected.reference,
            nonce: rejected.nonce,
            channel_id: None,
        };
        self.refuse(asked, rejected.code, &rejected.detail, None);
    }

    fn refuse(&self, asked: AskedFor, code: Code, detail: &str, retry_after: Option<Duration>) {
        let retry_after_ms = retry_after.map(millis);
        let error = answers::error(asked, code, detail, retry_after_ms);
        self.outbox().answer(error);
    }
}

/// What the answer to this command has to repeat.
fn asked_by(envelope: &Envelope) -> AskedFor {
    let (nonce, channel_id) = match &envelope.command {
        Command::SendMessage(send) => (send.nonce.clone(), Some(send.channel_id)),
        _ => (None, None),
    };
    AskedFor {
        reference: envelope.reference.clone(),
        nonce,
        channel_id,
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
