//! A channel full of people, some of whom write.

use std::time::Duration;

use super::{
    figures::{Moment, Span},
    ledger::{Counts, Ledger, WRITERS},
};
use crate::{
    clock, crowd::Crowd, histogram::Histogram, host::Host, marker::Marker, trouble::Trouble,
};

/// What is not counted: until everything has its size.
const WARM_UP: Duration = Duration::from_secs(1);
/// How long the last messages may take.
const DRAIN_MAX_MICROS: u64 = 10_000_000;
/// The longest a turn waits.
const TURN: Duration = Duration::from_millis(20);

/// How messages come.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pace {
    /// So many are on their way at any time.
    Window(usize),
    /// So many a second, whatever became of those before.
    Rate(u32),
}

/// One round of one host.
pub(super) struct Round {
    pub(super) span: Span,
    pub(super) counts: Counts,
    pub(super) deliveries: u64,
    pub(super) latency: Histogram,
    pub(super) frame_bytes: usize,
}

/// Warms up, measures, and hears what is still on its way.
pub(super) fn measure(mut room: Room<'_>, pace: Pace, time: Duration) -> Result<Round, Trouble> {
    let host = room.host;
    room.begin(pace);
    room.until(clock::micros() + micros(WARM_UP.min(time)), pace)?;
    let (begin, before) = (Moment::of(host)?, room.ledger.counts.deliveries);
    room.ledger.latency = Histogram::default();
    room.until(begin.at() + micros(time), pace)?;
    let span = begin.until(&Moment::of(host)?);
    let deliveries = room.ledger.counts.deliveries - before;
    let latency = std::mem::take(&mut room.ledger.latency);
    room.drain()?;
    Ok(Round {
        span,
        counts: room.ledger.counts,
        deliveries,
        latency,
        frame_bytes: room.ledger.frame_bytes,
    })
}

/// A channel full of people, some of whom write.
pub(super) struct Room<'a> {
    host: &'a Host,
    crowd: Crowd<'a>,
    ledger: Ledger,
    sent: [u32; WRITERS],
    /// Nobody needs to write.
    pushes: bool,
    due: u64,
    turn: usize,
}

impl<'a> Room<'a> {
    pub(super) fn new(host: &'a Host, sockets: usize, pushes: bool) -> Result<Self, Trouble> {
        let (mut crowd, mut ledger) = (Crowd::new(host)?, Ledger::new(sockets));
        crowd.gather(sockets, &mut ledger)?;
        Ok(Self {
            host,
            crowd,
            ledger,
            sent: [0; WRITERS],
            pushes,
            due: clock::micros(),
            turn: 0,
        })
    }

    /// The last socket takes nothing any more.
    pub(super) fn stall_last(&mut self) -> Result<(), Trouble> {
        self.ledger.deafen_last();
        self.crowd.stall_last()
    }

    fn begin(&mut self, pace: Pace) {
        if let (Pace::Window(window), false) = (pace, self.pushes) {
            for number in 0..window {
                self.post(number % WRITERS, clock::micros());
            }
        }
    }

    fn post(&mut self, writer: usize, due: u64) {
        self.sent[writer] += 1;
        let marker = Marker {
            writer: u8::try_from(writer).unwrap_or(0),
            number: self.sent[writer],
            due,
        };
        let frame = self.host.tongue.post(marker);
        self.crowd.say(writer, &frame);
    }

    /// Hears, and writes at this pace, until then.
    fn until(&mut self, end: u64, pace: Pace) -> Result<(), Trouble> {
        let mut whole = Vec::new();
        loop {
            let now = clock::micros();
            if now >= end {
                return Ok(());
            }
            let wait = match pace {
                Pace::Rate(rate) if !self.pushes => self.post_due(now, rate),
                Pace::Rate(_) | Pace::Window(_) => TURN,
            };
            self.crowd.turn(wait, &mut self.ledger)?;
            self.ledger.whole(&mut whole);
            for writer in whole.drain(..) {
                if let (Pace::Window(_), false) = (pace, self.pushes) {
                    self.post(writer, clock::micros());
                }
            }
        }
    }

    /// Writes what is due; gives how long there is until the next one.
    fn post_due(&mut self, now: u64, rate: u32) -> Duration {
        const SECOND: u64 = 1_000_000;
        while self.due <= now {
            self.turn = (self.turn + 1) % WRITERS;
            self.post(self.turn, self.due);
            self.due += SECOND / u64::from(rate);
        }
        TURN.min(Duration::from_micros(self.due - now))
    }

    /// Hears what is still on its way.
    fn drain(&mut self) -> Result<(), Trouble> {
        if self.pushes {
            return Ok(());
        }
        let end = clock::micros() + DRAIN_MAX_MICROS;
        while !self.ledger.is_settled(&self.sent) && clock::micros() < end {
            self.crowd.turn(TURN, &mut self.ledger)?;
        }
        self.ledger.settle(&self.sent);
        let closed = self.crowd.closed();
        if closed > 0 {
            let name = self.host.name;
            return Err(Trouble::broken(format!("{name} closed {closed} sockets")));
        }
        Ok(())
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
