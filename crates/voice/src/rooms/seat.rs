//! Taking a seat, agreeing, and giving it up.

use std::{net::SocketAddr, time::Instant};

use parlor_protocol::ids::{ChannelId, UserId};

use super::{Rooms, Seat, Voice, Whose};
use crate::{
    Event, Failure, Gate, SeatId, forward::Track, loudness::Loudness, peer::Offer, slots::Slots,
};

/// The name of the offer in use, and of one that waits for its answer.
const UFRAGS_MAX: usize = 2;

impl Rooms {
    pub(super) fn join(
        &mut self,
        now: Instant,
        (id, room, user): (SeatId, ChannelId, UserId),
        addresses: &[SocketAddr],
        gate: Gate,
    ) -> Result<(), Failure> {
        if self.seats.contains_key(&id) {
            return Err(Failure::Broken);
        }
        if self.seats.len() >= self.shape.seats_max {
            return Err(Failure::NoSeat);
        }
        let (peer, offer) = self.maker.peer(now, addresses, &mut self.drained)?;
        self.due.at(Whose::Seat(id), peer.due());
        let seat = Seat {
            room,
            gate,
            peer,
            slots: Slots::default(),
            ufrags: Vec::new(),
        };
        self.seats.insert(id, seat);
        let voice = Voice {
            user,
            loudness: Loudness::default(),
            silenced: 0,
            speaks: false,
        };
        self.channels
            .entry(room)
            .or_default()
            .voices
            .insert(id, voice);
        self.offer(id, offer);
        Ok(())
    }

    pub(super) fn answer(&mut self, now: Instant, id: SeatId, rev: u32, sdp: &str) {
        let mut agreed = false;
        self.turn(now, id, |peer, now, drained| {
            agreed = peer.answer(now, (rev, sdp), drained)?;
            Ok(())
        });
        let Some(seat) = self.seats.get_mut(&id).filter(|_| agreed) else {
            return;
        };
        // The first time; later answers are about addresses only.
        if rev == 1 {
            // Where a stream begins may be anything below half of what SRTP counts, and is nobody's business.
            let first = |ssrc: u32| u16::try_from(ssrc & 0x7fff).unwrap_or_default();
            seat.slots = Slots::new(seat.peer.slots().map(|ssrc| Track::new(first(*ssrc))));
        }
    }

    pub(super) fn restart_ice(&mut self, now: Instant, id: SeatId) {
        let mut made = None;
        self.turn(now, id, |peer, now, drained| {
            made = Some(peer.restart_ice(now, drained)?);
            Ok(())
        });
        if let Some(offer) = made {
            self.offer(id, offer);
        }
    }

    /// Who came back to his seat knows nothing any more.
    pub(super) fn retell(&mut self, id: SeatId) {
        let Some(seat) = self.seats.get(&id) else {
            return;
        };
        if let Some(Offer { rev, sdp, .. }) = seat.peer.offered().cloned() {
            self.events.push_back(Event::Offer { seat: id, rev, sdp });
        }
        let Some(room) = self.channels.get(&seat.room) else {
            return;
        };
        for (slot, speaker) in seat.slots.held() {
            self.events.push_back(Event::Slot {
                seat: id,
                mid: seat.peer.mid(slot),
                user: room.voices.get(&speaker).map(|voice| voice.user),
            });
        }
    }

    pub(super) fn gate(&mut self, now: Instant, id: SeatId, gate: Gate) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        let before = std::mem::replace(&mut seat.gate, gate);
        if before.hears && !gate.hears {
            seat.slots.cut();
        }
        if before.heard && !gate.heard {
            let room = seat.room;
            let voice = self
                .channels
                .get_mut(&room)
                .and_then(|room| room.voices.get_mut(&id));
            if let Some(voice) = voice {
                voice.silenced = voice.silenced.wrapping_add(1);
                voice.loudness.hush();
            }
            self.speaking_changed(now, room);
        }
    }

    pub(super) fn leave(&mut self, id: SeatId) {
        let Some(seat) = self.seats.remove(&id) else {
            return;
        };
        self.due.forget(Whose::Seat(id));
        for ufrag in &seat.ufrags {
            self.by_ufrag.remove(ufrag);
        }
        for address in seat.peer.known() {
            if self.by_address.get(address) == Some(&id) {
                self.by_address.remove(address);
            }
        }
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
            if let Some(slot) = there.slots.free(id) {
                self.events.push_back(Event::Slot {
                    seat: *listener,
                    mid: there.peer.mid(slot),
                    user: None,
                });
            }
        }
    }

    fn offer(&mut self, id: SeatId, offer: Offer) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
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
