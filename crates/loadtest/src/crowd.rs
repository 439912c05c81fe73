//! Many sockets on one thread: the load. What is heard is looked at once and not kept.

mod seat;

use std::{
    io::{self, Read},
    time::Duration,
};

use mio::{Events, Interest, Poll, Token};

pub(crate) use self::seat::{Heard, Hears};
use self::seat::{Seat, State};
use crate::{clock, host::Host, trouble::Trouble};

/// How many sockets are on their way in at the same time.
const COMING_MAX: usize = 64;
/// What one read takes at most. Shared by all sockets: a message to ten thousand of them should not
/// need a buffer each.
const READ_BYTES: usize = 256 * 1024;
/// How many sockets may have something to say in one turn.
const EVENTS: usize = 1_024;
/// How long a turn waits while sockets come in.
const COMING_TURN: Duration = Duration::from_millis(50);
/// How long nobody may come in before it is given up.
const COMING_MAX_MICROS: u64 = 30_000_000;
/// How often a socket says that it is still there, in microseconds; servers close the silent.
const SPEAK_EVERY: u64 = 25_000_000;

/// Sockets of one host.
pub(crate) struct Crowd<'a> {
    host: &'a Host,
    poll: Poll,
    events: Events,
    seats: Vec<Seat>,
    buffer: Vec<u8>,
    spoke_at: u64,
}

impl<'a> Crowd<'a> {
    /// Nobody yet.
    pub(crate) fn new(host: &'a Host) -> Result<Self, Trouble> {
        Ok(Self {
            host,
            poll: Poll::new().map_err(Trouble::io("epoll"))?,
            events: Events::with_capacity(EVENTS),
            seats: Vec::new(),
            buffer: vec![0; READ_BYTES],
            spoke_at: clock::micros(),
        })
    }

    /// How many have been let in and are still there.
    pub(crate) fn live(&self) -> usize {
        let live = |seat: &&Seat| seat.state == State::Live;
        self.seats.iter().filter(live).count()
    }

    /// How many a server has closed.
    pub(crate) fn closed(&self) -> usize {
        let closed = |seat: &&Seat| seat.state == State::Closed;
        self.seats.iter().filter(closed).count()
    }

    /// Brings so many sockets in, and waits until each is where its host wants it.
    pub(crate) fn gather(&mut self, count: usize, heard: &mut impl Hears) -> Result<(), Trouble> {
        let (mut live, mut moved_at) = (0, clock::micros());
        while live < count {
            while self.seats.len() < count && self.seats.len() - live < COMING_MAX {
                self.enter()?;
            }
            self.turn(COMING_TURN, heard)?;
            let (now_live, closed, now) = (self.live(), self.closed(), clock::micros());
            if now_live > live {
                (live, moved_at) = (now_live, now);
            }
            if closed > 0 || now > moved_at + COMING_MAX_MICROS {
                let name = self.host.name;
                return Err(Trouble::broken(format!(
                    "{name} let {live} of {count} sockets in and closed {closed}"
                )));
            }
        }
        Ok(())
    }

    /// One more begins to come in.
    pub(crate) fn enter(&mut self) -> Result<(), Trouble> {
        let number = self.seats.len();
        let connect = || {
            let stream = std::net::TcpStream::connect(self.host.address)?;
            stream.set_nodelay(true)?;
            stream.set_nonblocking(true)?;
            let mut stream = mio::net::TcpStream::from_std(stream);
            let interest = Interest::READABLE | Interest::WRITABLE;
            let registry = self.poll.registry();
            registry.register(&mut stream, Token(number), interest)?;
            let mut seat = Seat::new(stream);
            seat.say(&self.host.tongue.upgrade(number));
            Ok(seat)
        };
        let seat = connect().map_err(Trouble::io(format!("socket {number}")))?;
        self.seats.push(seat);
        Ok(())
    }

    /// How many there are, wherever they stand.
    pub(crate) fn count(&self) -> usize {
        self.seats.len()
    }

    /// Says something on a socket, as soon as the system takes it.
    pub(crate) fn say(&mut self, seat: usize, frame: &[u8]) {
        self.seats[seat].say(frame);
    }

    /// Never reads from the last socket again.
    pub(crate) fn stall_last(&mut self) -> Result<(), Trouble> {
        let registry = self.poll.registry();
        let stalled = self
            .seats
            .last_mut()
            .map(|seat| registry.deregister(&mut seat.stream));
        stalled.unwrap_or(Ok(())).map_err(Trouble::io("epoll"))
    }

    /// Waits so long for something to be heard, and hears all of it.
    pub(crate) fn turn(&mut self, wait: Duration, heard: &mut impl Hears) -> Result<(), Trouble> {
        self.keep_alive();
        let polled = self.poll.poll(&mut self.events, Some(wait));
        match polled {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                return Err(Trouble::io("epoll")(error));
            }
            _ => {}
        }
        for event in &self.events {
            let number = event.token().0;
            let seat = &mut self.seats[number];
            if event.is_writable() {
                seat.flush();
            }
            if event.is_readable() {
                read(seat, &mut self.buffer, |seat, bytes| {
                    seat.hear(bytes, (self.host, number), heard);
                });
            }
        }
        Ok(())
    }

    fn keep_alive(&mut self) {
        let now = clock::micros();
        if now < self.spoke_at + SPEAK_EVERY {
            return;
        }
        self.spoke_at = now;
        let Some(sign) = self.host.tongue.sign_of_life() else {
            return;
        };
        for seat in self
            .seats
            .iter_mut()
            .filter(|seat| seat.state == State::Live)
        {
            seat.say(&sign);
        }
    }
}

/// Reads until the system has nothing more. A read that does not fill the buffer was the last one:
/// epoll tells of what comes later.
fn read(seat: &mut Seat, buffer: &mut [u8], mut hear: impl FnMut(&mut Seat, &[u8])) {
    while seat.state != State::Closed {
        match seat.stream.read(buffer) {
            Ok(0) => seat.state = State::Closed,
            Ok(length) => {
                hear(seat, &buffer[..length]);
                if length < buffer.len() {
                    return;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => seat.state = State::Closed,
        }
    }
}
