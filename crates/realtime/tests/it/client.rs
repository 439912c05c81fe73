//! A client as the contract wants one: it believes nothing that does not come in order.

use std::collections::BTreeMap;

use parlor_protocol::{
    event::{Event, ResetReason},
    ids::StreamId,
    streams::Seq,
};
use serde_json::Value;

/// Where a client stands in one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It asked for no past and was not told yet where it stands.
    Unknown,
    /// It has everything up to here.
    At(Seq),
}

/// What one reader was told. Reading a frame fails the test when it breaks the contract.
#[derive(Debug, Default)]
pub(crate) struct Client {
    /// The streams it follows.
    pub(crate) streams: BTreeMap<StreamId, Standing>,
    /// How each stream was asked for, oldest first: the first asking is what the standing builds
    /// on. Each has its `ref`.
    askings: BTreeMap<StreamId, Vec<(String, Option<Seq>)>>,
    asked: u64,
    /// Everything else it heard, in order.
    pub(crate) heard: Vec<Event>,
    /// The greeting.
    pub(crate) ready: Option<Value>,
    /// How many `SYNC` frames came.
    pub(crate) syncs: usize,
}

impl Client {
    /// It asked for a stream. Where it stands already, it goes on standing there. Gives a `ref`
    /// for the asking.
    pub(crate) fn asked(&mut self, stream: StreamId, after: Option<Seq>) -> String {
        self.asked += 1;
        let reference = self.asked.to_string();
        let askings = self.askings.entry(stream).or_default();
        if !self.streams.contains_key(&stream) {
            askings.clear();
            self.streams.insert(stream, stand(after));
        }
        askings.push((reference.clone(), after));
        reference
    }

    /// It asked to hear no more of a stream.
    pub(crate) fn left(&mut self, stream: StreamId) {
        self.streams.remove(&stream);
        self.askings.remove(&stream);
    }

    /// An asking was refused: when the standing builds on it, the next one stands for itself.
    fn refused(&mut self, reference: &str) {
        for (stream, askings) in &mut self.askings {
            let Some(at) = askings.iter().position(|(id, _)| id == reference) else {
                continue;
            };
            askings.remove(at);
            if at == 0 && self.streams.contains_key(stream) {
                match askings.first() {
                    Some((_, after)) => self.streams.insert(*stream, stand(*after)),
                    None => self.streams.remove(stream),
                };
            }
        }
    }

    /// Where it stands.
    pub(crate) fn cursor(&self, stream: StreamId) -> Option<Seq> {
        match self.streams.get(&stream)? {
            Standing::Unknown => None,
            Standing::At(seq) => Some(*seq),
        }
    }

    /// Reads one frame.
    pub(crate) fn read(&mut self, text: &[u8]) {
        if text.starts_with(br#"{"type":"READY""#) {
            self.ready = Some(serde_json::from_slice(text).unwrap());
            return;
        }
        let event: Event = serde_json::from_slice(text).unwrap();
        if let Some((stream, seq)) = event.position() {
            return self.apply(stream, seq);
        }
        match event {
            Event::Sync {
                stream,
                from,
                to,
                events,
                ..
            } => {
                self.syncs += 1;
                let positions = events.iter().map(|event| event.position().unwrap());
                let expected = (from..=to).map(|seq| (stream, seq));
                assert!(positions.eq(expected), "SYNC {stream} {from}..={to}");
                (from..=to).for_each(|seq| self.apply(stream, seq));
            }
            Event::SyncReset {
                stream,
                seq,
                reason,
            } => {
                if reason == ResetReason::NoAccess {
                    self.streams.remove(&stream);
                } else {
                    self.streams.insert(stream, Standing::At(seq));
                }
                self.heard.push(event);
            }
            Event::ChannelJoined {
                channel_id,
                seq,
                ref reference,
            } => {
                // An answer to an older asking, which a leave came after, has nothing to say.
                let stream = channel_id.into();
                let newest = self.askings.get(&stream).and_then(|askings| askings.last());
                if newest.map(|(newest, _)| newest) == reference.as_ref() {
                    let standing = self.streams.entry(stream).or_insert(Standing::Unknown);
                    let stands = *standing;
                    assert!(
                        stands == Standing::Unknown || stands == Standing::At(seq),
                        "CHANNEL_JOINED {channel_id} at {seq}, but it has {stands:?}"
                    );
                    *standing = Standing::At(seq);
                }
                self.heard.push(event);
            }
            Event::Error {
                reference: Some(ref reference),
                ..
            } => {
                self.refused(reference);
                self.heard.push(event);
            }
            other => self.heard.push(other),
        }
    }

    fn apply(&mut self, stream: StreamId, seq: Seq) {
        let standing = self.streams.get_mut(&stream);
        let standing = standing.unwrap_or_else(|| panic!("{stream}: {seq} came uninvited"));
        assert_eq!(
            *standing,
            Standing::At(seq - 1),
            "{stream}: {seq} came out of turn"
        );
        *standing = Standing::At(seq);
    }
}

fn stand(after: Option<Seq>) -> Standing {
    after.map_or(Standing::Unknown, Standing::At)
}
