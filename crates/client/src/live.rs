//! A connection that comes back, for as long as it is held.

mod driver;

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use parlor_protocol::{
    ids::{ChannelId, StreamId},
    streams::Seq,
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

pub use crate::link::Update;
use crate::{
    Account, Error,
    command::Frame,
    link::Link,
    outbox::{Outbox, Pending, Store},
};
use driver::{Channels, Driver};

/// How many updates wait for whoever holds the connection. At one more, the socket is not read, and
/// after a while it ends; nothing is lost by that. Orders are taken all the same.
pub const UPDATES_MAX: usize = 256;

/// How many orders wait for the connection. At one more, whoever gives it waits.
pub const ORDERS_MAX: usize = 64;

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
        let channels = Channels { orders, tell };
        let driver = Driver::new(account, link, channels, options.tap);
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
