//! One socket: feeds the session with what is heard, runs what it asks for, writes what waits.

use std::{sync::Arc, time::Duration};

use parlor_protocol::{close::Close, error::Code, reads::ReadState};
use parlor_realtime::session::{Answer, CallId, Fetched, Input, Output, Page, Session, Want};
use tokio::{
    task::{JoinError, JoinSet},
    time::{Instant, MissedTickBehavior, interval, sleep_until, timeout},
};
use tokio_tungstenite::tungstenite::Message;

use super::{
    dispatch::dispatch,
    farewell::{End, Refused, farewell, refuse},
    line::{Line, Turn},
    upgrade,
};
use crate::{
    app::{Actor, Shared},
    auth::{self, Credential},
    clock,
    members::AccessError,
    reads,
    refusal::Refusal,
    streams,
};

/// How often the other machine is asked whether it is there; also keeps proxies from forgetting
/// the connection.
const PING_EVERY: Duration = Duration::from_secs(30);
/// How long what was asked for before the client left may take.
const LAST_WISHES_MAX: Duration = Duration::from_secs(2);

/// Serves a socket until it is closed.
pub(super) async fn serve(
    app: Shared,
    socket: upgrade::Socket,
    Credential { actor, expires_at }: Credential,
) {
    let session = match enter(&app, &actor).await {
        Ok(connection) => {
            let setting = Arc::clone(&app.setting);
            let expires_at = clock::instant_at(expires_at);
            Session::start(clock::instant(), connection, setting, expires_at)
        }
        Err(refused) => return refuse(socket, refused).await,
    };
    let mut line = Line::new(socket, Arc::clone(session.outbox()));
    let mut socket = Socket::new(app, actor, session);
    let end = socket.run(&mut line).await;
    tracing::debug!(?end, "socket ended");
    tokio::join!(farewell(line.into_socket(), end), socket.leave(end));
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
    ReadStates(Option<Vec<ReadState>>),
    Moved,
}

struct Socket {
    app: Shared,
    actor: Actor,
    session: Session,
    /// At most as many as the session has commands without an answer, and one page.
    errands: JoinSet<Errand>,
}

impl Socket {
    fn new(app: Shared, actor: Actor, session: Session) -> Self {
        Self {
            app,
            actor,
            session,
            errands: JoinSet::new(),
        }
    }

    async fn run(&mut self, line: &mut Line) -> End {
        let outbox = Arc::clone(self.session.outbox());
        let mut pings = interval(PING_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pings.reset();
        let mut alarm = Box::pin(sleep_until(self.deadline()));
        loop {
            self.send_out();
            if let Some(close) = line.answer() {
                return End::Close(close);
            }
            let deadline = self.deadline();
            if alarm.deadline() != deadline {
                alarm.as_mut().reset(deadline);
            }
            let outcome = tokio::select! {
                turn = line.turn() => turn.and_then(|turn| self.turned(turn)),
                Some(done) = self.errands.join_next() => self.done(done),
                // Once it is over, time has nothing more to say.
                () = alarm.as_mut(), if !outbox.is_closing() => {
                    self.session.handle(clock::instant(), Input::Tick);
                    Ok(())
                }
                _ = pings.tick() => {
                    line.ping();
                    Ok(())
                }
            };
            if let Err(end) = outcome {
                return end;
            }
        }
    }

    fn deadline(&self) -> Instant {
        self.session.deadline().into()
    }

    fn turned(&mut self, turn: Turn) -> Result<(), End> {
        let now = clock::instant();
        match turn {
            Turn::Heard(Message::Text(text)) => self.session.handle(now, Input::Text(&text)),
            Turn::Heard(Message::Binary(_)) => self.session.handle(now, Input::Binary),
            Turn::Heard(Message::Close(_)) => return Err(End::Gone),
            // Pings are answered by the library; only words of the client show that it listens.
            Turn::Heard(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) | Turn::Done => {}
            // A session that ended must not wait for a reader who takes his time; a restart may.
            Turn::Waiting => {
                if let Some(close) = self.session.outbox().ends_now() {
                    return Err(End::Close(close));
                }
            }
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
                    Output::ReadStates => {
                        let states = reads::states(&app, &actor).await;
                        let states = states.inspect_err(|error| {
                            tracing::warn!(%error, "reading how far somebody has read");
                        });
                        Errand::ReadStates(states.ok())
                    }
                    Output::Moved(channels) => {
                        app.moved.of(&app.hub, actor.user, channels);
                        Errand::Moved
                    }
                }
            });
        }
    }

    fn done(&mut self, done: Result<Errand, JoinError>) -> Result<(), End> {
        let now = clock::instant();
        match done {
            Ok(Errand::Call(id, answer)) => self.session.handle(now, Input::Answered(id, answer)),
            Ok(Errand::Fetch(want, fetched)) => {
                self.session.handle(now, Input::Fetched(want, fetched));
            }
            Ok(Errand::ReadStates(states)) => {
                self.session.handle(now, Input::ReadStates(states));
            }
            Ok(Errand::Moved) => {}
            // It panicked; what became of it is unknown, and the log has the panic.
            Err(_) => return Err(End::Close(Close::Internal)),
        }
        Ok(())
    }

    /// What was begun is done to its end. Whoever left by himself also gets what he asked for
    /// before: many say something and are gone before the answer.
    async fn leave(mut self, end: End) {
        if matches!(end, End::Done | End::Gone) {
            let last_wishes = async {
                while let Some(done) = self.errands.join_next().await {
                    if self.done(done).is_ok() {
                        self.send_out();
                    }
                }
            };
            let _ = timeout(LAST_WISHES_MAX, last_wishes).await;
        }
        self.errands.detach_all();
    }
}

fn fetched(page: Result<Page, AccessError>) -> Fetched {
    match page {
        Ok(page) => Fetched::Page(page),
        Err(AccessError::NotFound | AccessError::Forbidden(_)) => Fetched::NoAccess,
        Err(AccessError::Storage(error)) => {
            tracing::warn!(%error, "reading a stream");
            Fetched::Failed
        }
    }
}
