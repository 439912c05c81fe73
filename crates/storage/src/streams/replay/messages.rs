//! Events about messages, from the rows of today.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, MessageId, StreamId, UserId},
    messages::Message,
    reactions::{ReactionAdded, ReactionRemoved},
    streams::Seq,
    time::Timestamp,
};

use super::LogRow;

/// A position in a channel's stream, and its row.
pub(super) struct AboutMessages<'r> {
    pub(super) stream: StreamId,
    pub(super) seq: Seq,
    pub(super) row: &'r LogRow,
}

impl AboutMessages<'_> {
    fn channel(&self) -> ChannelId {
        ChannelId::from_raw(self.stream.raw())
    }

    pub(super) fn deleted(&self, message_id: MessageId) -> Event {
        Event::MessageDeleted {
            stream: self.stream,
            seq: self.seq,
            channel_id: self.channel(),
            message_id,
        }
    }

    pub(super) fn posted(&self, id: MessageId, message: Option<&Message>) -> Event {
        match message {
            Some(message) => Event::NewMessage {
                stream: self.stream,
                seq: self.seq,
                channel_id: self.channel(),
                message: message.clone(),
            },
            None => self.deleted(id),
        }
    }

    pub(super) fn edited(&self, id: MessageId, message: Option<&Message>) -> Event {
        match message {
            Some(message) => Event::MessageUpdated {
                stream: self.stream,
                seq: self.seq,
                channel_id: self.channel(),
                message: message.clone(),
            },
            None => self.deleted(id),
        }
    }

    /// A pin that was taken back comes as its end.
    pub(super) fn pinned(&self, message_id: MessageId) -> Event {
        if !self.row.message_pinned {
            return self.unpinned(message_id);
        }
        Event::MessagePinned {
            stream: self.stream,
            seq: self.seq,
            channel_id: self.channel(),
            message_id,
        }
    }

    pub(super) fn unpinned(&self, message_id: MessageId) -> Event {
        if !self.row.message_stands {
            return self.deleted(message_id);
        }
        Event::MessageUnpinned {
            stream: self.stream,
            seq: self.seq,
            channel_id: self.channel(),
            message_id,
        }
    }

    /// An undone reaction comes as its end: whoever missed both misses nothing.
    pub(super) fn reacted(&self, message_id: MessageId, user_id: UserId, emoji: &str) -> Event {
        let Some(since) = self.row.reacted_at.filter(|_| self.row.message_stands) else {
            return self.unreacted(message_id, user_id, emoji);
        };
        Event::ReactionAdded {
            stream: self.stream,
            seq: self.seq,
            channel_id: self.channel(),
            payload: ReactionAdded {
                channel_id: self.channel(),
                message_id,
                user_id,
                emoji: emoji.to_owned(),
                created_at: Timestamp::from_millis(since),
                count: self.count(),
            },
        }
    }

    pub(super) fn unreacted(&self, message_id: MessageId, user_id: UserId, emoji: &str) -> Event {
        if !self.row.message_stands {
            return self.deleted(message_id);
        }
        Event::ReactionRemoved {
            stream: self.stream,
            seq: self.seq,
            channel_id: self.channel(),
            payload: ReactionRemoved {
                channel_id: self.channel(),
                message_id,
                user_id,
                emoji: emoji.to_owned(),
                count: self.count(),
            },
        }
    }

    fn count(&self) -> u32 {
        let count = self.row.count.unwrap_or_default();
        u32::try_from(count).unwrap_or_default()
    }
}
