//! Reading the log: each reference becomes one event, built from today's rows.

use std::collections::HashMap;

use parlor_protocol::{
    channels::Channel,
    event::Event,
    ids::{ChannelId, MessageId, RoleId, SpaceId, StreamId, UserId},
    members::Member,
    messages::Message,
    spaces::{Role, Space},
    streams::Seq,
};

use super::{
    StreamPage,
    log::{self, Columns, Reference},
};
use crate::{
    channels,
    engine::{Link, fetch_all, fetch_one},
    members, messages as stored, notifications, roles, spaces,
};

mod messages;
mod places;

use self::{messages::AboutMessages, places::AboutPlaces};

/// After how many bytes of messages' texts a page ends: what a reader does not take at once is
/// read again later, and whoever reads a page of the longest messages has all of them in memory.
const TEXT_BYTES_MAX: i64 = 256 * 1024;

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
    /// Whether it is pinned now.
    message_pinned: bool,
    /// How long the text of that message and its previews is.
    text_bytes: Option<i64>,
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

    /// How much text its event carries.
    fn text_bytes(&self) -> sqlx::Result<i64> {
        Ok(match self.reference()? {
            Reference::Posted(_) | Reference::Edited(_) => self.text_bytes.unwrap_or_default(),
            _ => 0,
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
    let mut rows = rows(link, stream, after, limit).await?;
    shorten(&mut rows)?;
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

/// Ends a page with the event that makes it too heavy.
fn shorten(rows: &mut Vec<LogRow>) -> sqlx::Result<()> {
    let mut bytes = 0;
    for at in 0..rows.len() {
        bytes += rows[at].text_bytes()?;
        if bytes > TEXT_BYTES_MAX {
            rows.truncate(at + 1);
            break;
        }
    }
    Ok(())
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
         m.pinned_seq IS NOT NULL AS message_pinned, \
         CAST(octet_length(m.content) + COALESCE(octet_length(m.embeds), 0) AS BIGINT) AS text_bytes, \
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
    roles: HashMap<RoleId, Role>,
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
            mut roles,
            mut notified,
            mut joined,
        ] = [const { Vec::new() }; 7];
        for row in rows {
            match row.reference()? {
                Reference::Posted(id) | Reference::Edited(id) if row.message_stands => {
                    messages.push(id.raw());
                }
                Reference::ChannelCreated(id)
                | Reference::ChannelUpdated(id)
                | Reference::DmOpened(id) => {
                    channels.push(id.raw());
                }
                Reference::MemberJoined(id) | Reference::MemberUpdated(id) => {
                    members.push(id.raw());
                }
                Reference::SpaceUpdated(id) => spaces.push(id.raw()),
                Reference::SpaceJoined(id) => joined.push(id.raw()),
                Reference::RoleCreated(id) | Reference::RoleUpdated(id) => roles.push(id.raw()),
                Reference::Notified(_, id) if row.message_stands => notified.push(id.raw()),
                _ => {}
            }
        }
        let mut subjects = Self::default();
        if !messages.is_empty() {
            let found = stored::load::among(link, &messages).await?;
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
        if !joined.is_empty() {
            // A space that they left says nothing of itself any more.
            let user = UserId::from_raw(stream.raw());
            let today = members::spaces_of(link, user).await?;
            joined.retain(|id| today.contains(&SpaceId::from_raw(*id)));
            spaces.append(&mut joined);
        }
        if !spaces.is_empty() {
            let found = spaces::among(link, &spaces).await?;
            subjects.spaces = found.into_iter().map(|each| (each.id, each)).collect();
        }
        if !roles.is_empty() {
            let found = roles::among(link, &roles).await?;
            subjects.roles = found.into_iter().map(|each| (each.id, each)).collect();
        }
        if !notified.is_empty() {
            let user = UserId::from_raw(stream.raw());
            subjects.notified = notifications::seen(link, user, &notified).await?;
        }
        Ok(subjects)
    }

    /// The one event of a position. What is no longer there leaves its end or a `NOOP`, so that the
    /// position is not missed.
    fn event(&self, stream: StreamId, row: &LogRow) -> sqlx::Result<Event> {
        let seq = row.seq.cast_unsigned();
        let messages = AboutMessages { stream, seq, row };
        let places = AboutPlaces {
            stream,
            seq,
            subjects: self,
        };
        Ok(match row.reference()? {
            Reference::Posted(id) => messages.posted(id, self.messages.get(&id)),
            Reference::Edited(id) => messages.edited(id, self.messages.get(&id)),
            Reference::Deleted(id) => messages.deleted(id),
            Reference::Reacted(id, user, emoji) => messages.reacted(id, user, emoji),
            Reference::Unreacted(id, user, emoji) => messages.unreacted(id, user, emoji),
            Reference::Pinned(id) => messages.pinned(id),
            Reference::Unpinned(id) => messages.unpinned(id),
            Reference::ChannelCreated(id) => places.channel_created(id),
            Reference::ChannelUpdated(id) => places.channel_updated(id),
            Reference::ChannelDeleted(id) => places.channel_deleted(id),
            Reference::SpaceUpdated(id) => places.space_updated(id),
            Reference::SpaceJoined(id) => places.space_joined(id),
            Reference::SpaceLeft(id) => places.space_left(id),
            Reference::DmOpened(id) => places.dm_opened(id),
            Reference::DmClosed(id) => places.dm_closed(id),
            Reference::RoleCreated(id) => places.role_created(id),
            Reference::RoleUpdated(id) => places.role_updated(id),
            Reference::RoleDeleted(id) => places.role_deleted(id),
            Reference::MemberJoined(id) => places.member_joined(id),
            Reference::MemberUpdated(id) => places.member_updated(id),
            Reference::MemberLeft(id, reason) => places.member_left(id, reason),
            Reference::Notified(kind, id) => match self.notified.get(&id) {
                Some(message) => notifications::event(Some((stream, seq)), kind, message),
                None => Event::Noop { stream, seq },
            },
        })
    }
}
