//! Who is there, and who is told: leases, devices, and the spaces and conversations that people
//! share.
//!
//! A person is there while a lease says so, one for each open socket, and for [`GRACE`] after the
//! last one ended, so that a reconnect is no news. What is kept beyond that, how they chose to be seen
//! and the line about what they are up to, is stored elsewhere and read when they come; until then
//! nothing is told of them. What changes is told
//! in rounds, at most [`CHANGES_PER_ROUND`] people in one, each as they are then: whoever changes
//! often is told of once. Who shares what is read when somebody comes and when their places change,
//! never for a change of presence; between such a change and its reading they hear of nobody and
//! nobody hears of them.
//!
//! Somebody who hides is told as `offline`, from the moment they were told as anything else; after
//! that nothing at all is told of them.

mod person;
mod typing;

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    time::{Duration, Instant},
};

use parlor_protocol::{
    ids::{StreamId, UserId},
    presence::{Choice, Mood, Presence, Status},
};

use person::{Person, Places};

pub use typing::{TYPING_EVERY, TYPISTS_MAX, Typists};

/// How long a lease lasts that is not renewed.
pub const LEASE: Duration = Duration::from_secs(45);

/// How often leases are renewed.
pub const RENEW_EVERY: Duration = Duration::from_secs(15);

/// How long after their last device went somebody is still shown.
pub const GRACE: Duration = Duration::from_secs(8);

/// How many people one round tells of; the others are told of by the next.
pub const CHANGES_PER_ROUND: usize = 256;

/// How many changes are kept for those whose places are being read; of more, some miss one.
pub const RECENT_MAX: usize = 1_024;

/// How many people's places are read at once.
pub const STANDINGS_PER_READ: usize = 512;

/// Names a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeaseId(u64);

/// What somebody says they are up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The words, if there are any.
    pub text: Option<String>,
    /// When they are no longer shown.
    pub until: Option<Instant>,
}

impl Line {
    fn at(&self, now: Instant) -> Option<&str> {
        let stands = self.until.is_none_or(|until| now < until);
        self.text.as_deref().filter(|_| stands)
    }
}

/// What is stored about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub user: UserId,
    /// The spaces and conversations they are in.
    pub circles: Vec<StreamId>,
    /// How they chose to be seen.
    pub mood: Mood,
    /// What they are up to.
    pub line: Line,
}

/// Something to tell about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// How they are seen.
    pub presence: Presence,
    /// Who is told so: none of them twice.
    pub watchers: Vec<UserId>,
}

/// A change that was told.
#[derive(Debug)]
struct Recent {
    number: u64,
    user: UserId,
    circles: Vec<StreamId>,
}

/// Everybody who is there.
#[derive(Debug)]
pub struct Presences {
    watchers_max: usize,
    leases: u64,
    people: HashMap<UserId, Person>,
    /// Who is in a space or conversation, as far as it was read.
    circles: HashMap<StreamId, BTreeSet<UserId>>,
    /// Whose places or line are to be read.
    wanted: BTreeSet<UserId>,
    /// Whose places are not known, and since which change.
    unknown: BTreeSet<(u64, UserId)>,
    /// How many changes were told.
    told: u64,
    /// The last of them, as far as somebody may have missed them.
    recent: VecDeque<Recent>,
    /// Who may look different; each once.
    listed: VecDeque<UserId>,
    /// When whom to look at; one entry a person at most.
    alarms: BTreeSet<(Instant, UserId)>,
}

impl Presences {
    /// Nobody is there. Circles with more than `watchers_max` people who are there are not told of
    /// each other.
    pub fn new(watchers_max: usize) -> Self {
        Self {
            watchers_max,
            leases: 0,
            people: HashMap::new(),
            circles: HashMap::new(),
            wanted: BTreeSet::new(),
            unknown: BTreeSet::new(),
            told: 0,
            recent: VecDeque::new(),
            listed: VecDeque::new(),
            alarms: BTreeSet::new(),
        }
    }

    /// A device of somebody is there.
    pub fn open(&mut self, now: Instant, user: UserId) -> LeaseId {
        self.leases += 1;
        let lease = LeaseId(self.leases);
        if !self.people.contains_key(&user) {
            self.people.insert(user, Person::new(now, self.told));
            self.unknown.insert((self.told, user));
            self.reread(user);
        }
        if let Some(person) = self.people.get_mut(&user) {
            person.open(now, lease);
        }
        self.touch(user);
        lease
    }

    /// It still is.
    pub fn renew(&mut self, now: Instant, user: UserId, lease: LeaseId) {
        if let Some(person) = self.people.get_mut(&user) {
            person.renew(now, lease);
        }
    }

    /// It is no longer.
    pub fn close(&mut self, now: Instant, user: UserId, lease: LeaseId) {
        if let Some(person) = self.people.get_mut(&user) {
            person.close(now, lease);
            self.touch(user);
        }
    }

    /// Somebody says how they want to be seen, on one of their devices. What of it holds for all of
    /// them is stored before.
    pub fn choose(&mut self, user: UserId, lease: LeaseId, choice: Choice) {
        if let Some(person) = self.people.get_mut(&user) {
            person.choose(lease, choice);
            self.touch(user);
        }
    }

    /// Somebody's places changed: until they are read anew, nobody is told of them, nor they of
    /// others.
    pub fn moved(&mut self, user: UserId) {
        let Some(person) = self.people.get_mut(&user) else {
            return;
        };
        if person.places == Places::Known {
            person.places = Places::Unknown { since: self.told };
            self.unknown.insert((self.told, user));
        }
        self.reread(user);
    }

    /// A space is gone: the places of everybody in it changed. Of whom it is not known where they are,
    /// what is being read may be older than that.
    pub fn disband(&mut self, circle: StreamId) {
        for user in self.circles.get(&circle).cloned().unwrap_or_default() {
            self.moved(user);
        }
        let unknown: Vec<UserId> = self.unknown.iter().map(|(_, user)| *user).collect();
        for user in unknown {
            self.reread(user);
        }
    }

    /// What is stored about somebody changed.
    pub fn reread(&mut self, user: UserId) {
        if let Some(person) = self.people.get_mut(&user) {
            person.wanted = true;
            self.wanted.insert(user);
        }
    }

    /// Those of whom should be read what is stored, at most [`STANDINGS_PER_READ`]. Each is to be
    /// answered by [`Presences::learn`] or [`Presences::reread`].
    pub fn take_wanted(&mut self) -> Vec<UserId> {
        let mut taken = Vec::new();
        while taken.len() < STANDINGS_PER_READ
            && let Some(user) = self.wanted.pop_first()
        {
            if let Some(person) = self.people.get_mut(&user) {
                person.wanted = false;
                taken.push(user);
            }
        }
        taken
    }

    /// What is stored about somebody, unless it changed since it was asked for.
    pub fn learn(&mut self, standing: Standing) {
        let Standing {
            user,
            mut circles,
            mood,
            line,
        } = standing;
        let Some(person) = self.people.get_mut(&user).filter(|person| !person.wanted) else {
            return;
        };
        circles.sort_unstable();
        circles.dedup();
        person.say(mood, line);
        if let Places::Unknown { since } = person.places {
            self.unknown.remove(&(since, user));
            let missed = self.recent.iter().filter(|recent| {
                let is_shared = |circle: &StreamId| circles.binary_search(circle).is_ok();
                recent.number > since && recent.circles.iter().any(is_shared)
            });
            let missed: BTreeSet<UserId> = missed.map(|recent| recent.user).collect();
            person.news.get_or_insert_default().extend(missed);
            person.places = Places::Known;
        }
        let before = std::mem::replace(&mut person.circles, circles.clone());
        for circle in before {
            self.leave(circle, user);
        }
        for circle in circles {
            self.circles.entry(circle).or_default().insert(user);
        }
        self.touch(user);
        self.forget_recent();
    }

    /// Tells what changed.
    pub fn round(&mut self, now: Instant) -> Vec<Change> {
        while let Some((at, user)) = self.alarms.first().copied()
            && at <= now
        {
            self.alarms.pop_first();
            if let Some(person) = self.people.get_mut(&user) {
                person.alarm = None;
            }
            self.touch(user);
        }
        let mut changes = Vec::new();
        for _ in 0..CHANGES_PER_ROUND {
            let Some(user) = self.listed.pop_front() else {
                break;
            };
            self.look(now, user, &mut changes);
        }
        changes
    }

    /// How those of these people are seen who are not offline, as `reader` was told.
    pub fn of(&self, users: impl IntoIterator<Item = UserId>, reader: UserId) -> Vec<Presence> {
        let seen = users.into_iter().filter_map(|user| {
            let person = self.people.get(&user)?;
            if user != reader && person.places != Places::Known {
                return None;
            }
            Some(person.told_to(reader == user).presence(user))
        });
        seen.filter(|presence| presence.status != Status::Offline)
            .collect()
    }

    /// The same of everybody in these spaces and conversations, each once; of those that are too
    /// large nobody.
    pub fn among(&self, circles: &[StreamId], reader: UserId) -> Vec<Presence> {
        let mut people = self.sharing(circles);
        people.insert(reader);
        self.of(people, reader)
    }

    /// Whether somebody is at one of their devices.
    pub fn attends(&self, user: UserId) -> bool {
        self.people.get(&user).is_some_and(Person::is_attentive)
    }

    /// Whether others may notice that somebody is there.
    pub fn shows(&self, user: UserId) -> bool {
        let person = self.people.get(&user);
        person.is_some_and(|person| !person.is_hidden())
    }

    /// Whether nothing is remembered of anybody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
            && self.circles.is_empty()
            && self.wanted.is_empty()
            && self.unknown.is_empty()
            && self.alarms.is_empty()
    }

    fn look(&mut self, now: Instant, user: UserId, changes: &mut Vec<Change>) {
        let Some(person) = self.people.get_mut(&user) else {
            return;
        };
        person.listed = false;
        person.lapse(now);
        let seen = person.seen(now);
        let is_gone = person.is_gone(now);
        if person.places == Places::Known {
            let told = std::mem::replace(&mut person.told, seen.clone());
            let (others, before) = (seen.by_others(), told.by_others());
            let news = person.news.take();
            let again = news.is_some() && others.status != Status::Offline;
            let missed = news.unwrap_or_default();
            if seen != told {
                changes.push(Change {
                    presence: seen.presence(user),
                    watchers: vec![user],
                });
            }
            if others != before || again {
                changes.push(self.news(others.presence(user), user));
            }
            changes.extend(self.made_up(user, missed));
        } else if person.told.by_others().status != Status::Offline || !is_gone {
            // Whoever was told of them is told that they went once it is known who may be.
            return self.wake(now, user);
        }
        if is_gone {
            self.forget(user);
        } else {
            self.wake(now, user);
        }
    }

    /// A change for everybody who shares a place with somebody.
    fn news(&mut self, presence: Presence, user: UserId) -> Change {
        let circles = self.people.get(&user).map(|person| person.circles.clone());
        let circles = circles.unwrap_or_default();
        let mut watchers = self.sharing(&circles);
        watchers.remove(&user);
        self.told += 1;
        self.recent.push_back(Recent {
            number: self.told,
            user,
            circles,
        });
        self.forget_recent();
        Change {
            presence,
            watchers: watchers.into_iter().collect(),
        }
    }

    /// What somebody missed, as it is now.
    fn made_up(&self, user: UserId, missed: Vec<UserId>) -> impl Iterator<Item = Change> {
        let missed = missed.into_iter().filter(move |other| *other != user);
        missed.map(move |other| {
            let person = self.people.get(&other);
            let person = person.filter(|person| {
                person.places == Places::Known && self.may_know(user, &person.circles)
            });
            let seen = person.map(|person| person.told_to(false));
            Change {
                presence: seen.unwrap_or_default().presence(other),
                watchers: vec![user],
            }
        })
    }

    /// Whether somebody is told of who is in these.
    fn may_know(&self, user: UserId, circles: &[StreamId]) -> bool {
        let circles = circles.iter().filter_map(|circle| self.circles.get(circle));
        let mut small = circles.filter(|people| people.len() <= self.watchers_max);
        small.any(|people| people.contains(&user))
    }

    /// Those whose places are known and who are in one of these.
    fn sharing(&self, circles: &[StreamId]) -> BTreeSet<UserId> {
        let circles = circles.iter().filter_map(|circle| self.circles.get(circle));
        let small = circles.filter(|people| people.len() <= self.watchers_max);
        let is_known = |user: &UserId| {
            let person = self.people.get(user);
            person.is_some_and(|person| person.places == Places::Known)
        };
        small.flatten().copied().filter(is_known).collect()
    }

    fn touch(&mut self, user: UserId) {
        if let Some(person) = self.people.get_mut(&user)
            && !person.listed
        {
            person.listed = true;
            self.listed.push_back(user);
        }
    }

    /// Sets the moment to look at somebody next.
    fn wake(&mut self, now: Instant, user: UserId) {
        let Some(person) = self.people.get_mut(&user) else {
            return;
        };
        let deadline = person.deadline(now);
        if let Some(before) = std::mem::replace(&mut person.alarm, deadline) {
            self.alarms.remove(&(before, user));
        }
        self.alarms.extend(deadline.map(|at| (at, user)));
    }

    fn forget(&mut self, user: UserId) {
        let Some(person) = self.people.remove(&user) else {
            return;
        };
        self.wanted.remove(&user);
        if let Places::Unknown { since } = person.places {
            self.unknown.remove(&(since, user));
        }
        if let Some(at) = person.alarm {
            self.alarms.remove(&(at, user));
        }
        for circle in person.circles {
            self.leave(circle, user);
        }
        self.forget_recent();
    }

    /// Nobody who may have missed these is left, or they are too many.
    fn forget_recent(&mut self) {
        let oldest = self.unknown.first().map_or(self.told, |(since, _)| *since);
        while self.recent.len() > RECENT_MAX
            || self
                .recent
                .front()
                .is_some_and(|recent| recent.number <= oldest)
        {
            self.recent.pop_front();
        }
    }

    fn leave(&mut self, circle: StreamId, user: UserId) {
        if let Some(people) = self.circles.get_mut(&circle) {
            people.remove(&user);
            if people.is_empty() {
                self.circles.remove(&circle);
            }
        }
    }
}
