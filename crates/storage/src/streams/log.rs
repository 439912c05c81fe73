//! Writing to the log: one reference, one position.

use parlor_protocol::{
    ids::{ChannelId, MessageId, RoleId, SpaceId, StreamId, UserId},
    members::Departure,
    notifications::NotificationKind,
    streams::Seq,
    time::Timestamp,
};

use crate::{
    engine::{Link, execute, fetch_optional},
    error::Damage,
};

/// What happened, and to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference<'e> {
    Posted(MessageId),
    Edited(MessageId),
    Deleted(MessageId),
    Reacted(MessageId, UserId, &'e str),
    Unreacted(MessageId, UserId, &'e str),
    Pinned(MessageId),
    Unpinned(MessageId),
    ChannelCreated(ChannelId),
    ChannelUpdated(ChannelId),
    ChannelDeleted(ChannelId),
    SpaceUpdated(SpaceId),
    RoleCreated(RoleId),
    RoleUpdated(RoleId),
    RoleDeleted(RoleId),
    MemberJoined(UserId),
    MemberUpdated(UserId),
    MemberLeft(UserId, Departure),
    SpaceJoined(SpaceId),
    SpaceLeft(SpaceId),
    DmOpened(ChannelId),
    DmClosed(ChannelId),
    Notified(NotificationKind, MessageId),
}

/// A reference as its row has it.
pub(super) struct Columns<'e> {
    pub(super) kind: &'e str,
    pub(super) subject: i64,
    pub(super) user: Option<i64>,
    pub(super) emoji: Option<&'e str>,
}

impl<'e> Reference<'e> {
    /// The word for [`Reference::Posted`].
    pub(crate) const POSTED: &'static str = "posted";

    fn columns(self) -> Columns<'e> {
        let about = |kind, subject| Columns {
            kind,
            subject,
            user: None,
            emoji: None,
        };
        let reaction = |kind, message: MessageId, user: UserId, emoji| Columns {
            kind,
            subject: message.raw(),
            user: Some(user.raw()),
            emoji: Some(emoji),
        };
        match self {
            Self::Posted(id) => about(Self::POSTED, id.raw()),
            Self::Edited(id) => about("edited", id.raw()),
            Self::Deleted(id) => about("deleted", id.raw()),
            Self::Reacted(id, user, emoji) => reaction("reacted", id, user, emoji),
            Self::Unreacted(id, user, emoji) => reaction("unreacted", id, user, emoji),
            Self::Pinned(id) => about("pinned", id.raw()),
            Self::Unpinned(id) => about("unpinned", id.raw()),
            Self::ChannelCreated(id) => about("channel_created", id.raw()),
            Self::ChannelUpdated(id) => about("channel_updated", id.raw()),
            Self::ChannelDeleted(id) => about("channel_deleted", id.raw()),
            Self::SpaceUpdated(id) => about("space_updated", id.raw()),
            Self::RoleCreated(id) => about("role_created", id.raw()),
            Self::RoleUpdated(id) => about("role_updated", id.raw()),
            Self::RoleDeleted(id) => about("role_deleted", id.raw()),
            Self::MemberJoined(id) => about("member_joined", id.raw()),
            Self::MemberUpdated(id) => about("member_updated", id.raw()),
            Self::MemberLeft(id, Departure::Left) => about("member_left", id.raw()),
            Self::MemberLeft(id, Departure::Kicked) => about("member_kicked", id.raw()),
            Self::MemberLeft(id, Departure::Banned) => about("member_banned", id.raw()),
            Self::SpaceJoined(id) => about("space_joined", id.raw()),
            Self::SpaceLeft(id) => about("space_left", id.raw()),
            Self::DmOpened(id) => about("dm_opened", id.raw()),
            Self::DmClosed(id) => about("dm_closed", id.raw()),
            Self::Notified(NotificationKind::Mention, id) => about("notified_mention", id.raw()),
            Self::Notified(NotificationKind::Reply, id) => about("notified_reply", id.raw()),
            Self::Notified(NotificationKind::Dm, id) => about("notified_dm", id.raw()),
        }
    }

    pub(super) fn read(row: &Columns<'e>) -> sqlx::Result<Self> {
        let message = MessageId::from_raw(row.subject);
        let user = UserId::from_raw(row.subject);
        let channel = ChannelId::from_raw(row.subject);
        let space = SpaceId::from_raw(row.subject);
        let role = RoleId::from_raw(row.subject);
        Ok(match (row.kind, row.user, row.emoji) {
            (Self::POSTED, ..) => Self::Posted(message),
            ("edited", ..) => Self::Edited(message),
            ("deleted", ..) => Self::Deleted(message),
            ("reacted", Some(by), Some(emoji)) => {
                Self::Reacted(message, UserId::from_raw(by), emoji)
            }
            ("unreacted", Some(by), Some(emoji)) => {
                Self::Unreacted(message, UserId::from_raw(by), emoji)
            }
            ("pinned", ..) => Self::Pinned(message),
            ("unpinned", ..) => Self::Unpinned(message),
            ("channel_created", ..) => Self::ChannelCreated(channel),
            ("channel_updated", ..) => Self::ChannelUpdated(channel),
            ("channel_deleted", ..) => Self::ChannelDeleted(channel),
            ("space_updated", ..) => Self::SpaceUpdated(space),
            ("role_created", ..) => Self::RoleCreated(role),
            ("role_updated", ..) => Self::RoleUpdated(role),
            ("role_deleted", ..) => Self::RoleDeleted(role),
            ("member_joined", ..) => Self::MemberJoined(user),
            ("member_updated", ..) => Self::MemberUpdated(user),
            ("member_left", ..) => Self::MemberLeft(user, Departure::Left),
            ("member_kicked", ..) => Self::MemberLeft(user, Departure::Kicked),
            ("member_banned", ..) => Self::MemberLeft(user, Departure::Banned),
            ("space_joined", ..) => Self::SpaceJoined(space),
            ("space_left", ..) => Self::SpaceLeft(space),
            ("dm_opened", ..) => Self::DmOpened(channel),
            ("dm_closed", ..) => Self::DmClosed(channel),
            (kind, ..) => match notified(kind) {
                Some(kind) => Self::Notified(kind, message),
                None => return Err(Damage("an event of no known kind").into()),
            },
        })
    }
}

/// What kind of notification an event of this kind is, if it is one.
pub(crate) fn notified(kind: &str) -> Option<NotificationKind> {
    match kind {
        "notified_mention" => Some(NotificationKind::Mention),
        "notified_reply" => Some(NotificationKind::Reply),
        "notified_dm" => Some(NotificationKind::Dm),
        _ => None,
    }
}

/// Makes the stream of a new user, space or channel.
pub(crate) async fn create(link: &mut Link<'_>, stream: StreamId) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO streams (id, last_seq) VALUES ($1, 0)",
        stream.raw()
    )?;
    Ok(())
}

/// Takes the stream's next position. The row stays locked until the commit, so that the order of
/// positions is the order of commits; if the write is undone, so is this.
pub(crate) async fn advance(link: &mut Link<'_>, stream: StreamId) -> sqlx::Result<Seq> {
    advance_by(link, stream, 1).await
}

/// Takes so many positions at once; the last of them.
pub(crate) async fn advance_by(
    link: &mut Link<'_>,
    stream: StreamId,
    count: u64,
) -> sqlx::Result<Seq> {
    let row = fetch_optional!(
        link,
        (i64,),
        "UPDATE streams SET last_seq = last_seq + $2 WHERE id = $1 RETURNING last_seq",
        stream.raw(),
        count.cast_signed()
    )?;
    match row {
        Some((seq,)) => Ok(seq.cast_unsigned()),
        None => Err(Damage("a stream is missing").into()),
    }
}

/// Writes down what happened at a position that was just taken.
pub(crate) async fn record(
    link: &mut Link<'_>,
    (stream, seq): (StreamId, Seq),
    reference: Reference<'_>,
    now: Timestamp,
) -> sqlx::Result<()> {
    let columns = reference.columns();
    execute!(
        link,
        "INSERT INTO stream_events (stream_id, seq, kind, subject_id, user_id, emoji, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        stream.raw(),
        seq.cast_signed(),
        columns.kind,
        columns.subject,
        columns.user,
        columns.emoji,
        now.as_millis(),
    )?;
    Ok(())
}

/// Takes a position and writes down what happened there.
pub(crate) async fn append(
    link: &mut Link<'_>,
    stream: StreamId,
    reference: Reference<'_>,
    now: Timestamp,
) -> sqlx::Result<Seq> {
    let seq = advance(link, stream).await?;
    record(link, (stream, seq), reference, now).await?;
    Ok(seq)
}

/// Where a stream stands; `None` where there is no such stream.
pub(crate) async fn position(link: &mut Link<'_>, stream: StreamId) -> sqlx::Result<Option<Seq>> {
    let row = fetch_optional!(
        link,
        (i64,),
        "SELECT last_seq FROM streams WHERE id = $1 AND NOT gone",
        stream.raw()
    )?;
    Ok(row.map(|(seq,)| seq.cast_unsigned()))
}
