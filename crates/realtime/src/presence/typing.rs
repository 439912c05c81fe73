//! Who is writing where: nothing but when it was last passed on.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use parlor_protocol::ids::{ChannelId, UserId};

/// How often it is passed on that somebody writes in a channel.
pub const TYPING_EVERY: Duration = Duration::from_secs(4);

/// How many are remembered at once, some megabytes; above it nothing is passed on of others.
pub const TYPISTS_MAX: usize = 65_536;

/// Who wrote something lately that is not sent yet.
#[derive(Debug, Default)]
pub struct Typists {
    since: HashMap<(UserId, ChannelId), Instant>,
}

impl Typists {
    /// Somebody writes; `true` when that is to be passed on.
    pub fn begin(&mut self, now: Instant, user: UserId, channel: ChannelId) -> bool {
        let is_fresh = |at: &Instant| now < *at + TYPING_EVERY;
        if self.since.get(&(user, channel)).is_some_and(is_fresh) {
            return false;
        }
        if self.since.len() >= TYPISTS_MAX {
            self.since.retain(|_, at| is_fresh(at));
            if self.since.len() >= TYPISTS_MAX {
                return false;
            }
        }
        self.since.insert((user, channel), now);
        true
    }

    /// It is sent: what they write next is news at once.
    pub fn end(&mut self, user: UserId, channel: ChannelId) {
        self.since.remove(&(user, channel));
    }
}
