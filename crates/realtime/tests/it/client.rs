//! A client as the contract wants one: it believes nothing that does not come in order, and counts
//! what it is owed.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
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
    /// Every `ref` without an answer, and how far each stream must have come before it.
    unanswered: BTreeMap<String, BTreeMap<StreamId, Seq>>,
    /// Streams it was shut out of and was not told of yet: it believes to follow them, but one
    /// event of them fails the test.
    barred: BTreeSet<StreamId>,
    asked: u64,
    /// Everything else it heard, in order.
    pub(crate) heard: Vec<Event>,
    /// The greeting.
    pub(crate) ready: Option<Value>,
    /// How many `SYNC` frames came.
    pub(crate) syncs: usize,
}

impl Client {
    /// It asks for streams, each after a position or without a past; where it stands already, it
    /// goes on standing there. What it is new to must come up to `last_seq` before the answer, or
    /// before that of the newest asking, where it asks again. Gives the `ref` of the asking.
    pub(crate) fn asks(
        &mut self,
        streams: impl IntoIterator<Item = (StreamId, Option<Seq>)>,
        last_seq: impl Fn(StreamId) -> Seq,
    ) -> String {
        self.asked += 1;
        let reference = self.asked.to_string();
        let mut promised = BTreeMap::new();
        for (stream, after) in streams {
            let askings = self.askings.entry(stream).or_default();
            let is_new = !self.streams.contains_key(&stream);
            if is_new {
                askings.clear();
                self.streams.insert(stream, stand(after));
            }
            askings.push((reference.clone(), after));
            let earlier = self.unanswered.values_mut();
            let earlier = earlier
                .filter_map(|promised| promised.remove(&stream))
                .max();
            let at_least = if is_new { last_seq(stream) } else { 0 };
            promised.insert(stream, earlier.unwrap_or(at_least));
            self.barred.remove(&stream);
        }
        self.unanswered.insert(reference.clone(), promised);
        reference
    }

    /// It forgot what came after a position, as a page does that is loaded again.
    pub(crate) fn rewinds(&mut self, stream: StreamId, to: Seq) {
        self.streams.insert(stream, Standing::At(to));
        for (_, after) in self.askings.get_mut(&stream).into_iter().flatten() {
            *after = Some(to);
        }
    }

    /// It asked to hear no more of a stream.
    pub(crate) fn leaves(&mut self, stream: StreamId) {
        self.askings.remove(&stream);
        self.forget(stream);
    }

    /// It was shut out of a stream.
    pub(crate) fn is_shut_out(&mut self, stream: StreamId) {
        if self.streams.contains_key(&stream) {
            self.barred.insert(stream);
            self.excuse(stream);
        }
    }

    /// Where it stands.
    pub(crate) fn cursor(&self, stream: StreamId) -> Option<Seq> {
        match self.streams.get(&stream)? {
            Standing::Unknown => None,
            Standing::At(seq) => Some(*seq),
        }
    }

    /// Where it stands in all streams: what it keeps when its socket dies.
    pub(crate) fn cursors(&self) -> BTreeMap<StreamId, Seq> {
        let known = self.streams.keys();
        known
            .filter_map(|stream| Some((*stream, self.cursor(*stream)?)))
            .collect()
    }

    /// Fails the test when something that was asked was not answered, or access was lost silently.
    pub(crate) fn is_owed_nothing(&self) {
        assert!(self.ready.is_some(), "it was not greeted");
        assert!(self.unanswered.is_empty(), "{:?}", self.unanswered);
        assert!(self.barred.is_empty(), "{:?}", self.barred);
    }

    /// Reads frames.
    pub(crate) fn read_all(&mut self, frames: &[Bytes]) {
        for frame in frames {
            self.read(frame);
        }
    }

    /// Reads one frame.
    pub(crate) fn read(&mut self, text: &[u8]) {
        if text.starts_with(br#"{"type":"READY""#) {
            assert!(self.ready.is_none(), "it was greeted twice");
            self.ready = Some(serde_json::from_slice(text).unwrap());
            return;
        }
        assert!(self.ready.is_some(), "READY is the first frame");
        let event: Event = serde_json::from_slice(text).unwrap();
        if let Some((stream, seq)) = event.position() {
            return self.apply(stream, seq);
        }
        match &event {
            Event::Sync {
                stream,
                from,
                to,
                events,
                ..
            } => {
                return self.sync(*stream, (*from, *to), events);
            }
            Event::SyncReset {
                stream,
                seq,
                reason,
            } => self.reset(*stream, *seq, *reason),
            Event::ChannelJoined {
                channel_id,
                seq,
                reference: Some(reference),
            } => self.joined((*channel_id).into(), *seq, reference),
            Event::Synced {
                reference: Some(reference),
                ..
            } => {
                for (stream, at_least) in self.answered(reference) {
                    let cursor = self.cursor(stream);
                    assert!(
                        cursor >= Some(at_least),
                        "SYNCED, but {stream} stands at {cursor:?}, not at {at_least}"
                    );
                }
            }
            Event::Error {
                reference: Some(reference),
                ..
            } => {
                self.answered(reference);
                self.refused(reference);
            }
            Event::Pong { streams, .. } => {
                for (stream, tip) in streams {
                    let cursor = self.cursor(*stream);
                    let is_late = self.waits_for(*stream) || self.barred.contains(stream);
                    assert!(
                        is_late || cursor <= Some(*tip),
                        "{stream}: {cursor:?} is above {tip}"
                    );
                }
            }
            _ => {}
        }
        self.heard.push(event);
    }

    fn apply(&mut self, stream: StreamId, seq: Seq) {
        let standing = self.streams.get_mut(&stream);
        let standing = standing.unwrap_or_else(|| panic!("{stream}: {seq} came uninvited"));
        assert!(
            !self.barred.contains(&stream),
            "{stream}: {seq} is not for it"
        );
        assert_eq!(
            *standing,
            Standing::At(seq - 1),
            "{stream}: {seq} came out of turn"
        );
        *standing = Standing::At(seq);
    }

    fn sync(&mut self, stream: StreamId, (from, to): (Seq, Seq), events: &[Event]) {
        self.syncs += 1;
        let positions = events.iter().map(|event| event.position().unwrap());
        let expected = (from..=to).map(|seq| (stream, seq));
        assert!(positions.eq(expected), "SYNC {stream} {from}..={to}");
        (from..=to).for_each(|seq| self.apply(stream, seq));
    }

    fn reset(&mut self, stream: StreamId, seq: Seq, reason: ResetReason) {
        if reason == ResetReason::NoAccess {
            self.forget(stream);
        } else {
            assert!(!self.barred.contains(&stream), "{stream} is not for it");
            // It may have been shut out and have asked anew since.
            let asked = self.askings.get(&stream).is_some_and(|it| !it.is_empty());
            assert!(asked, "{stream}: reset uninvited");
            self.streams.insert(stream, Standing::At(seq));
        }
    }

    fn joined(&mut self, stream: StreamId, seq: Seq, reference: &str) {
        if let Some(at_least) = self.answered(reference).get(&stream) {
            assert!(seq >= *at_least, "{stream}: joined at {seq}, too early");
        }
        // An answer to an older asking, which a leave came after, has nothing to say.
        let newest = self.askings.get(&stream).and_then(|askings| askings.last());
        let is_newest = newest.is_some_and(|(newest, _)| newest == reference);
        if is_newest && !self.barred.contains(&stream) {
            let standing = self.streams.entry(stream).or_insert(Standing::Unknown);
            let stands = *standing;
            assert!(
                stands == Standing::Unknown || stands == Standing::At(seq),
                "CHANNEL_JOINED {stream} at {seq}, but it has {stands:?}"
            );
            *standing = Standing::At(seq);
        }
    }

    fn waits_for(&self, stream: StreamId) -> bool {
        self.unanswered
            .values()
            .any(|promised| promised.contains_key(&stream))
    }

    /// An answer comes once.
    fn answered(&mut self, reference: &str) -> BTreeMap<StreamId, Seq> {
        let promised = self.unanswered.remove(reference);
        promised.unwrap_or_else(|| panic!("{reference} was answered unasked, or twice"))
    }

    /// An asking was refused: when the standing builds on it, the next one stands for itself.
    fn refused(&mut self, reference: &str) {
        let mut gone = Vec::new();
        for (stream, askings) in &mut self.askings {
            let Some(at) = askings.iter().position(|(id, _)| id == reference) else {
                continue;
            };
            askings.remove(at);
            if at == 0 && self.streams.contains_key(stream) {
                match askings.first() {
                    Some((_, after)) => {
                        self.streams.insert(*stream, stand(*after));
                    }
                    None => gone.push(*stream),
                }
            }
        }
        for stream in gone {
            self.forget(stream);
        }
    }

    fn forget(&mut self, stream: StreamId) {
        self.streams.remove(&stream);
        self.barred.remove(&stream);
        self.excuse(stream);
    }

    /// No answer has to wait for this stream any more.
    fn excuse(&mut self, stream: StreamId) {
        for promised in self.unanswered.values_mut() {
            promised.remove(&stream);
        }
    }
}

fn stand(after: Option<Seq>) -> Standing {
    after.map_or(Standing::Unknown, Standing::At)
}
