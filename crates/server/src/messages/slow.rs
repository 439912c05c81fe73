//! Slow mode: how long one person waits between two messages in a channel.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use parlor_protocol::ids::{ChannelId, UserId};

use crate::recent::Recent;

/// How many people in how many channels are remembered: some megabytes. Above it the one that
/// came first makes room.
const KEYS_MAX: usize = 65_536;

type Key = (UserId, ChannelId);

/// When everybody wrote last where that counts. A restart forgets it.
pub struct Slow {
    /// `None`: the turn was given back. std Mutex: held for one look-up, never across an await.
    last: Mutex<Recent<Key, Option<Instant>>>,
}

impl Default for Slow {
    fn default() -> Self {
        Self {
            last: Mutex::new(Recent::new(KEYS_MAX)),
        }
    }
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
        let last = last.entry(key, None);
        let before = *last;
        if let Some(before) = before {
            let elapsed = now.saturating_duration_since(before);
            if elapsed < wait {
                return Err(wait.saturating_sub(elapsed));
            }
        }
        *last = Some(now);
        Ok(Turn {
            key,
            taken: now,
            before,
        })
    }

    /// Nothing was written after all.
    pub fn give_back(&self, turn: &Turn) {
        let mut last = self.lock();
        let last = last.entry(turn.key, None);
        if *last == Some(turn.taken) {
            *last = turn.before;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Recent<Key, Option<Instant>>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
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
