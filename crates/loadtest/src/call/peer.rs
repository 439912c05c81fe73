//! One person in a call.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    time::Instant,
};

use mio::net::UdpSocket;
use parlor_caller::{Line, Told, Word};
use str0m::{Candidate, Event};

use super::{
    datagram::{Header, Mark, PACKET_MICROS},
    tally::Tally,
};
use crate::{clock, host::HELLO, trouble::Trouble};

const DATAGRAM_BYTES_MAX: usize = 2_000;
/// How loud those who talk are, in decibel below full scale.
const LEVEL: i8 = -20;

/// How somebody is connected.
enum Way {
    /// As a browser.
    Browser(Box<Line>),
    /// To the bare floor, which was greeted and may have answered.
    Bare { relay: SocketAddr, greeted: bool },
}

/// One person in a call.
pub(super) struct Peer {
    pub(super) socket: UdpSocket,
    way: Way,
    seat: u32,
    call: u32,
    /// Whether what comes is decrypted.
    whole: bool,
    pub(super) talks: bool,
    /// When the next packet is due.
    pub(super) speaks_at: u64,
    said: u64,
    came_at: u64,
    pub(super) tally: Tally,
}

impl Peer {
    /// A browser, or where the address of a relay is given, bare datagrams.
    pub(super) fn new(
        (seat, call): (usize, usize),
        relay: Option<SocketAddr>,
        whole: bool,
    ) -> io::Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0).into())?;
        let way = if let Some(relay) = relay {
            let greeted = false;
            Way::Bare { relay, greeted }
        } else {
            let candidate = Candidate::host(socket.local_addr()?, "udp");
            let candidate = candidate.map_err(io::Error::other)?;
            Way::Browser(Box::new(Line::new(candidate, Instant::now())))
        };
        let number = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        let mut peer = Self {
            socket,
            way,
            seat: number(seat),
            call: number(call),
            whole,
            talks: false,
            speaks_at: clock::micros(),
            said: 0,
            came_at: clock::micros(),
            tally: Tally::default(),
        };
        peer.greet();
        Ok(peer)
    }

    /// Tells the floor in which call it is. Told again until it answers: a datagram may be lost.
    fn greet(&mut self) {
        if let Way::Bare {
            relay,
            greeted: false,
        } = self.way
        {
            let hello = [HELLO.as_slice(), &self.call.to_be_bytes()].concat();
            let _ = self.socket.send_to(&hello, relay);
        }
    }

    /// Whether sound can flow.
    pub(super) fn is_there(&self) -> bool {
        match &self.way {
            Way::Browser(line) => line.is_connected(),
            Way::Bare { greeted, .. } => *greeted,
        }
    }

    /// The answer to an offer.
    pub(super) fn answer(&mut self, offer: &str) -> Result<String, Trouble> {
        let Way::Browser(line) = &mut self.way else {
            return Err(Trouble::broken("an offer to who is no browser"));
        };
        let answer = line.answer(offer);
        let answer = answer.map_err(|error| Trouble::broken(error.to_string()))?;
        self.drain(clock::micros());
        Ok(answer)
    }

    /// Says what is due; tells when more is.
    pub(super) fn speak(&mut self, now: u64) -> Option<u64> {
        if !self.talks {
            return None;
        }
        if self.speaks_at <= now && self.is_there() {
            self.speaks_at += PACKET_MICROS;
            self.say();
        }
        Some(self.speaks_at)
    }

    fn say(&mut self) {
        self.said += 1;
        self.tally.said += 1;
        let mark = Mark {
            call: self.call,
            seat: self.seat,
            said_at: clock::micros(),
        };
        match &mut self.way {
            Way::Browser(line) => {
                let now = Instant::now();
                let word = Word {
                    number: self.said,
                    level: LEVEL,
                    payload: mark.payload(),
                };
                line.say(now, word);
                line.pass(now);
                self.drain(mark.said_at);
            }
            Way::Bare { relay, .. } => {
                #[expect(clippy::cast_possible_truncation, reason = "numbers that go round")]
                let datagram = mark.datagram(self.said as u16);
                let _ = self.socket.send_to(&datagram, *relay);
            }
        }
    }

    /// Time goes on.
    pub(super) fn pass(&mut self, now: Instant) {
        match &mut self.way {
            Way::Browser(line) if line.due() <= now => {
                line.pass(now);
                self.drain(clock::micros());
            }
            Way::Browser(_) => {}
            Way::Bare { .. } => self.greet(),
        }
    }

    /// Hears all that has come.
    pub(super) fn listen(&mut self) {
        let mut bytes = [0; DATAGRAM_BYTES_MAX];
        while let Ok((length, from)) = self.socket.recv_from(&mut bytes) {
            self.receive(from, &bytes[..length]);
        }
    }

    fn receive(&mut self, from: SocketAddr, datagram: &[u8]) {
        let now = clock::micros();
        let header = Header::read(datagram);
        if let Some(header) = header {
            self.tally.count(header);
        }
        match &mut self.way {
            Way::Browser(line) => {
                if header.is_none() || self.whole || !line.is_connected() {
                    line.receive(Instant::now(), from, datagram);
                    self.drain(now);
                }
            }
            Way::Bare { greeted, .. } => {
                *greeted |= datagram == HELLO;
                if let Some(mark) = Mark::of_datagram(datagram).filter(|_| self.whole) {
                    self.tally.hear(mark, (self.call, self.seat), now);
                }
            }
        }
        if header.is_some() && self.is_there() && self.tally.first_sound.is_none() {
            self.tally.first_sound = Some(now);
            self.tally.first_sounds.record(now - self.came_at);
        }
    }

    fn drain(&mut self, now: u64) {
        let Way::Browser(line) = &mut self.way else {
            return;
        };
        while let Some(told) = line.poll() {
            match told {
                Told::Datagram(to, bytes) => drop(self.socket.send_to(&bytes, to)),
                Told::Event(Event::RtpPacket(packet)) if self.whole => {
                    if let Some(mark) = Mark::read(&packet.payload) {
                        self.tally.hear(mark, (self.call, self.seat), now);
                    }
                }
                Told::Event(_) => {}
            }
        }
    }
}
