//! Sound on the voice socket itself, for those whom WebRTC does not reach. Who may be heard is judged where it is judged for all
//! others: on the media side, by the gate of the seat.

use bytes::Bytes;
use parlor_protocol::{ids::UserId, voice::Transport};
use parlor_voice::{Carrier, Command, SeatId};

use super::VoiceConnectionManager;

impl VoiceConnectionManager {
    /// Somebody's sound goes by another way from now on, in both directions.
    pub fn carry(&mut self, user: UserId, transport: Transport) {
        let Some(seat) = self.active_connections.get_mut(&user) else {
            return;
        };
        let before = carrier(std::mem::replace(&mut seat.transport, transport));
        let (seat, by) = (seat.id, carrier(transport));
        if by != before {
            self.commands.push(Command::Carry { seat, by });
        }
    }

    /// Somebody said something on their socket. One that goes by another way may still have some under way, which nobody hears.
    pub fn frame(&mut self, user: UserId, frame: Bytes) {
        let seat = self.active_connections.get(&user);
        let seat = seat.filter(|seat| seat.transport == Transport::Ws);
        if let Some(seat) = seat.map(|seat| seat.id) {
            self.commands.push(Command::Frame { seat, frame });
        }
    }

    /// Somebody hears something; gives whether older sound had to go for it. Who lost their socket has nothing to hear it by.
    pub fn hears(&self, seat: SeatId, frame: Bytes) -> bool {
        let connection = self.seat_of(seat).and_then(|it| it.tenure.connection());
        connection.is_some_and(|connection| connection.0.sound(frame))
    }
}

const fn carrier(transport: Transport) -> Carrier {
    match transport {
        Transport::Udp | Transport::Tcp => Carrier::WebRtc,
        Transport::Ws => Carrier::Frames,
    }
}
