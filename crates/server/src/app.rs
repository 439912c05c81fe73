//! What a verb may touch: leaves that know nothing of each other or of the [`App`].

use std::sync::{Arc, Mutex};

use parlor_auth::{keys::KeyRing, tickets::Tickets};
use parlor_protocol::ids::NodeId;
use parlor_realtime::{Hub, session::Setting};
use parlor_storage::{Committed, Storage};

use crate::{
    auth::{gate::Gate, hash_pool::HashPool, setup::Setup, throttle::Throttle},
    clock::{self, Ids},
    config::Config,
    messages::pace::Pace,
    notifications::Everybody,
    reads::Moved,
    search,
};

pub use crate::auth::Actor;

/// Everything a verb may touch.
pub struct App {
    /// The settings in force.
    pub config: Config,
    /// What is remembered.
    pub storage: Storage,
    /// Who listens on this node.
    pub hub: Hub,
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
    /// How fast one person may write.
    pub pace: Pace,
    /// Whose read marks moved.
    pub moved: Arc<Moved>,
    /// How often one person may search.
    pub searches: search::pace::Pace,
    /// Messages that call everybody.
    pub everybody: Arc<Everybody>,
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
    pub async fn commit<T, E, W>(&self, write: W) -> Result<T, E>
    where
        T: Send + 'static,
        E: Send + 'static,
        W: Future<Output = Result<Committed<T>, E>> + Send + 'static,
    {
        let hub = self.hub.clone();
        let write = tokio::spawn(async move {
            let committed = write.await?;
            hub.publish(clock::instant(), &committed.events);
            Ok(committed.value)
        });
        match write.await {
            Ok(outcome) => outcome,
            // Nobody aborts the task, so what ended it early was a panic.
            Err(ended) => std::panic::resume_unwind(ended.into_panic()),
        }
    }
}
