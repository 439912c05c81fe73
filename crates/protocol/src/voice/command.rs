//! What a client may say on the voice socket: a closed set of commands.

use serde::Deserialize;
use serde_json::Value;

use super::{
    Transport,
    video::{Publish, SubscribeVideo, Unpublish},
};
use crate::{
    command::commands,
    ids::{ChannelId, UserId},
};

commands! {
    /// Everything a client may say on the voice socket. Names are matched without regard to case.
    VoiceCommand:
    /// The browser's answer to an `offer`.
    VoiceAnswer = "answer",
    /// A way to reach the browser.
    Candidate = "candidate",
    /// Switch one's own microphone or ears.
    SetVoiceState = "voice_state",
    /// Set the way of the sound up anew, such as after the network changed.
    RestartIce = "restart_ice",
    /// Say by which way the sound goes from now on.
    SetTransport = "transport",
    /// Give the seat up.
    Leave = "leave",
    /// Do something about somebody else in the call.
    Moderate = "moderate",
    /// Show one's camera or screen.
    Publish = "publish",
    /// Show it no more.
    Unpublish = "unpublish",
    /// Be sent these videos, and no others.
    SubscribeVideo = "subscribe",
    /// Say that one is there.
    VoicePing = "ping",
}

/// `answer`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VoiceAnswer {
    /// The session description of the browser.
    pub sdp: String,
    /// The `rev` of the offer it answers. Another than the newest is dropped.
    pub rev: u32,
}

/// `candidate`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Candidate {
    /// As the browser names it. One that cannot be understood is ignored.
    pub candidate: String,
}

/// `voice_state`: what is absent stays.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct SetVoiceState {
    /// Whether one's microphone is off.
    pub muted: Option<bool>,
    /// Whether one hears nobody, and is not heard.
    pub deafened: Option<bool>,
}

/// `restart_ice`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct RestartIce {
    /// Why, for the log; its first 64 characters count.
    pub reason: Option<String>,
}

/// `transport`.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetTransport {
    /// `ws`: as Opus in binary frames on this socket, in both directions. `udp` and `tcp`: by WebRTC, over what the browser found.
    pub transport: Transport,
}

/// `leave`.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Leave {}

/// What a moderator does about somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum VoiceAction {
    /// Nobody hears them. Needs `MUTE_MEMBERS`.
    Mute,
    /// Back to what they chose. Needs `MUTE_MEMBERS`.
    Unmute,
    /// They hear nobody, and nobody hears them. Needs `DEAFEN_MEMBERS`.
    Deafen,
    /// Back to what they chose. Needs `DEAFEN_MEMBERS`.
    Undeafen,
    /// Out of the call; they may come back. Needs `MOVE_MEMBERS`.
    Disconnect,
    /// Into another call, which both may join. Needs `MOVE_MEMBERS` in both channels.
    Move,
}

/// `moderate`.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Moderate {
    /// About whom.
    #[serde(alias = "user_id")]
    pub user_id: UserId,
    /// What.
    pub action: VoiceAction,
    /// Where to; only with `move`.
    #[serde(alias = "channel_id")]
    pub channel_id: Option<ChannelId>,
}

/// `ping`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct VoicePing {
    /// Anything; comes back in the `pong`.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "number"))]
    pub t: Option<Value>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{command::Envelope, error::Code};

    fn decode(frame: &str) -> Result<VoiceCommand, Code> {
        let envelope = Envelope::<VoiceCommand>::decode(frame);
        envelope
            .map(|envelope| envelope.command)
            .map_err(|why| why.code)
    }

    #[test]
    fn commands_are_read_as_those_of_the_other_socket_are() {
        let frame = r#"{"type":"Moderate","user_id":"7","action":"move","channel_id":9}"#;
        let Ok(VoiceCommand::Moderate(moderate)) = decode(frame) else {
            panic!("not a moderate")
        };
        assert_eq!(moderate.user_id, UserId::from_raw(7));
        assert_eq!(moderate.action, VoiceAction::Move);
        assert_eq!(moderate.channel_id, Some(ChannelId::from_raw(9)));
        assert!(matches!(
            decode(r#"{"type":"leave","later":1}"#),
            Ok(VoiceCommand::Leave(_))
        ));
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        for (frame, code) in [
            ("x", Code::Malformed),
            ("{}", Code::Malformed),
            (r#"{"type":"send_message"}"#, Code::UnknownType),
            (r#"{"type":"speaking","users":[]}"#, Code::UnknownType),
            (r#"{"type":"answer","sdp":"","rev":-1}"#, Code::Validation),
            (
                r#"{"type":"moderate","userId":"1","action":"ban"}"#,
                Code::Validation,
            ),
            (r#"{"type":"voice_state","muted":"yes"}"#, Code::Validation),
            (
                r#"{"type":"transport","transport":"pigeon"}"#,
                Code::Validation,
            ),
        ] {
            assert_eq!(decode(frame).err(), Some(code), "{frame}");
        }
    }
}
