//! What people in a call say to the media side, and what it tells.

use parlor_protocol::{
    close::Close,
    error::Code,
    ids::{ChannelId, UserId},
    voice::{Heard, VoiceDeparture, VoiceEvent},
};
use parlor_voice::{Command, Event, Failure, SeatId};

use super::{Ending, VoiceConnectionManager};
use crate::voice::seat::{Offer, Seat, encode};

impl VoiceConnectionManager {
    /// Somebody answers an offer; one to an older offer is dropped.
    pub fn answer(&mut self, user: UserId, (rev, sdp): (u32, String)) {
        let Some(seat) = self.active_connections.get_mut(&user) else {
            return;
        };
        let newest = seat.offer.as_mut().filter(|offer| offer.rev == rev);
        if let Some(offer) = newest
            && !offer.is_answered
        {
            offer.is_answered = true;
            let seat = seat.id;
            self.commands.push(Command::Answer { seat, rev, sdp });
        }
    }

    /// Somebody's browser may be found there.
    pub fn candidate(&mut self, user: UserId, candidate: String) {
        self.ask(user, |seat| Command::Candidate { seat, candidate });
    }

    /// Somebody's way to the server changed.
    pub fn restart_ice(&mut self, user: UserId) {
        self.ask(user, |seat| Command::RestartIce { seat });
    }

    pub(super) fn ask(&mut self, user: UserId, command: impl FnOnce(SeatId) -> Command) {
        if let Some(seat) = self.active_connections.get(&user) {
            self.commands.push(command(seat.id));
        }
    }

    /// The media side tells something.
    pub fn told(&mut self, event: Event) {
        match event {
            Event::Offer { seat, rev, sdp } => {
                if !self.check_offered(seat, (rev, &sdp)) {
                    self.offer(seat, (rev, sdp));
                }
            }
            Event::Slot { seat, mid, user } => self.slot(seat, (mid, user)),
            Event::VideoSlot { seat, mid, shown } => self.video_slot(seat, (mid, shown)),
            Event::Speaking { room, users } => self.speaking(room, &users),
            Event::Quality {
                seat,
                rtt_ms,
                loss_up,
                loss_down,
                jitter_ms,
            } => {
                let quality = VoiceEvent::Quality {
                    rtt_ms,
                    loss_up,
                    loss_down,
                    jitter_ms,
                };
                let connection = self.seat_of(seat).and_then(|it| it.tenure.connection());
                if let Some(connection) = connection {
                    connection.0.advise(encode(&quality));
                }
            }
            Event::Failed { seat, why } => self.failed(seat, why),
            Event::Stopped => self.end_all(),
            // Whether sound flows is for the browser to see, which sees it first; what is to be heard goes its own way.
            Event::Connected { .. }
            | Event::Disconnected { .. }
            | Event::Frame { .. }
            | Event::Seen { .. } => {}
        }
    }

    /// The media side told something that got lost on the way: this seat cannot go on.
    pub fn overheard(&mut self, seat: SeatId) {
        if let Some(user) = self.seats.get(&seat).copied() {
            let ending = Ending::new(VoiceDeparture::Timeout, Close::Overloaded);
            self.disconnect(user, ending);
        }
    }

    pub(super) fn seat_of(&self, seat: SeatId) -> Option<&Seat> {
        self.active_connections.get(self.seats.get(&seat)?)
    }

    pub(super) fn seat_of_mut(&mut self, seat: SeatId) -> Option<&mut Seat> {
        self.active_connections.get_mut(self.seats.get(&seat)?)
    }

    fn offer(&mut self, seat: SeatId, (rev, sdp): (u32, String)) {
        if let Some(seat) = self.seat_of_mut(seat) {
            seat.tell(&VoiceEvent::Offer {
                sdp: sdp.clone(),
                rev,
            });
            seat.offer = Some(Offer {
                rev,
                sdp,
                is_answered: false,
            });
        }
    }

    fn slot(&mut self, seat: SeatId, (mid, user_id): (String, Option<UserId>)) {
        if let Some(seat) = self.seat_of_mut(seat) {
            seat.slots.insert(mid.clone(), user_id);
            seat.tell(&VoiceEvent::Slot { mid, user_id });
        }
    }

    fn speaking(&mut self, room: ChannelId, users: &[(UserId, bool)]) {
        let mut heard = Vec::with_capacity(users.len());
        for (user, on) in users {
            let is_here = self.place(*user).is_some_and(|place| place.channel == room);
            if let Some(state) = self.voice_states.get_mut(user).filter(|_| is_here) {
                state.speaking = *on;
                heard.push(Heard {
                    user_id: *user,
                    on: *on,
                });
            }
        }
        if heard.is_empty() {
            return;
        }
        let text = encode(&VoiceEvent::Speaking { users: heard });
        for connection in self.connections(room) {
            connection.0.advise(text.clone());
        }
    }

    fn failed(&mut self, seat: SeatId, why: Failure) {
        let Some(user) = self.seats.get(&seat).copied() else {
            self.check_failed(seat);
            return;
        };
        tracing::info!(%user, %why, "a call's connection failed");
        let (code, close) = match why {
            // The page was closed: nobody is there to come back.
            Failure::Ended => {
                let ending = Ending::new(VoiceDeparture::Left, Close::Normal);
                self.disconnect(user, ending);
                return;
            }
            Failure::NoSeat => (Code::Overloaded, Close::Overloaded),
            Failure::BadAnswer => (Code::Validation, Close::Malformed),
            Failure::NoAddress | Failure::Broken | Failure::NoEncryption => {
                (Code::Internal, Close::Internal)
            }
        };
        if let Some(seat) = self.seat_of(seat) {
            seat.tell(&VoiceEvent::Error {
                reference: None,
                code,
                detail: format!("No sound can be carried: {why}."),
                retry_after_ms: None,
            });
        }
        self.disconnect(user, Ending::new(VoiceDeparture::Timeout, close));
    }

    /// There is no voice any more.
    pub fn end_all(&mut self) {
        let users: Vec<UserId> = self.active_connections.keys().copied().collect();
        for user in users {
            let ending = Ending::new(VoiceDeparture::Timeout, Close::Internal);
            self.disconnect(user, ending);
        }
    }

    /// Everybody is told to come back, each after a wait of their own, and then closed.
    pub fn drain(&self, reason: &str, mut wait_ms: impl FnMut() -> u64) {
        for seat in self.active_connections.values() {
            seat.tell(&VoiceEvent::Closing {
                reason: reason.to_owned(),
                retry_after_ms: wait_ms(),
            });
            if let Some(connection) = seat.tenure.connection() {
                connection.0.finish(Close::Restart);
            }
        }
    }
}
