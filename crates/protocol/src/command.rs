//! What a client may say on the socket: a closed set of commands.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};

use crate::{
    auth::Sealed,
    error::Code,
    ids::{AttachmentId, ChannelId, MessageId, StreamId},
    presence::Choice,
    streams::Seq,
    time::Timestamp,
    users::present,
};

/// The longest `ref`, in characters.
pub const REF_CHARS_MAX: usize = 64;

/// One frame of a client, understood: a command of `/ws`, unless another language is named.
#[derive(Debug, Clone)]
pub struct Envelope<C = Command> {
    /// Echoed on the answer.
    pub reference: Option<String>,
    /// What is asked.
    pub command: C,
}

/// A closed set of commands, such as one socket understands.
pub trait Commands: Sized {
    /// The names of all of them, as they stand on the wire.
    const NAMES: &'static [&'static str];

    /// The fields of every command but its `type` and `ref`, and what it is for; what they are made
    /// of is added to `parts`.
    fn described(parts: &mut Vec<(String, RefOr<Schema>)>) -> Vec<Described>;

    /// The command of this name, in any case; `None` when there is none.
    ///
    /// # Errors
    /// When its fields are not as they should be.
    fn of(kind: &str, fields: Value) -> Result<Option<Self>, serde_json::Error>;
}

/// One frame of a client that cannot be carried out as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Echoed on the `ERROR`, where it could be read.
    pub reference: Option<String>,
    /// Echoed on the `ERROR`, where it could be read.
    pub nonce: Option<String>,
    /// What is wrong.
    pub code: Code,
    /// The same as a sentence.
    pub detail: String,
}

/// A command as a description of the socket tells it.
#[derive(Clone)]
pub struct Described {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it is for.
    pub summary: &'static str,
    /// What it takes.
    pub fields: RefOr<Schema>,
}

macro_rules! commands {
    (
        $(#[doc = $all:literal])+
        $set:ident: $($(#[doc = $doc:literal])+ $name:ident = $wire:literal,)*
    ) => {
        $(#[doc = $all])+
        #[derive(Debug, Clone)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(tag = "type"))]
        pub enum $set {
            $($(#[doc = $doc])+ #[cfg_attr(test, ts(rename = $wire))] $name($name),)*
        }

        impl $set {
            /// This command's name on the wire.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$name(_) => $wire,)* }
            }
        }

        impl $crate::command::Commands for $set {
            const NAMES: &'static [&'static str] = &[$($wire),*];

            fn described(
                parts: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>,
            ) -> Vec<$crate::command::Described> {
                $(<$name as utoipa::ToSchema>::schemas(parts);)*
                vec![$($crate::command::Described {
                    name: $wire,
                    summary: concat!($($doc),+).trim(),
                    fields: <$name as utoipa::PartialSchema>::schema(),
                }),*]
            }

            fn of(
                kind: &str,
                fields: serde_json::Value,
            ) -> Result<Option<Self>, serde_json::Error> {
                fn read<T: serde::de::DeserializeOwned>(
                    fields: serde_json::Value,
                ) -> Result<T, serde_json::Error> {
                    serde_json::from_value(fields)
                }
                $(if kind.eq_ignore_ascii_case($wire) {
                    return read(fields).map(Self::$name).map(Some);
                })*
                Ok(None)
            }
        }
    };
}

pub(crate) use commands;

commands! {
    /// Everything a client may say. Names are matched without regard to case.
    Command:
    /// The channel's events come in full from now on.
    JoinChannel = "join_channel",
    /// They stop.
    LeaveChannel = "leave_channel",
    /// Follow many streams, each from where the client stands.
    Resume = "resume",
    /// Write a message.
    SendMessage = "send_message",
    /// React to a message.
    AddReaction = "add_reaction",
    /// Take a reaction back.
    RemoveReaction = "remove_reaction",
    /// Say how far one has read.
    MarkRead = "mark_read",
    /// Say whether one is there, and what one is up to.
    StatusUpdate = "status_update",
    /// Say that one is writing.
    Typing = "typing",
    /// Renew this socket's credential.
    Authenticate = "authenticate",
    /// Say that one is there, and hear where the streams stand.
    Ping = "ping",
}

/// `join_channel`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct JoinChannel {
    /// Which.
    #[serde(alias = "channel_id")]
    pub channel_id: ChannelId,
    /// The cursor: everything after it comes first. Absent = from now on.
    #[cfg_attr(test, ts(type = "number"))]
    pub seq: Option<Seq>,
}

/// `leave_channel`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LeaveChannel {
    /// Which.
    #[serde(alias = "channel_id")]
    pub channel_id: ChannelId,
}

/// `resume`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Resume {
    /// The epoch of the `READY` the cursors come from; another one resets every stream.
    pub epoch: Option<String>,
    /// The cursor of each stream: channels, spaces, one's own.
    #[cfg_attr(test, ts(type = "Record<string, number>"))]
    #[serde(deserialize_with = "cursors")]
    pub streams: BTreeMap<StreamId, Seq>,
}

/// Keys of a JSON object are strings; an id that reads numbers too needs them handed over.
fn cursors<'de, D: serde::Deserializer<'de>>(from: D) -> Result<BTreeMap<StreamId, Seq>, D::Error> {
    BTreeMap::<String, Seq>::deserialize(from)?
        .into_iter()
        .map(|(id, seq)| {
            id.parse()
                .map(|id| (id, seq))
                .map_err(serde::de::Error::custom)
        })
        .collect()
}

/// `send_message`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct SendMessage {
    /// Where to.
    #[serde(alias = "channel_id")]
    pub channel_id: ChannelId,
    /// At most 4,000 characters; not only white space, unless a file is with it.
    pub content: String,
    /// 1 to 64 characters, unique per author: a repeat is answered as the first was.
    pub nonce: Option<String>,
    /// A message of the same channel that this one answers.
    #[serde(alias = "reply_to_id")]
    pub reply_to_id: Option<MessageId>,
    /// Files of the author's that are in no message yet, in the order to show them.
    #[serde(alias = "attachment_ids")]
    pub attachment_ids: Option<Vec<AttachmentId>>,
}

/// `add_reaction`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct AddReaction {
    /// Where the message stands; checked when given.
    #[serde(alias = "channel_id")]
    pub channel_id: Option<ChannelId>,
    /// On what.
    #[serde(alias = "message_id")]
    pub message_id: MessageId,
    /// One emoji.
    pub emoji: String,
}

/// `remove_reaction`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct RemoveReaction {
    /// Where the message stands; checked when given.
    #[serde(alias = "channel_id")]
    pub channel_id: Option<ChannelId>,
    /// On what.
    #[serde(alias = "message_id")]
    pub message_id: MessageId,
    /// One emoji.
    pub emoji: String,
}

/// `mark_read`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct MarkRead {
    /// In which channel.
    #[serde(alias = "channel_id")]
    pub channel_id: ChannelId,
    /// Up to here.
    #[cfg_attr(test, ts(type = "number"))]
    pub seq: Seq,
    /// `true`: what comes after `seq` is unread again.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    pub unread: bool,
}

/// `status_update`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct StatusUpdate {
    /// Whether one is there.
    pub status: Choice,
    /// At most 128 characters about what one is up to; absent = as it is, `null` = nothing.
    #[serde(default, deserialize_with = "present", alias = "status_text")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<String>)]
    pub status_text: Option<Option<String>>,
    /// When that line is no longer shown; absent = it stays. Only with a `statusText`.
    #[serde(alias = "status_expires_at")]
    pub status_expires_at: Option<Timestamp>,
}

/// `typing`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Typing {
    /// Where.
    #[serde(alias = "channel_id")]
    pub channel_id: ChannelId,
}

/// `authenticate`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Authenticate {
    /// A fresh access token of the same session.
    pub token: Sealed,
}

/// `ping`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Ping {
    /// Anything; comes back in the `PONG`.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "number"))]
    pub t: Option<Value>,
}

impl<C: Commands> Envelope<C> {
    /// Understands one text frame.
    ///
    /// # Errors
    /// `MALFORMED` when it is not a JSON object with a `type`, `UNKNOWN_TYPE` when nobody knows
    /// that type, `VALIDATION` when its fields are not as they should be.
    pub fn decode(text: &str) -> Result<Self, Rejected> {
        let malformed = |detail: &str| Rejected {
            reference: None,
            nonce: None,
            code: Code::Malformed,
            detail: detail.to_owned(),
        };
        let mut fields: serde_json::Map<String, Value> =
            serde_json::from_str(text).map_err(|_| malformed("Send one JSON object a frame."))?;
        let text_of = |field: Option<&Value>| field.and_then(Value::as_str).map(str::to_owned);
        let reference = text_of(fields.get("ref")).filter(|r| r.chars().count() <= REF_CHARS_MAX);
        let nonce = text_of(fields.get("nonce"));
        let reject = |code, detail| Rejected {
            reference: reference.clone(),
            nonce: nonce.clone(),
            code,
            detail,
        };

        let bad_reference = fields.remove("ref").is_some() && reference.is_none();
        let Some(Value::String(kind)) = fields.remove("type") else {
            return Err(reject(
                Code::Malformed,
                "Give the frame a `type`.".to_owned(),
            ));
        };
        if bad_reference {
            let detail = format!("`ref` is a string of at most {REF_CHARS_MAX} characters.");
            return Err(reject(Code::Validation, detail));
        }
        match C::of(&kind, Value::Object(fields)) {
            Ok(Some(command)) => Ok(Self { reference, command }),
            Ok(None) => {
                let known = C::NAMES.join(", ");
                Err(reject(
                    Code::UnknownType,
                    format!("This `type` is not a command. There are: {known}."),
                ))
            }
            Err(why) => Err(reject(Code::Validation, format!("{kind}: {why}."))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn types_have_no_case_and_fields_may_be_snake_case() {
        let frame = r#"{"type":"JOIN_Channel","channel_id":7,"seq":3,"ref":"a","later":true}"#;
        let envelope = <Envelope>::decode(frame).unwrap();
        assert_eq!(envelope.reference.as_deref(), Some("a"));
        let Command::JoinChannel(join) = envelope.command else {
            panic!("not a join")
        };
        assert_eq!(
            (join.channel_id, join.seq),
            (ChannelId::from_raw(7), Some(3))
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_what_could_be_read() {
        for (frame, code, reference) in [
            ("", Code::Malformed, None),
            ("[]", Code::Malformed, None),
            ("{\"ref\":\"r\"}", Code::Malformed, Some("r")),
            (r#"{"type":7}"#, Code::Malformed, None),
            (
                r#"{"type":"NEW_MESSAGE","ref":"r"}"#,
                Code::UnknownType,
                Some("r"),
            ),
            (
                r#"{"type":"join_channel","ref":"r"}"#,
                Code::Validation,
                Some("r"),
            ),
            (
                r#"{"type":"join_channel","channelId":"1","seq":-1}"#,
                Code::Validation,
                None,
            ),
            (
                r#"{"type":"join_channel","channelId":{},"ref":"r"}"#,
                Code::Validation,
                Some("r"),
            ),
            (r#"{"type":"ping","ref":7}"#, Code::Validation, None),
            (
                r#"{"type":"resume","streams":{"x":1}}"#,
                Code::Validation,
                None,
            ),
        ] {
            let rejected = <Envelope>::decode(frame).unwrap_err();
            assert_eq!(
                (rejected.code, rejected.reference.as_deref()),
                (code, reference),
                "{frame}"
            );
        }
        let sent = r#"{"type":"send_message","channelId":"1","content":7,"nonce":"n"}"#;
        assert_eq!(
            <Envelope>::decode(sent).unwrap_err().nonce.as_deref(),
            Some("n")
        );
    }

    proptest! {
        #[test]
        fn no_frame_whatever_panics(frame in ".{0,200}") {
            let _ = <Envelope>::decode(&frame);
        }

        #[test]
        fn every_command_survives_any_fields(name in prop::sample::select(Command::NAMES), value in "[-0-9a-z\"{}:,\\[\\]]{0,40}") {
            let _ = <Envelope>::decode(&format!(r#"{{"type":"{name}","channelId":{value}}}"#));
        }
    }
}
