//! One person's stay in one call.

use std::{collections::BTreeMap, sync::Arc};

use parlor_auth::resume_token::ResumeToken;
use parlor_protocol::{
    ids::{ChannelId, SessionId, SpaceId, UserId, VoiceSessionId},
    users::User,
    voice::{Transport, VideoKind, VoiceEvent, VoiceLimits, VoiceState},
};
use parlor_realtime::Outbox;
use parlor_voice::{Gate, SeatId};

use super::tenure::Tenure;

/// What waits for one voice socket; two are the same when they are one.
#[derive(Debug, Clone)]
pub struct Connection(pub Arc<Outbox>);

impl PartialEq for Connection {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Where a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// In which channel.
    pub channel: ChannelId,
    /// In which space; `None` = in a conversation.
    pub space: Option<SpaceId>,
}

/// What the media side offered last.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) rev: u32,
    pub(super) sdp: String,
    pub(super) is_answered: bool,
}

/// One person's stay in one call.
#[derive(Debug)]
pub(super) struct Seat {
    /// Its name on the media side, never used twice.
    pub(super) id: SeatId,
    /// Its name on the wire.
    pub(super) session_id: VoiceSessionId,
    pub(super) token: ResumeToken,
    pub(super) place: Place,
    /// The device.
    pub(super) session: SessionId,
    pub(super) user: User,
    pub(super) tenure: Tenure<Connection>,
    pub(super) limits: VoiceLimits,
    /// By which way the sound goes, as its browser said last.
    pub(super) transport: Transport,
    /// They may show their camera and their screen.
    pub(super) may_show: bool,
    pub(super) offer: Option<Offer>,
    /// Who is heard on which slot, for who comes back to the seat.
    pub(super) slots: BTreeMap<String, Option<UserId>>,
    /// And whose video comes on which.
    pub(super) video_slots: BTreeMap<String, Option<(UserId, VideoKind)>>,
}

impl Seat {
    /// Tells its person something, if they are there.
    pub(super) fn tell(&self, event: &VoiceEvent) {
        if let Some(connection) = self.tenure.connection() {
            connection.0.answer(encode(event));
        }
    }

    /// What they may use, as far as they may.
    pub(super) fn told_limits(&self) -> VoiceLimits {
        let video = self.limits.video.filter(|_| self.may_show);
        VoiceLimits {
            video,
            ..self.limits
        }
    }

    /// Who comes back is told what may have been missed.
    pub(super) fn tell_again(&self) {
        if let Some(Offer {
            rev,
            sdp,
            is_answered: false,
        }) = &self.offer
        {
            self.tell(&VoiceEvent::Offer {
                sdp: sdp.clone(),
                rev: *rev,
            });
        }
        for (mid, user_id) in &self.slots {
            self.tell(&VoiceEvent::Slot {
                mid: mid.clone(),
                user_id: *user_id,
            });
        }
        for (mid, shown) in &self.video_slots {
            self.tell(&video_slot(mid.clone(), *shown));
        }
    }
}

/// Whose video comes on a slot from now on.
pub(super) fn video_slot(mid: String, shown: Option<(UserId, VideoKind)>) -> VoiceEvent {
    VoiceEvent::VideoSlot {
        mid,
        user_id: shown.map(|(user, _)| user),
        kind: shown.map(|(_, kind)| kind),
    }
}

/// The text of one frame. Events have string keys, and nothing in them refuses to be written.
pub fn encode(event: &VoiceEvent) -> bytes::Bytes {
    serde_json::to_vec(event).unwrap_or_default().into()
}

/// What the media side does with somebody's sound.
pub(super) const fn gate(state: VoiceState) -> Gate {
    let is_deaf = state.deafened || state.server_deafened;
    Gate {
        heard: !(is_deaf || state.muted || state.server_muted || state.suppressed),
        hears: !is_deaf,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever silences somebody silences them; who is deaf is silent too; nothing else is lost.
    #[test]
    fn a_gate_is_what_the_switches_say() {
        let open = VoiceState::default();
        assert_eq!(
            gate(open),
            Gate {
                heard: true,
                hears: true
            }
        );
        let silent = Gate {
            heard: false,
            hears: true,
        };
        assert_eq!(
            gate(VoiceState {
                muted: true,
                ..open
            }),
            silent
        );
        assert_eq!(
            gate(VoiceState {
                server_muted: true,
                ..open
            }),
            silent
        );
        assert_eq!(
            gate(VoiceState {
                suppressed: true,
                ..open
            }),
            silent
        );
        let shut = Gate {
            heard: false,
            hears: false,
        };
        assert_eq!(
            gate(VoiceState {
                deafened: true,
                ..open
            }),
            shut
        );
        assert_eq!(
            gate(VoiceState {
                server_deafened: true,
                ..open
            }),
            shut
        );
    }
}
