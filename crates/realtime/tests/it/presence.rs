//! Who is seen by whom, played against a slow and obvious model.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use parlor_protocol::{
    ids::{ChannelId, StreamId, UserId},
    presence::{Choice, Mood, Presence, Status},
};
use parlor_realtime::presence::{
    Change, GRACE, LEASE, LeaseId, Line, Presences, Standing, TYPING_EVERY, TYPISTS_MAX, Typists,
};
use proptest::prelude::*;

use crate::stage::{ADA, BO, beginning};

pub(crate) const CY: UserId = UserId::from_raw(3);
pub(crate) const SPACE: StreamId = StreamId::from_raw(50);
const TALK: StreamId = StreamId::from_raw(51);
pub(crate) const PEOPLE: [UserId; 3] = [ADA, BO, CY];

/// People, their devices, and what each was told.
struct World {
    now: Instant,
    presences: Presences,
    devices: Vec<(UserId, LeaseId)>,
    places: BTreeMap<UserId, Vec<StreamId>>,
    moods: BTreeMap<UserId, Mood>,
    lines: BTreeMap<UserId, Line>,
    views: BTreeMap<UserId, BTreeMap<UserId, (Status, Option<String>)>>,
    /// Everything others were told of each.
    told: Vec<(UserId, Presence)>,
}

impl World {
    fn new() -> Self {
        let places = PEOPLE.map(|user| (user, vec![SPACE]));
        Self {
            now: beginning(),
            presences: Presences::new(100),
            devices: Vec::new(),
            places: places.into(),
            moods: BTreeMap::new(),
            lines: BTreeMap::new(),
            views: BTreeMap::new(),
            told: Vec::new(),
        }
    }

    fn open(&mut self, user: UserId) -> LeaseId {
        let lease = self.presences.open(self.now, user);
        self.devices.push((user, lease));
        lease
    }

    fn close(&mut self, user: UserId) {
        if let Some(at) = self.devices.iter().position(|(of, _)| *of == user) {
            let (_, lease) = self.devices.remove(at);
            self.presences.close(self.now, user, lease);
        }
    }

    fn choose(&mut self, user: UserId, choice: Choice) {
        if let Some((_, lease)) = self.devices.iter().rfind(|(of, _)| *of == user) {
            self.moods.insert(user, choice.into());
            self.presences.reread(user);
            self.presences.choose(user, *lease, choice);
        }
    }

    fn moves(&mut self, user: UserId, places: Vec<StreamId>) {
        self.places.insert(user, places);
        self.presences.moved(user);
        // A client that hears of it asks who is there.
        self.looks(user);
    }

    fn says(&mut self, user: UserId, line: Line) {
        self.lines.insert(user, line);
        self.presences.reread(user);
    }

    /// Reads everybody who is there, as `/sync` does.
    fn looks(&mut self, user: UserId) {
        let seen = self.presences.among(&self.places[&user], user);
        let seen = seen
            .into_iter()
            .map(|presence| (presence.user_id, view(&presence)));
        self.views.insert(user, seen.collect());
    }

    fn learn(&mut self) {
        for user in self.presences.take_wanted() {
            let line = self.lines.get(&user).cloned().unwrap_or_default();
            let circles = self.places[&user].clone();
            self.presences.learn(Standing {
                user,
                circles,
                mood: self.moods.get(&user).copied().unwrap_or_default(),
                line,
            });
        }
    }

    fn round(&mut self) {
        let now = self.now;
        for (user, lease) in &self.devices {
            self.presences.renew(now, *user, *lease);
        }
        for Change { presence, watchers } in self.presences.round(now) {
            for watcher in watchers {
                self.views
                    .entry(watcher)
                    .or_default()
                    .insert(presence.user_id, view(&presence));
                if watcher != presence.user_id {
                    self.told.push((watcher, presence.clone()));
                }
            }
        }
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
        self.learn();
        self.round();
    }

    fn status(&self, of: UserId, by: UserId) -> Status {
        let seen = self.views.get(&by).and_then(|view| view.get(&of));
        seen.map_or(Status::Offline, |(status, _)| *status)
    }
}

fn view(presence: &Presence) -> (Status, Option<String>) {
    (presence.status, presence.status_text.clone())
}

fn line(text: &str, until: Option<Instant>) -> Line {
    Line {
        text: Some(text.to_owned()),
        until,
    }
}

/// A world in which Bo is there and looks.
fn watched() -> World {
    let mut world = World::new();
    world.open(BO);
    world.pass(Duration::ZERO);
    world
}

/// Somebody is there from their first device to 8 s after the last one; a device that comes back in
/// time is no news.
#[test]
fn who_went_is_seen_for_eight_seconds() {
    let mut world = watched();
    world.open(ADA);
    world.open(ADA);
    world.pass(Duration::ZERO);
    assert_eq!(world.status(ADA, BO), Status::Online);
    world.close(ADA);
    world.pass(GRACE * 2);
    assert_eq!(world.status(ADA, BO), Status::Online, "one is left");
    world.close(ADA);
    world.pass(GRACE - Duration::from_millis(1));
    world.open(ADA);
    world.close(ADA);
    let told = world.told.len();
    world.pass(GRACE - Duration::from_millis(1));
    assert_eq!(
        (world.status(ADA, BO), world.told.len()),
        (Status::Online, told)
    );
    world.pass(Duration::from_millis(1));
    assert_eq!(world.status(ADA, BO), Status::Offline);
}

/// The newest word of any device holds; `idle` shows while all of them say so.
#[test]
fn devices_speak_for_their_person() {
    let mut world = watched();
    let [phone, laptop] = [world.open(ADA), world.open(ADA)];
    let mut chosen = |lease, choice| {
        world.presences.choose(ADA, lease, choice);
        world.pass(Duration::ZERO);
        world.status(ADA, BO)
    };
    assert_eq!(chosen(phone, Choice::Idle), Status::Online);
    assert_eq!(chosen(laptop, Choice::Idle), Status::Idle);
    assert_eq!(chosen(phone, Choice::Online), Status::Online);
    assert_eq!(chosen(phone, Choice::Dnd), Status::Dnd);
    assert_eq!(chosen(laptop, Choice::Invisible), Status::Offline);
    assert_eq!(chosen(phone, Choice::Idle), Status::Online);
    assert_eq!(world.status(ADA, ADA), Status::Online);
}

/// What somebody chose for all their devices holds for the next one, long after the last one went;
/// being away from one device does not.
#[test]
fn what_was_chosen_holds() {
    let mut world = watched();
    for (choice, seen) in [
        (Choice::Dnd, Status::Dnd),
        (Choice::Invisible, Status::Offline),
        (Choice::Idle, Status::Online),
    ] {
        world.open(ADA);
        world.choose(ADA, choice);
        world.close(ADA);
        world.pass(GRACE);
        assert_eq!(world.status(ADA, BO), Status::Offline);
        world.open(ADA);
        assert!(!world.presences.shows(ADA), "not before it is read");
        world.pass(Duration::ZERO);
        assert_eq!(world.status(ADA, BO), seen);
        assert_eq!(world.presences.shows(ADA), seen != Status::Offline);
        world.close(ADA);
        world.pass(GRACE);
    }
}

/// A lease that nobody renews ends, and its person with it.
#[test]
fn a_lease_that_is_not_renewed_ends() {
    let mut world = watched();
    world.open(ADA);
    world.pass(Duration::ZERO);
    world.devices.retain(|(user, _)| *user != ADA);
    world.pass(LEASE - Duration::from_millis(1));
    assert_eq!(world.status(ADA, BO), Status::Online);
    world.pass(GRACE + Duration::from_millis(1));
    assert_eq!(world.status(ADA, BO), Status::Offline);
}

/// What somebody is up to is told with their status, and no longer once it has expired; of who
/// hides it is not told at all, but to themself.
#[test]
fn a_line_expires_and_hides() {
    let mut world = watched();
    let until = world.now + Duration::from_mins(1);
    world.says(ADA, line("lunch", Some(until)));
    world.open(ADA);
    world.pass(Duration::ZERO);
    let text = |world: &World, by: UserId| world.views[&by][&ADA].1.clone();
    assert_eq!(text(&world, BO).as_deref(), Some("lunch"));
    world.choose(ADA, Choice::Invisible);
    world.pass(Duration::ZERO);
    assert_eq!(text(&world, BO), None);
    assert_eq!(text(&world, ADA).as_deref(), Some("lunch"));
    assert_eq!(world.status(ADA, ADA), Status::Invisible);
    world.choose(ADA, Choice::Online);
    world.pass(Duration::from_secs(59));
    assert_eq!(text(&world, BO).as_deref(), Some("lunch"));
    world.pass(Duration::from_secs(1));
    assert_eq!(
        (text(&world, BO), world.status(ADA, BO)),
        (None, Status::Online)
    );
}

/// Only who shares a place is told, and as soon as that ends nobody is, even before it is read what
/// is left.
#[test]
fn strangers_hear_nothing() {
    let mut world = watched();
    world.places.insert(CY, vec![TALK]);
    for user in [ADA, CY] {
        world.open(user);
    }
    world.pass(Duration::ZERO);
    assert_eq!(world.status(ADA, CY), Status::Offline);
    assert_eq!(world.presences.among(&[TALK], CY).len(), 1, "only Cy");
    let told = world.told.len();
    world.presences.moved(ADA);
    world.choose(ADA, Choice::Dnd);
    world.round();
    assert_eq!(world.told.len(), told);
    assert!(world.presences.of([ADA], BO).is_empty());
    world.places.insert(ADA, vec![TALK]);
    world.pass(Duration::ZERO);
    assert_eq!(
        (world.status(ADA, CY), world.status(ADA, BO)),
        (Status::Dnd, Status::Online)
    );
    assert!(world.told[told..].iter().all(|(watcher, _)| *watcher == CY));
}

/// As soon as a space is gone its people are told of each other no more, also who was just being
/// looked up; in another place that they share they are told.
#[test]
fn who_was_in_a_space_that_is_gone_hears_nothing() {
    let mut world = watched();
    world.places.insert(CY, vec![SPACE, TALK]);
    world.places.insert(BO, vec![SPACE, TALK]);
    world.moves(BO, vec![SPACE, TALK]);
    world.open(CY);
    world.pass(Duration::ZERO);
    world.open(ADA);
    assert_eq!(world.presences.take_wanted(), [ADA]);
    world.presences.disband(SPACE);
    let told = world.told.len();
    // What was read before is no more.
    world.presences.learn(Standing {
        user: ADA,
        circles: vec![SPACE],
        mood: Mood::Online,
        line: Line::default(),
    });
    world.presences.choose(CY, world.devices[1].1, Choice::Idle);
    world.round();
    assert_eq!(world.told.len(), told);
    assert!(world.presences.of([ADA, BO], CY).is_empty());
    for (user, places) in [(ADA, vec![]), (BO, vec![TALK]), (CY, vec![TALK])] {
        world.places.insert(user, places);
    }
    world.pass(Duration::ZERO);
    assert_eq!(world.status(CY, BO), Status::Idle);
    assert_eq!(world.status(ADA, BO), Status::Offline);
    assert!(
        world.told[told..]
            .iter()
            .all(|(watcher, _)| *watcher != ADA)
    );
}

/// Where more share a place than may be told, nobody is told.
#[test]
fn a_crowd_is_not_told() {
    let mut world = World::new();
    world.presences = Presences::new(2);
    for user in PEOPLE {
        world.open(user);
    }
    world.pass(Duration::ZERO);
    assert!(world.told.is_empty());
    assert_eq!(world.presences.among(&[SPACE], BO).len(), 1, "only Bo");
    world.close(CY);
    world.pass(GRACE);
    world.pass(Duration::ZERO);
    world.choose(ADA, Choice::Idle);
    world.pass(Duration::ZERO);
    assert_eq!(world.status(ADA, BO), Status::Idle);
}

#[derive(Debug, Clone)]
enum Step {
    Open(UserId),
    Close(UserId),
    Choose(UserId, Choice),
    Move(UserId, Vec<StreamId>),
    Say(UserId, &'static str, Option<u64>),
    Look(UserId),
    Learn,
    Round,
    Wait(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = || prop::sample::select(&PEOPLE[..]);
    let choices = [Choice::Online, Choice::Idle, Choice::Dnd, Choice::Invisible];
    let places = prop::sample::subsequence(vec![SPACE, TALK], 0..=2);
    let step = prop_oneof![
        4 => who().prop_map(Step::Open),
        3 => who().prop_map(Step::Close),
        4 => (who(), prop::sample::select(choices.to_vec())).prop_map(|(user, choice)| Step::Choose(user, choice)),
        1 => (who(), places).prop_map(|(user, places)| Step::Move(user, places)),
        1 => (who(), prop::sample::select(vec!["a", "b"]), prop::option::of(0..20_u64))
            .prop_map(|(user, text, until)| Step::Say(user, text, until)),
        1 => who().prop_map(Step::Look),
        3 => Just(Step::Learn),
        4 => Just(Step::Round),
        3 => (0..12_000_u64).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 0..60)
}

fn play(world: &mut World, step: &Step) {
    match step {
        Step::Open(user) => {
            world.open(*user);
            // What a client does first.
            world.looks(*user);
        }
        Step::Close(user) => world.close(*user),
        Step::Choose(user, choice) => world.choose(*user, *choice),
        Step::Move(user, places) => world.moves(*user, places.clone()),
        Step::Say(user, text, seconds) => {
            let until = seconds.map(|seconds| world.now + Duration::from_secs(seconds));
            world.says(*user, line(text, until));
        }
        Step::Look(user) => world.looks(*user),
        Step::Learn => world.learn(),
        Step::Round => world.round(),
        Step::Wait(millis) => world.now += Duration::from_millis(*millis),
    }
}

proptest! {
    /// Whatever happens in whatever order: in the end everybody who is there sees of those they
    /// share a place with what a look would show; and when all are gone, nothing is remembered.
    #[test]
    fn what_was_told_is_what_a_look_shows(steps in steps()) {
        let mut world = World::new();
        for step in &steps {
            play(&mut world, step);
        }
        world.pass(Duration::ZERO);
        world.pass(Duration::ZERO);
        let here: BTreeSet<UserId> = world.devices.iter().map(|(user, _)| *user).collect();
        for user in here {
            let shown = world.presences.among(&world.places[&user], user);
            let shown: BTreeMap<_, _> = shown.iter().map(|seen| (seen.user_id, view(seen))).collect();
            for other in PEOPLE {
                let shares = world.places[&other].iter().any(|place| world.places[&user].contains(place));
                if shares || other == user {
                    let looked = shown.get(&other).cloned().unwrap_or_default();
                    let told = world.views[&user].get(&other).cloned().unwrap_or_default();
                    prop_assert_eq!(told, looked, "{} of {}", user, other);
                }
            }
        }
        for user in PEOPLE {
            while world.devices.iter().any(|(of, _)| *of == user) {
                world.close(user);
            }
        }
        world.pass(GRACE);
        world.pass(GRACE);
        prop_assert!(world.presences.is_empty(), "{:?}", world.presences);
    }

    /// Somebody who hides before anybody was told of them, whatever else they do, is to others what
    /// somebody is who is not there.
    #[test]
    fn who_hides_looks_like_who_is_not_there(steps in steps()) {
        let [mut hidden, mut absent] = [World::new(), World::new()];
        hidden.now = absent.now;
        // As the day before.
        hidden.moods.insert(ADA, Mood::Invisible);
        hidden.open(ADA);
        for step in &steps {
            let step = match step {
                Step::Open(ADA) => &Step::Choose(ADA, Choice::Invisible),
                Step::Choose(ADA, _) | Step::Close(ADA) => &Step::Say(ADA, "here", None),
                step => step,
            };
            play(&mut hidden, step);
            let is_adas = matches!(step, Step::Choose(ADA, _) | Step::Say(ADA, ..) | Step::Look(ADA));
            if let Step::Move(ADA, places) = step {
                absent.places.insert(ADA, places.clone());
            } else if !is_adas {
                play(&mut absent, step);
            }
            for user in [BO, CY] {
                let looks = |world: &World| world.presences.among(&[SPACE, TALK], user);
                prop_assert_eq!(looks(&hidden), looks(&absent));
            }
        }
        for world in [&mut hidden, &mut absent] {
            world.pass(Duration::ZERO);
        }
        let heard = |world: &World| {
            let others = world.told.iter().filter(|(watcher, _)| *watcher != ADA);
            others.cloned().collect::<Vec<_>>()
        };
        prop_assert_eq!(heard(&hidden), heard(&absent));
        prop_assert!(!hidden.presences.shows(ADA));
    }
}

/// Who types is passed on once in 4 s a channel, and at once again when it was sent; and what is
/// remembered of it has an end.
#[test]
fn typing_is_passed_on_now_and_then() {
    let (now, channel) = (beginning(), ChannelId::from_raw(7));
    let mut typists = Typists::default();
    assert!(typists.begin(now, ADA, channel));
    assert!(!typists.begin(now + TYPING_EVERY / 2, ADA, channel));
    assert!(typists.begin(now, ADA, ChannelId::from_raw(8)));
    assert!(typists.begin(now, BO, channel));
    assert!(typists.begin(now + TYPING_EVERY, ADA, channel));
    typists.end(ADA, channel);
    assert!(typists.begin(now + TYPING_EVERY, ADA, channel));

    let mut typists = Typists::default();
    for user in 1..=i64::try_from(TYPISTS_MAX).unwrap() {
        assert!(typists.begin(now, UserId::from_raw(user), channel));
    }
    let one_more = UserId::from_raw(-1);
    assert!(!typists.begin(now, one_more, channel));
    assert!(typists.begin(now + TYPING_EVERY, one_more, channel));
}
