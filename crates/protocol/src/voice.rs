//! Voice: who is in a channel's call, and what is said on `/ws/voice/{channel_id}`.
//!
//! Sound goes by WebRTC; the socket carries what sets it up, who is there, and who may be heard. Where WebRTC does not get
//! through, it carries the sound as well.

mod command;
mod event;
mod video;

pub use command::{
    Candidate, Leave, Moderate, RestartIce, SetTransport, SetVoiceState, VoiceAction, VoiceAnswer,
    VoiceCommand, VoicePing,
};
pub use event::{Heard, IceServer, Transport, VoiceDeparture, VoiceEvent, VoiceLimits};
pub use video::{
    Publish, SubscribeVideo, Unpublish, VideoKind, VideoLimits, VideoQuality, VideoWish,
};

use serde::{Deserialize, Serialize};

use crate::{ids::ChannelId, users::User};

/// How long a seat is kept for who lost their socket, in milliseconds.
pub const SEAT_KEPT_MS: u64 = 20_000;

/// What a microphone should send at most where a channel says nothing else, in bits a second.
pub const BITRATE: u32 = 32_000;

/// The lowest bitrate a channel may ask for, in bits a second: below it nobody is understood.
pub const BITRATE_MIN: u32 = 8_000;

/// How long a client rings for a call that nobody answers, in milliseconds.
pub const RING_MS: u64 = 30_000;

/// How somebody takes part in a call.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, thrown by someone else"
)]
pub struct VoiceState {
    /// They switched their microphone off.
    pub muted: bool,
    /// They hear nobody, and are not heard.
    pub deafened: bool,
    /// A moderator silenced them.
    pub server_muted: bool,
    /// A moderator lets them hear nobody, and they are not heard.
    pub server_deafened: bool,
    /// They may not speak here: they lack SPEAK, or are timed out.
    #[cfg_attr(test, ts(as = "Option<bool>", optional))]
    pub suppressed: bool,
    /// They are heard right now, as the server measures it.
    pub speaking: bool,
    /// They show a camera.
    pub video: bool,
    /// They show a screen.
    pub screen: bool,
}

/// Somebody in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Participant {
    /// Who.
    pub user: User,
    /// How they take part.
    pub state: VoiceState,
}

/// The call of one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VoiceRoom {
    /// Where.
    pub channel_id: ChannelId,
    /// Who is in it, in the order they came.
    pub participants: Vec<Participant>,
}

/// `GET /voice`: every call that somebody sees, as of one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VoiceRooms {
    /// That moment: what a `VOICE_STATE` of a higher `version` says is newer than this, and what one
    /// of this or a lower `version` says is in it.
    #[cfg_attr(test, ts(type = "number"))]
    pub version: u64,
    /// Those in which somebody is.
    pub rooms: Vec<VoiceRoom>,
}

/// `GET /channels/{id}/voice`: the call of one channel, as of one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VoiceList {
    /// That moment, as in [`VoiceRooms`].
    #[cfg_attr(test, ts(type = "number"))]
    pub version: u64,
    /// Who is in it, in the order they came.
    pub items: Vec<Participant>,
}

/// `POST /voice/check`: what a browser shall answer to learn which ways lead to this server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VoiceCheck {
    /// One for each way by WebRTC that the server offers.
    pub offers: Vec<VoiceCheckOffer>,
}

/// One way to try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VoiceCheckOffer {
    /// `udp` or `tcp`. The offer has candidates of both; those of the other one are to be left out.
    pub way: Transport,
    /// Where it leads, each an address with its port, best first.
    pub addresses: Vec<String>,
    /// What the browser shall answer.
    pub sdp: String,
}

/// `POST /voice/check/answer`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AnswerVoiceCheck {
    /// Of which way: `udp` or `tcp`.
    pub way: Transport,
    /// The session description of the browser.
    pub sdp: String,
}

/// What a `VOICE_STATE` tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum VoiceChange {
    /// They are in the call now.
    Joined,
    /// They are no longer in it.
    Left,
    /// They take part in another way.
    StateChanged,
}
