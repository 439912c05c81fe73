//! The frames that wait for one socket, in the order they will be written: bounded by number and by
//! size, and each known by its [`Kind`], which says whether it may be dropped.

use std::collections::VecDeque;

use bytes::Bytes;
use parlor_protocol::{
    ids::{ChannelId, StreamId, UserId},
    streams::Seq,
};

/// How much may wait for one socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// In frames.
    pub frames: usize,
    /// In bytes of text.
    pub bytes: usize,
}

impl Default for Capacity {
    /// 1,000 frames, 512 KiB.
    fn default() -> Self {
        Self {
            frames: 1_000,
            bytes: 512 * 1024,
        }
    }
}

/// An empty queue keeps room for this many frames and gives the rest back.
const IDLE_FRAMES_KEPT: usize = 32;

/// What a frame is worth to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Cannot be had again: an answer to a command.
    Answer,
    /// The reader does not go on from where he stood.
    Reset(StreamId),
    /// How the reader stands in a channel: a newer one takes its place.
    State(ChannelId),
    /// How somebody takes part in a call: a newer one takes its place.
    Call(ChannelId, UserId),
    /// Nice to know in time, worth little late.
    Advice,
    /// The same, of how somebody is seen: a newer one takes its place.
    Presence(UserId),
    /// A page the reader asked for, from this position on.
    Page(StreamId, Seq),
    /// A durable event, as it happened.
    Live(StreamId, Seq),
}

impl Kind {
    /// Whether it goes first.
    pub(super) fn is_advice(self) -> bool {
        matches!(self, Self::Advice | Self::Presence(_))
    }

    /// The stream it belongs to.
    pub(super) fn stream(self) -> Option<StreamId> {
        match self {
            Self::Reset(stream) | Self::Page(stream, _) | Self::Live(stream, _) => Some(stream),
            Self::Answer | Self::State(_) | Self::Call(..) | Self::Advice | Self::Presence(_) => {
                None
            }
        }
    }

    /// The position of the first event it carries, where it carries events of `stream`.
    pub(super) fn seq_in(self, stream: StreamId) -> Option<Seq> {
        match self {
            Self::Page(of, seq) | Self::Live(of, seq) => (of == stream).then_some(seq),
            Self::Reset(_)
            | Self::Answer
            | Self::State(_)
            | Self::Call(..)
            | Self::Advice
            | Self::Presence(_) => None,
        }
    }

    fn live_seq_in(self, stream: StreamId) -> Option<Seq> {
        match self {
            Self::Live(of, seq) => (of == stream).then_some(seq),
            _ => None,
        }
    }
}

#[derive(Debug)]
struct Queued {
    text: Bytes,
    kind: Kind,
}

/// What waits for one socket.
#[derive(Debug)]
pub(super) struct Queue {
    capacity: Capacity,
    frames: VecDeque<Queued>,
    bytes: usize,
    /// How many of the frames are advice.
    advice: usize,
}

impl Queue {
    pub(super) const fn new(capacity: Capacity) -> Self {
        Self {
            capacity,
            frames: VecDeque::new(),
            bytes: 0,
            advice: 0,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// The bytes that wait.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many bytes may wait.
    pub(super) fn bytes_max(&self) -> usize {
        self.capacity.bytes
    }

    /// Whether so many more bytes leave it within one part in `parts` of its capacity.
    pub(super) fn fits(&self, parts: usize, bytes: usize) -> bool {
        self.frames.len() < self.capacity.frames / parts
            && self.bytes + bytes <= self.capacity.bytes / parts
    }

    /// What waits, in order.
    pub(super) fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.frames.iter().map(|queued| queued.kind)
    }

    /// Adds a frame that fits; half full, the advice goes.
    pub(super) fn push(&mut self, text: Bytes, kind: Kind) {
        self.count(&text, kind);
        self.frames.push_back(Queued { text, kind });
        self.drop_advice_when_half_full();
    }

    /// The position of the first live event of a stream.
    pub(super) fn first_live(&self, stream: StreamId) -> Option<Seq> {
        self.kinds().find_map(|kind| kind.live_seq_in(stream))
    }

    /// As [`Queue::push`], but before the live events of a stream.
    pub(super) fn push_before(&mut self, stream: StreamId, text: Bytes, kind: Kind) {
        let is_live = |kind: Kind| kind.live_seq_in(stream).is_some();
        let first = self.kinds().position(is_live);
        self.count(&text, kind);
        let at = first.unwrap_or(self.frames.len());
        self.frames.insert(at, Queued { text, kind });
        self.drop_advice_when_half_full();
    }

    /// Adds what a reader hears last of a stream: before he is told that it is closed to him, and
    /// taken back with that.
    pub(super) fn push_before_reset(&mut self, stream: StreamId, text: Bytes) {
        let kind = Kind::Reset(stream);
        let reset = self.kinds().position(|waiting| waiting == kind);
        self.count(&text, kind);
        let at = reset.unwrap_or(self.frames.len());
        self.frames.insert(at, Queued { text, kind });
        self.drop_advice_when_half_full();
    }

    /// Puts a text in the place of the one of the same kind; gives it back where there is none.
    pub(super) fn replace(&mut self, text: Bytes, kind: Kind) -> Option<Bytes> {
        let Some(older) = self.frames.iter_mut().find(|queued| queued.kind == kind) else {
            return Some(text);
        };
        self.bytes = self.bytes - older.text.len() + text.len();
        older.text = text;
        None
    }

    fn count(&mut self, text: &Bytes, kind: Kind) {
        self.bytes += text.len();
        self.advice += usize::from(kind.is_advice());
    }

    fn drop_advice_when_half_full(&mut self) {
        if self.advice > 0 && !self.fits(2, 0) {
            self.drop_where(Kind::is_advice);
        }
    }

    /// Takes the first frame.
    pub(super) fn pop(&mut self) -> Option<Bytes> {
        let Queued { text, kind } = self.frames.pop_front()?;
        self.bytes -= text.len();
        self.advice -= usize::from(kind.is_advice());
        Some(text)
    }

    /// Gives back the room that an idle socket does not need.
    pub(super) fn rest(&mut self) {
        if self.frames.is_empty() && self.frames.capacity() > IDLE_FRAMES_KEPT {
            self.frames.shrink_to(IDLE_FRAMES_KEPT);
        }
    }

    /// Drops frames.
    pub(super) fn drop_where(&mut self, goes: impl Fn(Kind) -> bool) {
        let (mut bytes, mut advice) = (0, 0);
        self.frames.retain(|Queued { text, kind }| {
            let stays = !goes(*kind);
            if stays {
                bytes += text.len();
                advice += usize::from(kind.is_advice());
            }
            stays
        });
        (self.bytes, self.advice) = (bytes, advice);
    }

    /// Drops everything.
    pub(super) fn clear(&mut self) {
        *self = Self::new(self.capacity);
    }

    /// Drops the live events of a stream.
    pub(super) fn drop_live(&mut self, stream: StreamId) {
        self.drop_where(|kind| kind.live_seq_in(stream).is_some());
    }

    /// The stream whose live events take the most bytes, and the first position of them.
    pub(super) fn fattest(&self) -> Option<(StreamId, Seq)> {
        let mut sizes: Vec<(StreamId, Seq, usize)> = Vec::new();
        for queued in &self.frames {
            let Kind::Live(stream, seq) = queued.kind else {
                continue;
            };
            let bytes = queued.text.len();
            match sizes.binary_search_by_key(&stream, |(stream, ..)| *stream) {
                Ok(at) => sizes[at].2 += bytes,
                Err(at) => sizes.insert(at, (stream, seq, bytes)),
            }
        }
        let fattest = sizes.into_iter().max_by_key(|(.., bytes)| *bytes);
        fattest.map(|(stream, first, _)| (stream, first))
    }
}
