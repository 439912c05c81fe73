//! Marks that moved, until their owners are told.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    sync::{Mutex, PoisonError},
};

use parlor_protocol::ids::{ChannelId, UserId};
use parlor_realtime::Hub;
use tokio::sync::Notify;

/// People, and where their marks moved.
type Marks = BTreeMap<UserId, BTreeSet<ChannelId>>;

/// Whose marks moved where. Holds each channel of each connected person once at most.
#[derive(Debug, Default)]
pub struct Moved {
    // std Mutex: held for a few entries, never across an await.
    waiting: Mutex<Marks>,
    some: Notify,
}

impl Moved {
    /// Marks of a person moved, and it is on disk. Who has no socket here is not told.
    pub fn of(&self, hub: &Hub, user: UserId, channels: impl IntoIterator<Item = ChannelId>) {
        if !hub.is_connected(user) {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.entry(user).or_default().extend(channels);
        drop(waiting);
        self.some.notify_one();
    }

    /// Waits for some, and takes all there are: whatever moves while these are told comes after all
    /// of them, so whoever moves his marks again and again does not keep the others waiting.
    pub(super) async fn all(&self) -> Marks {
        loop {
            // `notify_one` keeps a permit, so what moves between the two lines wakes all the same.
            let some = self.some.notified();
            let waiting =
                mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
            if !waiting.is_empty() {
                return waiting;
            }
            some.await;
        }
    }
}
