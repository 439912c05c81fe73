//! Channels as their rows have them.

use parlor_protocol::{
    channels::{Channel, ChannelKind},
    ids::{ChannelId, SpaceId, UserId},
    time::Timestamp,
};

use crate::{
    engine::{Link, execute, fetch_all, fetch_among, fetch_optional},
    error::Damage,
    streams::log,
};

#[derive(sqlx::FromRow)]
pub(crate) struct ChannelRow {
    id: i64,
    space_id: Option<i64>,
    kind: String,
    name: String,
    position: i64,
    created_at: i64,
    last_seq: i64,
}

impl ChannelRow {
    pub(crate) fn read(self) -> sqlx::Result<Channel> {
        Ok(Channel {
            id: ChannelId::from_raw(self.id),
            space_id: self.space_id.map(SpaceId::from_raw),
            kind: kind(&self.kind)?,
            name: self.name,
            topic: String::new(),
            parent_id: None,
            position: u32::try_from(self.position).unwrap_or_default(),
            private: false,
            slow_mode_seconds: 0,
            created_at: Timestamp::from_millis(self.created_at),
            last_seq: self.last_seq.cast_unsigned(),
        })
    }
}

fn kind(word: &str) -> sqlx::Result<ChannelKind> {
    Ok(match word {
        "text" => ChannelKind::Text,
        "voice" => ChannelKind::Voice,
        "category" => ChannelKind::Category,
        "dm" => ChannelKind::Dm,
        "group" => ChannelKind::Group,
        _ => return Err(Damage("a channel of no known kind").into()),
    })
}

const fn word(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Text => "text",
        ChannelKind::Voice => "voice",
        ChannelKind::Category => "category",
        ChannelKind::Dm => "dm",
        ChannelKind::Group => "group",
    }
}

/// Makes a channel and its stream.
pub(crate) async fn insert(link: &mut Link<'_>, channel: &Channel) -> sqlx::Result<()> {
    log::create(link, channel.id.into()).await?;
    execute!(
        link,
        "INSERT INTO channels (id, space_id, kind, name, position, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        channel.id.raw(),
        channel.space_id.map(SpaceId::raw),
        word(channel.kind),
        &channel.name,
        i64::from(channel.position),
        channel.created_at.as_millis(),
    )?;
    Ok(())
}

pub(super) async fn get(link: &mut Link<'_>, channel: ChannelId) -> sqlx::Result<Option<Channel>> {
    fetch_optional!(
        link,
        ChannelRow,
        "SELECT c.id, c.space_id, c.kind, c.name, c.position, c.created_at, t.last_seq \
         FROM channels c JOIN streams t ON t.id = c.id WHERE c.id = $1",
        channel.raw()
    )?
    .map(ChannelRow::read)
    .transpose()
}

pub(crate) async fn among(link: &mut Link<'_>, ids: &[i64]) -> sqlx::Result<Vec<Channel>> {
    fetch_among!(
        link,
        ChannelRow,
        ids,
        "SELECT c.id, c.space_id, c.kind, c.name, c.position, c.created_at, t.last_seq \
         FROM channels c JOIN streams t ON t.id = c.id WHERE c.id IN ",
        ""
    )?
    .into_iter()
    .map(ChannelRow::read)
    .collect()
}

pub(super) async fn of(link: &mut Link<'_>, space: SpaceId) -> sqlx::Result<Vec<Channel>> {
    fetch_all!(
        link,
        ChannelRow,
        "SELECT c.id, c.space_id, c.kind, c.name, c.position, c.created_at, t.last_seq \
         FROM channels c JOIN streams t ON t.id = c.id WHERE c.space_id = $1 \
         ORDER BY c.position, c.id",
        space.raw()
    )?
    .into_iter()
    .map(ChannelRow::read)
    .collect()
}

/// The channels of all spaces somebody is a member of.
pub(crate) async fn of_user(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Vec<Channel>> {
    fetch_all!(
        link,
        ChannelRow,
        "SELECT c.id, c.space_id, c.kind, c.name, c.position, c.created_at, t.last_seq \
         FROM members m JOIN channels c ON c.space_id = m.space_id JOIN streams t ON t.id = c.id \
         WHERE m.user_id = $1 ORDER BY c.space_id, c.position, c.id",
        user.raw()
    )?
    .into_iter()
    .map(ChannelRow::read)
    .collect()
}
