//! Tickets: short-lived stand-ins for a session that may stand in an address.
//!
//! An address is logged by proxies and kept in histories, so what stands there is worth little: a
//! ticket opens one kind of door, for one session, where it says so for one channel, for seconds.
//! The table is this node's alone and lives in memory; after a restart, clients ask for new ones.

use std::collections::{BTreeSet, HashMap, VecDeque};

use parlor_protocol::{
    auth::Purpose,
    ids::{ChannelId, SessionId, UserId},
    time::Timestamp,
};
use rand::CryptoRng;

use crate::secret;

/// Tickets in the table. With one more, the one that would expire first goes.
pub const TICKETS_MAX: usize = 65_536;
/// Tickets of one session. With one more, its oldest goes: nobody crowds out the others.
pub const TICKETS_PER_SESSION_MAX: usize = 32;

const PREFIX: &str = "wt_";

/// What a ticket stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Whose it is.
    pub user: UserId,
    /// The session that asked for it, and without which it is worth nothing.
    pub session: SessionId,
    /// The kind of door it opens.
    pub purpose: Purpose,
    /// The only channel it is good for; `None`: any.
    pub channel: Option<ChannelId>,
}

/// How long a ticket of a purpose is good, in milliseconds.
pub const fn lifetime_ms(purpose: Purpose) -> i64 {
    match purpose {
        Purpose::Ws | Purpose::Voice | Purpose::Export => 30_000,
        Purpose::File => 600_000,
    }
}

/// 128 random bits.
type Key = [u8; 16];

/// All tickets of this node.
#[derive(Default)]
pub struct Tickets {
    table: HashMap<Key, (Bound, Timestamp)>,
    /// Who goes first.
    by_expiry: BTreeSet<(Timestamp, Key)>,
    /// Oldest first.
    by_session: HashMap<SessionId, VecDeque<Key>>,
}

impl Tickets {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a ticket, `wt_` and 22 characters, good for [`lifetime_ms`].
    pub fn issue(&mut self, bound: Bound, now: Timestamp, rng: &mut impl CryptoRng) -> String {
        self.make_room(bound.session, now);
        let key = *secret::random(rng);
        let expires_at = now.plus_millis(lifetime_ms(bound.purpose));
        self.table.insert(key, (bound, expires_at));
        self.by_expiry.insert((expires_at, key));
        self.by_session
            .entry(bound.session)
            .or_default()
            .push_back(key);
        format!("{PREFIX}{}", secret::to_text(&key).as_str())
    }

    /// What the ticket stands for, if it opens this door now. All but one for files are spent by
    /// it; one at the wrong door is not.
    pub fn redeem(
        &mut self,
        text: &str,
        purpose: Purpose,
        channel: Option<ChannelId>,
        now: Timestamp,
    ) -> Option<Bound> {
        let key = *secret::from_text(text.strip_prefix(PREFIX)?)?;
        let (bound, expires_at) = *self.table.get(&key)?;
        let right_door =
            bound.purpose == purpose && (bound.channel.is_none() || bound.channel == channel);
        if now >= expires_at || !right_door {
            return None;
        }
        if !matches!(purpose, Purpose::File) {
            self.remove(key);
        }
        Some(bound)
    }

    /// Whether this is a ticket that still opens some door; it is not spent by the question.
    pub fn holds(&self, text: &str, now: Timestamp) -> bool {
        let key = text.strip_prefix(PREFIX).and_then(secret::from_text);
        let found = key.and_then(|key| self.table.get(&*key));
        found.is_some_and(|(_, expires_at)| now < *expires_at)
    }

    /// Ends every ticket of a session, which was revoked.
    pub fn forget_session(&mut self, session: SessionId) {
        for key in self.by_session.remove(&session).unwrap_or_default() {
            self.remove(key);
        }
    }

    /// How many there are, expired ones included until somebody needs their place.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    fn make_room(&mut self, session: SessionId, now: Timestamp) {
        while let Some((expires_at, key)) = self.by_expiry.first().copied()
            && (now >= expires_at || self.table.len() >= TICKETS_MAX)
        {
            self.remove(key);
        }
        while let Some(keys) = self.by_session.get(&session)
            && keys.len() >= TICKETS_PER_SESSION_MAX
        {
            self.remove(keys[0]);
        }
    }

    fn remove(&mut self, key: Key) {
        let Some((bound, expires_at)) = self.table.remove(&key) else {
            return;
        };
        self.by_expiry.remove(&(expires_at, key));
        if let Some(keys) = self.by_session.get_mut(&bound.session) {
            keys.retain(|other| *other != key);
            if keys.is_empty() {
                self.by_session.remove(&bound.session);
            }
        }
    }
}

#[cfg(test)]
mod tests;
