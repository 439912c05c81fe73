//! Events as bytes: encoded once, and shared by everybody who is sent them.

use std::sync::Arc;

use bytes::Bytes;
use parlor_protocol::{
    audience::{Audience, Told},
    event::Event,
    ids::{StreamId, UserId},
    streams::Seq,
};

/// The text of one frame.
///
/// # Panics
/// Never: events have string keys, and nothing in them refuses to be written.
pub fn encode(event: &Event) -> Bytes {
    let text = serde_json::to_vec(event).expect("an event is always JSON");
    text.into()
}

/// Appends an event as `reader` may see it.
fn append(text: &mut Vec<u8>, event: &Event, reader: UserId) {
    let hides = event
        .message()
        .is_some_and(|message| message.nonce.is_some() && message.author.id != reader);
    let written = if hides {
        serde_json::to_writer(text, &event.seen_by(reader))
    } else {
        serde_json::to_writer(text, event)
    };
    written.expect("an event is always JSON");
}

/// One durable event, ready for any reader of its stream.
#[derive(Debug, Clone)]
pub struct Encoded {
    stream: StreamId,
    seq: Seq,
    shared: Bytes,
    /// A nonce is its author's alone: they get bytes of their own.
    own: Option<(UserId, Bytes)>,
    /// What those are sent who may not know all of it.
    veil: Option<Arc<Veil>>,
}

#[derive(Debug)]
struct Veil {
    audience: Audience,
    /// To who saw the channel until now it is gone.
    gone: Bytes,
    /// To who never saw it nothing happened.
    noop: Bytes,
}

/// A durable event that can be made ready for the readers of its stream.
pub trait Tell {
    /// Encodes it; `None` for an event that has no place in a stream.
    fn encoded(&self) -> Option<Encoded>;

    /// Where it stands.
    fn position(&self) -> Option<(StreamId, Seq)>;

    /// Whose spaces and conversations it changes.
    fn moves(&self) -> Option<UserId>;
}

/// Everybody who reads the stream is told.
impl Tell for Event {
    fn encoded(&self) -> Option<Encoded> {
        Encoded::new(self)
    }

    fn position(&self) -> Option<(StreamId, Seq)> {
        self.position()
    }

    fn moves(&self) -> Option<UserId> {
        self.moves()
    }
}

/// Those are told who may know.
impl Tell for (Event, Audience) {
    fn encoded(&self) -> Option<Encoded> {
        let (event, audience) = self;
        let encoded = Encoded::new(event)?;
        let (stream, seq) = (encoded.stream, encoded.seq);
        let (Audience::Some(_), Some((space_id, channel_id))) = (audience, event.about_channel())
        else {
            return Some(encoded);
        };
        let gone = Event::ChannelDeleted {
            stream,
            seq,
            space_id,
            channel_id,
        };
        let veil = Veil {
            audience: audience.clone(),
            gone: encode(&gone),
            noop: encode(&Event::Noop { stream, seq }),
        };
        Some(Encoded {
            veil: Some(Arc::new(veil)),
            ..encoded
        })
    }

    fn position(&self) -> Option<(StreamId, Seq)> {
        self.0.position()
    }

    fn moves(&self) -> Option<UserId> {
        self.0.moves()
    }
}

impl Encoded {
    /// Encodes a durable event; `None` for one that has no place in a stream.
    pub fn new(event: &Event) -> Option<Self> {
        let (stream, seq) = event.position()?;
        let author = event
            .message()
            .filter(|message| message.nonce.is_some())
            .map(|message| message.author.id);
        // No user has the id 0: this is how everybody else sees it.
        let stranger = UserId::from_raw(0);
        Some(Self {
            stream,
            seq,
            shared: match author {
                Some(_) => encode(&event.seen_by(stranger)),
                None => encode(event),
            },
            own: author.map(|author| (author, encode(event))),
            veil: None,
        })
    }

    /// The stream it stands in.
    pub fn stream(&self) -> StreamId {
        self.stream
    }

    /// Where it stands.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// The bytes this reader is sent.
    pub fn seen_by(&self, reader: UserId) -> &Bytes {
        if let Some(veil) = &self.veil {
            match veil.audience.tells(reader) {
                Told::All => {}
                Told::Gone => return &veil.gone,
                Told::Nothing => return &veil.noop,
            }
        }
        match &self.own {
            Some((author, own)) if *author == reader => own,
            _ => &self.shared,
        }
    }
}

/// The most events one `SYNC` carries.
pub const SYNC_EVENTS_MAX: usize = 200;

/// The most bytes of events one `SYNC` carries, unless a single event is bigger: small enough that
/// a reader on a slow line shows progress between two of them.
pub const SYNC_BYTES_MAX: usize = 64 * 1024;

/// More than what a `SYNC` has around its events, in bytes.
pub const SYNC_FRAME_BYTES: usize = 160;

/// One `SYNC` frame.
#[derive(Debug)]
pub struct SyncFrame {
    /// The last position in it.
    pub to: Seq,
    /// The frame.
    pub text: Bytes,
}

/// Cuts what comes after `after` into `SYNC` frames for one reader; stops at a hole.
#[derive(Debug)]
pub struct SyncFrames<'a> {
    stream: StreamId,
    reader: UserId,
    events: &'a [Event],
    cursor: Seq,
    /// Where the stream stands: a frame that ends below it says `more`.
    last_seq: Seq,
    bytes_max: usize,
}

impl<'a> SyncFrames<'a> {
    /// Frames of `stream` for `reader`, whose cursor is `after`, each with at most `bytes_max`
    /// bytes of events and no more than [`SYNC_BYTES_MAX`].
    pub fn new(
        (stream, after): (StreamId, Seq),
        reader: UserId,
        events: &'a [Event],
        last_seq: Seq,
        bytes_max: usize,
    ) -> Self {
        Self {
            stream,
            reader,
            events,
            cursor: after,
            last_seq,
            bytes_max: bytes_max.min(SYNC_BYTES_MAX),
        }
    }
}

impl Iterator for SyncFrames<'_> {
    type Item = SyncFrame;

    fn next(&mut self) -> Option<SyncFrame> {
        let from = self.cursor + 1;
        let mut list = Vec::new();
        for event in self.events.iter().take(SYNC_EVENTS_MAX) {
            if event.position() != Some((self.stream, self.cursor + 1)) {
                break;
            }
            let before = list.len();
            if before > 0 {
                list.push(b',');
            }
            append(&mut list, event, self.reader);
            if before > 0 && list.len() > self.bytes_max {
                list.truncate(before);
                break;
            }
            self.cursor += 1;
        }
        let (to, stream) = (self.cursor, self.stream);
        if to < from {
            return None;
        }
        let taken = usize::try_from(to + 1 - from).unwrap_or(usize::MAX);
        self.events = self.events.get(taken..).unwrap_or_default();
        let more = to < self.last_seq;
        let head =
            format!(r#"{{"type":"SYNC","stream":"{stream}","from":{from},"to":{to},"events":["#);
        let tail = format!(r#"],"more":{more}}}"#);
        let text = [head.as_bytes(), &list, tail.as_bytes()].concat().into();
        Some(SyncFrame { to, text })
    }
}

#[cfg(test)]
mod tests {
    use parlor_protocol::{
        audience::Seers,
        ids::{ChannelId, MessageId, SpaceId},
        messages::{Mentions, Message},
        time::Timestamp,
        users::User,
    };

    use super::*;

    const STREAM: StreamId = StreamId::from_raw(7);
    const ADA: UserId = UserId::from_raw(1);
    const BO: UserId = UserId::from_raw(2);

    fn message(seq: Seq, content: &str) -> Event {
        let channel_id = ChannelId::from_raw(7);
        Event::NewMessage {
            stream: STREAM,
            seq,
            channel_id,
            message: Message {
                id: MessageId::from_raw(100),
                channel_id,
                seq,
                author: User {
                    id: ADA,
                    username: "ada".to_owned(),
                    display_name: "Ada".to_owned(),
                    avatar_url: None,
                    bot: false,
                    created_at: Timestamp::from_millis(0),
                },
                content: content.to_owned(),
                nonce: Some("n1".to_owned()),
                reply_to: None,
                attachments: Vec::new(),
                embeds: Vec::new(),
                reactions: Vec::new(),
                mentions: Mentions::default(),
                pinned: false,
                created_at: Timestamp::from_millis(0),
                edited_at: None,
            },
        }
    }

    fn frames(events: &[Event], reader: UserId, last_seq: Seq) -> Vec<Event> {
        SyncFrames::new((STREAM, 4), reader, events, last_seq, usize::MAX)
            .map(|frame| serde_json::from_slice(&frame.text).unwrap())
            .collect()
    }

    /// A nonce reaches its author and nobody else, live and in a `SYNC`.
    #[test]
    fn a_nonce_is_its_authors_alone() {
        let event = message(5, "hello");
        let encoded = Encoded::new(&event).unwrap();
        assert_eq!(encoded.seen_by(ADA), &encode(&event));
        assert_eq!(encoded.seen_by(BO), &encode(&event.seen_by(BO)));
        assert!(!encoded.seen_by(BO).windows(5).any(|part| part == b"nonce"));

        for reader in [ADA, BO] {
            let sync = Event::Sync {
                stream: STREAM,
                from: 5,
                to: 5,
                events: vec![event.seen_by(reader)],
                more: true,
            };
            assert_eq!(frames(std::slice::from_ref(&event), reader, 6), [sync]);
        }
    }

    /// Everybody but the author shares one allocation.
    #[test]
    fn readers_share_the_bytes() {
        let encoded = Encoded::new(&message(5, "hello")).unwrap();
        let pointers = [BO, UserId::from_raw(3)].map(|reader| encoded.seen_by(reader).as_ptr());
        assert_eq!(pointers[0], pointers[1]);
    }

    /// Of a hidden channel its readers are told, who lost it that it is gone, all others nothing;
    /// and all of one kind share one allocation.
    #[test]
    fn a_hidden_channel_is_told_to_those_who_see_it() {
        let event = Event::ChannelDeleted {
            stream: STREAM,
            seq: 5,
            space_id: SpaceId::from_raw(7),
            channel_id: ChannelId::from_raw(8),
        };
        let seers = Seers {
            now: Vec::new(),
            before: vec![ADA],
        };
        let hidden = (event.clone(), Audience::Some(Arc::new(seers)));
        let encoded = hidden.encoded().unwrap();
        let noop = Event::Noop {
            stream: STREAM,
            seq: 5,
        };
        assert_eq!(encoded.seen_by(ADA), &encode(&event));
        assert_eq!(encoded.seen_by(BO), &encode(&noop));
        let other = UserId::from_raw(3);
        assert_eq!(
            encoded.seen_by(BO).as_ptr(),
            encoded.seen_by(other).as_ptr()
        );
        let open = (event.clone(), Audience::Everyone).encoded().unwrap();
        assert_eq!(open.seen_by(BO), &encode(&event));
    }

    /// A `SYNC` has at most 200 events and 64 KiB; one huge event still goes, alone; a hole ends it.
    #[test]
    fn pages_are_cut_by_number_and_by_size() {
        let noop = |seq| Event::Noop {
            stream: STREAM,
            seq,
        };
        let small: Vec<Event> = (5..=405).map(noop).collect();
        let lengths = |events: &[Event]| -> Vec<(Seq, Seq, bool)> {
            let parts = frames(events, ADA, 1_000).into_iter();
            parts
                .map(|frame| match frame {
                    Event::Sync { from, to, more, .. } => (from, to, more),
                    other => panic!("{other:?}"),
                })
                .collect()
        };
        assert_eq!(
            lengths(&small),
            [(5, 204, true), (205, 404, true), (405, 405, true)]
        );

        let long = "y".repeat(30_000);
        let big: Vec<Event> = (5..=9).map(|seq| message(seq, &long)).collect();
        assert_eq!(lengths(&big), [(5, 6, true), (7, 8, true), (9, 9, true)]);
        let huge = [message(5, &"z".repeat(100_000)), message(6, "x")];
        assert_eq!(lengths(&huge), [(5, 5, true), (6, 6, true)]);
        assert_eq!(lengths(&[message(5, "x"), message(7, "x")]), [(5, 5, true)]);
        assert_eq!(lengths(&[message(6, "x")]), []);
    }

    /// An event without a place is not encoded for readers of a stream.
    #[test]
    fn only_durable_events_have_readers() {
        let pong = Event::TokenExpiring { expires_in_ms: 1 };
        assert!(Encoded::new(&pong).is_none());
    }
}
