//! What waits until it is told: one entry a device and channel, and when its turn is.

use std::{
    collections::{BTreeSet, HashMap},
    time::{Duration, Instant},
};

use parlor_protocol::{
    ids::{ChannelId, MessageId, SessionId, UserId},
    notifications::NotificationKind,
};

/// How many messages of one channel are remembered, so that there is one to show when the newest is
/// deleted.
const CALLS_MAX: usize = 8;

/// One channel, for one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    pub(super) session: SessionId,
    pub(super) channel: ChannelId,
}

/// What waits there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) user: UserId,
    /// The newest last.
    pub(super) calls: Vec<(MessageId, NotificationKind)>,
    /// Since when.
    pub(super) since: Instant,
    /// How often it was tried to tell.
    pub(super) attempts: u32,
}

impl Entry {
    fn add(&mut self, call: (MessageId, NotificationKind)) {
        if self.calls.iter().all(|(message, _)| *message != call.0) {
            self.calls.push(call);
        }
        let surplus = self.calls.len().saturating_sub(CALLS_MAX);
        self.calls.drain(..surplus);
    }
}

/// Everything that waits.
#[derive(Debug)]
pub(super) struct Waiting {
    most: usize,
    delay: Duration,
    entries: HashMap<Key, (Instant, Entry)>,
    /// One a device and channel.
    turns: BTreeSet<(Instant, Key)>,
    /// Devices whose push service wants to be left alone until then.
    held: HashMap<SessionId, Instant>,
}

impl Waiting {
    /// Nothing waits; at most so many will.
    pub(super) fn new(most: usize, delay: Duration) -> Self {
        Self {
            most,
            delay,
            entries: HashMap::new(),
            turns: BTreeSet::new(),
            held: HashMap::new(),
        }
    }

    /// Something calls somebody. What waits of this channel goes with it, at its own time. `false`:
    /// there is no room.
    pub(super) fn add(
        &mut self,
        now: Instant,
        (key, user): (Key, UserId),
        call: (MessageId, NotificationKind),
    ) -> bool {
        if let Some((_, entry)) = self.entries.get_mut(&key) {
            entry.add(call);
            return true;
        }
        if self.entries.len() >= self.most {
            return false;
        }
        let entry = Entry {
            user,
            calls: vec![call],
            since: now,
            attempts: 0,
        };
        self.put(key, now + self.delay, entry);
        true
    }

    /// What was taken out comes back, for another time. What came since goes with it.
    pub(super) fn put_back(&mut self, key: Key, at: Instant, mut entry: Entry) {
        if let Some((other, newer)) = self.entries.remove(&key) {
            self.turns.remove(&(other, key));
            for call in newer.calls {
                entry.add(call);
            }
        }
        self.put(key, at, entry);
    }

    fn put(&mut self, key: Key, at: Instant, entry: Entry) {
        let held = self.held.get(&key.session);
        let at = held.map_or(at, |until| at.max(*until));
        self.turns.insert((at, key));
        self.entries.insert(key, (at, entry));
    }

    /// The push service of a device wants to be left alone until then, whatever it is about.
    pub(super) fn hold(&mut self, now: Instant, session: SessionId, until: Instant) {
        self.held.retain(|_, until| *until > now);
        self.held.insert(session, until);
        let early = self.turns.iter();
        let early = early.filter(|(at, key)| key.session == session && *at < until);
        let early: Vec<(Instant, Key)> = early.copied().collect();
        for (at, key) in early {
            self.turns.remove(&(at, key));
            self.turns.insert((until, key));
            if let Some((at, _)) = self.entries.get_mut(&key) {
                *at = until;
            }
        }
    }

    /// Takes out the first whose turn it is.
    pub(super) fn take(&mut self, now: Instant) -> Option<(Key, Entry)> {
        let (at, key) = *self.turns.first()?;
        if at > now {
            return None;
        }
        self.turns.pop_first();
        let (_, entry) = self.entries.remove(&key)?;
        Some((key, entry))
    }

    /// When the next turn is.
    pub(super) fn next(&self) -> Option<Instant> {
        self.turns.first().map(|(at, _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DELAY: Duration = Duration::from_secs(5);

    fn key(session: i64, channel: i64) -> Key {
        Key {
            session: SessionId::from_raw(session),
            channel: ChannelId::from_raw(channel),
        }
    }

    fn call(message: i64) -> (MessageId, NotificationKind) {
        (MessageId::from_raw(message), NotificationKind::Mention)
    }

    fn messages(entry: &Entry) -> Vec<i64> {
        entry
            .calls
            .iter()
            .map(|(message, _)| message.raw())
            .collect()
    }

    const USER: UserId = UserId::from_raw(1);

    /// What comes while something of a channel waits goes with it; after its turn it waits anew. Of
    /// very many, the newest are remembered.
    #[test]
    fn a_channel_is_told_of_once() {
        let start = Instant::now();
        let mut waiting = Waiting::new(8, DELAY);
        for message in 1..=20 {
            assert!(waiting.add(start, (key(1, 1), USER), call(message)));
        }
        waiting.add(start, (key(1, 2), USER), call(99));
        assert_eq!(waiting.next(), Some(start + DELAY));
        assert_eq!(waiting.take(start), None);
        let (first, entry) = waiting.take(start + DELAY).unwrap();
        assert_eq!((first, messages(&entry)), (key(1, 1), (13..=20).collect()));
        let (second, entry) = waiting.take(start + DELAY).unwrap();
        assert_eq!((second, messages(&entry)), (key(1, 2), vec![99]));
        assert_eq!((waiting.take(start + DELAY), waiting.next()), (None, None));
    }

    /// One that comes back takes along what came meanwhile, and keeps its own time.
    #[test]
    fn what_comes_back_takes_along_what_came() {
        let start = Instant::now();
        let mut waiting = Waiting::new(8, DELAY);
        waiting.add(start, (key(1, 1), USER), call(1));
        let (key, entry) = waiting.take(start + DELAY).unwrap();
        waiting.add(start + DELAY, (key, USER), call(2));
        let later = start + DELAY * 10;
        waiting.put_back(
            key,
            later,
            Entry {
                attempts: 1,
                ..entry
            },
        );
        assert_eq!(waiting.next(), Some(later));
        let (_, entry) = waiting.take(later).unwrap();
        assert_eq!((messages(&entry), entry.attempts), (vec![1, 2], 1));
        assert_eq!(waiting.next(), None);
    }

    /// A push service that wants to be left alone is, for all channels of that device and no other.
    #[test]
    fn a_device_is_left_alone() {
        let start = Instant::now();
        let mut waiting = Waiting::new(8, DELAY);
        waiting.add(start, (key(1, 1), USER), call(1));
        waiting.add(start, (key(2, 1), USER), call(1));
        let until = start + DELAY * 10;
        waiting.hold(start, SessionId::from_raw(1), until);
        waiting.add(start, (key(1, 2), USER), call(2));
        assert_eq!(waiting.take(start + DELAY).unwrap().0, key(2, 1));
        assert_eq!(
            (waiting.take(start + DELAY), waiting.next()),
            (None, Some(until))
        );
        assert!(waiting.take(until).is_some() && waiting.take(until).is_some());
    }

    /// When there is no room, what waits goes on waiting and what comes is not told.
    #[test]
    fn there_is_so_much_room() {
        let start = Instant::now();
        let mut waiting = Waiting::new(2, DELAY);
        assert!(waiting.add(start, (key(1, 1), USER), call(1)));
        assert!(waiting.add(start, (key(1, 2), USER), call(2)));
        assert!(!waiting.add(start, (key(1, 3), USER), call(3)));
        assert!(waiting.add(start, (key(1, 1), USER), call(4)));
        assert!(waiting.take(start + DELAY).is_some());
        assert!(waiting.add(start, (key(1, 3), USER), call(3)));
    }
}
