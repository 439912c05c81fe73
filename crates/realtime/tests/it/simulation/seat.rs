//! One device: what it asks for, how slowly it reads, and how it comes back when its socket dies.

use std::collections::BTreeMap;

use bytes::Bytes;
use parlor_protocol::{
    close::Close,
    ids::{StreamId, UserId},
    streams::Seq,
};
use parlor_realtime::{
    Session,
    session::{Fetched, Input, Next, Output, Want},
};
use rand::{RngExt, rngs::StdRng};

use super::{CAPACITY, STREAMS, world::World};
use crate::stage::{EPOCH, Reader};

pub(super) struct Seat {
    pub(super) user: UserId,
    pub(super) reader: Reader,
    /// Read from the log, and on the way back.
    fetches: Vec<(Want, Fetched)>,
    /// Its socket before this one: the server has not noticed yet that nobody reads it.
    ghost: Option<Session>,
}

impl Seat {
    pub(super) fn new(world: &World, user: UserId) -> Self {
        Self {
            user,
            reader: world.stage.connect(user),
            fetches: Vec::new(),
            ghost: None,
        }
    }

    /// The client says something, of a stream by chance.
    pub(super) fn speak(&mut self, world: &World, rng: &mut StdRng) {
        let stream = STREAMS[rng.random_range(0..STREAMS.len())];
        let last_seq = world.stage.log.last_seq(stream);
        let follows = self.reader.client.streams.contains_key(&stream);
        match rng.random_range(0..20) {
            0 => self.babble(world),
            1 => self.leave(world, stream),
            2..4 => world.stage.say(&mut self.reader, r#"{"type":"ping"}"#),
            4..7 => world.stage.ask_to_join(&mut self.reader, stream, None),
            7..14 => {
                let cursor = match self.reader.client.cursor(stream) {
                    Some(cursor) => cursor,
                    // It waits to hear where it stands.
                    None if follows => return,
                    None => last_seq.saturating_sub(20),
                };
                let reader = &mut self.reader;
                world.stage.ask_to_join(reader, stream, Some(cursor));
            }
            14 => self.rewind(world, stream, rng),
            15 if !follows => {
                let reader = &mut self.reader;
                world.stage.ask_to_join(reader, stream, Some(last_seq + 3));
            }
            16..18 => self.resume_all(world, "another"),
            _ => self.resume_all(world, EPOCH),
        }
    }

    /// Asks more than it reads: answers cannot be dropped, so it may be closed for it.
    fn babble(&mut self, world: &World) {
        for _ in 0..CAPACITY.frames {
            world.stage.say(&mut self.reader, r#"{"type":"ping"}"#);
        }
    }

    fn leave(&mut self, world: &World, stream: StreamId) {
        self.reader.client.leaves(stream);
        let frame = format!(r#"{{"type":"leave_channel","channelId":"{stream}"}}"#);
        world.stage.say(&mut self.reader, &frame);
    }

    /// Goes back in a stream that it follows.
    fn rewind(&mut self, world: &World, stream: StreamId, rng: &mut StdRng) {
        if let Some(cursor) = self.reader.client.cursor(stream) {
            let to = cursor - rng.random_range(0..=cursor.min(9));
            self.reader.client.rewinds(stream, to);
            let reader = &mut self.reader;
            world.stage.ask_to_join(reader, stream, Some(to));
        }
    }

    fn resume_all(&mut self, world: &World, epoch: &str) {
        let client = &self.reader.client;
        let cursors: BTreeMap<StreamId, Seq> = STREAMS
            .into_iter()
            // Where it waits to hear where it stands it has no cursor to name.
            .filter(|stream| {
                epoch != EPOCH
                    || client.streams.contains_key(stream) == client.cursor(*stream).is_some()
            })
            .map(|stream| (stream, client.cursor(stream).unwrap_or(0)))
            .collect();
        world.stage.ask_to_resume(&mut self.reader, epoch, &cursors);
    }

    /// A fetch comes back, and others begin; in between the world goes on.
    pub(super) fn fetch(&mut self, world: &World, fails: bool) {
        if let Some((want, fetched)) = self.fetches.pop() {
            let fetched = if fails { Fetched::Failed } else { fetched };
            let input = Input::Fetched(want, fetched);
            self.reader.session.handle(world.stage.now, input);
        }
        self.begin_fetches(world);
    }

    fn begin_fetches(&mut self, world: &World) {
        while let Some(output) = self.reader.session.next(world.stage.now) {
            let Output::Fetch(want) = output else {
                panic!("nobody calls: {output:?}")
            };
            let fetched = world.look(self.user, &want);
            self.fetches.push((want, fetched));
        }
        assert!(self.fetches.len() <= 1, "one page at a time");
    }

    /// Reads at most so many frames; gives how the socket ended, if it did.
    pub(super) fn read(&mut self, frames_max: usize) -> Option<Close> {
        let (frames, next) = self.reader.take(frames_max);
        assert_bounded(&frames);
        self.reader.client.read_all(&frames);
        match next {
            Next::Close(close) => Some(close),
            Next::Write | Next::Idle => None,
        }
    }

    /// Its socket dies with frames on the way, and it comes back with the cursors it has. The
    /// server learns of the death later, or never.
    pub(super) fn die(&mut self, world: &World, frames_on_the_way: usize) {
        self.bury_ghost();
        let (frames, _) = self.reader.take(frames_on_the_way);
        assert_bounded(&frames);
        let cursors = self.reader.client.cursors();
        let dead = std::mem::replace(&mut self.reader, world.stage.connect(self.user));
        self.ghost = Some(dead.session);
        self.fetches.clear();
        if !cursors.is_empty() {
            world.stage.ask_to_resume(&mut self.reader, EPOCH, &cursors);
        }
    }

    /// The server gives up on the socket that nobody reads: no more than the limits waited for it.
    pub(super) fn bury_ghost(&mut self) {
        if let Some(ghost) = self.ghost.take() {
            let mut frames = Vec::new();
            ghost.outbox().take(&mut frames, usize::MAX, usize::MAX);
            assert_bounded(&frames);
        }
    }

    /// How many sockets the server has for this device.
    pub(super) fn sockets(&self) -> usize {
        1 + usize::from(self.ghost.is_some())
    }

    /// Fetches and reads in turns until nothing is left to do for now.
    pub(super) fn calm_down(&mut self, world: &World) {
        loop {
            for (want, fetched) in self.fetches.drain(..) {
                let input = Input::Fetched(want, fetched);
                self.reader.session.handle(world.stage.now, input);
            }
            let was_idle = self.reader.read(usize::MAX) != Next::Write;
            self.begin_fetches(world);
            if was_idle && self.fetches.is_empty() {
                return;
            }
        }
    }
}

fn assert_bounded(frames: &[Bytes]) {
    assert!(frames.len() <= CAPACITY.frames);
    let bytes: usize = frames.iter().map(Bytes::len).sum();
    assert!(bytes <= CAPACITY.bytes);
}
