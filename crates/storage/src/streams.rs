//! Streams: the logs of what happened, in the order of `seq`.
//!
//! A log row is a reference, not a copy: replay builds each event from today's rows.

use std::collections::BTreeMap;

use parlor_protocol::{event::Event, ids::StreamId, streams::Seq, time::Timestamp};

use crate::{Error, Storage};

/// Reads and prunes the logs.
pub struct Streams<'s> {
    pub(crate) storage: &'s Storage,
}

/// A part of a stream, read at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamPage {
    /// Where the stream stood.
    pub last_seq: Seq,
    /// The first position the log still has; `last_seq + 1` when it has none.
    pub kept_from: Seq,
    /// One event for each position after the cursor, without holes.
    pub events: Vec<Event>,
    /// Whether positions follow after the last of `events`.
    pub more: bool,
}

impl Streams<'_> {
    /// The events after `after`, at most `limit`. `None`: there is no such stream.
    ///
    /// The events are everybody's: nonces are in them (see `Event::seen_by`). A cursor before
    /// `kept_from - 1` has missed what is gone; a cursor over `last_seq` is from another life.
    pub async fn page(
        &self,
        stream: StreamId,
        after: Seq,
        limit: usize,
    ) -> Result<Option<StreamPage>, Error> {
        todo!()
    }

    /// Where these streams stand; those that do not exist are left out.
    pub async fn tips(&self, streams: &[StreamId]) -> Result<BTreeMap<StreamId, Seq>, Error> {
        todo!()
    }

    /// Forgets events from before this time, except the newest `keep` of each stream.
    pub async fn prune(&self, before: Timestamp, keep: u64) -> Result<(), Error> {
        todo!()
    }
}
