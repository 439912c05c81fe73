//! Channels as their rows have them.

use parlor_protocol::{
    channels::{Channel, ChannelKind},
    ids::{ChannelId, SpaceId, UserId},
    time::Timestamp,
    voice::BITRATE,
};

use crate::{
    dms,
    engine::{Link, execute, fetch_all, fetch_among, fetch_optional},
    error::Damage,
    streams::log,
};

/// What every query for channels asks for, of the channel `c` and its stream `t`. A channel is
/// private when @everyone, whose role has the id of the space, is denied the first permission,
/// which is to view it.
macro_rules! channel_columns {
    () => {
        "c.id, c.space_id, c.kind, c.name, c.topic, c.parent_id, c.position, c.slow_mode_seconds, \
         c.user_limit, c.bitrate, c.created_at, t.last_seq, EXISTS (SELECT 1 FROM overrides v WHERE v.channel_id = c.id \
         AND v.target_id = c.space_id AND (v.deny & 1) = 1) AS private"
    };
}
pub(crate) use channel_columns;

/// The text of every query for whole channels, up to its WHERE.
macro_rules! select_channels {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            $crate::channels::channel_columns!(),
            " FROM channels c JOIN streams t ON t.id = c.id AND NOT t.gone ",
            $rest
        )
    };
}

#[derive(sqlx::FromRow)]
pub(crate) struct ChannelRow {
    id: i64,
    space_id: Option<i64>,
    kind: String,
    name: String,
    topic: String,
    parent_id: Option<i64>,
    position: i64,
    slow_mode_seconds: i64,
    user_limit: i64,
    bitrate: i64,
    created_at: i64,
    last_seq: i64,
    private: bool,
}

impl ChannelRow {
    /// In which space it is; `None` for a direct conversation.
    pub(crate) fn space(&self) -> Option<SpaceId> {
        self.space_id.map(SpaceId::from_raw)
    }

    pub(crate) fn read(self) -> sqlx::Result<Channel> {
        let kind = kind(&self.kind)?;
        let of_voice = |value: i64| {
            let is_voice = kind == ChannelKind::Voice;
            is_voice.then(|| u32::try_from(value).unwrap_or_default())
        };
        Ok(Channel {
            id: ChannelId::from_raw(self.id),
            space_id: self.space(),
            kind,
            name: self.name,
            topic: self.topic,
            parent_id: self.parent_id.map(ChannelId::from_raw),
            position: u32::try_from(self.position).unwrap_or_default(),
            private: self.private,
            slow_mode_seconds: u32::try_from(self.slow_mode_seconds).unwrap_or_default(),
            user_limit: of_voice(self.user_limit),
            bitrate: of_voice(self.bitrate),
            created_at: Timestamp::from_millis(self.created_at),
            last_seq: self.last_seq.cast_unsigned(),
            members: Vec::new(),
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

/// Makes a channel and its stream. Who may see it is for the overrides to say.
pub(crate) async fn insert(link: &mut Link<'_>, channel: &Channel) -> sqlx::Result<()> {
    log::create(link, channel.id.into()).await?;
    execute!(
        link,
        "INSERT INTO channels (id, space_id, kind, name, topic, parent_id, position, \
         slow_mode_seconds, created_at, user_limit, bitrate) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        channel.id.raw(),
        channel.space_id.map(SpaceId::raw),
        word(channel.kind),
        &channel.name,
        &channel.topic,
        channel.parent_id.map(ChannelId::raw),
        i64::from(channel.position),
        i64::from(channel.slow_mode_seconds),
        channel.created_at.as_millis(),
        i64::from(channel.user_limit.unwrap_or_default()),
        i64::from(channel.bitrate.unwrap_or(BITRATE)),
    )?;
    Ok(())
}

pub(crate) async fn get(link: &mut Link<'_>, channel: ChannelId) -> sqlx::Result<Option<Channel>> {
    let row = fetch_optional!(
        link,
        ChannelRow,
        select_channels!("WHERE c.id = $1"),
        channel.raw()
    )?;
    let mut found: Vec<Channel> = row.map(ChannelRow::read).transpose()?.into_iter().collect();
    dms::enter_members(link, &mut found).await?;
    Ok(found.pop())
}

pub(crate) async fn among(link: &mut Link<'_>, ids: &[i64]) -> sqlx::Result<Vec<Channel>> {
    let rows = fetch_among!(
        link,
        ChannelRow,
        ids,
        select_channels!("WHERE c.id IN "),
        ""
    )?;
    let channels: sqlx::Result<Vec<Channel>> = rows.into_iter().map(ChannelRow::read).collect();
    let mut channels = channels?;
    dms::enter_members(link, &mut channels).await?;
    Ok(channels)
}

/// The direct conversations of somebody, by id.
pub(crate) async fn conversations_of(
    link: &mut Link<'_>,
    user: UserId,
) -> sqlx::Result<Vec<Channel>> {
    let rows = fetch_all!(
        link,
        ChannelRow,
        select_channels!(
            "JOIN channel_members d ON d.channel_id = c.id WHERE d.user_id = $1 ORDER BY c.id"
        ),
        user.raw()
    )?;
    let channels: sqlx::Result<Vec<Channel>> = rows.into_iter().map(ChannelRow::read).collect();
    let mut channels = channels?;
    dms::enter_members(link, &mut channels).await?;
    Ok(channels)
}

pub(crate) async fn of(link: &mut Link<'_>, space: SpaceId) -> sqlx::Result<Vec<Channel>> {
    fetch_all!(
        link,
        ChannelRow,
        select_channels!("WHERE c.space_id = $1 ORDER BY c.position, c.id"),
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
        select_channels!(
            "JOIN members m ON m.space_id = c.space_id \
             WHERE m.user_id = $1 ORDER BY c.space_id, c.position, c.id"
        ),
        user.raw()
    )?
    .into_iter()
    .map(ChannelRow::read)
    .collect()
}

/// Writes down how a channel looks now.
pub(super) async fn store(link: &mut Link<'_>, channel: &Channel) -> sqlx::Result<()> {
    execute!(
        link,
        "UPDATE channels SET name = $2, topic = $3, parent_id = $4, position = $5, \
         slow_mode_seconds = $6, user_limit = $7, bitrate = $8 WHERE id = $1",
        channel.id.raw(),
        &channel.name,
        &channel.topic,
        channel.parent_id.map(ChannelId::raw),
        i64::from(channel.position),
        i64::from(channel.slow_mode_seconds),
        i64::from(channel.user_limit.unwrap_or_default()),
        i64::from(channel.bitrate.unwrap_or(BITRATE)),
    )?;
    Ok(())
}

/// Whether this is a category of that space.
pub(super) async fn is_category(
    link: &mut Link<'_>,
    (space, channel): (SpaceId, ChannelId),
) -> sqlx::Result<bool> {
    let found = get(link, channel).await?;
    Ok(found
        .is_some_and(|found| found.space_id == Some(space) && found.kind == ChannelKind::Category))
}

/// The channels under a category.
pub(super) async fn under(link: &mut Link<'_>, category: ChannelId) -> sqlx::Result<Vec<Channel>> {
    fetch_all!(
        link,
        ChannelRow,
        select_channels!("WHERE c.parent_id = $1 ORDER BY c.position, c.id"),
        category.raw()
    )?
    .into_iter()
    .map(ChannelRow::read)
    .collect()
}
