//! The people of conversations.

use std::collections::HashMap;

use parlor_protocol::{
    channels::{Channel, ChannelKind},
    event::Event,
    ids::{ChannelId, UserId},
    time::Timestamp,
    users::User,
};

use crate::{
    accounts::rows::UserRow,
    engine::{Link, execute, fetch_all, fetch_among, fetch_one},
    streams::log::{self, Reference},
};

#[derive(sqlx::FromRow)]
struct TalkingRow {
    channel_id: i64,
    #[sqlx(flatten)]
    user: UserRow,
}

/// Enters into those of these channels that are conversations who is in them.
pub(crate) async fn enter_members(
    link: &mut Link<'_>,
    channels: &mut [Channel],
) -> sqlx::Result<()> {
    let of_people = channels.iter().filter(|channel| channel.space_id.is_none());
    let ids: Vec<i64> = of_people.map(|channel| channel.id.raw()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let rows = fetch_among!(
        link,
        TalkingRow,
        &ids,
        "SELECT d.channel_id, u.id, u.username, u.display_name, u.avatar, \
         u.created_at AS user_since FROM channel_members d JOIN users u ON u.id = d.user_id \
         WHERE d.channel_id IN ",
        " ORDER BY u.id"
    )?;
    let mut people: HashMap<i64, Vec<User>> = HashMap::new();
    for row in rows {
        people
            .entry(row.channel_id)
            .or_default()
            .push(row.user.into());
    }
    for channel in channels {
        channel.members = people.remove(&channel.id.raw()).unwrap_or_default();
    }
    Ok(())
}

pub(super) async fn people(link: &mut Link<'_>, channel: ChannelId) -> sqlx::Result<Vec<UserId>> {
    let rows = fetch_all!(
        link,
        (i64,),
        "SELECT user_id FROM channel_members WHERE channel_id = $1 ORDER BY user_id",
        channel.raw()
    )?;
    Ok(rows.into_iter().map(|(id,)| UserId::from_raw(id)).collect())
}

/// Whether somebody shares a space with each of these people.
pub(super) async fn knows_all(
    link: &mut Link<'_>,
    user: UserId,
    others: &[i64],
) -> sqlx::Result<bool> {
    let known = fetch_among!(
        link,
        (i64,),
        others,
        "SELECT DISTINCT b.user_id FROM members a \
         JOIN streams t ON t.id = a.space_id AND NOT t.gone \
         JOIN members b ON b.space_id = a.space_id \
         WHERE a.user_id = $2 AND b.user_id IN ",
        "",
        user.raw()
    )?;
    Ok(known.len() == others.len())
}

/// In how many conversations somebody is.
pub(super) async fn count_of(link: &mut Link<'_>, user: UserId) -> sqlx::Result<i64> {
    let (count,) = fetch_one!(
        link,
        (i64,),
        "SELECT count(*) FROM channel_members WHERE user_id = $1",
        user.raw()
    )?;
    Ok(count)
}

pub(super) async fn enter(
    link: &mut Link<'_>,
    channel: ChannelId,
    user: UserId,
) -> sqlx::Result<u64> {
    execute!(
        link,
        "INSERT INTO channel_members (channel_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        channel.raw(),
        user.raw()
    )
}

/// Tells everybody in a conversation how it looks now.
pub(super) async fn tell(
    link: &mut Link<'_>,
    channel: &Channel,
    now: Timestamp,
) -> sqlx::Result<Vec<Event>> {
    let mut events = Vec::with_capacity(channel.members.len());
    for member in &channel.members {
        let stream = member.id.into();
        let seq = log::append(link, stream, Reference::DmOpened(channel.id), now).await?;
        events.push(Event::DmOpened {
            stream,
            seq,
            channel: channel.clone(),
        });
    }
    Ok(events)
}

/// A conversation before anybody is in it.
pub(super) fn empty(id: ChannelId, kind: ChannelKind, now: Timestamp) -> Channel {
    Channel {
        id,
        space_id: None,
        kind,
        name: String::new(),
        topic: String::new(),
        parent_id: None,
        position: 0,
        private: false,
        slow_mode_seconds: 0,
        user_limit: None,
        bitrate: None,
        created_at: now,
        last_seq: 0,
        members: Vec::new(),
    }
}
