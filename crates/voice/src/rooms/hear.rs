//! One packet of a voice: judged once, and then sent to everybody who shall hear it.

use std::{sync::Arc, time::Instant};

use str0m::rtp::RtpPacket;

use super::{Room, Rooms, Seat, Whose};
use crate::{
    Event, Failure, SeatId,
    forward::{Heard, Sound, Source},
    peer::Drained,
    slots::{self, Place},
};

impl Rooms {
    /// A browser sent a packet.
    pub(super) fn hear(&mut self, now: Instant, id: SeatId, packet: &RtpPacket) {
        let Some(seat) = self.seats.get(&id).filter(|seat| seat.gate.heard) else {
            return;
        };
        let payload = Arc::clone(&packet.payload);
        let sound = if seat.peer.is_redundant(packet.header.payload_type) {
            Sound::redundant(payload)
        } else {
            Some(Sound::Plain(payload))
        };
        let room = self.channels.get(&seat.room);
        let voice = room.and_then(|room| room.voices.get(&id));
        let (Some(sound), Some(voice)) = (sound, voice) else {
            return;
        };
        let heard = Heard {
            source: Source {
                seat: id,
                silenced: voice.silenced,
                ssrc: *packet.header.ssrc,
            },
            seq: *packet.seq_no,
            time: packet.header.timestamp,
            marker: packet.header.marker,
            level: packet.header.ext_vals.audio_level,
            sound,
        };
        self.forward(now, seat.room, &heard);
    }

    fn forward(&mut self, now: Instant, id: parlor_protocol::ids::ChannelId, heard: &Heard) {
        let Self {
            channels,
            seats,
            drained,
            events,
            due,
            ..
        } = self;
        let Some(room) = channels.get_mut(&id) else {
            return;
        };
        let speaker = heard.source.seat;
        let changed = room.voices.get_mut(&speaker).is_some_and(|voice| {
            voice.loudness.hear(now, heard.level);
            voice.loudness.speaks(now) != voice.speaks
        });
        let mut failed = Vec::new();
        for listener in room.voices.keys().filter(|listener| **listener != speaker) {
            let Some(seat) = seats.get_mut(listener) else {
                continue;
            };
            if !seat.gate.hears || !seat.peer.is_connected() {
                continue;
            }
            let mut told = |mid| {
                let user = room.voices.get(&speaker).map(|voice| voice.user);
                let seat = *listener;
                events.push_back(Event::Slot { seat, mid, user });
            };
            if let Err(why) = seat.pass(now, room, heard, (&mut told, drained)) {
                failed.push((*listener, why));
            }
            due.at(Whose::Seat(*listener), seat.peer.due());
        }
        if changed {
            self.speaking_changed(now, id);
        }
        for (listener, why) in failed {
            self.fail(listener, why);
        }
    }
}

impl Seat {
    /// Sends a packet to this listener, if there is a slot for its speaker.
    fn pass(
        &mut self,
        now: Instant,
        room: &Room,
        heard: &Heard,
        (told, drained): (&mut impl FnMut(String), &mut Drained),
    ) -> Result<(), Failure> {
        let crowded = room.voices.len() > self.slots.len() + 1;
        let voice = |seat| room.voice(now, seat);
        let slot = match self.slots.place(heard.source.seat, now, crowded, voice) {
            Place::Same(slot) => slot,
            Place::New(slot) => {
                told(self.peer.mid(slot));
                slot
            }
            Place::Nowhere => return Ok(()),
        };
        let held = self.slots.get_mut(slot);
        match held.and_then(|held| held.track.stamp(now, heard)) {
            Some(stamp) => self.peer.write(now, slot, (stamp, heard), drained),
            None => Ok(()),
        }
    }
}

impl Room {
    fn voice(&self, now: Instant, seat: SeatId) -> slots::Voice {
        let loudness = self
            .voices
            .get(&seat)
            .map(|voice| voice.loudness)
            .unwrap_or_default();
        slots::Voice {
            loudness: loudness.at(now),
            silent_for: loudness.silent_for(now),
        }
    }
}
