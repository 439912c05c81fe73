//! What was judged of late, so that who writes again and again is not looked up each time.
//!
//! Only what is checked again at its turn may be judged from here, and that is every write that
//! takes a grant: storage refuses one from before a change of rights in its place, whichever node
//! changed them. So what is remembered allows nothing that today forbids. What it forbids may be
//! allowed by now, and so nobody is refused without a look at the database.
//!
//! The count of changes only grows, unless the database goes back in time under a running server (a
//! replica takes over that lacked the newest). So nothing is remembered for long.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use parlor_protocol::{
    channels::Channel,
    ids::{ChannelId, UserId},
    permissions::Access,
};

use crate::recent::Recent;

/// How many people in how many channels are remembered: some megabytes. Above it the one that came
/// first makes room.
const KEYS_MAX: usize = 65_536;

/// How long it is remembered.
const AGE_MAX: Duration = Duration::from_mins(1);

type Key = (UserId, ChannelId);

/// What somebody may do in a channel, and how long they wait between two messages there. Each change
/// of either is a change of rights in the place.
#[derive(Debug, Clone, Copy)]
pub struct Judged {
    /// What they may do.
    pub access: Access,
    /// Slow mode; nothing where it is off.
    pub slow_mode: Duration,
}

impl From<(Access, Channel)> for Judged {
    fn from((access, channel): (Access, Channel)) -> Self {
        Self {
            access,
            slow_mode: Duration::from_secs(channel.slow_mode_seconds.into()),
        }
    }
}

/// Who was judged how where they wrote last.
pub struct Memory {
    /// Until when it is remembered; `None`: it was found to be of yesterday. std Mutex: held for one
    /// look-up, never across an await.
    judged: Mutex<Recent<Key, Option<(Judged, Instant)>>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            judged: Mutex::new(Recent::new(KEYS_MAX)),
        }
    }
}

impl Memory {
    /// What is remembered of somebody in a channel.
    pub fn of(&self, user: UserId, channel: ChannelId, now: Instant) -> Option<Judged> {
        let known = self.lock().get(&(user, channel)).copied().flatten();
        known.filter(|(_, until)| now < *until).map(|it| it.0)
    }

    /// Remembers what was just judged and a write allowed by.
    pub fn keep(&self, user: UserId, channel: ChannelId, judged: Judged, now: Instant) {
        *self.lock().entry((user, channel), None) = Some((judged, now + AGE_MAX));
    }

    /// It does not hold any more.
    pub fn forget(&self, user: UserId, channel: ChannelId) {
        *self.lock().entry((user, channel), None) = None;
    }

    fn lock(&self) -> MutexGuard<'_, Recent<Key, Option<(Judged, Instant)>>> {
        self.judged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use parlor_protocol::ids::SpaceId;
    use parlor_protocol::permissions::Standing;

    use super::*;

    #[test]
    fn nothing_is_remembered_for_long() {
        let (memory, now) = (Memory::default(), crate::clock::instant());
        let (user, channel) = (UserId::from_raw(1), ChannelId::from_raw(2));
        let judged = Judged {
            access: Access::in_space(user, SpaceId::from_raw(3), Standing::new(false, false)),
            slow_mode: Duration::ZERO,
        };
        assert!(memory.of(user, channel, now).is_none());
        memory.keep(user, channel, judged, now);
        let last = AGE_MAX.checked_sub(Duration::from_millis(1)).unwrap();
        assert!(memory.of(user, channel, now + last).is_some());
        assert!(memory.of(user, channel, now + AGE_MAX).is_none());
        memory.forget(user, channel);
        assert!(memory.of(user, channel, now).is_none());
    }
}
