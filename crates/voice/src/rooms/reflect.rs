//! How the socket is seen from outside, asked between everything else.

use std::time::Instant;

use super::{Rooms, Whose};
use crate::{
    Event, Remote,
    mirror::{Answer, Look, Step},
    peer::Packet,
};

impl Rooms {
    /// Begins to ask.
    pub(super) fn reflect(&mut self, now: Instant, look: Look) {
        self.look = Some(look);
        self.reflect_on(now);
    }

    /// Asks what it is time to ask.
    pub(super) fn reflect_on(&mut self, now: Instant) {
        while let Some(look) = &mut self.look {
            let mirror = look.mirror();
            match look.step(now) {
                Step::Ask(bytes) => {
                    let question = (Remote::Udp(mirror), bytes);
                    self.drained.datagrams.push_back(question);
                }
                Step::Wait(until) => {
                    self.due.at(Whose::Mirror, until);
                    return;
                }
                Step::Over => self.seen(None),
            }
        }
    }

    /// Whether this was the answer; it is nobody else's then.
    pub(super) fn is_seen(&mut self, packet: Packet<'_>) -> bool {
        let (Some(look), Remote::Udp(source)) = (&self.look, packet.source) else {
            return false;
        };
        let Some(answer) = look.answer(source, packet.bytes) else {
            return false;
        };
        self.seen(match answer {
            Answer::Seen(address) => Some(address),
            Answer::Refused => None,
        });
        true
    }

    fn seen(&mut self, address: Option<std::net::SocketAddr>) {
        if let Some(look) = self.look.take() {
            let mirror = look.mirror();
            self.events.push_back(Event::Seen { mirror, address });
        }
    }
}
