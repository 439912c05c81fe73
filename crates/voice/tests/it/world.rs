//! Rooms, browsers, and a network between them that loses, doubles and delays. Time goes on when the test says so.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap, HashMap},
    net::SocketAddr,
    time::{Duration, Instant},
};

use parlor_protocol::{
    ids::{ChannelId, UserId},
    voice::VideoKind,
};
use parlor_voice::{
    Carrier, Command, Event, Failure, Gate, Remote, SeatId,
    rooms::{Input, Output, Rooms, Shape},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::browser::{Browser, Sent};

pub(crate) const SERVER: SocketAddr = SocketAddr::new(
    std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1)),
    4400,
);
pub(crate) const OPEN: Gate = Gate {
    heard: true,
    hears: true,
};
/// The fewest and the most that a datagram is under way.
const DELAY_MS: std::ops::Range<u64> = 1..4;

/// What the network does to datagrams, in percent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weather {
    pub(crate) lost: u32,
    pub(crate) doubled: u32,
    /// Late enough to be overtaken by several others.
    pub(crate) late: u32,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Flying {
    at: Instant,
    nth: u64,
    to_server: bool,
    from: SocketAddr,
    to: SocketAddr,
    bytes: Vec<u8>,
}

/// All of it.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) now: Instant,
    pub(crate) rooms: Rooms,
    pub(crate) browsers: BTreeMap<SeatId, Browser>,
    pub(crate) weather: Weather,
    pub(crate) rng: StdRng,
    /// What the server was told, and when.
    pub(crate) told: Vec<(Instant, Event)>,
    /// Whom each listener hears on each slot, as told.
    pub(crate) slots: HashMap<(SeatId, String), UserId>,
    /// What each viewer sees on each slot, as told.
    pub(crate) videos: HashMap<(SeatId, String), (UserId, VideoKind)>,
    /// Datagrams to addresses where nobody is.
    pub(crate) astray: Vec<SocketAddr>,
    flying: BinaryHeap<Reverse<Flying>>,
    nth: u64,
}

pub(crate) fn room(id: i64) -> ChannelId {
    ChannelId::from_raw(id)
}

pub(crate) fn user(seat: SeatId) -> UserId {
    UserId::from_raw(i64::try_from(seat.0).unwrap() + 1_000)
}

impl World {
    pub(crate) fn new(seed: u64, slots: usize) -> Self {
        let shape = Shape {
            slots,
            seats_max: 100,
            tcp_port: None,
        };
        Self {
            now: Instant::now(),
            rooms: Rooms::new(shape).unwrap(),
            browsers: BTreeMap::new(),
            weather: Weather::default(),
            rng: StdRng::seed_from_u64(seed),
            told: Vec::new(),
            slots: HashMap::new(),
            videos: HashMap::new(),
            astray: Vec::new(),
            flying: BinaryHeap::new(),
            nth: 0,
        }
    }

    /// A person joins, and the browser answers.
    pub(crate) fn join(&mut self, id: u64, channel: i64, gate: Gate) -> SeatId {
        let seat = SeatId(id);
        let low = u8::try_from(id % 200 + 1).unwrap();
        let address = SocketAddr::from(([10, 0, u8::try_from(id / 200).unwrap(), low], 5000));
        self.browsers
            .insert(seat, Browser::new(seat, address, self.now));
        self.command(Command::Join {
            seat,
            room: room(channel),
            user: user(seat),
            addresses: vec![SERVER],
            bitrate_bps: 32_000,
            gate,
        });
        seat
    }

    /// So many join and are connected.
    pub(crate) fn party(&mut self, people: u64) -> Vec<SeatId> {
        let seats: Vec<_> = (1..=people).map(|id| self.join(id, 1, OPEN)).collect();
        self.pass(Duration::from_secs(2));
        assert!(self.browsers.values().all(|browser| browser.connected));
        seats
    }

    pub(crate) fn command(&mut self, command: Command) {
        self.rooms.handle(self.now, Input::Command(command));
        self.settle();
    }

    pub(crate) fn gate(&mut self, seat: SeatId, heard: bool, hears: bool) {
        let gate = Gate { heard, hears };
        self.command(Command::Gate { seat, gate });
    }

    /// From now on by this way.
    pub(crate) fn carry(&mut self, seat: SeatId, by: Carrier, changes: u32) {
        self.browser(seat).by_frames = (by == Carrier::Frames).then_some(changes);
        self.command(Command::Carry { seat, by });
    }

    pub(crate) fn says(&mut self, seat: SeatId, level: Option<i8>) {
        self.browser(seat).says = level;
    }

    /// Sends something as video.
    pub(crate) fn video(&mut self, seat: SeatId, kind: VideoKind, payload: &[u8]) {
        let now = self.now;
        let sent = self.browser(seat).send_video(now, kind, payload);
        self.send(seat, sent);
    }

    /// Leaves without a word to anybody but the server.
    pub(crate) fn leave(&mut self, seat: SeatId) {
        self.browsers.remove(&seat);
        self.slots.retain(|(listener, _), _| *listener != seat);
        self.videos.retain(|(viewer, _), _| *viewer != seat);
        self.command(Command::Leave { seat });
    }

    pub(crate) fn browser(&mut self, seat: SeatId) -> &mut Browser {
        self.browsers.get_mut(&seat).unwrap()
    }

    /// Time goes on.
    pub(crate) fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        loop {
            let flying = self.flying.peek().map(|Reverse(flying)| flying.at);
            let browsers = self.browsers.values().map(|browser| browser.due).min();
            let next = [flying, browsers, self.rooms.due()]
                .into_iter()
                .flatten()
                .min();
            let Some(next) = next.filter(|next| *next <= end) else {
                break;
            };
            self.now = self.now.max(next);
            self.step();
        }
        self.now = end;
    }

    /// Something comes out of the blue.
    pub(crate) fn throw(&mut self, source: SocketAddr, bytes: &[u8]) {
        let source = Remote::Udp(source);
        self.rooms
            .handle(self.now, Input::Datagram { source, bytes });
        self.settle();
    }

    /// What the seat failed of.
    pub(crate) fn failure(&self, seat: SeatId) -> Option<Failure> {
        self.told.iter().find_map(|(_, event)| match event {
            Event::Failed { seat: failed, why } if *failed == seat => Some(*why),
            _ => None,
        })
    }

    /// Bytes that fly to the server now; whose they are does not matter.
    pub(crate) fn overheard(&self) -> Vec<Vec<u8>> {
        let flying = self
            .flying
            .iter()
            .filter(|Reverse(flying)| flying.to_server);
        flying.map(|Reverse(flying)| flying.bytes.clone()).collect()
    }

    fn step(&mut self) {
        while let Some(Reverse(flying)) = self.flying.peek()
            && flying.at <= self.now
        {
            let Reverse(flying) = self.flying.pop().unwrap();
            self.arrive(&flying);
        }
        let all = self.browsers.values();
        let due = all.filter(|browser| browser.due <= self.now);
        let due: Vec<_> = due.map(|browser| browser.seat).collect();
        for seat in due {
            let now = self.now;
            let browser = self.browser(seat);
            let (sent, frames) = (browser.tick(now), std::mem::take(&mut browser.frames));
            self.send(seat, sent);
            for frame in frames {
                let frame = frame.into();
                self.command(Command::Frame { seat, frame });
            }
        }
        self.rooms.handle(self.now, Input::Time);
        self.settle();
    }

    fn arrive(&mut self, flying: &Flying) {
        if flying.to_server {
            self.throw(flying.from, &flying.bytes);
            return;
        }
        let browser = self
            .browsers
            .values_mut()
            .find(|browser| browser.address == flying.to);
        let Some(browser) = browser else {
            self.astray.push(flying.to);
            return;
        };
        let seat = browser.seat;
        let sent = browser.receive(self.now, flying.from, &flying.bytes);
        self.send(seat, sent);
    }

    /// Everything that the rooms want done.
    fn settle(&mut self) {
        while let Some(output) = self.rooms.poll() {
            match output {
                Output::Datagram { destination, bytes } => {
                    self.fly(false, SERVER, destination.address(), &bytes);
                }
                Output::Event(event) => self.tell(event),
            }
        }
    }

    fn tell(&mut self, event: Event) {
        match &event {
            Event::Offer { seat, rev, sdp } => {
                let now = self.now;
                if let Some(browser) = self.browsers.get_mut(seat) {
                    let (sdp, sent) = browser.offered(now, sdp);
                    let (seat, rev) = (*seat, *rev);
                    self.rooms
                        .handle(now, Input::Command(Command::Answer { seat, rev, sdp }));
                    self.send(seat, sent);
                }
            }
            Event::Frame { seat, frame } => {
                let now = self.now;
                let browser = self.browsers.get_mut(seat);
                if let Some(browser) = browser.filter(|browser| browser.by_frames.is_some()) {
                    browser.hear_frame(now, frame);
                }
            }
            Event::Slot { seat, mid, user } => {
                let slot = (*seat, mid.clone());
                match user {
                    Some(user) => self.slots.insert(slot, *user),
                    None => self.slots.remove(&slot),
                };
            }
            Event::VideoSlot { seat, mid, shown } => {
                let slot = (*seat, mid.clone());
                match shown {
                    Some(shown) => self.videos.insert(slot, *shown),
                    None => self.videos.remove(&slot),
                };
            }
            _ => {}
        }
        self.told.push((self.now, event));
    }

    pub(crate) fn send(&mut self, seat: SeatId, sent: Sent) {
        let from = self.browser(seat).address;
        for (to, bytes) in sent {
            self.fly(true, from, to, &bytes);
        }
    }

    fn fly(&mut self, to_server: bool, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        if self.happens(self.weather.lost) {
            return;
        }
        let copies = if self.happens(self.weather.doubled) {
            2
        } else {
            1
        };
        for _ in 0..copies {
            let late = if self.happens(self.weather.late) {
                60
            } else {
                0
            };
            let delay = self.rng.random_range(DELAY_MS) + late;
            self.nth += 1;
            self.flying.push(Reverse(Flying {
                at: self.now + Duration::from_millis(delay),
                nth: self.nth,
                to_server,
                from,
                to,
                bytes: bytes.to_vec(),
            }));
        }
    }

    fn happens(&mut self, percent: u32) -> bool {
        percent > 0 && self.rng.random_range(0..100) < percent
    }
}
