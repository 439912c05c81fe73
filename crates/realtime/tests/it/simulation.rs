//! Seeded lives of a node: events are lost, doubled and shuffled, fetches fail, readers are slow,
//! come, go, die, come back, and are shut out. A seed that fails is printed and replays exactly:
//! `PARLOR_TEST_SEED=17 cargo test -p parlor-realtime --test it simulation`.

mod seat;
mod world;

use std::{panic, thread, time::Duration};

use parlor_protocol::{
    close::Close,
    event::{Event, ResetReason},
    ids::{SessionId, StreamId, UserId},
};
use parlor_realtime::session::{Capacity, Input, Next};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use seat::Seat;
use world::World;

/// How many lives are lived.
const SEEDS: u64 = 300;

/// How many things happen in a life.
const STEPS: usize = 500;

const SPACE: StreamId = StreamId::from_raw(103);

const STREAMS: [StreamId; 4] = [
    StreamId::from_raw(100),
    StreamId::from_raw(101),
    StreamId::from_raw(102),
    SPACE,
];

/// Small, so that readers overflow all the time, by number and by size.
const CAPACITY: Capacity = Capacity {
    frames: 24,
    bytes: 4 * 1024,
};

/// With the sockets that nobody reads, this is what one user may have.
const SEATS_MAX: usize = 5;

struct Life {
    rng: StdRng,
    world: World,
    seats: Vec<Seat>,
    tally: Tally,
}

/// What happened, so that a life in which nothing happens proves nothing.
#[derive(Debug, Default)]
struct Tally {
    followed: usize,
    syncs: usize,
    resets: Vec<ResetReason>,
    slow: usize,
    returned: usize,
    ended: usize,
}

impl Life {
    fn new(seed: u64) -> Self {
        Self {
            rng: StdRng::seed_from_u64(seed),
            world: World::new(),
            seats: Vec::new(),
            tally: Tally::default(),
        }
    }

    fn step(&mut self) {
        let (rng, world) = (&mut self.rng, &mut self.world);
        match rng.random_range(0..200) {
            0..50 => world.write(rng),
            50..100 => world.deliver(rng),
            100..110 => self.pass(),
            110..114 => world.probe(),
            114..124 => world.fill_gap(rng),
            124..128 => self.come(),
            128..130 => self.shut_out_or_let_in(),
            130..132 => world.prune(STREAMS[rng.random_range(0..STREAMS.len())]),
            132 => self.end_sessions(),
            _ if self.seats.is_empty() => self.come(),
            other => {
                let at = rng.random_range(0..self.seats.len());
                let seat = &mut self.seats[at];
                match other {
                    133 => self.go(at),
                    134..136 => self.die(at),
                    136 => seat.bury_ghost(),
                    137..151 => seat.speak(world, rng),
                    151..171 => seat.fetch(world, rng.random_ratio(15, 100)),
                    _ => self.read(at),
                }
            }
        }
    }

    fn user(&mut self) -> UserId {
        UserId::from_raw(self.rng.random_range(1..4))
    }

    fn pass(&mut self) {
        let time = Duration::from_millis(self.rng.random_range(1..60));
        self.world.pass(time);
        for seat in &mut self.seats {
            let session = &mut seat.reader.session;
            session.handle(self.world.stage.now, Input::Tick);
        }
    }

    fn come(&mut self) {
        if self.seats.len() < SEATS_MAX {
            let user = self.user();
            self.seats.push(Seat::new(&self.world, user));
        }
    }

    fn go(&mut self, at: usize) {
        let seat = self.seats.swap_remove(at);
        self.tally.count(&seat);
    }

    fn die(&mut self, at: usize) {
        self.tally.count(&self.seats[at]);
        self.tally.returned += 1;
        let on_the_way = self.rng.random_range(0..6);
        self.seats[at].die(&self.world, on_the_way);
    }

    fn shut_out_or_let_in(&mut self) {
        let user = self.user();
        let stream = STREAMS[self.rng.random_range(0..STREAMS.len())];
        if self.world.turn(user, stream) {
            for seat in self.seats.iter_mut().filter(|seat| seat.user == user) {
                seat.reader.client.is_shut_out(stream);
            }
        }
    }

    /// A logout: the sockets of that session have nothing more to say, and their owners come back.
    fn end_sessions(&mut self) {
        let user = self.user();
        let session = SessionId::from_raw(user.raw());
        let hub = &self.world.stage.hub;
        hub.end_sessions(&[session], Close::Unauthenticated);
        for at in 0..self.seats.len() {
            if self.seats[at].user == user {
                let (frames, next) = self.seats[at].reader.take(usize::MAX);
                assert_eq!(frames.len(), 0, "written after the end");
                // Unless it was closed for being slow before.
                let closes = [Close::Unauthenticated, Close::Slow].map(Next::Close);
                assert!(closes.contains(&next), "{next:?}");
                self.tally.ended += 1;
                self.die(at);
            }
        }
    }

    /// A slow reader takes a few frames, a fast one all.
    fn read(&mut self, at: usize) {
        let all = self.rng.random_ratio(3, 10);
        let few = self.rng.random_range(1..4);
        if let Some(close) = self.seats[at].read(if all { usize::MAX } else { few }) {
            assert_eq!(close, Close::Slow, "nothing else closes it here");
            self.tally.slow += 1;
            self.die(at);
        }
    }

    /// The faults stop. For 50 s, so that the longest pause after failed fetches ends too.
    fn calm_down(&mut self) {
        for round in 0..25 {
            self.world.calm_down(Duration::from_secs(1));
            for seat in &mut self.seats {
                if round % 5 == 0 {
                    // So that nobody is closed for silence.
                    let stage = &self.world.stage;
                    stage.say(&mut seat.reader, r#"{"type":"ping"}"#);
                }
                seat.calm_down(&self.world);
            }
        }
    }

    /// Every reader that stayed has every stream it follows, up to its last event, and every
    /// answer; and when all are gone nothing of them is left.
    fn check(mut self) -> Tally {
        let (hub, log) = (&self.world.stage.hub, &self.world.stage.log);
        let sockets: usize = self.seats.iter().map(Seat::sockets).sum();
        assert_eq!(hub.connections(), sockets);
        for seat in self.seats.drain(..) {
            self.tally.count(&seat);
            if seat.reader.session.outbox().is_closing() {
                continue;
            }
            seat.reader.client.is_owed_nothing();
            for stream in seat.reader.client.streams.keys() {
                self.tally.followed += 1;
                let cursor = seat.reader.client.cursor(*stream);
                assert_eq!(cursor, Some(log.last_seq(*stream)), "{stream}");
            }
        }
        assert_eq!(hub.connections(), 0);
        assert_eq!(hub.watched(), []);
        self.tally
    }
}

impl Tally {
    fn count(&mut self, seat: &Seat) {
        self.syncs += seat.reader.client.syncs;
        for event in &seat.reader.client.heard {
            if let Event::SyncReset { reason, .. } = event {
                self.resets.push(*reason);
            }
        }
    }

    fn add(&mut self, other: Self) {
        self.followed += other.followed;
        self.syncs += other.syncs;
        self.resets.extend(other.resets);
        self.slow += other.slow;
        self.returned += other.returned;
        self.ended += other.ended;
    }

    /// How often readers were reset for this reason.
    fn reset(&self, reason: ResetReason) -> usize {
        self.resets.iter().filter(|it| **it == reason).count()
    }
}

fn live(seed: u64) -> Tally {
    let mut life = Life::new(seed);
    (0..STEPS).for_each(|_| life.step());
    life.calm_down();
    life.check()
}

/// Every second life, from `first` on.
fn live_all(first: u64) -> Tally {
    let mut all = Tally::default();
    for seed in (first..SEEDS).step_by(2) {
        let life = panic::catch_unwind(|| live(seed));
        all.add(life.unwrap_or_else(|_| panic!("seed {seed} failed")));
    }
    all
}

/// Every reader gets exactly 1..=n of each stream he follows, in order and once, or is told
/// `SYNC_RESET`, whatever the bus loses, doubles and shuffles and however often his socket dies;
/// nothing after he left or was shut out; one answer to everything he asked, after the last page of
/// it; and never more than the limits wait for him.
#[test]
fn nothing_is_lost_doubled_or_reordered() {
    let replayed = std::env::var("PARLOR_TEST_SEED").ok();
    if let Some(seed) = replayed.and_then(|seed| seed.parse().ok()) {
        live(seed);
        return;
    }
    let mut all = Tally::default();
    thread::scope(|scope| {
        let threads = [0, 1].map(|first| scope.spawn(move || live_all(first)));
        for lives in threads {
            all.add(lives.join().expect("a seed failed: it is told above"));
        }
    });
    for reason in [
        ResetReason::GapTooLarge,
        ResetReason::Epoch,
        ResetReason::Ahead,
        ResetReason::NoAccess,
    ] {
        let times = all.reset(reason);
        assert!(times >= 10, "only {times} resets {reason:?}");
    }
    all.resets.clear();
    for often in [all.followed, all.syncs, all.slow, all.returned, all.ended] {
        assert!(often >= 100, "hardly anything happened: {all:?}");
    }
}
