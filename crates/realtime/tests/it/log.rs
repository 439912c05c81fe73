//! The truth of a test: what stands in the streams, as the database would hold it.

use std::collections::BTreeMap;

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, MessageId, StreamId, UserId},
    messages::{Mentions, Message},
    streams::Seq,
    time::Timestamp,
    users::User,
};
use parlor_realtime::{frame::SYNC_EVENTS_MAX, session::Page};

/// All streams. Those in `spaces` are not channels.
#[derive(Debug)]
pub(crate) struct Log {
    streams: BTreeMap<StreamId, Vec<Event>>,
    kept_from: BTreeMap<StreamId, Seq>,
    pub(crate) spaces: Vec<StreamId>,
    /// The most events a page has.
    pub(crate) page_events_max: usize,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            streams: BTreeMap::new(),
            kept_from: BTreeMap::new(),
            spaces: Vec::new(),
            page_events_max: SYNC_EVENTS_MAX,
        }
    }
}

impl Log {
    /// Writes a small event.
    pub(crate) fn write(&mut self, stream: StreamId) -> Event {
        let seq = self.last_seq(stream) + 1;
        self.push(stream, Event::Noop { stream, seq })
    }

    /// Writes a message.
    pub(crate) fn post(&mut self, stream: StreamId, author: UserId, content: &str) -> Event {
        let seq = self.last_seq(stream) + 1;
        self.push(stream, message(stream, seq, author, content))
    }

    fn push(&mut self, stream: StreamId, event: Event) -> Event {
        let events = self.streams.entry(stream).or_default();
        events.push(event.clone());
        event
    }

    pub(crate) fn last_seq(&self, stream: StreamId) -> Seq {
        self.streams
            .get(&stream)
            .map_or(0, |events| events.len() as u64)
    }

    /// What the probe reads.
    pub(crate) fn tips(&self, streams: &[StreamId]) -> BTreeMap<StreamId, Seq> {
        let known = streams.iter().map(|id| (*id, self.last_seq(*id)));
        known.collect()
    }

    /// Forgets everything before `seq`.
    pub(crate) fn prune(&mut self, stream: StreamId, seq: Seq) {
        self.kept_from.insert(stream, seq);
    }

    /// A page after a cursor, or only where the stream stands.
    pub(crate) fn page(&self, stream: StreamId, after: Option<Seq>) -> Page {
        let kept_from = self.kept_from.get(&stream).copied().unwrap_or(1);
        let last_seq = self.last_seq(stream);
        let from = after.map_or(last_seq, |after| after.max(kept_from - 1).min(last_seq));
        let all = self.streams.get(&stream).map_or(&[][..], Vec::as_slice);
        let wanted = &all[usize::try_from(from).unwrap()..];
        Page {
            is_channel: !self.spaces.contains(&stream),
            last_seq,
            kept_from,
            events: wanted.iter().take(self.page_events_max).cloned().collect(),
        }
    }
}

fn message(stream: StreamId, seq: Seq, author: UserId, content: &str) -> Event {
    let channel_id = ChannelId::from_raw(stream.raw());
    let message = Message {
        id: MessageId::from_raw(i64::try_from(seq).unwrap()),
        channel_id,
        seq,
        author: User {
            id: author,
            username: "ada".to_owned(),
            display_name: "Ada".to_owned(),
            avatar_url: None,
            bot: false,
            created_at: Timestamp::from_millis(0),
        },
        content: content.to_owned(),
        nonce: Some(format!("n{seq}")),
        reply_to: None,
        attachments: Vec::new(),
        embeds: Vec::new(),
        reactions: Vec::new(),
        mentions: Mentions::default(),
        pinned: false,
        created_at: Timestamp::from_millis(0),
        edited_at: None,
    };
    Event::NewMessage {
        stream,
        seq,
        channel_id,
        message,
    }
}
