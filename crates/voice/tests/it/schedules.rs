//! Evenings of strangers: who comes, goes, speaks, is silenced, moves, and what the network does, is rolled by a seed. Whatever the dice
//! say, nobody hears himself or somebody who is silenced, and everybody hears who shall be heard.
//! A seed that fails is printed; `PARLOR_TEST_SEED=<n>` replays it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    net::SocketAddr,
    panic,
    time::{Duration, Instant},
};

use parlor_voice::{Carrier, Command, Failure, Gate, SeatId};
use rand::RngExt;

use crate::world::{OPEN, Weather, World};

/// `PARLOR_TEST_SEEDS=<n>` plays more.
const SEEDS: u64 = 10;
/// What happens in one evening.
const DEEDS: usize = 60;
const PEOPLE_MAX: usize = 7;
/// Fewer than may speak, so that slots are scarce.
const SLOTS: usize = 3;
const ROOMS: i64 = 2;
/// Longer than anything is under way.
const UNDER_WAY: Duration = Duration::from_millis(70);

/// Since when somebody is shut.
type Shut = Option<Instant>;

struct Evening {
    world: World,
    people: BTreeMap<SeatId, Person>,
    ids: u64,
}

#[derive(Debug, Clone, Copy)]
struct Person {
    room: i64,
    joined: Instant,
    /// How often sound went over to another way.
    changes: u32,
    gate: Gate,
    /// When the gate was shut for what is said, and for what is heard.
    silenced: Shut,
    deafened: Shut,
}

impl Evening {
    fn new(seed: u64) -> Self {
        Self {
            world: World::new(seed, SLOTS),
            people: BTreeMap::new(),
            ids: 0,
        }
    }

    fn roll(&mut self, below: u32) -> u32 {
        self.world.rng.random_range(0..below)
    }

    fn somebody(&mut self) -> Option<SeatId> {
        let people = u32::try_from(self.people.len()).unwrap();
        let nth = (people > 0).then(|| self.roll(people))?;
        self.people
            .keys()
            .nth(usize::try_from(nth).unwrap())
            .copied()
    }

    fn deed(&mut self) {
        let deed = self.roll(100);
        match (deed, self.somebody()) {
            (0..15, _) => self.join(),
            (15..22, Some(seat)) => {
                self.people.remove(&seat);
                self.world.leave(seat);
            }
            (22..55, Some(seat)) => {
                let level = -15 - i8::try_from(self.roll(30)).unwrap();
                let speaks = self.roll(3) > 0;
                self.world.says(seat, speaks.then_some(level));
            }
            (55..70, Some(seat)) => self.gate(seat),
            (70..75, Some(seat)) => {
                let port = 1_000 + u16::try_from(self.roll(60_000)).unwrap();
                let host = u8::try_from(seat.0 % 250).unwrap();
                self.world.browser(seat).address = SocketAddr::from(([10, 7, host, 1], port));
            }
            (75..84, Some(seat)) => self.world.command(Command::RestartIce { seat }),
            (84..92, _) => {
                self.world.weather = Weather {
                    lost: self.roll(20),
                    doubled: self.roll(20),
                    late: self.roll(20),
                };
            }
            (92..96, Some(seat)) => self.carry(seat),
            _ => {}
        }
        let pause = u64::from(self.roll(400));
        self.world.pass(Duration::from_millis(pause));
    }

    fn join(&mut self) {
        if self.people.len() == PEOPLE_MAX {
            return;
        }
        self.ids += 1;
        let room = i64::from(self.roll(2)) % ROOMS + 1;
        let seat = self.world.join(self.ids, room, OPEN);
        let person = Person {
            room,
            joined: self.world.now,
            changes: 0,
            gate: OPEN,
            silenced: None,
            deafened: None,
        };
        self.people.insert(seat, person);
    }

    fn carry(&mut self, seat: SeatId) {
        let person = self.people.get_mut(&seat).unwrap();
        person.changes += 1;
        let changes = person.changes;
        let by = if changes % 2 == 1 {
            Carrier::Frames
        } else {
            Carrier::WebRtc
        };
        self.world.carry(seat, by, changes);
    }

    fn gate(&mut self, seat: SeatId) {
        let now = self.world.now;
        let (heard, hears) = (self.roll(2) == 0, self.roll(3) > 0);
        let person = self.people.get_mut(&seat).unwrap();
        let shut = |before: bool, after: bool, since: Shut| match (before, after) {
            (_, true) => None,
            (true, false) => Some(now),
            (false, false) => since,
        };
        person.silenced = shut(person.gate.heard, heard, person.silenced);
        person.deafened = shut(person.gate.hears, hears, person.deafened);
        person.gate = Gate { heard, hears };
        self.world.gate(seat, heard, hears);
    }

    /// What holds at every moment; `since` the last look.
    fn check(&self, since: Instant) {
        for (listener, browser) in &self.world.browsers {
            let here = self.people[listener];
            for sound in browser.heard.iter().filter(|sound| sound.at > since) {
                assert_ne!(sound.who, *listener, "{listener:?} hears himself");
                let late = |shut: Shut| shut.is_some_and(|at| sound.at > at + UNDER_WAY);
                assert!(!late(here.deafened), "{listener:?} hears though deafened");
                let Some(there) = self.people.get(&sound.who) else {
                    continue;
                };
                assert_eq!(there.room, here.room, "{listener:?} hears another room");
                assert!(
                    !late(there.silenced),
                    "{:?} is heard though silenced",
                    sound.who
                );
                assert!(there.joined <= sound.at);
            }
        }
    }

    /// What holds of all that a listener ever heard: a number names one packet, and newer ones have later numbers.
    fn check_numbers(&self) {
        for (listener, browser) in &self.world.browsers {
            let mut named = HashMap::new();
            let mut newest: HashMap<_, (u64, u64)> = HashMap::new();
            for sound in &browser.heard {
                let what = (sound.who, sound.number);
                let before = named.insert((sound.ssrc, sound.seq), what);
                assert_eq!(before, None, "{listener:?} got number {} twice", sound.seq);
                let said = newest
                    .entry((sound.ssrc, sound.who))
                    .or_insert((sound.number, sound.seq));
                let order = sound.number.cmp(&said.0);
                assert_eq!(
                    order,
                    sound.seq.cmp(&said.1),
                    "{listener:?}: {sound:?}, {said:?}"
                );
                *said = (*said).max((sound.number, sound.seq));
            }
        }
    }

    /// The weather clears, everybody is let in, and some speak: not more than there are slots, and so each is heard by all.
    fn finale(&mut self) {
        self.world.weather = Weather::default();
        let seats: Vec<_> = self.people.keys().copied().collect();
        for seat in &seats {
            self.world.says(*seat, None);
            self.world.gate(*seat, true, true);
            self.world.command(Command::RestartIce { seat: *seat });
        }
        self.world.pass(Duration::from_secs(25));
        let mut speakers = BTreeSet::new();
        for room in 1..=ROOMS {
            let there = seats.iter().filter(|seat| self.people[seat].room == room);
            speakers.extend(there.take(SLOTS).copied());
        }
        for seat in &speakers {
            self.world.says(*seat, Some(-20));
        }
        self.world.pass(Duration::from_secs(1));
        let since = self.world.now;
        self.world.pass(Duration::from_secs(1));
        for (listener, here) in &self.people {
            for speaker in speakers.iter().filter(|speaker| *speaker != listener) {
                let heard = self.world.browsers[listener].hears(*speaker, since);
                let shall = self.people[speaker].room == here.room;
                assert_eq!(
                    heard >= 45,
                    shall,
                    "{listener:?} hears {heard} of {speaker:?}"
                );
            }
        }
    }
}

fn live(seed: u64) {
    let mut evening = Evening::new(seed);
    for _ in 0..DEEDS {
        let since = evening.world.now;
        evening.deed();
        evening.check(since);
    }
    evening.finale();
    evening.check_numbers();
    for seat in evening.people.keys() {
        let failure: Option<Failure> = evening.world.failure(*seat);
        assert_eq!(failure, None, "{seat:?}");
    }
}

#[test]
fn whatever_happens_everybody_hears_who_shall_be_heard() {
    let replayed = std::env::var("PARLOR_TEST_SEED").ok();
    if let Some(seed) = replayed.and_then(|seed| seed.parse().ok()) {
        live(seed);
        return;
    }
    let more = std::env::var("PARLOR_TEST_SEEDS").ok();
    let seeds = more.and_then(|seeds| seeds.parse().ok()).unwrap_or(SEEDS);
    for seed in 0..seeds {
        panic::catch_unwind(|| live(seed)).unwrap_or_else(|_| panic!("seed {seed} failed"));
    }
}
