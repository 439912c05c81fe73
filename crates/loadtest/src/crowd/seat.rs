//! One socket of a crowd.

use std::io::{self, Write};

use memchr::memmem;
use mio::net::TcpStream;

use crate::{
    clock,
    frames::{self, first},
    host::Host,
};

/// What ends the head of an HTTP answer.
const HEAD_END: &[u8] = b"\r\n\r\n";
/// How the answer to an upgrade begins.
const UPGRADED: &[u8] = b"HTTP/1.1 101";

/// A frame that was heard.
#[derive(Debug)]
pub(crate) struct Heard<'a> {
    /// By which socket, from 0.
    pub(crate) seat: usize,
    /// What is in it.
    pub(crate) payload: &'a [u8],
    /// When, on [`crate::clock`].
    pub(crate) now: u64,
}

/// Who is told of every frame.
pub(crate) trait Hears {
    /// A frame came.
    fn hear(&mut self, heard: &Heard<'_>);
}

/// Nobody.
impl Hears for () {
    fn hear(&mut self, _: &Heard<'_>) {}
}

impl<F: FnMut(&Heard<'_>)> Hears for F {
    fn hear(&mut self, heard: &Heard<'_>) {
        self(heard);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It has asked to become a socket.
    Upgrading,
    /// It is one, and not yet where its host wants it.
    Greeting,
    /// It is there.
    Live,
    /// It was closed, or never let in.
    Closed,
}

pub(super) struct Seat {
    pub(super) stream: TcpStream,
    pub(super) state: State,
    /// The beginning of a frame whose end has not come yet.
    rest: Vec<u8>,
    /// What the system does not take yet.
    unsent: Vec<u8>,
}

impl Seat {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            state: State::Upgrading,
            rest: Vec::new(),
            unsent: Vec::new(),
        }
    }

    pub(super) fn say(&mut self, bytes: &[u8]) {
        self.unsent.extend(bytes);
        self.flush();
    }

    /// Gives the system what it takes; a broken socket shows when it is read.
    pub(super) fn flush(&mut self) {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(taken) => drop(self.unsent.drain(..taken)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
        if self.state != State::Live {
            self.unsent = Vec::new();
        }
    }

    /// Takes bytes apart and tells of each frame that is whole.
    pub(super) fn hear(&mut self, bytes: &[u8], of: (&Host, usize), heard: &mut impl Hears) {
        if self.rest.is_empty() {
            let taken = self.hear_whole(bytes, of, heard);
            self.rest.extend(&bytes[taken..]);
        } else {
            let mut all = std::mem::take(&mut self.rest);
            all.extend(bytes);
            let taken = self.hear_whole(&all, of, heard);
            self.rest.extend(&all[taken..]);
        }
    }

    /// Gives how many bytes were whole.
    fn hear_whole(&mut self, bytes: &[u8], of: (&Host, usize), heard: &mut impl Hears) -> usize {
        let mut at = 0;
        if self.state == State::Upgrading {
            let Some(end) = memmem::find(bytes, HEAD_END) else {
                return 0;
            };
            at = end + HEAD_END.len();
            self.upgraded(&bytes[..at], of);
        }
        let (host, seat) = of;
        let now = clock::micros();
        while let Some(frame) = first(&bytes[at..]) {
            at += frame.length;
            match frame.opcode {
                frames::CLOSE => self.state = State::Closed,
                frames::PING => self.say(&frames::of_client(frames::PONG, frame.payload)),
                frames::PONG => {}
                _ => {
                    if self.state == State::Greeting && host.tongue.is_let_in(frame.payload) {
                        self.state = State::Live;
                    }
                    let payload = frame.payload;
                    heard.hear(&Heard { seat, payload, now });
                }
            }
        }
        at
    }

    fn upgraded(&mut self, head: &[u8], (host, seat): (&Host, usize)) {
        if !head.starts_with(UPGRADED) {
            self.state = State::Closed;
            return;
        }
        let greeting = host.tongue.greeting(seat);
        self.state = if host.tongue.lets_in_silently() {
            State::Live
        } else {
            State::Greeting
        };
        self.say(&greeting);
    }
}
