//! What a durable write hands back.

use parlor_protocol::event::Event;

/// A write that is on disk, and what it made happen.
///
/// The events are in commit order, each with its stream and `seq`; the verb publishes them. A
/// message in them has its nonce and no `me`: what a reader sees is `Event::seen_by`.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "the events of a write are published by the verb that made it"]
pub struct Committed<T> {
    /// What the caller asked for.
    pub value: T,
    /// What everybody else is told. Empty when the write had been done before.
    pub events: Vec<Event>,
}

impl<T> Committed<T> {
    /// The same events with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Committed<U> {
        Committed {
            value: change(self.value),
            events: self.events,
        }
    }
}
