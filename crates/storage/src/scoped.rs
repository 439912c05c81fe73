//! What a durable write hands back whose events are not for everybody.

use parlor_protocol::{audience::Audience, event::Event};

use crate::{Committed, members::Seen};

/// A write that is on disk, what it made happen, and who is told of each part of it.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "the events of a write are published by the verb that made it"]
pub struct Scoped<T> {
    /// What the caller asked for.
    pub value: T,
    /// In commit order. Empty when the write had been done before.
    pub events: Vec<(Event, Audience)>,
}

impl<T> From<Committed<T>> for Scoped<T> {
    fn from(Committed { value, events }: Committed<T>) -> Self {
        let events = events.into_iter();
        Self {
            value,
            events: events.map(|event| (event, Audience::Everyone)).collect(),
        }
    }
}

/// What the writer hands back of such a write: who is told is looked up after it, see
/// `members::tell`.
#[derive(Debug)]
pub(crate) struct Unscoped<T> {
    pub(crate) value: T,
    /// Each with how its channel was seen before, where the write changed that.
    pub(crate) events: Vec<(Event, Option<Seen>)>,
}

impl<T> Unscoped<T> {
    /// Of a write that had been done before.
    pub(crate) const fn unchanged(value: T) -> Self {
        Self {
            value,
            events: Vec::new(),
        }
    }
}
