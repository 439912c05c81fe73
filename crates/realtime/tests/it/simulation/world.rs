//! What the readers cannot trust: the bus, the fetches, and who may read what.

use std::{sync::Arc, time::Duration};

use parlor_protocol::{
    event::Event,
    ids::{StreamId, UserId},
};
use parlor_realtime::{
    Gap,
    session::{Fetched, Want},
};
use rand::{RngExt, rngs::StdRng};

use super::{CAPACITY, SPACE, STREAMS};
use crate::stage::{ADA, Stage, next_gap};

/// The length of the text of a big message; with what stands around it four times as much.
const BIG: usize = 160;

/// Few, so that catching up takes many pages.
const PAGE_EVENTS_MAX: usize = 30;

pub(super) struct World {
    pub(super) stage: Stage,
    /// Published and not yet delivered.
    bus: Vec<Event>,
    /// Being read from the log, for the hub.
    gaps: Vec<Gap>,
    denied: Vec<(UserId, StreamId)>,
}

impl World {
    pub(super) fn new() -> Self {
        let mut stage = Stage::new(CAPACITY);
        stage.log.spaces.push(SPACE);
        stage.log.page_events_max = PAGE_EVENTS_MAX;
        // A refused `leave_channel` would leave the client in doubt where it stands.
        let setting = Arc::get_mut(&mut stage.setting).unwrap();
        setting.limits.commands_per_10_s = u32::MAX;
        Self {
            stage,
            bus: Vec::new(),
            gaps: Vec::new(),
            denied: Vec::new(),
        }
    }

    /// Somebody writes: the log has it for certain, the bus perhaps.
    pub(super) fn write(&mut self, rng: &mut StdRng) {
        for _ in 0..rng.random_range(1..6) {
            let stream = STREAMS[rng.random_range(0..STREAMS.len())];
            let log = &mut self.stage.log;
            let event = if rng.random_ratio(1, 5) {
                log.post(stream, ADA, &"x".repeat(BIG))
            } else {
                log.write(stream)
            };
            self.bus.push(event);
        }
    }

    /// One event arrives, late, out of order, twice or never.
    pub(super) fn deliver(&mut self, rng: &mut StdRng) {
        if self.bus.is_empty() {
            return;
        }
        let near = self.bus.len().min(8);
        let at = rng.random_range(0..near);
        let (arrives, comes_again) = (!rng.random_ratio(1, 10), rng.random_ratio(1, 10));
        if arrives {
            self.stage.publish(&self.bus[at..=at]);
        }
        if !comes_again {
            self.bus.remove(at);
        }
    }

    pub(super) fn pass(&mut self, time: Duration) {
        self.stage.now += time;
        self.stage.hub.tick(self.stage.now);
    }

    pub(super) fn probe(&self) {
        let tips = self.stage.log.tips(&self.stage.hub.watched());
        self.stage.hub.tips(self.stage.now, &tips);
    }

    /// One gap is read from the log, in part or not at all, after others that came later.
    pub(super) fn fill_gap(&mut self, rng: &mut StdRng) {
        let hub = &self.stage.hub;
        self.gaps.extend(std::iter::from_fn(|| next_gap(hub)));
        if self.gaps.is_empty() {
            return;
        }
        let gap = self.gaps.swap_remove(rng.random_range(0..self.gaps.len()));
        match rng.random_range(0..10) {
            // Whoever read it died.
            0 => return,
            1 | 2 => return hub.unfilled(self.stage.now, gap.stream),
            _ => {}
        }
        let page = self.stage.log.page(gap.stream, Some(gap.after));
        let some = &page.events[..page.events.len().min(7)];
        hub.filled(self.stage.now, gap.stream, some, page.last_seq);
    }

    /// Access is lost, or had again; gives what was lost.
    pub(super) fn turn(&mut self, user: UserId, stream: StreamId) -> bool {
        if let Some(at) = self.denied.iter().position(|it| *it == (user, stream)) {
            self.denied.swap_remove(at);
            return false;
        }
        self.denied.push((user, stream));
        self.stage.hub.detach(user, stream);
        true
    }

    /// The log forgets all but the last events of a stream.
    pub(super) fn prune(&mut self, stream: StreamId) {
        let last_seq = self.stage.log.last_seq(stream);
        let from = last_seq.saturating_sub(30).max(1);
        self.stage.log.prune(stream, from);
    }

    /// What the server answers to a fetch.
    pub(super) fn look(&self, user: UserId, want: &Want) -> Fetched {
        if self.denied.contains(&(user, want.stream)) {
            Fetched::NoAccess
        } else {
            Fetched::Page(self.stage.log.page(want.stream, want.after))
        }
    }

    /// The faults stop, and what is still on the bus is lost: the probe and the log are enough.
    pub(super) fn calm_down(&mut self, time: Duration) {
        self.bus.clear();
        self.pass(time);
        self.probe();
        self.pass(time);
        while let Some(gap) = self.gaps.pop().or_else(|| next_gap(&self.stage.hub)) {
            let page = self.stage.log.page(gap.stream, Some(gap.after));
            let hub = &self.stage.hub;
            hub.filled(self.stage.now, gap.stream, &page.events, page.last_seq);
        }
    }
}
