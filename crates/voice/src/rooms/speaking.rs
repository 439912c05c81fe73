//! A room is told who speaks: when it changes, and not more often than is good for it.

use std::time::Instant;

use parlor_protocol::ids::ChannelId;

use super::{Rooms, Whose};
use crate::{Event, limits::SPEAKING_EVERY};

impl Rooms {
    /// Somebody began or ceased to speak.
    pub(super) fn speaking_changed(&mut self, now: Instant, id: ChannelId) {
        let Some(room) = self.channels.get(&id) else {
            return;
        };
        let at = room.told.map_or(now, |told| now.max(told + SPEAKING_EVERY));
        if at == now {
            self.tell_speaking(now, id);
        } else {
            self.due.at(Whose::Room(id.raw()), at);
        }
    }

    /// Tells what has changed since the last time, and comes back while somebody speaks: an end has no packet.
    pub(super) fn tell_speaking(&mut self, now: Instant, id: ChannelId) {
        let Some(room) = self.channels.get_mut(&id) else {
            return;
        };
        let mut users = Vec::new();
        let mut somebody = false;
        for voice in room.voices.values_mut() {
            let speaks = voice.loudness.speaks(now);
            somebody |= speaks;
            if std::mem::replace(&mut voice.speaks, speaks) != speaks {
                users.push((voice.user, speaks));
            }
        }
        if !users.is_empty() {
            room.told = Some(now);
            self.events.push_back(Event::Speaking { room: id, users });
        }
        if somebody {
            self.due.at(Whose::Room(id.raw()), now + SPEAKING_EVERY);
        }
    }
}
