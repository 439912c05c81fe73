//! A connection that comes back, for as long as it is held.

use std::{
    collections::{BTreeMap, VecDeque},
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use parlor_protocol::{
    error::Code,
    event::Event,
    ids::{ChannelId, StreamId},
    streams::Seq,
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

pub use crate::link::Update;
use crate::{
    Account, Error, Secret,
    backoff::Backoff,
    command::Frame,
    ending::{self, Return},
    link::{Link, Output},
    outbox::{Outbox, Pending, Store},
    socket::{Incoming, Socket},
};

/// How many updates wait for whoever holds the connection. At one more, the socket is not read, and
/// after a while it ends; nothing is lost by that. Orders are taken all the same.
pub const UPDATES_MAX: usize = 256;

/// How many orders wait for the connection. At one more, whoever gives it waits.
pub const ORDERS_MAX: usize = 64;

/// An access token for a socket should be good for this long.
const TOKEN_FOR: Duration = Duration::from_secs(90);

/// Sees what passes over the socket, before anything is made of it.
pub type Tap = Arc<dyn Fn(Passing<'_>) + Send + Sync>;

/// What passes over the socket.
#[derive(Debug, Clone, Copy)]
pub enum Passing<'a> {
    /// A socket is open.
    Opened,
    /// The server says something.
    In(&'a str),
    /// One says something to the server.
    Out(&'a Frame),
    /// The socket has ended, with this code of a close frame.
    Ended(Option<u16>),
}

/// How a connection shall be.
#[derive(Default)]
pub struct Options {
    /// What to follow, each from where one stands; [`Account::sync`] tells today's positions.
    pub streams: BTreeMap<StreamId, Seq>,
    /// Where messages are kept until they are acknowledged; by default in memory.
    pub store: Option<Box<dyn Store>>,
    /// What was kept there by an earlier run, oldest first.
    pub kept: Vec<Pending>,
    /// Ping at least this often, whatever the server says: a dead connection is noticed sooner.
    pub heartbeat_max: Option<Duration>,
    /// Sees what passes over the socket, for a log.
    pub tap: Option<Tap>,
}

enum Order {
    Follow(StreamId, Seq),
    Leave(ChannelId),
    Write(Pending, oneshot::Sender<Result<(), Pending>>),
    Say(Frame, oneshot::Sender<bool>),
    Cut,
    Close,
}

/// A connection that comes back. It ends when this is dropped.
pub struct Live {
    updates: mpsc::Receiver<Update>,
    handle: Handle,
    task: JoinHandle<Error>,
}

/// Speaks on a connection. Clones speak on the same one.
#[derive(Clone)]
pub struct Handle(mpsc::Sender<Order>);

/// The connection has ended for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the connection has ended")]
pub struct Ended;

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// So many wait already ([`crate::outbox::PENDING_MAX`]).
    #[error("too many messages wait to be sent")]
    Full(Pending),
    /// The connection has ended for good.
    #[error(transparent)]
    Ended(#[from] Ended),
}

impl Handle {
    /// Follows a stream from a cursor, in this connection and all that come.
    pub async fn follow(&self, stream: impl Into<StreamId>, cursor: Seq) -> Result<(), Ended> {
        self.order(Order::Follow(stream.into(), cursor)).await
    }

    /// No longer follows a channel.
    pub async fn leave(&self, channel: ChannelId) -> Result<(), Ended> {
        self.order(Order::Leave(channel)).await
    }

    /// Takes a message and sends it until it is acknowledged ([`Update::Sent`]) or refused for good
    /// ([`Update::Refused`]), whatever happens to the connection meanwhile.
    pub async fn write(&self, message: Pending) -> Result<(), NotTaken> {
        let (answer, answered) = oneshot::channel();
        self.order(Order::Write(message, answer)).await?;
        let taken = answered.await.map_err(|_| Ended)?;
        taken.map_err(NotTaken::Full)
    }

    /// Says something once, if there is a socket now; tells whether there is. Whether it was done is
    /// told by an `ACK` or `ERROR` with its `ref`.
    pub async fn say(&self, frame: Frame) -> Result<bool, Ended> {
        let (answer, answered) = oneshot::channel();
        self.order(Order::Say(frame, answer)).await?;
        answered.await.map_err(|_| Ended)
    }

    /// Drops the socket without a word, if there is one, and comes back at once: for when the network
    /// is back, or another one.
    pub async fn reconnect(&self) -> Result<(), Ended> {
        self.order(Order::Cut).await
    }

    async fn order(&self, order: Order) -> Result<(), Ended> {
        self.0.send(order).await.map_err(|_| Ended)
    }
}

impl Live {
    pub(crate) fn start(account: Account, options: Options) -> Self {
        let (tell, updates) = mpsc::channel(UPDATES_MAX);
        let (order, orders) = mpsc::channel(ORDERS_MAX);
        let outbox = Outbox::new(options.store.unwrap_or_else(|| Box::new(())), options.kept);
        let mut link = Link::new(outbox, options.heartbeat_max);
        for (stream, cursor) in options.streams {
            link.follow(Instant::now(), stream, cursor);
        }
        let driver = Driver {
            account,
            link,
            orders,
            tell,
            tap: options.tap,
            backoff: Backoff::default(),
            stay_away: Duration::ZERO,
            untold: VecDeque::new(),
            at_once: false,
        };
        Self {
            updates,
            handle: Handle(order),
            task: tokio::spawn(driver.run()),
        }
    }

    /// The next thing that happens; `None` when the connection has ended for good.
    pub async fn next(&mut self) -> Option<Update> {
        self.updates.recv().await
    }

    /// Speaks on this connection.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Says goodbye to the server, and why the connection ended, if it had before.
    pub async fn close(mut self) -> Option<Error> {
        let closing = self.handle.order(Order::Close).await.is_ok();
        while self.updates.recv().await.is_some() {}
        let ended = (&mut self.task).await.ok();
        ended.filter(|_| !closing)
    }

    /// Why it ended, after [`Live::next`] gave `None`.
    pub async fn why(mut self) -> Option<Error> {
        self.updates.close();
        (&mut self.task).await.ok()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Driver {
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
    /// Runs to its end and tells what was not told yet; gives why it ended.
    async fn run(mut self) -> Error {
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
                Ok(socket) => match self.converse(socket).await {
                    End::Lost(code) => {
                        self.tap(Passing::Ended(code));
                        code
                    }
                    End::Closed => return closed(),
                },
                Err(error) if is_final(&error) => return error,
                Err(_) => None,
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

    async fn open(&mut self) -> Result<Socket, Error> {
        let ticket = self.account.ticket().await?;
        Socket::open(self.account.server(), &ticket).await
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
