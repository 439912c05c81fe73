//! The rule by which nothing is missed and nothing is seen twice (`docs/protocol.md` section 5).
//!
//! A stream has a cursor: the `seq` of the last event that was applied. At or under it: drop. The
//! next one: apply. Further ahead: hold back and ask again from the cursor. No clock, no socket.
//! `frontend/src/services/websocket/resume.ts` is the same rule, with the same test vectors.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use parlor_protocol::streams::Seq;

/// So many events wait for an earlier one. At one more they are dropped: the answer brings them.
pub const HELD_MAX: usize = 256;

/// A question without an answer is asked again after this.
pub const ASK_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// A tip may be ahead for this long before it means that something was lost.
pub const TIP_AHEAD_MAX: Duration = Duration::from_secs(2);

/// One stream, as far as it was followed.
#[derive(Debug, Clone)]
pub struct Follower<E> {
    cursor: Seq,
    /// Events that came too early.
    held: BTreeMap<Seq, E>,
    /// When the server was last asked to go on from the cursor; `None` = nothing is missing.
    asked_at: Option<Instant>,
    /// The position that a `PONG` named, and since when it is ahead of the cursor.
    tip: Option<(Seq, Instant)>,
}

/// What an event does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<E> {
    /// What to apply, in this order.
    pub apply: Vec<E>,
    /// Whether to ask the server to go on from the cursor.
    pub ask: bool,
}

impl<E> Outcome<E> {
    const fn nothing() -> Self {
        Self {
            apply: Vec::new(),
            ask: false,
        }
    }
}

impl<E> Follower<E> {
    /// A stream that is known up to `cursor`.
    pub const fn start_at(cursor: Seq) -> Self {
        Self {
            cursor,
            held: BTreeMap::new(),
            asked_at: None,
            tip: None,
        }
    }

    /// The position of the last event that was applied.
    pub const fn cursor(&self) -> Seq {
        self.cursor
    }

    /// One event.
    pub fn receive(&mut self, now: Instant, seq: Seq, event: E) -> Outcome<E> {
        if seq <= self.cursor {
            return Outcome::nothing();
        }
        if seq == self.cursor + 1 {
            return self.advance(vec![event], seq);
        }
        self.hold_back(now, [(seq, event)])
    }

    /// A page of events that the server sends because it was asked, or because it had to drop some.
    pub fn receive_page(
        &mut self,
        now: Instant,
        (from, to): (Seq, Seq),
        events: impl IntoIterator<Item = (Seq, E)>,
    ) -> Outcome<E> {
        if from > self.cursor + 1 {
            return self.hold_back(now, events);
        }
        let cursor = self.cursor;
        let fresh = events.into_iter().filter(|(seq, _)| *seq > cursor);
        let fresh = fresh.map(|(_, event)| event).collect();
        self.advance(fresh, to.max(cursor))
    }

    /// Where the stream stands on the server, from a `PONG`.
    pub fn compare(&mut self, now: Instant, seq: Seq) {
        self.tip = (seq > self.cursor).then(|| (seq, self.tip.map_or(now, |(_, since)| since)));
    }

    /// Whether it is time to ask: a tip stays ahead, or a question stays without an answer.
    pub fn is_behind(&self, now: Instant) -> bool {
        self.due_at().is_some_and(|due| now >= due)
    }

    /// When [`Follower::is_behind`] becomes true by itself.
    pub fn due_at(&self) -> Option<Instant> {
        let asked = self.asked_at.map(|at| at + ASK_AGAIN_AFTER);
        let tip = self.tip.map(|(_, since)| since + TIP_AHEAD_MAX);
        let tip = tip.map(|due| asked.map_or(due, |asked| asked.max(due)));
        asked.into_iter().chain(tip).min()
    }

    /// Remembers that the server was asked.
    pub fn asked(&mut self, now: Instant) {
        self.asked_at = Some(now);
    }

    /// Forgets what belongs to one connection: what was held and what was asked there.
    pub fn disconnected(&mut self) {
        *self = Self::start_at(self.cursor);
    }

    /// Applies, then whatever had been waiting for just that.
    fn advance(&mut self, events: Vec<E>, to: Seq) -> Outcome<E> {
        let mut apply = events;
        self.cursor = to;
        self.held = self.held.split_off(&(to + 1));
        while let Some(next) = self.held.remove(&(self.cursor + 1)) {
            apply.push(next);
            self.cursor += 1;
        }
        self.tip = self.tip.filter(|(seq, _)| *seq > self.cursor);
        if self.held.is_empty() && self.tip.is_none() {
            self.asked_at = None;
        }
        Outcome { apply, ask: false }
    }

    fn hold_back(
        &mut self,
        now: Instant,
        events: impl IntoIterator<Item = (Seq, E)>,
    ) -> Outcome<E> {
        self.held.extend(events);
        if self.held.len() > HELD_MAX {
            self.held.clear();
        }
        let ask = self.asked_at.is_none_or(|at| now >= at + ASK_AGAIN_AFTER);
        if ask {
            self.asked_at = Some(now);
        }
        Outcome {
            apply: Vec::new(),
            ask,
        }
    }
}
