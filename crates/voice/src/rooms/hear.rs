//! One packet of a voice: judged once, and then sent to everybody who shall hear it.

use std::{collections::VecDeque, sync::Arc, time::Instant};

use parlor_protocol::ids::ChannelId;
use str0m::rtp::RtpPacket;

use super::{Room, Rooms, Seat, Whose};
use crate::{
    Event, Failure, SeatId,
    forward::{Heard, Number, Sound, Source},
    frame,
    limits::PAYLOAD_BYTES_MAX,
    peer::{Drained, Peer},
    slots::{self, Place},
};

impl Rooms {
    /// A browser sent a packet.
    pub(super) fn hear(&mut self, now: Instant, id: SeatId, packet: &RtpPacket) {
        let may = |seat: &&mut Seat| seat.gate.heard && seat.frames.is_none();
        let Some(seat) = self.seats.get_mut(&id).filter(may) else {
            return;
        };
        let room = self.channels.get_mut(&seat.room);
        let voice = room.and_then(|room| room.voices.get_mut(&id));
        let payload = Arc::clone(&packet.payload);
        let redundant = |peer: &Peer| peer.is_redundant(packet.header.payload_type);
        let sound = if seat.peer.as_ref().is_some_and(redundant) {
            Sound::redundant(payload)
        } else {
            Some(Sound::Plain(payload))
        };
        let (Some(sound), Some(voice)) = (sound, voice) else {
            return;
        };
        if packet.payload.len() > PAYLOAD_BYTES_MAX || !voice.budget.take(now) {
            return;
        }
        let heard = Heard {
            number: Number {
                source: Source {
                    seat: id,
                    silenced: voice.silenced,
                    ssrc: *packet.header.ssrc,
                },
                seq: *packet.seq_no,
                time: packet.header.timestamp,
            },
            marker: packet.header.marker,
            level: packet.header.ext_vals.audio_level,
            sound,
        };
        let room = seat.room;
        self.forward(now, room, &heard);
    }

    /// Sends what somebody said to everybody who shall hear it.
    pub(super) fn forward(&mut self, now: Instant, id: ChannelId, heard: &Heard) {
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
        let speaker = heard.number.source.seat;
        let changed = room.voices.get_mut(&speaker).is_some_and(|voice| {
            voice.loudness.hear(now, heard.level);
            voice.loudness.speaks(now) != voice.speaks
        });
        let (mut failed, mut news) = (Vec::new(), Vec::new());
        for listener in room.voices.keys().filter(|listener| **listener != speaker) {
            let Some(seat) = seats.get_mut(listener) else {
                continue;
            };
            if !seat.can_hear() {
                continue;
            }
            if let Err(why) = seat.pass(now, (*listener, room), heard, (events, drained)) {
                failed.push((*listener, why));
            }
            // What a connection tells while it is written to is about itself.
            news.extend(drained.news.drain(..).map(|news| (*listener, news)));
            if let Some(peer) = &seat.peer {
                due.at(Whose::Seat(*listener), peer.due());
            }
        }
        if changed {
            self.speaking_changed(now, id);
        }
        for (listener, news) in news {
            self.learn(now, listener, news);
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
        (id, room): (SeatId, &Room),
        heard: &Heard,
        (events, drained): (&mut VecDeque<Event>, &mut Drained),
    ) -> Result<(), Failure> {
        let speaker = heard.number.source.seat;
        let voice = |seat| room.voice(now, seat);
        let slots = self.slots_mut();
        let crowded = room.voices.len() > slots.len() + 1;
        let place = slots.place(speaker, now, crowded, voice);
        let slot = match place {
            Place::Same(slot) | Place::New(slot) => slot,
            Place::Nowhere => return Ok(()),
        };
        let track = slots.get_mut(slot).map(|held| &mut held.track);
        let stamp = track.and_then(|track| track.stamp(now, heard.number));
        if place == Place::New(slot) {
            events.push_back(Event::Slot {
                seat: id,
                mid: self.mid(slot),
                user: room.voices.get(&speaker).map(|voice| voice.user),
            });
        }
        match (stamp, &self.frames, &mut self.peer) {
            (Some(stamp), Some(_), _) => {
                let frame = frame::heard(slot, (stamp.seq, stamp.time), heard.sound.own());
                events.push_back(Event::Frame { seat: id, frame });
                Ok(())
            }
            (Some(stamp), None, Some(peer)) => peer.write(now, slot, (stamp, heard), drained),
            _ => Ok(()),
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
