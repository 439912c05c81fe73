//! What waits to be written to one socket: bounded, and honest about what it had to drop.
//!
//! At most [`Capacity::frames`] frames and [`Capacity::bytes`] bytes wait. A reader who is too slow
//! for them loses nothing and holds nobody up:
//! 1. half full: advice goes, which is worth little when late;
//! 2. full: what waits of the fattest stream goes, and the stream falls behind: its events are no
//!    longer queued but fetched from the log when the rest has drained;
//! 3. full of answers alone, which cannot be had again: the socket is closed with 4008.
//!
//! Sound, in binary frames, waits beside all this and costs none of it room: [`SOUNDS_MAX`] frames, of which the oldest are lost.
//!
//! The hub pushes from any thread, whoever writes to the socket takes out. One waiter is woken once,
//! and not again until it has looked.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Mutex,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use parlor_protocol::{
    close::Close,
    event::ResetReason,
    ids::{ChannelId, StreamId, UserId},
    streams::Seq,
};

use super::{
    answers,
    queue::{Capacity, Kind, Queue},
    readings::{Push, Readings},
    sounds::Sounds,
};
use crate::{frame::SYNC_FRAME_BYTES, lock};

pub(crate) use super::readings::{Asked, Settled};
pub use super::{readings::Want, sounds::SOUNDS_MAX};

/// What waits for one socket, and how far its reader stands in each stream.
#[derive(Debug)]
pub struct Outbox {
    /// std Mutex: held to move a few frames, never across an await.
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    queue: Queue,
    sounds: Sounds,
    readings: Readings,
    /// All states are being read: in which channels they changed meanwhile.
    changed: Option<BTreeSet<ChannelId>>,
    /// What was read at a moment before this one may be older than what the reader was told.
    states_from: u64,
    /// The session wants a page and was told to wait until there is room for it.
    waits_for_room: bool,
    closing: Option<Closing>,
    waker: Option<Waker>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    /// What waits is written first.
    AfterQueue(Close),
    /// At once: nothing that waited is written.
    Now(Close),
}

/// What the socket has to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Write the frames that were taken.
    Write,
    /// Nothing waits.
    Idle,
    /// Close; nothing will wait any more.
    Close(Close),
}

/// Why somebody should look at an outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Frames wait to be written; whatever else there is comes after them.
    Frames,
    /// The session should be asked for what it wants next.
    Session,
    /// Everything is written, and the socket is to be closed.
    Close(Close),
}

impl Outbox {
    /// An empty one.
    pub fn new(capacity: Capacity) -> Self {
        Self {
            state: Mutex::new(State {
                queue: Queue::new(capacity),
                sounds: Sounds::default(),
                readings: Readings::default(),
                changed: None,
                states_from: 0,
                waits_for_room: false,
                closing: None,
                waker: None,
            }),
        }
    }

    /// What is to be done; while that is nothing, the waker of `context` is woken once there is.
    pub fn poll_due(&self, context: &Context<'_>) -> Poll<Due> {
        let mut state = lock(&self.state);
        if let Some(due) = state.due() {
            // Told once: the session looks, and may have reasons to wait longer.
            state.waits_for_room &= due != Due::Session;
            return Poll::Ready(due);
        }
        match &state.waker {
            Some(waker) if waker.will_wake(context.waker()) => {}
            _ => state.waker = Some(context.waker().clone()),
        }
        Poll::Pending
    }

    /// Moves what waits into `frames`: at most `frames_max`, and no further frame once
    /// `bytes_max` bytes are reached.
    pub fn take(&self, frames: &mut Vec<Bytes>, frames_max: usize, bytes_max: usize) -> Next {
        let mut state = lock(&self.state);
        let before = state.queue.bytes();
        let mut taken = 0;
        while taken < frames_max
            && before - state.queue.bytes() < bytes_max
            && let Some(text) = state.queue.pop()
        {
            taken += 1;
            frames.push(text);
        }
        state.queue.rest();
        match state.closing {
            _ if taken > 0 => Next::Write,
            Some(Closing::AfterQueue(close) | Closing::Now(close)) => Next::Close(close),
            None => Next::Idle,
        }
    }

    /// Moves the sound that waits into `frames`, to be written as binary frames.
    pub fn take_sounds(&self, frames: &mut VecDeque<Bytes>) {
        lock(&self.state).sounds.take(frames);
    }

    /// Closes at once: what waits is not written, and nothing more is accepted.
    pub fn close(&self, close: Close) {
        self.change(|state| state.close(close));
    }

    /// Closes once what waits is written; nothing more is accepted.
    pub fn finish(&self, close: Close) {
        self.change(|state| {
            state.closing.get_or_insert(Closing::AfterQueue(close));
        });
    }

    /// The end that waits for nothing, not even for what is being written; `None` when there is none,
    /// or what waits is to be written before.
    pub fn ends_now(&self) -> Option<Close> {
        match lock(&self.state).closing {
            Some(Closing::Now(close)) => Some(close),
            Some(Closing::AfterQueue(_)) | None => None,
        }
    }

    /// Whether it was told to close.
    pub fn is_closing(&self) -> bool {
        lock(&self.state).closing.is_some()
    }

    /// Queues what cannot be had again. When even dropping every event makes no room, the reader
    /// is closed with 4008.
    pub fn answer(&self, text: Bytes) {
        self.change(|state| state.answer(text, Kind::Answer));
    }

    /// Queues sound; gives whether older sound was lost for it.
    pub fn sound(&self, frame: Bytes) -> bool {
        self.change(|state| state.closing.is_none() && state.sounds.push(frame))
    }

    /// Queues what is worth little when late: not at all when half full.
    pub fn advise(&self, text: Bytes) {
        self.change(|state| state.advise(text, Kind::Advice));
    }

    /// As [`Outbox::advise`], to who has been let into a stream.
    pub(crate) fn advise_in(&self, stream: StreamId, text: &Bytes) {
        self.change(|state| {
            if state.readings.is_let_in(stream) {
                state.advise(text.clone(), Kind::Advice);
            }
        });
    }

    /// As [`Outbox::advise`], in the place of what waits about the same person.
    pub(crate) fn presence(&self, user: UserId, text: Bytes) {
        self.change(|state| {
            let kind = Kind::Presence(user);
            if let Some(text) = state.queue.replace(text, kind) {
                state.advise(text, kind);
            }
        });
    }

    /// Queues how the reader stands in a channel, in the place of what waits about the same. `false`:
    /// what was read at this moment may be older than what he was told.
    pub(crate) fn state(&self, (channel, moment): (ChannelId, u64), text: Bytes) -> bool {
        self.change(|state| {
            if let Some(changed) = &mut state.changed {
                changed.insert(channel);
                return true;
            }
            let is_new = moment >= state.states_from;
            if is_new {
                state.replace(Kind::State(channel), text);
            }
            is_new
        })
    }

    /// Queues how somebody takes part in a call, in the place of what waits about the same.
    pub(crate) fn call(&self, (channel, user): (ChannelId, UserId), text: Bytes) {
        self.change(|state| state.replace(Kind::Call(channel, user), text));
    }

    /// All states are read from here on: which of them change is only noted.
    pub(super) fn hold_states(&self) {
        self.change(|state| {
            state.changed.get_or_insert_default();
        });
    }

    /// All states were told, if they could be read, and states are queued again as they come, if
    /// they were read at this moment or a later one. Gives the channels to be told of anew.
    pub(crate) fn release_states(&self, moment: u64) -> BTreeSet<ChannelId> {
        self.change(|state| {
            state.states_from = moment;
            state.changed.take().unwrap_or_default()
        })
    }

    /// Queues a durable event of a stream that is read live; otherwise remembers that it is there.
    pub(crate) fn push(&self, stream: StreamId, seq: Seq, text: &Bytes) {
        self.change(|state| {
            if state.closing.is_none() && state.readings.push(stream, seq) == Push::Next {
                state.event(stream, seq, text);
            }
        });
    }

    /// Begins to read a stream, or goes back in one; see [`Readings::ask`]. Where nothing is
    /// missing, the `answer` for that position is queued, if there is one.
    pub(crate) fn ask(
        &self,
        stream: StreamId,
        after: Option<Seq>,
        first: bool,
        answer: impl FnOnce(Seq) -> Option<Bytes>,
    ) -> Asked {
        self.change(|state| {
            let is_reset = state.queue.kinds().any(|kind| kind == Kind::Reset(stream));
            let is_known = state.readings.contains(stream);
            // He asks anew and says where he stands: that he was shut out meanwhile is no longer
            // news, and he does not hear of it unless he is shut out again.
            let takes_back = is_reset && !is_known && after.is_some();
            if takes_back {
                state.forget(stream);
            }
            // Wherever he stands: once he has read the reset he lacks nothing.
            let after = after.filter(|_| !(is_reset && is_known));
            let oldest = state
                .queue
                .kinds()
                .filter_map(|kind| kind.seq_in(stream))
                .min();
            let asked = state.readings.ask(stream, after, oldest, first);
            if state.readings.is_asking(stream) {
                // He goes back: what waits would reach him before what comes before it.
                state.queue.drop_where(|kind| kind.seq_in(stream).is_some());
            }
            match asked {
                Asked::Live(cursor) => state.answer_in(stream, cursor, answer),
                Asked::Waiting { is_new: true } if takes_back => {
                    return Asked::Waiting { is_new: false };
                }
                Asked::Waiting { .. } => {}
            }
            asked
        })
    }

    /// Stops reading a stream: nothing of it that still waits is written.
    pub(crate) fn forget(&self, stream: StreamId) {
        self.change(|state| state.forget(stream));
    }

    /// As [`Outbox::forget`], but the reader did not wish it: if he was reading, he is told so by
    /// the `farewell`.
    pub(crate) fn expel(&self, stream: StreamId, farewell: Option<Bytes>) {
        self.change(|state| {
            state.expel(stream, farewell);
        });
    }

    /// As [`Outbox::expel`], from outside: the session will hear of it.
    pub(crate) fn lose(&self, stream: StreamId, farewell: Bytes) {
        self.change(|state| state.lose(stream, farewell));
    }

    /// As [`Outbox::lose`], but one event is still told, before the `farewell`, unless it was
    /// written already.
    pub(crate) fn dismiss(&self, (stream, seq): (StreamId, Seq), last: Bytes, farewell: Bytes) {
        self.change(|state| {
            let waits = state
                .queue
                .kinds()
                .any(|kind| kind == Kind::Live(stream, seq));
            let is_new = waits || !state.readings.has_reached(stream, seq);
            let was_read = state.readings.contains(stream);
            state.lose(stream, farewell);
            if was_read && is_new && state.has_room_for_answer(&last) {
                state.queue.push_before_reset(stream, last);
            }
        });
    }

    /// What waits of a stream from before a position is not written but read from the log again,
    /// with all that follows: it may say what its reader must not know any more.
    pub(crate) fn read_again(&self, stream: StreamId, before: Seq) {
        self.change(|state| {
            let waiting = state.queue.kinds().filter_map(|kind| kind.seq_in(stream));
            if let Some(first) = waiting.min().filter(|first| *first < before) {
                state.queue.drop_where(|kind| kind.seq_in(stream).is_some());
                state.readings.go_back(stream, first - 1);
            }
        });
    }

    /// What the session asks of the streams it follows, read or changed under the lock.
    pub(super) fn readings<T>(&self, ask: impl FnOnce(&mut Readings) -> T) -> T {
        ask(&mut lock(&self.state).readings)
    }

    /// Those of these streams that this reader does not follow.
    pub(crate) fn not_followed(
        &self,
        streams: impl Iterator<Item = (usize, StreamId)>,
    ) -> Vec<usize> {
        self.readings(|readings| {
            let passive = streams.filter(|(_, stream)| !readings.contains(*stream));
            passive.map(|(at, _)| at).collect()
        })
    }

    /// The streams this reader follows.
    pub(crate) fn streams(&self) -> Vec<StreamId> {
        self.readings(|readings| readings.streams())
    }

    /// The next page to fetch, when the queue has drained to a quarter. Where it has not and there is
    /// one, the session is due again once everything is written.
    pub(super) fn want(&self) -> Option<Want> {
        let mut state = lock(&self.state);
        let has_room = state.queue.fits(4, 0);
        state.waits_for_room = !has_room && state.readings.wants_pages();
        let is_open = state.closing.is_none();
        (has_room && is_open)
            .then(|| state.readings.want())
            .flatten()
    }

    /// Ends a fetch without a page, because the reader asked for no past or must read the history
    /// anew, which `reset` tells him: the stream is live from where it stands now, at `last_seq` or
    /// above, and the `answers` for that position are queued.
    pub(super) fn jump(
        &self,
        want: &Want,
        last_seq: Seq,
        reset: Option<ResetReason>,
        answers: impl FnOnce(Seq) -> Vec<Bytes>,
    ) -> Settled {
        self.change(|state| {
            let Some(cursor) = state.readings.jump(want, last_seq) else {
                return Settled::Stale;
            };
            if let Some(reason) = reset {
                let text = answers::reset(want.stream, cursor, reason);
                state.answer(text, Kind::Reset(want.stream));
            }
            state.answers(answers(cursor));
            Settled::Live
        })
    }

    /// The most bytes of events a page may have. Pages are wanted when three quarters are free and
    /// taken while half is: so one that was fetched finds room.
    pub(super) fn page_room(&self) -> usize {
        let quarter = lock(&self.state).queue.bytes_max() / 4;
        quarter.saturating_sub(SYNC_FRAME_BYTES)
    }

    /// Queues a page of a fetch, which ends at `to`. `false`: there is no room now, or it is no
    /// longer wanted.
    pub(super) fn page(&self, want: &Want, text: Bytes, to: Seq) -> bool {
        self.change(|state| {
            let room = state.queue.is_empty() || state.queue.fits(2, text.len());
            let Some(cursor) = state.readings.cursor(want).filter(|_| room) else {
                return false;
            };
            state.readings.advance(want, to);
            if state.closing.is_none() {
                state.queue.push(text, Kind::Page(want.stream, cursor + 1));
            }
            true
        })
    }

    /// Ends a fetch whose pages were queued. Where they have brought the reader to the last event
    /// known, also to the log, which ended at `last_seq`, the `answers` for that position are
    /// queued and the stream is live from there; else the next page is wanted.
    pub(super) fn settle(
        &self,
        want: &Want,
        last_seq: Seq,
        answers: impl FnOnce(Seq) -> Vec<Bytes>,
    ) -> Settled {
        self.change(|state| {
            let settled = state.readings.settle(want, last_seq);
            if settled == Settled::Live {
                state.answers(answers(last_seq));
            }
            settled
        })
    }

    /// Changes the state, then wakes who waits if that gave them something to do.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = lock(&self.state);
        let result = change(&mut state);
        let waker = state.due().and_then(|_| state.waker.take());
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
        result
    }
}

impl State {
    fn due(&self) -> Option<Due> {
        let (Closing::AfterQueue(close) | Closing::Now(close)) = match self.closing {
            _ if !self.queue.is_empty() => return Some(Due::Frames),
            Some(closing) => closing,
            None if !self.sounds.is_empty() => return Some(Due::Frames),
            None => {
                let is_due = self.waits_for_room || self.readings.needs_attention();
                return is_due.then_some(Due::Session);
            }
        };
        Some(Due::Close(close))
    }

    fn close(&mut self, close: Close) {
        if !matches!(self.closing, Some(Closing::Now(_))) {
            self.closing = Some(Closing::Now(close));
            self.queue.clear();
            self.sounds.clear();
        }
    }

    fn advise(&mut self, text: Bytes, kind: Kind) {
        if self.closing.is_none() && self.queue.fits(2, text.len()) {
            self.queue.push(text, kind);
        }
    }

    fn answer(&mut self, text: Bytes, kind: Kind) {
        if self.has_room_for_answer(&text) {
            self.queue.push(text, kind);
        }
    }

    fn replace(&mut self, kind: Kind, text: Bytes) {
        if let Some(text) = self.queue.replace(text, kind) {
            self.answer(text, kind);
        }
    }

    /// Queues an answer that names a position of a live stream: before the events of it that still
    /// wait and may be dropped, and with the position before them.
    fn answer_in(
        &mut self,
        stream: StreamId,
        cursor: Seq,
        answer: impl FnOnce(Seq) -> Option<Bytes>,
    ) {
        let first = self.queue.first_live(stream);
        let position = first.map_or(cursor, |first| first - 1);
        if let Some(text) = answer(position)
            && self.has_room_for_answer(&text)
        {
            self.queue.push_before(stream, text, Kind::Answer);
        }
    }

    fn answers(&mut self, texts: Vec<Bytes>) {
        for text in texts {
            self.answer(text, Kind::Answer);
        }
    }

    /// Makes room for what cannot be had again, and closes where there is none.
    fn has_room_for_answer(&mut self, text: &Bytes) -> bool {
        if self.closing.is_some() {
            return false;
        }
        let has_room = self.makes_room(text.len());
        if !has_room {
            self.close(Close::Slow);
        }
        has_room
    }

    /// Queues the next event of a live stream; the stream falls behind where there is no room.
    fn event(&mut self, stream: StreamId, seq: Seq, text: &Bytes) {
        if !self.queue.fits(1, text.len()) {
            if !self.makes_room(text.len()) {
                self.readings.fall_behind(stream, seq - 1);
            }
            // Making room may have cost this very stream its place.
            if !self.readings.is_live(stream) {
                return;
            }
        }
        self.queue.push(text.clone(), Kind::Live(stream, seq));
    }

    fn forget(&mut self, stream: StreamId) {
        self.queue.drop_where(|kind| kind.stream() == Some(stream));
        self.readings.remove(stream);
    }

    fn lose(&mut self, stream: StreamId, farewell: Bytes) {
        // What is said about it beside its events is not said any more either.
        let channel = ChannelId::from_raw(stream.raw());
        self.queue.drop_where(|kind| match kind {
            Kind::State(of) | Kind::Call(of, _) => of == channel,
            _ => kind.is_advice(),
        });
        if self.expel(stream, Some(farewell)) {
            self.readings.lost(stream);
        }
    }

    /// Gives whether the stream was read. If not, it was lost already, and what tells the reader so
    /// still waits.
    fn expel(&mut self, stream: StreamId, farewell: Option<Bytes>) -> bool {
        let was_read = self.readings.contains(stream);
        if was_read {
            self.readings.remove(stream);
            self.queue.drop_where(|kind| kind.seq_in(stream).is_some());
            if let Some(text) = farewell {
                self.queue.drop_where(|kind| kind == Kind::Reset(stream));
                self.answer(text, Kind::Reset(stream));
            }
        }
        was_read
    }

    /// Drops what waits of stream after stream, the fattest first, until so many bytes fit; gives
    /// whether they do.
    fn makes_room(&mut self, bytes: usize) -> bool {
        while !self.queue.fits(1, bytes)
            && let Some((stream, first)) = self.queue.fattest()
        {
            self.queue.drop_live(stream);
            self.readings.fall_behind(stream, first - 1);
        }
        self.queue.fits(1, bytes)
    }
}
