//! Finding messages by their words.
//!
//! SQLite has FTS5, PostgreSQL has `tsvector` and GIN; what a word is, is decided by
//! [`parlor_protocol::search`] for both. The index changes in the transaction that changes a
//! message ([`Change`]): text that was deleted or edited away is found by nobody from then on.
//! Beside its words an entry has marks, for filters: where it stands, whose it is, what it has.

mod entry;
mod fill;
mod find;
mod fts5;
mod settle;
mod tsquery;

use std::{sync::Arc, time::Duration};

use parlor_protocol::{
    ids::{ChannelId, SpaceId, UserId},
    messages::Message,
    page::{Page, PageSize},
    search::{Bound, Has, Query},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::{Cause, Error, Options, Storage};

pub(crate) use entry::{Change, Entry, Files};
pub(crate) use fill::{Which, fill};
pub(crate) use settle::settle;

/// How long one search may take; then [`FindError::TooMuch`]. PostgreSQL counts each of its few
/// statements by itself.
pub const SEARCH_TIME_MAX: Duration = Duration::from_secs(2);

/// Finds messages.
pub struct Search<'s> {
    pub(crate) storage: &'s Storage,
}

/// What to look for. All of it must hold.
#[derive(Debug, Clone)]
pub struct Find {
    /// Words.
    pub query: Query,
    /// Only here.
    pub channel: Option<ChannelId>,
    /// Only in channels of this space.
    pub space: Option<SpaceId>,
    /// Only by this person.
    pub author: Option<UserId>,
    /// Only with this.
    pub has: Option<Has>,
    /// Only before.
    pub before: Option<Bound>,
    /// Only after.
    pub after: Option<Bound>,
    /// How many.
    pub size: PageSize,
}

/// Why nothing was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// It took longer than [`SEARCH_TIME_MAX`].
    #[error("the search takes too long")]
    TooMuch,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Search<'_> {
    /// The newest messages that `asking` may see and that are as wanted, newest first.
    pub async fn find(&self, asking: UserId, find: Find) -> Result<Page<Message>, FindError> {
        let turn = self.storage.inner.searches.turn().await?;
        let storage = self.storage.clone();
        // A task of its own, so that it ends in an orderly way when nobody waits any more: its
        // connection goes back to the others without the limit of its time.
        let finding = tokio::spawn(async move {
            let found = find::find(&storage, asking, &find).await;
            drop(turn);
            found
        });
        match finding.await {
            Ok(Ok(page)) => Ok(page),
            Ok(Err(Error::Unavailable(Cause::TimedOut))) => Err(FindError::TooMuch),
            Ok(Err(error)) => Err(error.into()),
            // It fell over a mistake of ours.
            Err(_) => Err(Error::Unavailable(Cause::Unknown).into()),
        }
    }
}

/// How many search at once: half of the readers, so that who reads never waits for who searches.
pub(crate) struct Turns {
    free: Arc<Semaphore>,
    patience: Duration,
}

impl Turns {
    pub(crate) fn of(options: &Options) -> Self {
        let readers = usize::try_from(options.readers).unwrap_or(1);
        Self {
            free: Arc::new(Semaphore::new((readers / 2).max(1))),
            patience: options.patience,
        }
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, Error> {
        match timeout(self.patience, Arc::clone(&self.free).acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            // Nobody closes it.
            Ok(Err(_)) => Err(Error::Unavailable(Cause::Closed)),
            Err(_) => Err(Error::Overloaded),
        }
    }
}
