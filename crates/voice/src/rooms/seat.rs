//! Taking a seat, agreeing, and giving it up.

use std::time::Instant;

use parlor_protocol::ids::{ChannelId, UserId};

use super::{Rooms, Seat, Voice, Whose};
use crate::{
    Event, Failure, Gate, SeatId,
    budget::Budget,
    forward::Track,
    loudness::Loudness,
    peer::{Offer, Peer, Place},
    slots::Slots,
    video::Video,
};

/// The name of the offer in use, and of one that waits for its answer.
const UFRAGS_MAX: usize = 2;

impl Rooms {
    pub(super) fn join(
        &mut self,
        now: Instant,
        (id, room, user): (SeatId, ChannelId, UserId),
        place: Place,
        gate: Gate,
    ) -> Result<(), Failure> {
        if self.seats.contains_key(&id) {
            return Err(Failure::Broken);
        }
        if self.seats.len() >= self.shape.seats_max {
            return Err(Failure::NoSeat);
        }
        let (peer, offer) = self.maker.peer(now, (&place, 0), &mut self.drained)?;
        self.due.at(Whose::Seat(id), peer.due());
        let seat = Seat {
            room,
            gate,
            place,
            rev: 0,
            peer: Some(peer),
            slots: Slots::default(),
            frames: None,
            video: Video::default(),
            ufrags: Vec::new(),
        };
        self.seats.insert(id, seat);
        let voice = Voice {
            user,
            loudness: Loudness::default(),
            budget: Budget::new(now),
            silenced: 0,
            speaks: false,
        };
        let room = self.channels.entry(room).or_default();
        room.voices.insert(id, voice);
        self.offer(id, offer);
        Ok(())
    }

    pub(super) fn answer(&mut self, now: Instant, id: SeatId, rev: u32, sdp: &str) {
        let mut first = false;
        self.turn(now, id, |peer, now, drained| {
            first = peer.answer(now, (rev, sdp), drained)?;
            Ok(())
        });
        if let Some(seat) = self.seats.get_mut(&id).filter(|_| first)
            && let Some(peer) = &seat.peer
        {
            seat.slots = Slots::new(peer.slots().map(|ssrc| Track::new(beginning(*ssrc))));
        }
        self.agreed(now, id);
    }

    pub(super) fn restart_ice(&mut self, now: Instant, id: SeatId) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        if seat.peer.is_none() {
            self.connect_anew(now, id);
            return;
        }
        let mut made = None;
        self.turn(now, id, |peer, now, drained| {
            made = Some(peer.restart_ice(now, drained)?);
            Ok(())
        });
        if let Some(offer) = made {
            self.offer(id, offer);
        }
    }

    /// The connection of before is gone; sound went by frames since.
    fn connect_anew(&mut self, now: Instant, id: SeatId) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        let start = (&seat.place, seat.rev);
        match self.maker.peer(now, start, &mut self.drained) {
            Ok((peer, offer)) => {
                self.due.at(Whose::Seat(id), peer.due());
                seat.peer = Some(peer);
                seat.slots = Slots::default();
                self.offer(id, offer);
                self.show_again(now, id);
            }
            Err(why) => self.fail(id, why),
        }
    }

    pub(super) fn gate(&mut self, now: Instant, id: SeatId, gate: Gate) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        let before = std::mem::replace(&mut seat.gate, gate);
        if before.hears && !gate.hears {
            seat.slots_mut().cut();
        }
        if before.heard && !gate.heard {
            let room = seat.room;
            self.silence(id, room);
            self.speaking_changed(now, room);
        }
    }

    /// What comes next of this voice is a beginning.
    pub(super) fn silence(&mut self, id: SeatId, room: ChannelId) {
        let room = self.channels.get_mut(&room);
        if let Some(voice) = room.and_then(|room| room.voices.get_mut(&id)) {
            voice.silenced = voice.silenced.wrapping_add(1);
            voice.loudness.hush();
        }
    }

    pub(super) fn leave(&mut self, id: SeatId) {
        self.show_nothing(id);
        let Some(seat) = self.seats.remove(&id) else {
            return;
        };
        self.due.forget(Whose::Seat(id));
        self.unreachable(id, &seat);
        let Some(room) = self.channels.get_mut(&seat.room) else {
            return;
        };
        room.voices.remove(&id);
        if room.voices.is_empty() {
            self.channels.remove(&seat.room);
            self.due.forget(Whose::Room(seat.room.raw()));
            return;
        }
        for listener in room.voices.keys() {
            let Some(there) = self.seats.get_mut(listener) else {
                continue;
            };
            if let Some(slot) = there.slots_mut().free(id) {
                self.events.push_back(Event::Slot {
                    seat: *listener,
                    mid: there.mid(slot),
                    user: None,
                });
            }
        }
    }

    /// Nothing on the socket is of this connection any more.
    pub(super) fn unreachable(&mut self, id: SeatId, seat: &Seat) {
        for ufrag in &seat.ufrags {
            self.by_ufrag.remove(ufrag);
        }
        for address in seat.peer.iter().flat_map(Peer::known) {
            if self.by_address.get(address) == Some(&id) {
                self.by_address.remove(address);
            }
        }
    }

    pub(super) fn offer(&mut self, id: SeatId, offer: Offer) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        seat.rev = offer.rev;
        if !seat.ufrags.contains(&offer.ufrag) {
            if seat.ufrags.len() == UFRAGS_MAX {
                self.by_ufrag.remove(&seat.ufrags.remove(0));
            }
            seat.ufrags.push(offer.ufrag.clone());
            self.by_ufrag.insert(offer.ufrag, id);
        }
        let (rev, sdp) = (offer.rev, offer.sdp);
        self.events.push_back(Event::Offer { seat: id, rev, sdp });
    }
}

/// Where a stream begins may be anything below half of what SRTP counts, and is nobody's business.
pub(super) fn beginning(ssrc: u32) -> u16 {
    u16::try_from(ssrc & 0x7fff).unwrap_or_default()
}
