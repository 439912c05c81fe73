//! Marks that moved, until their owners are told.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use parlor_protocol::ids::{ChannelId, UserId};
use parlor_realtime::Hub;
use tokio::sync::Notify;

/// Whose marks moved where. Holds each channel of each connected person once at most.
#[derive(Debug, Default)]
pub struct Moved {
    // std Mutex: held for a few entries, never across an await.
    marks: Mutex<BTreeMap<UserId, BTreeSet<ChannelId>>>,
    some: Notify,
}

impl Moved {
    /// Marks of a person moved, and it is on disk. Who has no socket here is not told.
    pub fn of(&self, hub: &Hub, user: UserId, channels: impl IntoIterator<Item = ChannelId>) {
        if !hub.is_connected(user) {
            return;
        }
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        marks.entry(user).or_default().extend(channels);
        drop(marks);
        self.some.notify_one();
    }

    /// Waits for some, and takes those of one person.
    pub(super) async fn next(&self) -> (UserId, BTreeSet<ChannelId>) {
        loop {
            // `notify_one` keeps a permit, so what moves between the two lines wakes all the same.
            let some = self.some.notified();
            if let Some(first) = self.take() {
                return first;
            }
            some.await;
        }
    }

    fn take(&self) -> Option<(UserId, BTreeSet<ChannelId>)> {
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        marks.pop_first()
    }
}
