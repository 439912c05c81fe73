//! Reading the log: each reference becomes one event, built from today's rows.

use std::collections::HashMap;

use parlor_protocol::{
    channels::Channel,
    event::Event,
    ids::{ChannelId, MessageId, SpaceId, StreamId, UserId},
    members::Member,
    messages::Message,
    reactions::{ReactionAdded, ReactionRemoved},
    spaces::Space,
    streams::Seq,
    time::Timestamp,
};

use super::{
    StreamPage,
    log::{self, Columns, Reference},
};
use crate::{
    channels,
    engine::{Link, fetch_all, fetch_one},
    members, messages, notifications, spaces,
};

/// A reference, and of what it refers to that which costs nothing more to read at once.
#[derive(sqlx::FromRow)]
struct LogRow {
    seq: i64,
    kind: String,
    subject_id: i64,
    user_id: Option<i64>,
    emoji: Option<String>,
    /// Whether the message it is about, if it is about one, still stands.
    message_stands: bool,
    /// Since when the reaction it is about has stood, if it stands.
    reacted_at: Option<i64>,
    /// How many have that emoji there now.
    count: Option<i64>,
}

impl LogRow {
    fn reference(&self) -> sqlx::Result<Reference<'_>> {
        Reference::read(&Columns {
            kind: &self.kind,
            subject: self.subject_id,
            user: self.user_id,
            emoji: self.emoji.as_deref(),
        })
    }
}

pub(super) async fn page(
    link: &mut Link<'_>,
    stream: StreamId,
    after: Seq,
    limit: usize,
) -> sqlx::Result<Option<StreamPage>> {
    let Some(last_seq) = log::position(link, stream).await? else {
        return Ok(None);
    };
    let kept_from = kept_from(link, stream).await?.unwrap_or(last_seq + 1);
    let rows = rows(link, stream, after, limit).await?;
    let subjects = Subjects::load(link, stream, &rows).await?;
    let events = rows
        .iter()
        .map(|row| subjects.event(stream, row))
        .collect::<sqlx::Result<Vec<Event>>>()?;
    let reached = rows.last().map_or(after, |row| row.seq.cast_unsigned());
    Ok(Some(StreamPage {
        last_seq,
        kept_from,
        events,
        more: reached < last_seq,
    }))
}

/// The first position the log still has.
async fn kept_from(link: &mut Link<'_>, stream: StreamId) -> sqlx::Result<Option<Seq>> {
    let (first,) = fetch_one!(
        link,
        (Option<i64>,),
        "SELECT min(seq) FROM stream_events WHERE stream_id = $1",
        stream.raw()
    )?;
    Ok(first.map(i64::cast_unsigned))
}

async fn rows(
    link: &mut Link<'_>,
    stream: StreamId,
    after: Seq,
    limit: usize,
) -> sqlx::Result<Vec<LogRow>> {
    fetch_all!(
        link,
        LogRow,
        "SELECT e.seq, e.kind, e.subject_id, e.user_id, e.emoji, \
         m.id IS NOT NULL AND m.deleted_at IS NULL AS message_stands, \
         r.created_at AS reacted_at, c.count FROM stream_events e \
         LEFT JOIN messages m ON m.id = e.subject_id \
         LEFT JOIN reactions r ON r.message_id = e.subject_id AND r.emoji = e.emoji \
         AND r.user_id = e.user_id \
         LEFT JOIN reaction_counts c ON c.message_id = e.subject_id AND c.emoji = e.emoji \
         WHERE e.stream_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3",
        stream.raw(),
        i64::try_from(after).unwrap_or(i64::MAX),
        i64::try_from(limit).unwrap_or(i64::MAX)
    )
}

/// What the references of a page lead to.
#[derive(Default)]
struct Subjects {
    messages: HashMap<MessageId, Message>,
    channels: HashMap<ChannelId, Channel>,
    members: HashMap<UserId, Member>,
    spaces: HashMap<SpaceId, Space>,
    /// What the notifications of a person's stream are about, as far as they still see it.
    notified: HashMap<MessageId, Message>,
}

impl Subjects {
    /// One query for each kind that occurs.
    async fn load(link: &mut Link<'_>, stream: StreamId, rows: &[LogRow]) -> sqlx::Result<Self> {
        let [
            mut messages,
            mut channels,
            mut members,
            mut spaces,
            mut notified,
        ] = [const { Vec::new() }; 5];
        for row in rows {
            match row.reference()? {
                Reference::Posted(id) | Reference::Edited(id) if row.message_stands => {
                    messages.push(id.raw());
                }
                Reference::ChannelCreated(id) => channels.push(id.raw()),
                Reference::MemberJoined(id) | Reference::MemberUpdated(id) => {
                    members.push(id.raw());
                }
                Reference::SpaceJoined(id) => spaces.push(id.raw()),
                Reference::Notified(_, id) if row.message_stands => notified.push(id.raw()),
                _ => {}
            }
        }
        let mut subjects = Self::default();
        if !messages.is_empty() {
            let found = messages::load::among(link, &messages).await?;
            subjects.messages = found.into_iter().map(|each| (each.id, each)).collect();
        }
        if !channels.is_empty() {
            let found = channels::among(link, &channels).await?;
            subjects.channels = found.into_iter().map(|each| (each.id, each)).collect();
        }
        if !members.is_empty() {
            let space = SpaceId::from_raw(stream.raw());
            let found = members::among(link, space, &members).await?;
            subjects.members = found.into_iter().map(|each| (each.user_id, each)).collect();
        }
        if !spaces.is_empty() {
            let found = spaces::among(link, &spaces).await?;
            subjects.spaces = found.into_iter().map(|each| (each.id, each)).collect();
        }
        if !notified.is_empty() {
            let user = UserId::from_raw(stream.raw());
            subjects.notified = notifications::seen(link, user, &notified).await?;
        }
        Ok(subjects)
    }

    /// The one event of a position. What is no longer there leaves a `NOOP`, so that the position
    /// is not missed.
    fn event(&self, stream: StreamId, row: &LogRow) -> sqlx::Result<Event> {
        let seq = row.seq.cast_unsigned();
        let about_messages = AboutMessages { stream, seq, row };
        let space_id = SpaceId::from_raw(stream.raw());
        let event = match row.reference()? {
            Reference::Posted(id) => Some(about_messages.posted(id, self.messages.get(&id))),
            Reference::Edited(id) => Some(about_messages.edited(id, self.messages.get(&id))),
            Reference::Deleted(id) => Some(about_messages.deleted(id)),
            Reference::Reacted(id, user, emoji) => Some(about_messages.reacted(id, user, emoji)),
            Reference::Unreacted(id, user, emoji) => {
                Some(about_messages.unreacted(id, user, emoji))
            }
            Reference::ChannelCreated(id) => {
                let channel = self.channels.get(&id).cloned();
                channel.map(|channel| Event::ChannelCreated {
                    stream,
                    seq,
                    space_id,
                    channel,
                })
            }
            Reference::MemberJoined(id) => {
                let member = self.members.get(&id).cloned();
                member.map(|member| Event::MemberJoined {
                    stream,
                    seq,
                    space_id,
                    member,
                })
            }
            Reference::MemberUpdated(id) => {
                let member = self.members.get(&id).cloned();
                member.map(|member| Event::MemberUpdated {
                    stream,
                    seq,
                    space_id,
                    member,
                })
            }
            Reference::SpaceJoined(id) => {
                let space = self.spaces.get(&id).cloned();
                space.map(|space| Event::SpaceJoined { stream, seq, space })
            }
            Reference::Notified(kind, id) => {
                let message = self.notified.get(&id);
                message.map(|message| notifications::event(Some((stream, seq)), kind, message))
            }
        };
        Ok(event.unwrap_or(Event::Noop { stream, seq }))
    }
}

/// A position in a channel's stream, and its row.
struct AboutMessages<'r> {
    stream: StreamId,
    seq: Seq,
    row: &'r LogRow,
}

impl AboutMessages<'_> {
    fn channel(&self) -> ChannelId {
        ChannelId::from_raw(self.stream.raw())
    }

    fn deleted(&self, message_id: MessageId) -> Event {
        Event::MessageDeleted {
            stream: self.stream,
            seq: self.seq,
            channel_id: self.channel(),
            message_id,
        }
    }

    fn posted(&self, id: MessageId, message: Option<&Message>) -> Event {
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

    fn edited(&self, id: MessageId, message: Option<&Message>) -> Event {
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

    /// An undone reaction comes as its end: whoever missed both misses nothing.
    fn reacted(&self, message_id: MessageId, user_id: UserId, emoji: &str) -> Event {
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

    fn unreacted(&self, message_id: MessageId, user_id: UserId, emoji: &str) -> Event {
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
