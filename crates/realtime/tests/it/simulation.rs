//! Seeded lives of a node: events are lost, doubled and shuffled, fetches fail, readers are slow,
//! come, go, and are shut out. A seed that fails is printed and replays exactly.

use std::time::Duration;

use parlor_protocol::{
    event::Event,
    ids::{StreamId, UserId},
};
use parlor_realtime::{
    Gap,
    session::{Capacity, Fetched, Input, Next, Output, Want},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::{
    log::Log,
    stage::{EPOCH, Reader, Stage, next_gap},
};

const STREAMS: [StreamId; 4] = [
    StreamId::from_raw(100),
    StreamId::from_raw(101),
    StreamId::from_raw(102),
    StreamId::from_raw(103),
];

/// Small, so that readers overflow all the time, by number and by size.
const CAPACITY: Capacity = Capacity {
    frames: 24,
    bytes: 8 * 1024,
};

/// The length of a big message.
const BIG: usize = 900;

struct Life {
    rng: StdRng,
    stage: Stage,
    /// Published and not yet delivered.
    bus: Vec<Event>,
    /// Being read from the log, for the hub.
    gaps: Vec<Gap>,
    seats: Vec<Seat>,
    denied: Vec<(UserId, StreamId)>,
}

struct Seat {
    user: UserId,
    reader: Reader,
    /// Read from the log, and on the way back.
    fetches: Vec<(Want, Fetched)>,
}

impl Life {
    fn new(seed: u64) -> Self {
        Self {
            rng: StdRng::seed_from_u64(seed),
            stage: Stage::new(CAPACITY),
            bus: Vec::new(),
            gaps: Vec::new(),
            seats: Vec::new(),
            denied: Vec::new(),
        }
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn stream(&mut self) -> StreamId {
        STREAMS[self.rng.random_range(0..STREAMS.len())]
    }

    fn step(&mut self) {
        match self.rng.random_range(0..100) {
            0..25 => self.write(),
            25..50 => self.deliver(),
            50..55 => self.pass(),
            55..57 => self.probe(),
            57..62 => self.fill_gap(),
            62..64 => self.come(),
            64..65 => self.shut_out_or_let_in(),
            65..66 => self.prune(),
            _ if self.seats.is_empty() => self.come(),
            other => {
                let at = self.rng.random_range(0..self.seats.len());
                match other {
                    66..67 => self.go(at),
                    67..75 => self.command(at),
                    75..85 => self.fetch(at),
                    _ => self.read(at),
                }
            }
        }
    }

    /// Somebody writes: the log has it for certain, the bus perhaps.
    fn write(&mut self) {
        for _ in 0..self.rng.random_range(1..6) {
            let stream = self.stream();
            let event = if self.chance(20) {
                self.stage
                    .log
                    .post(stream, UserId::from_raw(1), &"x".repeat(BIG))
            } else {
                self.stage.log.write(stream)
            };
            self.bus.push(event);
        }
    }

    /// One event arrives, late, out of order, twice or never.
    fn deliver(&mut self) {
        if self.bus.is_empty() {
            return;
        }
        let near = self.bus.len().min(8);
        let at = self.rng.random_range(0..near);
        let fate = self.rng.random_range(0..100);
        if fate >= 10 {
            self.stage.publish(&self.bus[at..=at]);
        }
        if fate < 90 {
            self.bus.remove(at);
        }
    }

    fn pass(&mut self) {
        self.stage.now += Duration::from_millis(self.rng.random_range(1..60));
        self.stage.hub.tick(self.stage.now);
        for seat in &mut self.seats {
            seat.reader.session.handle(self.stage.now, Input::Tick);
        }
    }

    fn probe(&mut self) {
        let tips = self.stage.log.tips(&self.stage.hub.watched());
        self.stage.hub.tips(self.stage.now, &tips);
    }

    fn fill_gap(&mut self) {
        self.gaps
            .extend(std::iter::from_fn(|| next_gap(&self.stage.hub)));
        if self.gaps.is_empty() {
            return;
        }
        let at = self.rng.random_range(0..self.gaps.len());
        let gap = self.gaps.swap_remove(at);
        if self.chance(20) {
            return self.stage.hub.unfilled(self.stage.now, gap.stream);
        }
        let page = self.stage.log.page(gap.stream, Some(gap.after));
        let some = &page.events[..page.events.len().min(7)];
        let hub = &self.stage.hub;
        hub.filled(self.stage.now, gap.stream, some, page.last_seq);
    }

    fn come(&mut self) {
        let user = UserId::from_raw(self.rng.random_range(1..4));
        if self.seats.len() < 8 {
            let reader = self.stage.connect(user);
            let fetches = Vec::new();
            self.seats.push(Seat {
                user,
                reader,
                fetches,
            });
        }
    }

    fn go(&mut self, at: usize) {
        self.seats.swap_remove(at);
    }

    fn shut_out_or_let_in(&mut self) {
        let pair = (UserId::from_raw(self.rng.random_range(1..4)), self.stream());
        if let Some(at) = self.denied.iter().position(|denied| *denied == pair) {
            self.denied.swap_remove(at);
            return;
        }
        self.denied.push(pair);
        self.stage.hub.detach(pair.0, pair.1);
        for seat in self.seats.iter_mut().filter(|seat| seat.user == pair.0) {
            // From here on one event of that stream fails the client.
            seat.reader.client.streams.remove(&pair.1);
        }
    }

    fn prune(&mut self) {
        let stream = self.stream();
        let last_seq = self.stage.log.last_seq(stream);
        self.stage
            .log
            .prune(stream, last_seq.saturating_sub(30).max(1));
    }

    fn command(&mut self, at: usize) {
        let stream = self.stream();
        let kind = self.rng.random_range(0..10);
        let seat = &mut self.seats[at];
        let client = &mut seat.reader.client;
        let frame = match (kind, client.cursor(stream)) {
            (0, _) => {
                client.left(stream);
                format!(r#"{{"type":"leave_channel","channelId":"{stream}"}}"#)
            }
            (1, _) => r#"{"type":"ping"}"#.to_owned(),
            (2..4, _) => {
                let reference = client.asked(stream, None);
                format!(r#"{{"type":"join_channel","channelId":"{stream}","ref":"{reference}"}}"#)
            }
            (4..8, cursor) => {
                let past = self.stage.log.last_seq(stream).saturating_sub(20);
                let seq = match (cursor, client.streams.contains_key(&stream)) {
                    (Some(cursor), _) => cursor,
                    (None, true) => return,
                    (None, false) => past,
                };
                let reference = client.asked(stream, Some(seq));
                format!(
                    r#"{{"type":"join_channel","channelId":"{stream}","seq":{seq},"ref":"{reference}"}}"#
                )
            }
            (kind, _) => {
                let epoch = if kind == 8 { EPOCH } else { "another" };
                let mut cursors = Vec::new();
                for stream in STREAMS {
                    let seq = client.cursor(stream).unwrap_or(0);
                    if epoch == EPOCH && client.streams.contains_key(&stream) && seq == 0 {
                        continue;
                    }
                    if epoch == EPOCH {
                        client.asked(stream, Some(seq));
                    } else {
                        client.streams.remove(&stream);
                        client.asked(stream, None);
                    }
                    cursors.push(format!(r#""{stream}":{seq}"#));
                }
                let streams = cursors.join(",");
                format!(r#"{{"type":"resume","epoch":"{epoch}","streams":{{{streams}}}}}"#)
            }
        };
        self.stage.say(&mut seat.reader, &frame);
    }

    /// A fetch is begun or comes back; in between the world goes on.
    fn fetch(&mut self, at: usize) {
        let fails = self.chance(15);
        let seat = &mut self.seats[at];
        if let Some((want, fetched)) = seat.fetches.pop() {
            let fetched = if fails { Fetched::Failed } else { fetched };
            let input = Input::Fetched(want, fetched);
            seat.reader.session.handle(self.stage.now, input);
        }
        while let Some(output) = seat.reader.session.next(self.stage.now) {
            let Output::Fetch(want) = output else {
                panic!("nobody calls: {output:?}")
            };
            let fetched = look(&self.stage.log, &self.denied, seat.user, &want);
            seat.fetches.push((want, fetched));
        }
    }

    /// A slow reader takes a few frames, a fast one all; no more than the limits ever wait.
    fn read(&mut self, at: usize) {
        let all = self.chance(30);
        let few = self.rng.random_range(1..4);
        let reader = &mut self.seats[at].reader;
        let (frames, next) = reader.take(if all { usize::MAX } else { few });
        assert!(frames.len() <= CAPACITY.frames);
        let bytes: usize = frames.iter().map(bytes::Bytes::len).sum();
        assert!(bytes <= CAPACITY.bytes);
        for frame in frames {
            reader.client.read(&frame);
        }
        if matches!(next, Next::Close(_)) {
            self.seats.swap_remove(at);
        }
    }

    /// The faults stop, and what is still on the bus is lost: the probe and the log are enough.
    fn calm_down(&mut self) {
        self.bus.clear();
        for round in 0..100 {
            self.stage.now += Duration::from_millis(500);
            self.probe();
            self.stage.hub.tick(self.stage.now);
            while let Some(gap) = self.gaps.pop().or_else(|| next_gap(&self.stage.hub)) {
                let page = self.stage.log.page(gap.stream, Some(gap.after));
                let hub = &self.stage.hub;
                hub.filled(self.stage.now, gap.stream, &page.events, page.last_seq);
            }
            for seat in &mut self.seats {
                if round % 20 == 0 {
                    // So that nobody is closed for silence.
                    self.stage.say(&mut seat.reader, r#"{"type":"ping"}"#);
                }
                seat.calm_down(&self.stage, &self.denied);
            }
        }
    }

    /// Every reader that stayed has every stream it follows, up to its last event.
    fn check(&self) -> usize {
        let mut followed = 0;
        let stayed = |seat: &&Seat| !seat.reader.session.outbox().is_closing();
        for seat in self.seats.iter().filter(stayed) {
            for stream in seat.reader.client.streams.keys() {
                followed += 1;
                let cursor = seat.reader.client.cursor(*stream);
                assert_eq!(cursor, Some(self.stage.log.last_seq(*stream)), "{stream}");
            }
        }
        followed
    }
}

impl Seat {
    /// Fetches and reads in turns until nothing is left to do for now.
    fn calm_down(&mut self, stage: &Stage, denied: &[(UserId, StreamId)]) {
        loop {
            for (want, fetched) in self.fetches.drain(..) {
                let input = Input::Fetched(want, fetched);
                self.reader.session.handle(stage.now, input);
            }
            let was_idle = self.reader.read(usize::MAX) != Next::Write;
            while let Some(output) = self.reader.session.next(stage.now) {
                if let Output::Fetch(want) = output {
                    let fetched = look(&stage.log, denied, self.user, &want);
                    self.fetches.push((want, fetched));
                }
            }
            if was_idle && self.fetches.is_empty() {
                return;
            }
        }
    }
}

/// What the server answers to a fetch.
fn look(log: &Log, denied: &[(UserId, StreamId)], user: UserId, want: &Want) -> Fetched {
    if denied.contains(&(user, want.stream)) {
        Fetched::NoAccess
    } else {
        Fetched::Page(log.page(want.stream, want.after))
    }
}

/// Every reader who stays gets exactly 1..=n of each stream he follows, in order and once, whatever
/// the bus loses, doubles and shuffles; nothing after he left or was shut out; and never more than
/// the limits wait for him.
#[test]
fn nothing_is_lost_doubled_or_reordered() {
    let mut followed = 0;
    for seed in 0..300 {
        let life = std::panic::catch_unwind(|| {
            let mut life = Life::new(seed);
            (0..1_500).for_each(|_| life.step());
            life.calm_down();
            life.check()
        });
        followed += life.unwrap_or_else(|_| panic!("seed {seed}"));
    }
    assert!(
        followed > 1_000,
        "only {followed} streams were followed to their end"
    );
}
