//! The whole client side in virtual time: a server that is cut off at any moment, a network that
//! loses what was on its way, and a person who writes all the while.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant},
};

use parlor_client::{
    link::{Link, Output, Update},
    outbox::{Outbox, Pending},
};
use parlor_protocol::{
    command::{Command, Envelope},
    error::Code,
    event::{Event, ResetReason},
    ids::{ChannelId, SessionId, StreamId, UserId},
    limits::Limits,
    streams::Seq,
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

const CHANNEL: ChannelId = ChannelId::from_raw(7);
const SEEDS: u64 = 300;

fn stream() -> StreamId {
    CHANNEL.into()
}

/// A server with one channel. What it says of an event is only its position.
#[derive(Default)]
struct Server {
    log: Seq,
    written: BTreeMap<String, Seq>,
    /// The reader of the one socket is told everything after this.
    told: Option<Seq>,
}

impl Server {
    fn ready() -> Event {
        Event::Ready {
            v: 1,
            session_id: SessionId::from_raw(1),
            user_id: UserId::from_raw(1),
            epoch: "e".to_owned(),
            heartbeat_ms: 25_000,
            node: 0,
            limits: Limits::default(),
        }
    }

    fn hear(&mut self, frame: &str, dice: &mut StdRng, says: &mut VecDeque<Event>) {
        match Envelope::<Command>::decode(frame).unwrap().command {
            Command::Resume(resume) => self.told = Some(resume.streams[&stream()]),
            Command::SendMessage(message) => {
                let nonce = message.nonce.unwrap();
                if dice.random_bool(0.1) {
                    says.push_back(Event::Error {
                        reference: None,
                        nonce: Some(nonce),
                        code: [Code::RateLimited, Code::Internal][dice.random_range(0..2)],
                        detail: String::new(),
                        retry_after_ms: Some(300),
                    });
                    return;
                }
                let seq = *self.written.entry(nonce.clone()).or_insert_with(|| {
                    self.log += 1;
                    self.log
                });
                says.push_back(ack(nonce, seq));
            }
            Command::Ping(_) => {
                let streams = self.told.iter().map(|_| (stream(), self.log)).collect();
                says.push_back(Event::Pong {
                    reference: None,
                    t: None,
                    streams,
                });
            }
            _ => {}
        }
    }

    /// Tells what is new; now and then it forgets one, as a hint may be forgotten.
    fn tell(&mut self, dice: &mut StdRng, says: &mut VecDeque<Event>) {
        let Some(told) = self.told.filter(|told| *told < self.log) else {
            return;
        };
        if dice.random_bool(0.3) {
            let events = (told + 1..=self.log).map(noop).collect();
            says.push_back(Event::Sync {
                stream: stream(),
                from: told + 1,
                to: self.log,
                events,
                more: false,
            });
            self.told = Some(self.log);
        } else {
            if !dice.random_bool(0.05) {
                says.push_back(noop(told + 1));
            }
            self.told = Some(told + 1);
        }
    }
}

fn noop(seq: Seq) -> Event {
    Event::Noop {
        stream: stream(),
        seq,
    }
}

fn ack(nonce: String, seq: Seq) -> Event {
    Event::Ack {
        reference: None,
        nonce: Some(nonce),
        channel_id: Some(CHANNEL),
        message_id: None,
        seq: Some(seq),
    }
}

struct World {
    dice: StdRng,
    now: Instant,
    server: Server,
    link: Link,
    open: bool,
    to_server: VecDeque<String>,
    to_client: VecDeque<Event>,
    applied: Vec<Seq>,
    sent: BTreeMap<String, Seq>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut link = Link::new(Outbox::default(), None);
        let now = Instant::now();
        link.follow(now, stream(), 0);
        Self {
            dice: StdRng::seed_from_u64(seed),
            now,
            server: Server::default(),
            link,
            open: false,
            to_server: VecDeque::new(),
            to_client: VecDeque::new(),
            applied: Vec::new(),
            sent: BTreeMap::new(),
        }
    }

    fn cut(&mut self) {
        self.open = false;
        self.to_server.clear();
        self.to_client.clear();
        self.link.disconnected(None);
        self.server.told = None;
    }

    fn connect(&mut self) {
        self.open = true;
        self.to_client.push_back(Server::ready());
    }

    fn drain(&mut self) {
        while let Some(output) = self.link.poll() {
            match output {
                Output::Send(frame) => self.to_server.push_back(frame.text()),
                Output::Tell(Update::Event(event)) => {
                    self.applied.push(event.position().unwrap().1);
                }
                Output::Tell(Update::Sent { nonce, seq, .. }) => {
                    assert_eq!(self.sent.insert(nonce, seq.unwrap()), None, "told once");
                }
                Output::HangUp => self.cut(),
                _ => {}
            }
        }
    }

    /// Something happens, by chance.
    fn step(&mut self, written: &mut usize, faults: bool) {
        self.now += Duration::from_millis(self.dice.random_range(0..400));
        match self.dice.random_range(0..10) {
            0 if faults && self.open => self.cut(),
            _ if !self.open => self.connect(),
            1 if faults => {
                let message = Pending::text(CHANNEL, format!("n{written}"), "hi");
                self.link.write(self.now, message).unwrap();
                *written += 1;
            }
            2 if faults => self.server.log += 1,
            3..=5 => {
                if let Some(frame) = self.to_server.pop_front() {
                    self.server
                        .hear(&frame, &mut self.dice, &mut self.to_client);
                }
            }
            _ => self.server.tell(&mut self.dice, &mut self.to_client),
        }
        if let Some(event) = self.to_client.pop_front() {
            self.link.receive(self.now, 0.5, event);
        }
        if self.link.due_at().is_some_and(|due| due <= self.now) {
            self.link.tick(self.now);
        }
        self.drain();
    }
}

/// Whatever is cut and lost: what was written is there once, in the order written or later where the
/// server asked to wait, and everything that happened is told once and in order.
#[test]
fn nothing_is_lost_doubled_or_reordered() {
    for seed in 0..SEEDS {
        let mut world = World::new(seed);
        let mut written = 0;
        for _ in 0..400 {
            world.step(&mut written, true);
        }
        for _ in 0..1_000 {
            world.step(&mut written, false);
        }
        assert!(world.link.outbox().is_empty(), "seed {seed}");
        let all: Vec<Seq> = (1..=world.server.log).collect();
        assert_eq!(world.applied, all, "seed {seed}");
        assert_eq!(world.sent, world.server.written, "seed {seed}");
        assert_eq!(world.sent.len(), written, "seed {seed}");
    }
}

/// A socket that answers no ping is dropped at the next one.
#[test]
fn a_dead_socket_is_dropped() {
    let mut world = World::new(1);
    world.connect();
    world.step(&mut 0, false);
    let due = world.link.due_at().unwrap();
    world.link.tick(due);
    let again = world.link.due_at().unwrap();
    assert_eq!(again, due + Duration::from_secs(25));
    world.link.tick(again);
    let mut outputs = std::iter::from_fn(|| world.link.poll());
    assert!(outputs.any(|output| output == Output::HangUp));
}

/// Where a stream cannot be continued, whoever listens is told, and it goes on from there.
#[test]
fn a_reset_is_told_and_the_stream_goes_on() {
    let now = Instant::now();
    let mut link = Link::new(Outbox::default(), None);
    link.follow(now, stream(), 3);
    link.receive(now, 0.5, Server::ready());
    let reset = |seq, reason| Event::SyncReset {
        stream: stream(),
        seq,
        reason,
    };
    link.receive(now, 0.5, reset(90, ResetReason::GapTooLarge));
    link.receive(now, 0.5, noop(91));
    assert_eq!(link.cursors()[&stream()], 91);
    link.receive(now, 0.5, reset(0, ResetReason::NoAccess));
    link.receive(now, 0.5, noop(92));
    assert!(link.cursors().is_empty());
    let told =
        std::iter::from_fn(|| link.poll()).filter(|output| matches!(output, Output::Tell(_)));
    assert_eq!(told.count(), 4, "live, reset, one event, reset");
}
