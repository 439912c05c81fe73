//! People in calls: a socket that says what is agreed, and one of UDP that sound comes to. All on one thread, like a
//! [`Crowd`](crate::crowd): the two sockets of a person have the same number.

mod datagram;
mod peer;
mod tally;

use std::{
    io,
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token};
use serde_json::{Value, json};

pub(crate) use self::datagram::PACKET_MICROS;
use self::peer::Peer;
pub(crate) use self::tally::Tally;
use crate::{
    clock,
    crowd::{Crowd, Heard},
    frames,
    host::Host,
    trouble::Trouble,
};

/// How many datagrams may have come in one turn; there are more turns.
const EVENTS: usize = 1_024;
/// How often the sockets that say what is agreed are looked at, and whose time has come.
const LOOK_EVERY_MICROS: u64 = 2_000;
/// Nobody may come in for so long before it is given up.
const COMING_MAX_MICROS: u64 = 30_000_000;
/// Of so many in a call at most all are whole browsers; of more, one in [`WHOLE_ONE_IN`] is. The others count what comes
/// and do not decrypt it: else the load would cost more than what it measures.
const WHOLE_MAX: usize = 20;
const WHOLE_ONE_IN: usize = 20;

/// What people do, and how many of them are in each call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// In each call.
    pub(crate) people: usize,
    /// So many of them talk, all the time.
    pub(crate) talkers: usize,
}

/// Everybody in the calls of one host.
pub(crate) struct Calls<'a> {
    host: &'a Host,
    shape: Shape,
    /// Nobody, where the host is spoken to by UDP alone.
    crowd: Option<Crowd<'a>>,
    poll: Poll,
    events: Events,
    peers: Vec<Peer>,
    /// From when on those who talk do.
    talks: bool,
    looked_at: u64,
    offers: Vec<(usize, Vec<u8>)>,
    /// The last thing that the host complained of.
    complaint: String,
}

impl<'a> Calls<'a> {
    /// Nobody yet.
    pub(crate) fn new(host: &'a Host, shape: Shape) -> Result<Self, Trouble> {
        let crowd = host.tongue.has_sockets().then(|| Crowd::new(host));
        Ok(Self {
            host,
            shape,
            crowd: crowd.transpose()?,
            poll: Poll::new().map_err(Trouble::io("epoll"))?,
            events: Events::with_capacity(EVENTS),
            peers: Vec::new(),
            talks: false,
            looked_at: 0,
            offers: Vec::new(),
            complaint: String::new(),
        })
    }

    /// Brings people in until there are so many, so many of them at a time; each is in when sound can flow, or where somebody
    /// talks, when he has heard it.
    pub(crate) fn gather(&mut self, count: usize, at_a_time: usize) -> Result<(), Trouble> {
        let mut moved_at = clock::micros();
        let mut last = 0;
        loop {
            let there = self.peers.iter().filter(|peer| self.is_in(peer)).count();
            if there == count {
                return Ok(());
            }
            while self.peers.len() < count && self.peers.len() - there < at_a_time {
                self.enter()?;
            }
            self.turn()?;
            let (now, name) = (clock::micros(), self.host.name);
            if there > last {
                (last, moved_at) = (there, now);
            }
            let closed = self.crowd.as_ref().map_or(0, Crowd::closed);
            if closed > 0 || now > moved_at + COMING_MAX_MICROS {
                return Err(Trouble::broken(format!(
                    "{name} let {there} of {count} people into calls and closed {closed} sockets {}",
                    self.complaint
                )));
            }
        }
    }

    /// Who talks hears nothing before others come.
    fn is_in(&self, peer: &Peer) -> bool {
        let hears = self.talks && self.shape.talkers > 0 && !peer.talks;
        peer.is_there() && (!hears || peer.tally.first_sound.is_some())
    }

    fn enter(&mut self) -> Result<(), Trouble> {
        let number = self.peers.len();
        let Shape { people, talkers } = self.shape;
        let peer = || {
            let whole = people <= WHOLE_MAX || number.is_multiple_of(WHOLE_ONE_IN);
            let relay = self.crowd.is_none().then_some(self.host.address);
            let mut peer = Peer::new((number, number / people), relay, whole)?;
            peer.talks = number % people < talkers;
            let registry = self.poll.registry();
            registry.register(&mut peer.socket, Token(number), Interest::READABLE)?;
            Ok(peer)
        };
        let peer = peer().map_err(Trouble::io(format!("the UDP socket of {number}")))?;
        self.peers.push(peer);
        match &mut self.crowd {
            Some(crowd) => crowd.enter(),
            None => Ok(()),
        }
    }

    /// Those who talk begin.
    pub(crate) fn talk(&mut self) {
        self.talks = true;
        let (now, count) = (clock::micros(), self.peers.len().max(1) as u64);
        // Not all in the same moment: people do not.
        for (number, peer) in self.peers.iter_mut().enumerate() {
            peer.speaks_at = now + number as u64 * PACKET_MICROS / count;
        }
    }

    /// Lets so much time go by.
    pub(crate) fn stay(&mut self, time: Duration) -> Result<(), Trouble> {
        let end = clock::after(time);
        while clock::micros() < end {
            self.turn()?;
        }
        Ok(())
    }

    /// What was heard since it was asked for last.
    pub(crate) fn tally(&mut self) -> Tally {
        let mut all = Tally::default();
        for peer in &mut self.peers {
            all.add(&peer.tally.take());
        }
        all
    }

    /// One turn: says what is due, hears what has come.
    fn turn(&mut self) -> Result<(), Trouble> {
        let now = clock::micros();
        if now >= self.looked_at + LOOK_EVERY_MICROS {
            self.looked_at = now;
            self.look()?;
        }
        let mut next = self.looked_at + LOOK_EVERY_MICROS;
        for peer in self.peers.iter_mut().filter(|_| self.talks) {
            if let Some(due) = peer.speak(now) {
                next = next.min(due);
            }
        }
        let wait = Duration::from_micros(next.saturating_sub(clock::micros()));
        match self.poll.poll(&mut self.events, Some(wait)) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                return Err(Trouble::io("epoll")(error));
            }
            _ => {}
        }
        for event in &self.events {
            self.peers[event.token().0].listen();
        }
        Ok(())
    }

    /// What is agreed, and whose time has come.
    fn look(&mut self) -> Result<(), Trouble> {
        let now = Instant::now();
        for peer in &mut self.peers {
            peer.pass(now);
        }
        let Some(crowd) = &mut self.crowd else {
            return Ok(());
        };
        let (offers, complaint) = (&mut self.offers, &mut self.complaint);
        crowd.turn(Duration::ZERO, &mut |heard: &Heard<'_>| {
            let is = |kind: &[u8]| heard.payload.starts_with(kind);
            if is(br#"{"type":"offer""#) {
                offers.push((heard.seat, heard.payload.to_vec()));
            } else if is(br#"{"type":"error""#) || is(br#"{"type":"closing""#) {
                *complaint = String::from_utf8_lossy(heard.payload).into_owned();
            }
        })?;
        for (seat, offer) in self.offers.drain(..) {
            let answer = answer(&mut self.peers[seat], &offer)?;
            crowd.say(seat, &frames::of_client(frames::TEXT, &answer));
        }
        Ok(())
    }
}

fn answer(peer: &mut Peer, offer: &[u8]) -> Result<Vec<u8>, Trouble> {
    let offer: Value = serde_json::from_slice(offer)
        .map_err(|error| Trouble::broken(format!("an offer is no JSON: {error}")))?;
    let sdp = offer["sdp"].as_str().unwrap_or_default();
    let sdp = peer.answer(sdp)?;
    let answer = json!({"type": "answer", "rev": offer["rev"], "sdp": sdp});
    Ok(answer.to_string().into_bytes())
}
