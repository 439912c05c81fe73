//! What keeps a connection: one task, from the first socket to the last.

use std::{
    collections::VecDeque,
    pin::Pin,
    time::{Duration, Instant},
};

use parlor_protocol::{error::Code, event::Event};
use tokio::sync::mpsc;

use super::{Order, Passing, Tap, Update};
use crate::{
    Account, Error, Secret,
    backoff::Backoff,
    ending::{self, Return},
    link::{Link, Output},
    socket::{Incoming, Socket},
};

/// An access token for a socket should be good for this long.
const TOKEN_FOR: Duration = Duration::from_secs(90);

/// Where orders come from and updates go to.
pub(super) struct Channels {
    pub(super) orders: mpsc::Receiver<Order>,
    pub(super) tell: mpsc::Sender<Update>,
}

/// The task's own.
pub(super) struct Driver {
    account: Account,
    link: Link,
    orders: mpsc::Receiver<Order>,
    tell: mpsc::Sender<Update>,
    tap: Option<Tap>,
    backoff: Backoff,
    stay_away: Duration,
    /// Updates for which there was no room yet.
    untold: VecDeque<Update>,
    /// Somebody asked to come back at once.
    at_once: bool,
}

/// How one socket ended.
enum End {
    /// By itself, or by somebody in between.
    Lost(Option<u16>),
    /// Nobody holds the connection any more.
    Closed,
}

type Renewal = Pin<Box<dyn Future<Output = Result<Secret, Error>> + Send>>;

impl Driver {
    pub(super) fn new(
        account: Account,
        link: Link,
        Channels { orders, tell }: Channels,
        tap: Option<Tap>,
    ) -> Self {
        Self {
            account,
            link,
            orders,
            tell,
            tap,
            backoff: Backoff::default(),
            stay_away: Duration::ZERO,
            untold: VecDeque::new(),
            at_once: false,
        }
    }

    /// Runs to its end and tells what was not told yet; gives why it ended.
    pub(super) async fn run(mut self) -> Error {
        let why = self.come_back().await;
        // Whoever waits for an answer hears that there will be none, before anything else waits.
        self.orders.close();
        while self.orders.try_recv().is_ok() {}
        for update in self.untold {
            if self.tell.send(update).await.is_err() {
                break;
            }
        }
        why
    }

    /// Until nobody holds the connection, or coming back does not help.
    async fn come_back(&mut self) -> Error {
        loop {
            let code = match self.open().await {
                Some(Ok(socket)) => match self.converse(socket).await {
                    End::Lost(code) => {
                        self.tap(Passing::Ended(code));
                        code
                    }
                    End::Closed => return closed(),
                },
                Some(Err(error)) if is_final(&error) => return error,
                Some(Err(_)) => None,
                None => return closed(),
            };
            self.link.disconnected(code);
            while let Some(output) = self.link.poll() {
                self.hold(output);
            }
            let wait = self.backoff.next(rand::random());
            let wait = match ending::after(code) {
                Return::Soon | Return::Renewed => wait,
                Return::After(least) => least + wait,
                Return::Never(code) => {
                    return Error::Strange(format!("the server closed with {code}"));
                }
            };
            let least = std::mem::take(&mut self.stay_away);
            if !std::mem::take(&mut self.at_once) && !self.wait(wait.max(least)).await {
                return closed();
            }
        }
    }

    /// Opens a socket, and tells and takes orders meanwhile: an answer may take long. `None`: nobody
    /// holds the connection any more.
    async fn open(&mut self) -> Option<Result<Socket, Error>> {
        let mut opening = Box::pin(open(self.account.clone()));
        loop {
            tokio::select! {
                opened = &mut opening => return Some(opened),
                held = has_room(&self.tell), if !self.untold.is_empty() => {
                    if !held {
                        return None;
                    }
                    self.tell_some();
                }
                order = self.orders.recv() => match order {
                    None | Some(Order::Close) => return None,
                    Some(order) => self.obey(order),
                },
            }
        }
    }

    /// One socket, to its end.
    async fn converse(&mut self, mut socket: Socket) -> End {
        let opened = Instant::now();
        self.tap(Passing::Opened);
        let mut renewal: Option<Renewal> = None;
        let end = loop {
            if let Err(end) = self.drain(&mut socket, &mut renewal).await {
                break end;
            }
            let due = self.link.due_at();
            tokio::select! {
                held = has_room(&self.tell), if !self.untold.is_empty() => {
                    if !held {
                        return End::Closed;
                    }
                    self.tell_some();
                }
                incoming = socket.next(), if self.untold.is_empty() => match incoming {
                    Incoming::Text(text) => self.receive(&text),
                    Incoming::End(code) => break End::Lost(code),
                },
                order = self.orders.recv() => match order {
                    Some(Order::Cut) => {
                        self.at_once = true;
                        break End::Lost(None);
                    }
                    None | Some(Order::Close) => {
                        socket.close().await;
                        return End::Closed;
                    }
                    Some(order) => self.obey(order),
                },
                () = sleep_until(due) => self.link.tick(Instant::now()),
                token = pending(&mut renewal) => {
                    renewal = None;
                    // Where none is to be had now, the socket ends and the next one finds out why.
                    if let Ok(token) = token {
                        self.link.renewed(&token);
                    }
                }
            }
        };
        self.backoff.held_for(opened.elapsed());
        end
    }

    fn tap(&self, passing: Passing<'_>) {
        if let Some(tap) = &self.tap {
            tap(passing);
        }
    }

    fn receive(&mut self, text: &str) {
        self.tap(Passing::In(text));
        // A type that this version does not know is none of its business.
        if let Ok(event) = serde_json::from_str::<Event>(text) {
            self.link.receive(Instant::now(), rand::random(), event);
        }
    }

    fn obey(&mut self, order: Order) {
        let now = Instant::now();
        match order {
            Order::Follow(stream, cursor) => self.link.follow(now, stream, cursor),
            Order::Leave(channel) => self.link.leave(channel),
            Order::Write(message, answer) => {
                let _ = answer.send(self.link.write(now, message));
            }
            Order::Say(frame, answer) => {
                let _ = answer.send(self.link.say(frame));
            }
            Order::Cut | Order::Close => {}
        }
    }

    async fn drain(
        &mut self,
        socket: &mut Socket,
        renewal: &mut Option<Renewal>,
    ) -> Result<(), End> {
        while let Some(output) = self.link.poll() {
            match output {
                Output::Send(frame) => {
                    self.tap(Passing::Out(&frame));
                    let sent = socket.send(&frame).await;
                    sent.map_err(|_| End::Lost(None))?;
                }
                Output::Renew => {
                    let account = self.account.clone();
                    *renewal = Some(Box::pin(async move { account.token_for(TOKEN_FOR).await }));
                }
                output @ (Output::Tell(_) | Output::StayAway(_)) => self.hold(output),
                Output::HangUp => return Err(End::Lost(None)),
            }
        }
        Ok(())
    }

    /// Takes what can be done without a socket.
    fn hold(&mut self, output: Output) {
        match output {
            Output::Tell(update) => self.untold.push_back(update),
            Output::StayAway(length) => self.stay_away = length,
            Output::Send(_) | Output::Renew | Output::HangUp => {}
        }
    }

    /// Tells as much as there is room for; nobody else takes it.
    fn tell_some(&mut self) {
        while let Ok(room) = self.tell.try_reserve() {
            let Some(update) = self.untold.pop_front() else {
                return;
            };
            room.send(update);
        }
    }

    /// Waits, and tells and takes orders meanwhile; `false` when nobody holds the connection any more.
    async fn wait(&mut self, length: Duration) -> bool {
        let over = Some(Instant::now() + length);
        loop {
            tokio::select! {
                held = has_room(&self.tell), if !self.untold.is_empty() => {
                    if !held {
                        return false;
                    }
                    self.tell_some();
                }
                () = sleep_until(over) => return true,
                order = self.orders.recv() => match order {
                    Some(Order::Cut) => return true,
                    None | Some(Order::Close) => return false,
                    Some(order) => self.obey(order),
                },
            }
        }
    }
}

/// Waits until there is room for one more; `false` when nobody listens any more.
async fn has_room(tell: &mpsc::Sender<Update>) -> bool {
    tell.reserve().await.is_ok()
}

/// Whether coming back does not help: the session is no more, or the account.
fn is_final(error: &Error) -> bool {
    let codes = [Code::Unauthenticated, Code::Forbidden, Code::NotFound];
    error.code().is_some_and(|code| codes.contains(&code)) || matches!(error, Error::Address(_))
}

fn closed() -> Error {
    Error::Unreachable("the connection was closed here".to_owned())
}

async fn open(account: Account) -> Result<Socket, Error> {
    let ticket = account.ticket().await?;
    Socket::open(account.server(), &ticket).await
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due.into()).await,
        None => std::future::pending().await,
    }
}

async fn pending(renewal: &mut Option<Renewal>) -> Result<Secret, Error> {
    match renewal {
        Some(renewal) => renewal.await,
        None => std::future::pending().await,
    }
}
