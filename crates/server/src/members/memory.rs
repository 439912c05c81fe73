//! What was judged of late, so that who writes again and again is not looked up each time.
//!
//! Only what is checked again at its turn may be judged from here, and that is every write that
//! takes a grant: storage refuses one from before a change of rights in its place, whichever node
//! changed them. So what is remembered allows nothing that today forbids. What it forbids may be
//! allowed by now, and so nobody is refused without a look at the database.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
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
    /// `None`: it was found to be of yesterday. std Mutex: held for one look-up, never across an await.
    judged: Mutex<Recent<Key, Option<Judged>>>,
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
    pub fn of(&self, user: UserId, channel: ChannelId) -> Option<Judged> {
        self.lock().get(&(user, channel)).copied().flatten()
    }

    /// Remembers what a write was just allowed by.
    pub fn keep(&self, user: UserId, channel: ChannelId, judged: Judged) {
        *self.lock().entry((user, channel), None) = Some(judged);
    }

    /// It does not hold any more.
    pub fn forget(&self, user: UserId, channel: ChannelId) {
        *self.lock().entry((user, channel), None) = None;
    }

    fn lock(&self) -> MutexGuard<'_, Recent<Key, Option<Judged>>> {
        self.judged.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
