//! What a verb may touch: leaves that know nothing of each other or of the [`App`].

use std::sync::{Arc, Mutex};

use parlor_auth::{keys::KeyRing, tickets::Tickets};
use parlor_protocol::ids::{NodeId, UserId};
use parlor_realtime::{Hub, session::Setting};
use parlor_storage::{Committed, Scoped, Storage};

use crate::{
    auth::{gate::Gate, hash_pool::HashPool, setup::Setup, throttle::Throttle},
    clock::{self, Ids},
    config::Config,
    embeds::Embeds,
    exports::Exports,
    files::Files,
    gateway::writer::Writers,
    instance::Settings,
    mail::Mail,
    members::{Memory, Turn},
    messages::{pace::Pace, slow::Slow},
    notifications::Everybody,
    pool::Pool,
    push::Push,
    rate::Rates,
    reads::Moved,
    search,
    slots::Slots,
    voice::Calls,
};

pub use crate::auth::Actor;

/// Everything a verb may touch.
pub struct App {
    /// The settings in force.
    pub config: Config,
    /// Those that can be changed while it runs.
    pub settings: Settings,
    /// What is remembered.
    pub storage: Storage,
    /// Who listens on this node.
    pub hub: Hub,
    /// Who writes to the sockets.
    pub writers: Writers,
    /// What all sockets are told when they open.
    pub setting: Arc<Setting>,
    /// Which sessions are alive.
    pub gate: Gate,
    /// What access tokens are signed with.
    pub keys: KeyRing,
    /// Where passwords are hashed.
    pub hash_pool: HashPool,
    /// Short-lived stand-ins for sessions. std Mutex: held for one look-up, never across an await.
    pub tickets: Mutex<Tickets>,
    /// How often strangers may try.
    pub throttle: Throttle,
    /// How much one person may change over HTTP, of whatever kind.
    pub changes: Rates<UserId>,
    /// What the instance writes to people.
    pub mail: Mail,
    /// What people who write were judged by.
    pub memory: Memory,
    /// Whose turn it is to judge anew.
    pub judging: Turn,
    /// How fast one person may write.
    pub pace: Pace,
    /// How long people wait in channels in slow mode.
    pub slow: Slow,
    /// Who is in which call here.
    pub voice: Arc<Calls>,
    /// Whose read marks moved.
    pub moved: Arc<Moved>,
    /// How often one person may search.
    pub searches: search::pace::Pace,
    /// Where the bytes of files lie.
    pub files: Files,
    /// Where pictures are decoded and encoded.
    pub pictures: Pool,
    /// Previews of links.
    pub embeds: Embeds,
    /// Who is uploading.
    pub uploads: Slots,
    /// Who takes along what is theirs.
    pub exports: Exports,
    /// Messages that call everybody.
    pub everybody: Arc<Everybody>,
    /// What calls people who are away.
    pub push: Arc<Push>,
    /// The way to the first account.
    pub setup: Setup,
    /// Makes ids.
    pub ids: Ids,
    /// Which node this is.
    pub node: NodeId,
}

/// The app as handlers share it.
pub type Shared = Arc<App>;

impl App {
    /// What is remembered, and who listens here.
    pub fn here(&self) -> Node {
        Node {
            storage: self.storage.clone(),
            hub: self.hub.clone(),
            voice: Arc::clone(&self.voice),
        }
    }

    /// The one way to write: stores, then publishes what the commit returned, in this order.
    ///
    /// Once begun it runs to its end, also when the caller goes away in between: a commit that
    /// nobody published would reach its readers a second late, through the probe.
    ///
    /// # Errors
    /// Whatever the write refuses with; then nothing was stored and nothing is published.
    ///
    /// # Panics
    /// When the write does.
    pub async fn commit<C, E, W>(&self, write: W) -> Result<C::Value, E>
    where
        C: Outcome,
        E: Send + 'static,
        W: Future<Output = Result<C, E>> + Send + 'static,
    {
        self.commit_and(write, |_, _| std::future::ready(())).await
    }

    /// The same, and sees to what follows from it before it returns, such as shutting out who lost
    /// a right.
    ///
    /// # Errors
    /// Whatever the write refuses with; then nothing was stored and nothing is published.
    ///
    /// # Panics
    /// When the write does.
    pub async fn commit_and<C, E, W, F>(
        &self,
        write: W,
        then: impl FnOnce(Node, &C::Value) -> F + Send + 'static,
    ) -> Result<C::Value, E>
    where
        C: Outcome,
        E: Send + 'static,
        W: Future<Output = Result<C, E>> + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let node = self.here();
        let write = tokio::spawn(async move {
            let value = write.await?.publish(&node.hub);
            then(node, &value).await;
            Ok(value)
        });
        match write.await {
            Ok(outcome) => outcome,
            // Nobody aborts the task, so what ended it early was a panic.
            Err(ended) => std::panic::resume_unwind(ended.into_panic()),
        }
    }
}

/// What is remembered, and who listens here: what a write needs that goes on without its caller.
#[derive(Clone)]
pub struct Node {
    /// What is remembered.
    pub storage: Storage,
    /// Who listens on this node.
    pub hub: Hub,
    /// Who is in which call here.
    pub voice: Arc<Calls>,
}

/// What a write hands back: a value, and what others are told.
pub trait Outcome: Send + 'static {
    /// What the caller asked for.
    type Value: Send + Sync + 'static;

    /// Tells the others.
    fn publish(self, hub: &Hub) -> Self::Value;
}

impl<T: Send + Sync + 'static> Outcome for Committed<T> {
    type Value = T;

    fn publish(self, hub: &Hub) -> T {
        hub.publish(clock::instant(), &self.events);
        self.value
    }
}

/// Where there was nothing to do, nobody is told.
impl<C: Outcome> Outcome for Option<C> {
    type Value = Option<C::Value>;

    fn publish(self, hub: &Hub) -> Self::Value {
        self.map(|outcome| outcome.publish(hub))
    }
}

impl<T: Send + Sync + 'static> Outcome for Scoped<T> {
    type Value = T;

    fn publish(self, hub: &Hub) -> T {
        hub.publish(clock::instant(), &self.events);
        self.value
    }
}
