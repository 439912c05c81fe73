//! What a client says on the socket, as the frames that go out.

use std::collections::BTreeMap;

use parlor_protocol::{
    ids::{ChannelId, MessageId, StreamId},
    streams::Seq,
};
use serde_json::{Value, json};

use crate::{Secret, outbox::Pending};

/// One command, as a frame.
#[derive(Clone, PartialEq)]
pub struct Frame(Value);

impl Frame {
    /// `join_channel`: its events come from now on; with a cursor, first everything after it.
    pub fn join(channel: ChannelId, cursor: Option<Seq>) -> Self {
        let mut frame = json!({"type": "join_channel", "channelId": channel});
        if let Some(cursor) = cursor {
            frame["seq"] = cursor.into();
        }
        Self(frame)
    }

    /// `leave_channel`: they stop.
    pub fn leave(channel: ChannelId) -> Self {
        Self(json!({"type": "leave_channel", "channelId": channel}))
    }

    /// `resume`: follow many streams, each from where one stands.
    pub fn resume(epoch: Option<&str>, cursors: &BTreeMap<StreamId, Seq>) -> Self {
        let streams = cursors
            .iter()
            .map(|(id, seq)| (id.to_string(), (*seq).into()));
        let streams: serde_json::Map<String, Value> = streams.collect();
        let mut frame = json!({"type": "resume", "streams": streams});
        if let Some(epoch) = epoch {
            frame["epoch"] = epoch.into();
        }
        Self(frame)
    }

    /// `send_message`.
    pub fn send_message(message: &Pending) -> Self {
        let mut frame = json!({
            "type": "send_message", "channelId": message.channel_id,
            "content": message.content, "nonce": message.nonce,
        });
        if let Some(reply_to) = message.reply_to_id {
            frame["replyToId"] = json!(reply_to);
        }
        if !message.attachment_ids.is_empty() {
            frame["attachmentIds"] = json!(message.attachment_ids);
        }
        Self(frame)
    }

    /// `add_reaction`.
    pub fn add_reaction(message: MessageId, emoji: &str) -> Self {
        Self(json!({"type": "add_reaction", "messageId": message, "emoji": emoji}))
    }

    /// `remove_reaction`.
    pub fn remove_reaction(message: MessageId, emoji: &str) -> Self {
        Self(json!({"type": "remove_reaction", "messageId": message, "emoji": emoji}))
    }

    /// `mark_read`: up to here one has read.
    pub fn mark_read(channel: ChannelId, seq: Seq) -> Self {
        Self(json!({"type": "mark_read", "channelId": channel, "seq": seq}))
    }

    /// `status_update`: `online`, `idle`, `dnd` or `invisible`.
    pub fn status(status: &str) -> Self {
        Self(json!({"type": "status_update", "status": status}))
    }

    /// `typing`.
    pub fn typing(channel: ChannelId) -> Self {
        Self(json!({"type": "typing", "channelId": channel}))
    }

    /// `authenticate`: renews the credential of the socket in place.
    pub fn authenticate(token: &Secret) -> Self {
        Self(json!({"type": "authenticate", "token": token.expose()}))
    }

    /// `ping`.
    pub fn ping() -> Self {
        Self(json!({"type": "ping"}))
    }

    /// The same with a `ref`, which comes back on the `ACK` or `ERROR`.
    #[must_use]
    pub fn with_ref(mut self, reference: &str) -> Self {
        self.0["ref"] = reference.into();
        self
    }

    /// Which command it is.
    pub fn kind(&self) -> &str {
        self.0["type"].as_str().unwrap_or_default()
    }

    /// The text that goes over the wire.
    pub fn text(&self) -> String {
        self.0.to_string()
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not its fields: there may be a credential or what somebody wrote among them.
        write!(f, "Frame({})", self.kind())
    }
}

#[cfg(test)]
mod tests {
    use parlor_protocol::{
        command::{Command, Commands as _, Envelope},
        ids::AttachmentId,
    };

    use super::*;

    /// The server's own reader understands every frame, as the command it is meant to be.
    #[test]
    fn the_server_understands_every_frame() {
        let (channel, message) = (ChannelId::from_raw(3), MessageId::from_raw(4));
        let pending = Pending {
            nonce: "n".to_owned(),
            channel_id: channel,
            content: "hi".to_owned(),
            reply_to_id: Some(message),
            attachment_ids: vec![AttachmentId::from_raw(5)],
        };
        let cursors = BTreeMap::from([(StreamId::from(channel), 9)]);
        let frames = [
            Frame::join(channel, Some(7)),
            Frame::leave(channel),
            Frame::resume(Some("e"), &cursors),
            Frame::send_message(&pending),
            Frame::add_reaction(message, "👍"),
            Frame::remove_reaction(message, "👍"),
            Frame::mark_read(channel, 7),
            Frame::status("dnd"),
            Frame::typing(channel),
            Frame::authenticate(&Secret::from("t")),
            Frame::ping(),
        ];
        for (frame, name) in frames.into_iter().zip(Command::NAMES) {
            let envelope = Envelope::<Command>::decode(&frame.with_ref("r").text()).unwrap();
            assert_eq!(envelope.command.name(), *name);
            assert_eq!(envelope.reference.as_deref(), Some("r"));
        }
        let read = Envelope::<Command>::decode(&Frame::send_message(&pending).text()).unwrap();
        let Command::SendMessage(read) = read.command else {
            panic!("not a message")
        };
        assert_eq!(read.reply_to_id, Some(message));
        assert_eq!(read.attachment_ids.map(|ids| ids.len()), Some(1));
    }

    #[test]
    fn a_credential_is_not_printed() {
        let frame = Frame::authenticate(&Secret::from("hush"));
        assert_eq!(format!("{frame:?}"), "Frame(authenticate)");
    }
}
