//! One socket: feeds the session with what is heard, runs what it asks for, writes what waits.

use std::{sync::Arc, time::Duration};

use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use parlor_protocol::{close::Close, error::Code};
use parlor_realtime::session::{Answer, CallId, Fetched, Input, Next, Output, Session, Want};
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};

use super::{
    dispatch::dispatch,
    line::{self, End, Refused},
};
use crate::{
    app::{Actor, Shared},
    auth::{self, Credential},
    clock,
    members::AccessError,
    refusal::Refusal,
    streams,
};

/// How many frames go into one write.
const FRAMES_PER_WRITE: usize = 64;
/// After how many bytes no further frame goes into a write.
const BYTES_PER_WRITE: usize = 16 * 1024;
/// An idle socket keeps room for this many.
const FRAMES_KEPT: usize = 4;
/// How often the other machine is asked whether it is there; also keeps proxies from forgetting
/// the connection.
const PING_EVERY: Duration = Duration::from_secs(30);

/// Serves a socket until it is closed.
pub(super) async fn serve(app: Shared, mut line: WebSocket, credential: Credential) {
    let Credential { actor, expires_at } = credential;
    let session = match enter(&app, &actor).await {
        Ok(connection) => {
            let setting = Arc::clone(&app.setting);
            let expires_at = clock::instant_at(expires_at);
            Session::start(clock::instant(), connection, setting, expires_at)
        }
        Err(refused) => return line::refuse(line, refused).await,
    };
    // From here on the hub no longer counts it: only the goodbye is left.
    let end = Socket::new(app, actor, session).run(&mut line).await;
    tracing::debug!(?end, "socket ended");
    line::farewell(line, &end).await;
}

async fn enter(app: &Shared, actor: &Actor) -> Result<parlor_realtime::Connection, Refused> {
    let connection = app.hub.connect(actor.user, actor.session);
    let connection = connection.map_err(|_| Refused {
        refusal: Refusal::new(
            Code::RateLimited,
            "This account has too many open sockets: close a tab or sign a device out.",
        ),
        close: Close::TooManySockets,
    })?;
    // A session that ends from here on takes this socket with it; one that ended after the
    // credential was looked at did not.
    auth::still_good(app, actor).await?;
    Ok(connection)
}

/// What was done beside the socket's own work.
enum Errand {
    Call(CallId, Answer),
    Fetch(Want, Fetched),
}

struct Socket {
    app: Shared,
    actor: Actor,
    session: Session,
    /// At most as many as the session has commands without an answer, and one page.
    errands: JoinSet<Errand>,
    frames: Vec<Bytes>,
}

impl Socket {
    fn new(app: Shared, actor: Actor, session: Session) -> Self {
        Self {
            app,
            actor,
            session,
            errands: JoinSet::new(),
            frames: Vec::new(),
        }
    }

    async fn run(mut self, line: &mut WebSocket) -> End {
        let outbox = Arc::clone(self.session.outbox());
        let mut pings = interval(PING_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pings.reset();
        let mut alarm = Box::pin(sleep_until(self.deadline()));
        loop {
            self.send_out();
            if let Err(end) = self.write(line).await {
                return end;
            }
            let deadline = self.deadline();
            if alarm.deadline() != deadline {
                alarm.as_mut().reset(deadline);
            }
            let outcome = tokio::select! {
                heard = line.recv() => self.hear(heard),
                Some(done) = self.errands.join_next() => self.done(done),
                () = outbox.ready() => Ok(()),
                () = alarm.as_mut() => {
                    self.session.handle(clock::instant(), Input::Tick);
                    Ok(())
                }
                _ = pings.tick() => line::ping(line).await,
            };
            if let Err(end) = outcome {
                return end;
            }
        }
    }

    fn deadline(&self) -> Instant {
        self.session.deadline().into()
    }

    fn hear(&mut self, heard: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        let now = clock::instant();
        match heard {
            Some(Ok(Message::Text(text))) => self.session.handle(now, Input::Text(&text)),
            Some(Ok(Message::Binary(_))) => self.session.handle(now, Input::Binary),
            // Answered by the library; only words of the client show that it listens.
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Close(_))) | None => return Err(End::Gone),
            Some(Err(error)) => return Err(line::failed(error)),
        }
        Ok(())
    }

    /// Starts what the session asks for.
    fn send_out(&mut self) {
        while let Some(output) = self.session.next(clock::instant()) {
            let (app, actor) = (Arc::clone(&self.app), self.actor.clone());
            // Beside this task: a reader who takes nothing must not hold a connection to the
            // database meanwhile.
            self.errands.spawn(async move {
                match output {
                    Output::Call(id, command) => {
                        Errand::Call(id, dispatch(&app, &actor, command).await)
                    }
                    Output::Fetch(want) => {
                        let page = streams::page(&app, &actor, (want.stream, want.after));
                        let fetched = fetched(page.await);
                        Errand::Fetch(want, fetched)
                    }
                }
            });
        }
    }

    fn done(&mut self, done: Result<Errand, tokio::task::JoinError>) -> Result<(), End> {
        let now = clock::instant();
        match done {
            Ok(Errand::Call(id, answer)) => self.session.handle(now, Input::Answered(id, answer)),
            Ok(Errand::Fetch(want, fetched)) => {
                self.session.handle(now, Input::Fetched(want, fetched));
            }
            // It panicked; what became of it is unknown, and the log has the panic.
            Err(_) => return Err(End::Close(Close::Internal)),
        }
        Ok(())
    }

    /// Writes a part of what waits, if something does.
    async fn write(&mut self, line: &mut WebSocket) -> Result<(), End> {
        let outbox = self.session.outbox();
        match outbox.take(&mut self.frames, FRAMES_PER_WRITE, BYTES_PER_WRITE) {
            Next::Idle => Ok(()),
            Next::Close(close) => Err(End::Close(close)),
            Next::Write => {
                let written = line::write(line, self.frames.drain(..)).await;
                self.frames.shrink_to(FRAMES_KEPT);
                written
            }
        }
    }
}

fn fetched(page: Result<streams::StreamPage, AccessError>) -> Fetched {
    match page {
        Ok(page) => Fetched::Page(page),
        Err(AccessError::NotFound | AccessError::Forbidden(_)) => Fetched::NoAccess,
        Err(AccessError::Storage(error)) => {
            tracing::warn!(%error, "reading a stream");
            Fetched::Failed
        }
    }
}
