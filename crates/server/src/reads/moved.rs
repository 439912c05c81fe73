//! Marks that moved, until their owners are told.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Mutex, PoisonError},
};

use parlor_protocol::ids::{ChannelId, UserId};
use parlor_realtime::Hub;
use tokio::sync::Notify;

/// Whose marks moved where. Holds each channel of each connected person once at most.
#[derive(Debug, Default)]
pub struct Moved {
    // std Mutex: held for a few entries, never across an await.
    waiting: Mutex<Waiting>,
    some: Notify,
}

/// Who waits, the longest first: however much goes on, everybody's turn comes.
#[derive(Debug, Default)]
struct Waiting {
    order: VecDeque<UserId>,
    marks: BTreeMap<UserId, BTreeSet<ChannelId>>,
}

impl Moved {
    /// Marks of a person moved, and it is on disk. Who has no socket here is not told.
    pub fn of(&self, hub: &Hub, user: UserId, channels: impl IntoIterator<Item = ChannelId>) {
        if !hub.is_connected(user) {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.add(user, channels);
        drop(waiting);
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
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.take()
    }
}

impl Waiting {
    fn add(&mut self, user: UserId, channels: impl IntoIterator<Item = ChannelId>) {
        let marks = self.marks.entry(user).or_default();
        if marks.is_empty() {
            self.order.push_back(user);
        }
        marks.extend(channels);
    }

    fn take(&mut self) -> Option<(UserId, BTreeSet<ChannelId>)> {
        let user = self.order.pop_front()?;
        self.marks.remove_entry(&user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever moves their marks again and again does not keep the others waiting.
    #[test]
    fn everybodys_turn_comes() {
        let mut waiting = Waiting::default();
        let channel = ChannelId::from_raw(1);
        let [ada, bo, cy] = [1, 2, 3].map(UserId::from_raw);
        for user in [bo, cy, ada] {
            waiting.add(user, [channel]);
        }
        let mut told = Vec::new();
        for _ in 0..3 {
            waiting.add(ada, [channel]);
            let (user, marks) = waiting.take().unwrap();
            assert_eq!(marks, BTreeSet::from([channel]));
            told.push(user);
        }
        assert_eq!(told, [bo, cy, ada]);
        assert_eq!(waiting.take(), None);
    }
}
