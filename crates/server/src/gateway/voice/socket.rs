//! One socket of a call: what is heard goes to the verbs, what waits is written.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use parlor_protocol::{
    close::Close,
    command::{Envelope, Rejected},
    error::Code,
    voice::{Moderate, VoiceCommand, VoiceEvent},
};
use parlor_realtime::session::{Budget, Verdict};
use parlor_voice::is_frame;
use tokio::{
    task::{JoinError, JoinSet},
    time::{MissedTickBehavior, interval},
};
use tokio_tungstenite::tungstenite::{Message, protocol::frame::coding::CloseCode};

use super::{Entered, error};
use crate::{
    app::Shared,
    auth::{self, AuthenticateError},
    clock,
    gateway::{
        farewell::{End, farewell},
        line::{Line, Turn},
        upgrade::Socket,
    },
    refusal::Refusal,
    voice,
};

/// How often the other machine is asked whether it is there.
const PING_EVERY: Duration = Duration::from_secs(10);
/// Who is not heard of for this long is lost: not a word, nor the answer to a ping.
const SILENCE_MAX: Duration = Duration::from_secs(25);
/// After how many pings it is asked whether the session is alive still.
const PINGS_A_LOOK: u32 = 6;
/// How many commands about others may wait for their turn. One more gets `OVERLOADED`.
const WAITING_MAX: usize = 16;

/// Serves a socket until it is closed. Unless its person is done, the seat waits for them then.
pub(super) async fn serve(app: Shared, socket: Socket, entered: Entered) {
    let mut line = Line::new(socket, Arc::clone(&entered.connection.0));
    let mut call = Call::new(app, entered);
    let end = call.run(&mut line).await;
    tracing::debug!(?end, "voice socket ended");
    call.leave(end);
    farewell(line.into_socket(), end).await;
}

/// What was done beside the socket's own work.
enum Errand {
    Moderated(Option<String>, Result<(), Refusal>),
    Looked(Result<(), AuthenticateError>),
}

struct Call {
    app: Shared,
    entered: Entered,
    budget: Budget,
    heard_at: Instant,
    pings: u32,
    /// What is to be done about others, one after the other.
    waiting: VecDeque<(Option<String>, Moderate)>,
    is_moderating: bool,
    /// At most one of each kind.
    errands: JoinSet<Errand>,
}

impl Call {
    fn new(app: Shared, entered: Entered) -> Self {
        Self {
            budget: Budget::new(app.config.limits.commands_per_10_s),
            app,
            entered,
            heard_at: clock::instant(),
            pings: 0,
            waiting: VecDeque::new(),
            is_moderating: false,
            errands: JoinSet::new(),
        }
    }

    async fn run(&mut self, line: &mut Line) -> End {
        let mut pings = interval(PING_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pings.reset();
        loop {
            if let Some(close) = line.answer() {
                return End::Close(close);
            }
            let outcome = tokio::select! {
                turn = line.turn() => turn.and_then(|turn| self.turned(turn)),
                Some(done) = self.errands.join_next() => self.done(done),
                _ = pings.tick() => self.ping(line),
            };
            if let Err(end) = outcome {
                return end;
            }
        }
    }

    fn ping(&mut self, line: &mut Line) -> Result<(), End> {
        if clock::instant() >= self.heard_at + SILENCE_MAX {
            return Err(End::Close(Close::Heartbeat));
        }
        line.ping();
        self.pings += 1;
        if self.pings.is_multiple_of(PINGS_A_LOOK) {
            let (app, actor) = (Arc::clone(&self.app), self.entered.actor.clone());
            self.errands
                .spawn(async move { Errand::Looked(auth::still_good(&app, &actor).await) });
        }
        Ok(())
    }

    fn turned(&mut self, turn: Turn) -> Result<(), End> {
        let Turn::Heard(message) = turn else {
            // A call that ended must not wait for a reader who takes his time.
            let end = self.entered.connection.0.ends_now().map(End::Close);
            return end.map_or(Ok(()), Err);
        };
        self.heard_at = clock::instant();
        match message {
            Message::Text(text) => self.text(&text),
            Message::Binary(frame) => self.sound(frame),
            Message::Close(Some(frame)) if frame.code == CloseCode::Normal => Err(End::Done),
            Message::Close(_) => Err(End::Gone),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => Ok(()),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), End> {
        let decoded = Envelope::<VoiceCommand>::decode(text);
        match decoded {
            Err(rejected) if rejected.code == Code::Malformed => self.malformed(rejected),
            decoded => self.command(decoded),
        }
    }

    /// A frame of sound. What is too much is lost, as it would be on any other way.
    fn sound(&mut self, frame: Bytes) -> Result<(), End> {
        if !is_frame(&frame) {
            return self.malformed(Rejected {
                reference: None,
                nonce: None,
                code: Code::Malformed,
                detail: "A binary frame is 9 bytes of header and 1 to 1275 of Opus.".to_owned(),
            });
        }
        match self.budget.sound(clock::instant()) {
            Verdict::Flood => Err(End::Close(Close::Flood)),
            Verdict::Over(_) => Ok(()),
            Verdict::Within => {
                let (user, connection) = (self.entered.actor.user, &self.entered.connection);
                let calls = &self.app.voice;
                calls.by(user, connection, |manager| manager.frame(user, frame));
                Ok(())
            }
        }
    }

    fn malformed(&mut self, rejected: Rejected) -> Result<(), End> {
        if !self.budget.malformed(clock::instant()) {
            return Err(End::Close(Close::Malformed));
        }
        self.reject(rejected);
        Ok(())
    }

    fn command(&mut self, decoded: Result<Envelope<VoiceCommand>, Rejected>) -> Result<(), End> {
        let verdict = self.budget.command(clock::instant());
        match (verdict, decoded) {
            (Verdict::Flood, _) => return Err(End::Close(Close::Flood)),
            (Verdict::Over(wait), decoded) => {
                let reference = match decoded {
                    Ok(envelope) => envelope.reference,
                    Err(rejected) => rejected.reference,
                };
                self.refuse(reference, Refusal::rate_limited("commands", wait));
            }
            (Verdict::Within, Err(rejected)) => self.reject(rejected),
            (Verdict::Within, Ok(Envelope { reference, command })) => {
                self.carry_out(reference, command);
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, reference: Option<String>, command: VoiceCommand) {
        let (user, calls) = (self.entered.actor.user, &self.app.voice);
        let connection = &self.entered.connection;
        match command {
            VoiceCommand::VoiceAnswer(answer) => calls.by(user, connection, |manager| {
                manager.answer(user, (answer.rev, answer.sdp));
            }),
            VoiceCommand::Candidate(candidate) => calls.by(user, connection, |manager| {
                manager.candidate(user, candidate.candidate);
            }),
            VoiceCommand::SetVoiceState(set) => calls.by(user, connection, |manager| {
                manager.update_voice_state(user, |state| {
                    state.muted = set.muted.unwrap_or(state.muted);
                    state.deafened = set.deafened.unwrap_or(state.deafened);
                });
            }),
            VoiceCommand::RestartIce(restart) => {
                let reason = restart.reason.unwrap_or_default();
                let reason: String = reason.chars().take(REASON_CHARS_MAX).collect();
                tracing::debug!(%user, ?reason, "ICE restarts");
                calls.by(user, connection, |manager| manager.restart_ice(user));
            }
            VoiceCommand::SetTransport(set) => calls.by(user, connection, |manager| {
                manager.carry(user, set.transport);
            }),
            VoiceCommand::Publish(publish) => {
                let mut shown = Ok(());
                calls.by(user, connection, |manager| {
                    shown = manager.publish(user, publish.kind);
                });
                if let Err(no_video) = shown {
                    self.refuse(reference, no_video.into());
                    return;
                }
            }
            VoiceCommand::Unpublish(unpublish) => calls.by(user, connection, |manager| {
                manager.unpublish(user, unpublish.kind);
            }),
            VoiceCommand::SubscribeVideo(subscribe) => calls.by(user, connection, |manager| {
                manager.subscribe(user, subscribe.videos);
            }),
            VoiceCommand::Leave(_) => {
                self.ack(reference);
                calls.left(user, connection, voice::Loss::Left);
                return;
            }
            VoiceCommand::Moderate(moderate) => {
                self.moderate(reference, moderate);
                return;
            }
            VoiceCommand::VoicePing(ping) => {
                self.tell(&VoiceEvent::Pong {
                    reference,
                    t: ping.t,
                });
                return;
            }
        }
        self.ack(reference);
    }

    fn moderate(&mut self, reference: Option<String>, moderate: Moderate) {
        if self.waiting.len() >= WAITING_MAX {
            return self.refuse(reference, Refusal::overloaded());
        }
        self.waiting.push_back((reference, moderate));
        self.begin();
    }

    /// Begins the next of what waits, unless one is under way.
    fn begin(&mut self) {
        if self.is_moderating {
            return;
        }
        let Some((reference, wish)) = self.waiting.pop_front() else {
            return;
        };
        self.is_moderating = true;
        let (app, actor) = (Arc::clone(&self.app), self.entered.actor.clone());
        let channel = self.entered.channel;
        self.errands.spawn(async move {
            let done = voice::moderate(&app, &actor, (channel, wish)).await;
            Errand::Moderated(reference, done.map_err(Refusal::from))
        });
    }

    fn done(&mut self, done: Result<Errand, JoinError>) -> Result<(), End> {
        match done {
            Ok(Errand::Moderated(reference, done)) => {
                self.is_moderating = false;
                match done {
                    Ok(()) => self.ack(reference),
                    Err(refusal) => self.refuse(reference, refusal),
                }
                self.begin();
                Ok(())
            }
            Ok(Errand::Looked(Ok(()))) => Ok(()),
            Ok(Errand::Looked(Err(AuthenticateError::Storage(_)))) => {
                Err(End::Close(Close::Overloaded))
            }
            Ok(Errand::Looked(Err(_))) => Err(End::Close(Close::Unauthenticated)),
            // It panicked; the log has it.
            Err(_) => Err(End::Close(Close::Internal)),
        }
    }

    fn tell(&self, event: &VoiceEvent) {
        self.entered.connection.0.answer(voice::encode(event));
    }

    fn ack(&self, reference: Option<String>) {
        if let Some(reference) = reference {
            self.tell(&VoiceEvent::Ack { reference });
        }
    }

    fn reject(&self, rejected: Rejected) {
        let refusal = Refusal::new(rejected.code, rejected.detail);
        self.refuse(rejected.reference, refusal);
    }

    fn refuse(&self, reference: Option<String>, refusal: Refusal) {
        self.entered.connection.0.answer(error(reference, refusal));
    }

    /// Gives the seat up, or keeps it for who was cut off. What was begun is done to its end.
    fn leave(&mut self, end: End) {
        let (user, connection) = (self.entered.actor.user, &self.entered.connection);
        self.app.voice.left(user, connection, end_of(end));
        self.errands.detach_all();
    }
}

/// The first characters of a reason that are logged.
const REASON_CHARS_MAX: usize = 64;

/// What becomes of the seat.
const fn end_of(end: End) -> voice::Loss {
    match end {
        End::Done => voice::Loss::Left,
        End::Close(Close::Unauthenticated) => voice::Loss::SignedOut,
        End::Close(_) | End::Protocol(_) | End::Gone => voice::Loss::CutOff,
    }
}
