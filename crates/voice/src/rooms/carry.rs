//! By which way a seat hears and is heard: WebRTC, or frames on its WebSocket. Both ways meet in one room, and nobody hears the difference.

use std::time::Instant;

use super::{Frames, Rooms, Seat, Whose};
use crate::{
    Carrier, Event, SeatId,
    forward::{Heard, Number, Sound, Source, Track},
    frame::{self, Count},
    peer::Peer,
    slots::Slots,
};

/// In the place of a stream's number: frames have one stream.
const FRAMES_SSRC: u32 = 0;

impl Rooms {
    /// From now on by this way.
    pub(super) fn carry(&mut self, id: SeatId, by: Carrier) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        if seat.carrier() == by {
            return;
        }
        let room = seat.room;
        // Whom one hears on which slot of the other way is told when there is something to hear.
        for (slot, _) in seat.slots().held().collect::<Vec<_>>() {
            let mid = seat.mid(slot);
            let user = None;
            self.events.push_back(Event::Slot {
                seat: id,
                mid,
                user,
            });
        }
        seat.slots_mut().clear();
        let tracks = (0..self.shape.slots).map(|_| Track::new(0));
        seat.frames = (by == Carrier::Frames).then(|| Frames {
            slots: Slots::new(tracks),
            count: Count::default(),
        });
        self.silence(id, room);
    }

    /// Whether a seat lives on although its connection ended: it hears by frames.
    pub(super) fn keeps_without_connection(&mut self, id: SeatId) -> bool {
        let Some(mut seat) = self.seats.remove(&id) else {
            return false;
        };
        let keeps = seat.frames.is_some();
        if keeps {
            self.see_nothing(id, &mut seat);
            self.unreachable(id, &seat);
            self.due.forget(Whose::Seat(id));
            seat.peer = None;
            seat.ufrags.clear();
        }
        self.seats.insert(id, seat);
        keeps
    }

    /// A browser sent a frame on its WebSocket.
    pub(super) fn hear_frame(&mut self, now: Instant, id: SeatId, bytes: &[u8]) {
        let seat = self.seats.get_mut(&id).filter(|seat| seat.gate.heard);
        let (Some(seat), Some(spoken)) = (seat, frame::spoken(bytes)) else {
            return;
        };
        let seq = seat
            .frames
            .as_mut()
            .and_then(|frames| frames.count.on(spoken.seq));
        let voice = self
            .channels
            .get_mut(&seat.room)
            .and_then(|room| room.voices.get_mut(&id));
        let (Some(seq), Some(voice)) = (seq, voice) else {
            return;
        };
        if !voice.budget.take(now) {
            return;
        }
        let heard = Heard {
            number: Number {
                source: Source {
                    seat: id,
                    silenced: voice.silenced,
                    ssrc: FRAMES_SSRC,
                },
                seq,
                time: spoken.time,
            },
            marker: false,
            level: spoken.level,
            sound: Sound::Plain(spoken.payload.into()),
        };
        let room = seat.room;
        self.forward(now, room, &heard);
    }
}

impl Seat {
    pub(super) fn carrier(&self) -> Carrier {
        if self.frames.is_some() {
            Carrier::Frames
        } else {
            Carrier::WebRtc
        }
    }

    /// The slots of the way in use.
    pub(super) fn slots(&self) -> &Slots {
        self.frames
            .as_ref()
            .map_or(&self.slots, |frames| &frames.slots)
    }

    /// The slots of the way in use.
    pub(super) fn slots_mut(&mut self) -> &mut Slots {
        self.frames
            .as_mut()
            .map_or(&mut self.slots, |frames| &mut frames.slots)
    }

    /// What the browser calls a slot: the name of its line in the offer, or the number that frames have.
    pub(super) fn mid(&self, slot: usize) -> String {
        match (&self.frames, &self.peer) {
            (None, Some(peer)) => peer.mid(slot),
            _ => slot.to_string(),
        }
    }

    /// Whether sound can reach it, and shall.
    pub(super) fn can_hear(&self) -> bool {
        let connected = || self.peer.as_ref().is_some_and(Peer::is_connected);
        self.gate.hears && (self.frames.is_some() || connected())
    }
}
