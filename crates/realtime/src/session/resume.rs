//! Bringing one reader up to where the streams stand: joining, resuming, catching up.
//!
//! One page is fetched at a time, of the stream that was joined last before those that were
//! resumed, and only while the queue has room; so a socket costs the log one query at a time and
//! the server one page of memory, however far behind its reader is.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    time::{Duration, Instant},
};

use bytes::Bytes;
use parlor_protocol::{
    error::Code,
    event::{Event, ResetReason},
    ids::{ChannelId, StreamId},
    reads::ReadState,
    streams::Seq,
};

use super::{
    Output, answers,
    outbox::{Asked, Settled, Want},
    readings::Readings,
};
use crate::{
    frame::{SyncFrames, encode},
    hub::Connection,
};

/// How long after a fetch that failed the next one is made; doubled each time up to
/// [`RETRY_MAX`].
pub const RETRY_MIN: Duration = Duration::from_secs(1);

/// The longest wait between fetches that fail.
pub const RETRY_MAX: Duration = Duration::from_secs(30);

/// What came of a fetch.
#[derive(Debug)]
pub enum Fetched {
    /// The reader may read the stream; this comes after the cursor.
    Page(Page),
    /// For this reader the stream does not exist.
    NoAccess,
    /// The log could not be read now.
    Failed,
}

/// A page of a stream's log.
#[derive(Debug)]
pub struct Page {
    /// Whether the stream is a channel's: only those are joined.
    pub is_channel: bool,
    /// Where the stream stood when the page was read.
    pub last_seq: Seq,
    /// The first position the log still has; at most `last_seq` + 1.
    pub kept_from: Seq,
    /// What comes after the cursor, in order, as far as the page goes.
    pub events: Vec<Event>,
}

/// What waits for a stream to be caught up with.
#[derive(Debug, Default)]
struct Waiting {
    /// The `ref`s of the joins.
    joins: Vec<Option<String>>,
    /// The resumes that name it.
    resumes: Vec<u64>,
    /// The cursors came from another life of the database.
    other_epoch: bool,
    /// It is followed for the joins alone.
    only_joined: bool,
}

/// A `resume` with streams that are not caught up yet.
#[derive(Debug)]
struct Resuming {
    id: u64,
    reference: Option<String>,
    left: usize,
    /// The user's own stream is among them: how he stands in every channel is told at the end.
    with_states: bool,
}

/// Reading how the user stands in every channel.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum States {
    /// Not now.
    #[default]
    Idle,
    /// A resume waits for it.
    Wanted,
    /// It is being read.
    Fetching,
}

/// The catching up of one socket.
#[derive(Debug, Default)]
pub(super) struct CatchUp {
    waiting: BTreeMap<StreamId, Waiting>,
    resuming: Vec<Resuming>,
    resumes: u64,
    fetching: bool,
    states: States,
    /// Where the user is to be told anew how he stands.
    moved: BTreeSet<ChannelId>,
    /// No fetch before this moment, after some that failed.
    pause: Option<Pause>,
}

#[derive(Debug, Clone, Copy)]
struct Pause {
    /// `None`: it is over, but nothing has succeeded since.
    until: Option<Instant>,
    length: Duration,
}

impl CatchUp {
    /// How many commands are not answered yet.
    pub(super) fn count(&self) -> usize {
        let joins = self.waiting.values().map(|waiting| waiting.joins.len());
        joins.sum::<usize>() + self.resuming.len()
    }

    /// `join_channel`.
    pub(super) fn join(
        &mut self,
        connection: &Connection,
        reference: Option<String>,
        channel: ChannelId,
        after: Option<Seq>,
    ) {
        let stream = channel.into();
        let joined = |cursor| Some(answers::joined(reference.clone(), stream, cursor));
        if let Asked::Waiting { is_new } = connection.follow(stream, after, true, joined) {
            let waiting = self.waiting.entry(stream).or_default();
            waiting.joins.push(reference);
            waiting.only_joined |= is_new;
        }
    }

    /// `leave_channel`.
    pub(super) fn leave(
        &mut self,
        connection: &Connection,
        reference: Option<String>,
        channel: ChannelId,
    ) {
        let stream = channel.into();
        connection.unfollow(stream);
        let left = (Code::Conflict, "The channel was left before it was joined.");
        self.refuse(connection, stream, left);
        connection.outbox().answer(encode(&Event::ChannelLeft {
            reference,
            channel_id: channel,
        }));
    }

    /// `resume`; with `other_epoch` every stream is reset.
    pub(super) fn resume(
        &mut self,
        connection: &Connection,
        reference: Option<String>,
        streams: BTreeMap<StreamId, Seq>,
        other_epoch: bool,
    ) {
        self.resumes += 1;
        let id = self.resumes;
        let mut left = 0;
        let with_states = streams.contains_key(&connection.user().into());
        for (stream, cursor) in streams {
            if other_epoch {
                connection.unfollow(stream);
            }
            let after = (!other_epoch).then_some(cursor);
            let asked = connection.follow(stream, after, false, |_| None);
            if let Asked::Waiting { .. } = asked {
                let waiting = self.waiting.entry(stream).or_default();
                waiting.resumes.push(id);
                waiting.other_epoch |= other_epoch;
                waiting.only_joined = false;
                left += 1;
            }
        }
        self.resuming.push(Resuming {
            id,
            reference,
            left,
            with_states,
        });
        self.finish_resumes(connection);
    }

    /// The next thing to read, if it is time for one.
    pub(super) fn next(&mut self, now: Instant, connection: &Connection) -> Option<Output> {
        let lost = connection.outbox().readings(Readings::attend);
        for stream in lost {
            self.refuse(connection, stream, answers::NOT_FOUND);
        }
        if let Some(pause) = &mut self.pause {
            pause.until = pause.until.filter(|until| now < *until);
        }
        if !self.moved.is_empty() {
            return Some(Output::Moved(mem::take(&mut self.moved)));
        }
        if self.fetching || self.deadline().is_some() {
            return None;
        }
        if self.states == States::Wanted {
            self.states = States::Fetching;
            // What changes from here on may be newer than what is read, or older: it is read again
            // afterwards.
            connection.outbox().hold_states();
            return Some(Output::ReadStates);
        }
        let want = connection.outbox().want();
        self.fetching = want.is_some();
        want.map(Output::Fetch)
    }

    /// When [`CatchUp::next`] should be asked although nothing happened.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.pause.and_then(|pause| pause.until)
    }

    /// A fetch came back.
    pub(super) fn fetched(
        &mut self,
        now: Instant,
        connection: &Connection,
        want: &Want,
        fetched: Fetched,
    ) {
        self.fetching = false;
        if matches!(fetched, Fetched::Failed) {
            return self.failed(now, connection, want);
        }
        self.pause = None;
        if !connection
            .outbox()
            .readings(|readings| readings.is_wanted(want))
        {
            return;
        }
        match fetched {
            Fetched::Page(page) => {
                connection.looked(want.stream, page.last_seq);
                self.page(connection, want, &page);
            }
            Fetched::NoAccess | Fetched::Failed => self.shut_out(connection, want.stream),
        }
    }

    /// How the user stands in every channel was read, or could not be.
    pub(super) fn read_states(
        &mut self,
        now: Instant,
        connection: &Connection,
        states: Option<Vec<ReadState>>,
    ) {
        if self.states != States::Fetching {
            return;
        }
        self.states = States::Idle;
        if let Some(states) = states {
            self.pause = None;
            self.finish(connection, Some(&states));
        } else {
            self.states = States::Wanted;
            self.pause(now);
        }
        // After what was just queued: whatever was read until now may be older.
        self.moved.append(&mut connection.release_states());
    }

    fn failed(&mut self, now: Instant, connection: &Connection, want: &Want) {
        self.pause(now);
        let outbox = connection.outbox();
        outbox.readings(|readings| readings.put_back(want));
    }

    /// Something could not be read: nothing is for a while, each time a longer one.
    fn pause(&mut self, now: Instant) {
        let length = self.pause.map_or(RETRY_MIN, |pause| pause.length * 2);
        let length = length.min(RETRY_MAX);
        self.pause = Some(Pause {
            until: Some(now + length),
            length,
        });
    }

    fn page(&mut self, connection: &Connection, want: &Want, page: &Page) {
        let (outbox, stream) = (connection.outbox(), want.stream);
        if !page.is_channel {
            self.refuse_joins(connection, stream, answers::NOT_FOUND);
            if self.waiting.get(&stream).is_some_and(|it| it.only_joined) {
                connection.expel(stream, None);
                return self.done(connection, stream);
            }
        }
        let joins = self.waiting.get(&stream).map(|waiting| &waiting.joins);
        let joins = joins.into_iter().flatten();
        let answers = |cursor: Seq| {
            joins
                .map(|reference| answers::joined(reference.clone(), stream, cursor))
                .collect::<Vec<Bytes>>()
        };
        let settled = match (self.reset(want, page), want.after) {
            (None, Some(after)) => {
                let (place, reader, room) =
                    ((stream, after), connection.user(), outbox.page_room());
                for frame in SyncFrames::new(place, reader, &page.events, page.last_seq, room) {
                    if !outbox.page(want, frame.text, frame.to) {
                        break;
                    }
                }
                outbox.settle(want, page.last_seq, answers)
            }
            (reason, _) => outbox.jump(want, page.last_seq, reason, answers),
        };
        if settled == Settled::Live {
            self.done(connection, stream);
        }
    }

    /// Why the reader cannot go on from where he stands; `None` when he can.
    fn reset(&self, want: &Want, page: &Page) -> Option<ResetReason> {
        let Some(after) = want.after else {
            let waiting = self.waiting.get(&want.stream);
            let other_epoch = waiting.is_some_and(|waiting| waiting.other_epoch);
            return other_epoch.then_some(ResetReason::Epoch);
        };
        if after > page.last_seq {
            return Some(ResetReason::Ahead);
        }
        let is_there = page
            .events
            .first()
            .is_some_and(|event| event.position() == Some((want.stream, after + 1)));
        let is_lost = after < page.last_seq && (after + 1 < page.kept_from || !is_there);
        is_lost.then_some(ResetReason::GapTooLarge)
    }

    /// The reader may not read what he asked for, or may no longer.
    fn shut_out(&mut self, connection: &Connection, stream: StreamId) {
        let waiting = self.waiting.get(&stream);
        let is_read = waiting.is_none_or(|waiting| !waiting.only_joined);
        let farewell = is_read.then(|| answers::reset(stream, 0, ResetReason::NoAccess));
        connection.expel(stream, farewell);
        self.refuse(connection, stream, answers::NOT_FOUND);
    }

    /// Nothing waits for this stream any more; joins that did are refused.
    fn refuse(&mut self, connection: &Connection, stream: StreamId, why: (Code, &str)) {
        self.refuse_joins(connection, stream, why);
        self.done(connection, stream);
    }

    fn refuse_joins(&mut self, connection: &Connection, stream: StreamId, why: (Code, &str)) {
        let Some(waiting) = self.waiting.get_mut(&stream) else {
            return;
        };
        for reference in std::mem::take(&mut waiting.joins) {
            connection.outbox().answer(answers::refusal(reference, why));
        }
    }

    /// A stream is caught up with, or will not be.
    fn done(&mut self, connection: &Connection, stream: StreamId) {
        let Some(waiting) = self.waiting.remove(&stream) else {
            return;
        };
        for resume in &mut self.resuming {
            if waiting.resumes.contains(&resume.id) {
                resume.left -= 1;
            }
        }
        self.finish_resumes(connection);
    }

    fn finish_resumes(&mut self, connection: &Connection) {
        self.finish(connection, None);
        let is_waiting = self.resuming.iter().any(|resume| resume.left == 0);
        if is_waiting && self.states == States::Idle {
            self.states = States::Wanted;
        }
    }

    /// Ends the resumes that nothing is missing for any more.
    fn finish(&mut self, connection: &Connection, states: Option<&Vec<ReadState>>) {
        self.resuming.retain(|resume| {
            let states = states.filter(|_| resume.with_states);
            let is_done = resume.left == 0 && resume.with_states == states.is_some();
            if is_done {
                connection.outbox().answer(encode(&Event::Synced {
                    reference: resume.reference.clone(),
                    read_states: states.cloned(),
                }));
            }
            !is_done
        });
    }
}
