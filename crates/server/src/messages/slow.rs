//! Slow mode: how long one person waits between two messages in a channel.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use parlor_protocol::ids::{ChannelId, UserId};

/// How many sends are remembered: some megabytes. Above it those make room that are oldest news,
/// else an arbitrary one.
const KEYS_MAX: usize = 65_536;

/// Nobody waits longer than this.
const LONGEST: Duration = Duration::from_hours(24);

type Key = (UserId, ChannelId);

/// When everybody wrote last where that counts. A restart forgets it.
#[derive(Default)]
pub struct Slow {
    // std Mutex: held for one look-up, never across an await.
    last: Mutex<HashMap<Key, Instant>>,
}

/// A turn to write, until it is used or given back.
#[derive(Debug)]
pub struct Turn {
    key: Key,
    taken: Instant,
    before: Option<Instant>,
}

impl Slow {
    /// Takes a turn in a channel whose members wait this long between two of them.
    ///
    /// # Errors
    /// How long to wait when the last one is not over.
    pub fn take(&self, key: Key, wait: Duration, now: Instant) -> Result<Turn, Duration> {
        let mut last = self.lock();
        let before = last.get(&key).copied();
        if let Some(before) = before {
            let elapsed = now.saturating_duration_since(before);
            if elapsed < wait {
                return Err(wait.saturating_sub(elapsed));
            }
        }
        if last.len() >= KEYS_MAX && before.is_none() {
            make_room(&mut last, now);
        }
        last.insert(key, now);
        Ok(Turn {
            key,
            taken: now,
            before,
        })
    }

    /// Nothing was written after all.
    pub fn give_back(&self, turn: &Turn) {
        let mut last = self.lock();
        if last.get(&turn.key) != Some(&turn.taken) {
            return;
        }
        match turn.before {
            Some(before) => last.insert(turn.key, before),
            None => last.remove(&turn.key),
        };
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Instant>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make_room(last: &mut HashMap<Key, Instant>, now: Instant) {
    last.retain(|_, at| now.saturating_duration_since(*at) < LONGEST);
    if last.len() >= KEYS_MAX
        && let Some(key) = last.keys().next().copied()
    {
        last.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = (UserId::from_raw(1), ChannelId::from_raw(2));
    const WAIT: Duration = Duration::from_secs(10);

    #[test]
    fn a_turn_comes_again_when_the_wait_is_over() {
        let (slow, now) = (Slow::default(), crate::clock::instant());
        slow.take(KEY, WAIT, now).unwrap();
        let left = slow.take(KEY, WAIT, now + WAIT / 2).unwrap_err();
        assert_eq!(left, WAIT / 2);
        let other = (UserId::from_raw(9), KEY.1);
        slow.take(other, WAIT, now).unwrap();
        slow.take(KEY, WAIT, now + WAIT).unwrap();
    }

    #[test]
    fn a_turn_that_is_given_back_was_never_taken() {
        let (slow, now) = (Slow::default(), crate::clock::instant());
        let turn = slow.take(KEY, WAIT, now).unwrap();
        slow.give_back(&turn);
        let turn = slow.take(KEY, WAIT, now).unwrap();
        let later = slow.take(KEY, WAIT, now + WAIT).unwrap();
        slow.give_back(&turn);
        slow.take(KEY, WAIT, now + WAIT).unwrap_err();
        slow.give_back(&later);
        slow.take(KEY, WAIT, now + WAIT).unwrap();
    }

    #[test]
    fn what_is_remembered_has_an_end() {
        let (slow, now) = (Slow::default(), crate::clock::instant());
        for user in 1..=i64::try_from(KEYS_MAX).unwrap() + 5 {
            slow.take((UserId::from_raw(user), KEY.1), WAIT, now)
                .unwrap();
        }
        assert_eq!(slow.lock().len(), KEYS_MAX);
    }
}
