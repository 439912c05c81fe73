//! One person who is there, or was a moment ago.

use std::{collections::BTreeMap, time::Instant};

use parlor_protocol::{
    ids::{StreamId, UserId},
    presence::{Choice, Mood, Presence, Status},
};

use super::{GRACE, LEASE, LeaseId, Line};

/// A device that says that its person is there.
#[derive(Debug)]
struct Lease {
    until: Instant,
    idle: bool,
}

/// What is known of a person's places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Places {
    /// They were not read yet, or changed since: nobody is told of the person, nor the person of
    /// others.
    Unknown {
        /// The last change that was told before that.
        since: u64,
    },
    Known,
}

/// How a person is seen, by themself; [`Seen::by_others`] is the rest of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) status: Status,
    text: Option<String>,
}

impl Seen {
    /// Hidden is gone.
    pub(super) fn by_others(&self) -> Self {
        match self.status {
            Status::Invisible | Status::Offline => Self::default(),
            Status::Online | Status::Idle | Status::Dnd => self.clone(),
        }
    }

    pub(super) fn presence(self, user_id: UserId) -> Presence {
        Presence {
            user_id,
            status: self.status,
            status_text: self.text,
        }
    }
}

#[derive(Debug)]
pub(super) struct Person {
    /// As many as sockets are allowed.
    leases: BTreeMap<LeaseId, Lease>,
    /// When the last of them ended.
    gone_at: Instant,
    /// Whether nobody was at the last of them.
    was_idle: bool,
    /// What they chose; `None` = it was not read yet.
    mood: Option<Mood>,
    line: Line,
    pub(super) places: Places,
    /// The spaces and conversations they are in, ascending.
    pub(super) circles: Vec<StreamId>,
    /// Their places or line should be read (anew).
    pub(super) wanted: bool,
    /// They stand on the list of those who may look different.
    pub(super) listed: bool,
    /// Their places are newly known: everybody there is told of them, also where nothing changed,
    /// and they of those who changed meanwhile.
    pub(super) news: Option<Vec<UserId>>,
    /// What was told last.
    pub(super) told: Seen,
    /// When to look at them although nothing happens.
    pub(super) alarm: Option<Instant>,
}

impl Person {
    pub(super) fn new(now: Instant, since: u64) -> Self {
        Self {
            leases: BTreeMap::new(),
            gone_at: now,
            was_idle: false,
            mood: None,
            line: Line::default(),
            places: Places::Unknown { since },
            circles: Vec::new(),
            wanted: false,
            listed: false,
            news: None,
            told: Seen::default(),
            alarm: None,
        }
    }

    pub(super) fn open(&mut self, now: Instant, lease: LeaseId) {
        let until = now + LEASE;
        self.leases.insert(lease, Lease { until, idle: false });
    }

    pub(super) fn renew(&mut self, now: Instant, lease: LeaseId) {
        if let Some(lease) = self.leases.get_mut(&lease) {
            lease.until = now + LEASE;
        }
    }

    pub(super) fn close(&mut self, now: Instant, lease: LeaseId) {
        if let Some(last) = self.leases.remove(&lease)
            && self.leases.is_empty()
        {
            (self.gone_at, self.was_idle) = (now, last.idle);
        }
    }

    /// Ends the leases that nobody renewed.
    pub(super) fn lapse(&mut self, now: Instant) {
        let lapsed = self.leases.iter().filter(|(_, lease)| lease.until <= now);
        let lapsed: Vec<(LeaseId, Instant)> =
            lapsed.map(|(id, lease)| (*id, lease.until)).collect();
        for (id, until) in lapsed {
            self.close(until, id);
        }
    }

    pub(super) fn choose(&mut self, lease: LeaseId, choice: Choice) {
        let Some(lease) = self.leases.get_mut(&lease) else {
            return;
        };
        lease.idle = choice == Choice::Idle;
        self.mood = Some(choice.into());
    }

    /// What is stored of what they said.
    pub(super) fn say(&mut self, mood: Mood, line: Line) {
        self.mood = Some(mood);
        self.line = line;
    }

    /// Whether others may not notice that they are there. Who may have chosen that hides too.
    pub(super) fn is_hidden(&self) -> bool {
        matches!(self.mood, None | Some(Mood::Invisible))
    }

    /// Whether somebody is at one of the devices.
    pub(super) fn is_attentive(&self) -> bool {
        self.leases.values().any(|lease| !lease.idle)
    }

    /// Whether the last device went so long ago that they will not be back in a moment.
    pub(super) fn is_gone(&self, now: Instant) -> bool {
        self.leases.is_empty() && now >= self.gone_at + GRACE
    }

    pub(super) fn seen(&self, now: Instant) -> Seen {
        if self.is_gone(now) {
            return Seen::default();
        }
        let is_idle = if self.leases.is_empty() {
            self.was_idle
        } else {
            self.leases.values().all(|lease| lease.idle)
        };
        let status = match self.mood.unwrap_or_default() {
            Mood::Invisible => Status::Invisible,
            Mood::Dnd => Status::Dnd,
            Mood::Online if is_idle => Status::Idle,
            Mood::Online => Status::Online,
        };
        let text = self.line.at(now).map(str::to_owned);
        Seen { status, text }
    }

    /// How they were told, to themself or to others.
    pub(super) fn told_to(&self, is_themself: bool) -> Seen {
        if is_themself {
            self.told.clone()
        } else {
            self.told.by_others()
        }
    }

    /// When they may look different although nothing happens.
    pub(super) fn deadline(&self, now: Instant) -> Option<Instant> {
        let lapse = self.leases.values().map(|lease| lease.until).min();
        let gone = self.leases.is_empty().then_some(self.gone_at + GRACE);
        let line = self.line.until.filter(|until| *until > now);
        lapse.into_iter().chain(gone).chain(line).min()
    }
}
