//! What the server says on the voice socket: a closed set of events.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Participant, VideoKind, VideoLimits, VoiceState};
use crate::{
    error::Code,
    ids::{ChannelId, UserId, VoiceSessionId},
    users::User,
};

/// What one seat of a call may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VoiceLimits {
    /// How many are heard at the same time: the fixed audio slots of a listener.
    #[cfg_attr(test, ts(type = "number"))]
    pub slots: usize,
    /// What a microphone should send at most, in bits a second.
    pub bitrate: u32,
    /// How many may be in this call.
    pub participants: u32,
    /// Cameras and screens; absent where this server carries none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub video: Option<VideoLimits>,
}

/// How the sound goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Transport {
    /// By WebRTC over UDP.
    Udp,
    /// By WebRTC over TCP, where UDP does not get through.
    Tcp,
    /// As Opus in binary frames on the socket, where neither does.
    Ws,
}

/// Why somebody is no longer in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum VoiceDeparture {
    /// They left, or signed out.
    Left,
    /// Their socket was lost, and they did not come back in time; or no sound could be carried.
    Timeout,
    /// A moderator sent them away, or they may no longer be there.
    Kicked,
    /// They are in another call now.
    Moved,
    /// They joined from another device.
    Replaced,
    /// The channel is gone.
    ChannelDeleted,
}

/// Everything the server says on the voice socket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(
    tag = "type",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[expect(
    missing_docs,
    reason = "the fields are the ones of docs/protocol.md section 6, under its names"
)]
pub enum VoiceEvent {
    /// One has a seat.
    Ready {
        self_id: UserId,
        session_id: VoiceSessionId,
        resume_token: String,
        participants: Vec<Participant>,
        ice_servers: Vec<IceServer>,
        limits: VoiceLimits,
        transport: Transport,
    },
    /// Who is in the call, oneself among them.
    ParticipantsList { participants: Vec<Participant> },
    /// What the server offers to carry; to be answered with the same `rev`.
    Offer { sdp: String, rev: u32 },
    /// A way to reach the server.
    Candidate { candidate: String },
    /// Who is heard on a slot from now on.
    Slot {
        mid: String,
        #[cfg_attr(test, ts(type = "UserId | null", optional = false))]
        user_id: Option<UserId>,
    },
    /// Whose video comes on a slot from now on.
    VideoSlot {
        mid: String,
        #[cfg_attr(test, ts(type = "UserId | null", optional = false))]
        user_id: Option<UserId>,
        #[cfg_attr(
            test,
            ts(type = "import('./VideoKind').VideoKind | null", optional = false)
        )]
        kind: Option<VideoKind>,
    },
    /// What one may use is another from now on.
    Limits { limits: VoiceLimits },
    /// Somebody takes part in another way.
    VoiceState { user_id: UserId, state: VoiceState },
    /// Somebody is in the call now.
    Join {
        user_id: UserId,
        user: User,
        state: VoiceState,
    },
    /// Somebody is no longer in it; `channelId` is where they were moved to, told to themself only.
    Leave {
        user_id: UserId,
        reason: VoiceDeparture,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel_id: Option<ChannelId>,
    },
    /// Who began or ended to be heard.
    Speaking { users: Vec<Heard> },
    /// How well the sound gets through, of the last seconds.
    Quality {
        /// There and back, in milliseconds.
        rtt_ms: f32,
        /// The part of what one sent that was lost, 0 to 1.
        loss_up: f32,
        /// The part of what one was sent that was lost, 0 to 1.
        loss_down: f32,
        /// How unevenly it comes, in milliseconds.
        jitter_ms: f32,
    },
    /// The answer to `ping`.
    Pong {
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(type = "number"))]
        t: Option<Value>,
    },
    /// A command that carried a `ref` was carried out.
    Ack {
        #[serde(rename = "ref")]
        reference: String,
    },
    /// A command was not carried out, or there is no seat.
    Error {
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
        code: Code,
        detail: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(type = "number"))]
        retry_after_ms: Option<u64>,
    },
    /// The server goes away: come back after this long.
    Closing {
        reason: String,
        #[cfg_attr(test, ts(type = "number"))]
        retry_after_ms: u64,
    },
}

/// A server that helps a browser to be reached (`RTCIceServer`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct IceServer {
    /// Its addresses.
    pub urls: Vec<String>,
}

/// Somebody began or ended to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Heard {
    /// Who.
    pub user_id: UserId,
    /// Whether they are heard now.
    pub on: bool,
}
