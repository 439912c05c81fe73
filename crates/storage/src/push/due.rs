//! What there is to tell.

use parlor_protocol::{
    ids::{ChannelId, UserId},
    messages::Message,
    notifications::NotificationKind,
    presence::Mood,
    streams::Seq,
    time::Timestamp,
};

use super::{Asked, Due, rows};
use crate::{
    engine::{Link, fetch_all, fetch_among, fetch_optional},
    notifications, presence,
};

pub(super) async fn due(link: &mut Link<'_>, asked: &Asked) -> sqlx::Result<Option<Due>> {
    let Some(reader) = rows::reader(link, asked.session, asked.now).await? else {
        return Ok(None);
    };
    if presence::read(reader.chosen.as_deref())? == Mood::Dnd {
        return Ok(None);
    }
    let mut standing = standing(link, reader.user, asked).await?;
    let count = standing.len();
    let Some((message, kind)) = standing.pop() else {
        return Ok(None);
    };
    Ok(Some(Due {
        names: named(link, &message).await?,
        channel_name: name(link, asked.channel).await?,
        endpoint: reader.endpoint,
        subscriber: reader.subscriber,
        hides_text: reader.hides_text,
        message,
        kind,
        count,
    }))
}

/// Those of the messages that still call somebody: they see them, want them, and have not read them.
/// The newest comes last.
async fn standing(
    link: &mut Link<'_>,
    user: UserId,
    asked: &Asked,
) -> sqlx::Result<Vec<(Message, NotificationKind)>> {
    let level = notifications::level_of(link, user, asked.channel, asked.now).await?;
    let read = read_up_to(link, user, asked.channel).await?;
    let ids: Vec<i64> = asked.calls.iter().map(|(id, _)| id.raw()).collect();
    let mut seen = notifications::seen(link, user, &ids).await?;
    let calls = asked.calls.iter().filter_map(|(id, kind)| {
        let message = seen.remove(id)?;
        let calls = level.lets_in(*kind) && message.seq > read;
        calls.then_some((message, *kind))
    });
    Ok(calls.collect())
}

async fn read_up_to(link: &mut Link<'_>, user: UserId, channel: ChannelId) -> sqlx::Result<Seq> {
    let row = fetch_optional!(
        link,
        (i64,),
        "SELECT read_seq FROM read_marks WHERE user_id = $1 AND channel_id = $2",
        user.raw(),
        channel.raw()
    )?;
    Ok(row.map_or(0, |(seq,)| seq.cast_unsigned()))
}

async fn name(link: &mut Link<'_>, channel: ChannelId) -> sqlx::Result<Option<String>> {
    let row = fetch_optional!(
        link,
        (String,),
        "SELECT name FROM channels WHERE id = $1",
        channel.raw()
    )?;
    Ok(row.map(|(name,)| name).filter(|name| !name.is_empty()))
}

/// What those are called whom a message names: as it names them, and by name.
async fn named(link: &mut Link<'_>, message: &Message) -> sqlx::Result<Vec<(String, String)>> {
    let people = &message.mentions.user_ids;
    let people: Vec<i64> = people.iter().map(|user| user.raw()).collect();
    let people = fetch_among!(
        link,
        (i64, String),
        &people,
        "SELECT id, display_name FROM users WHERE id IN ",
        ""
    )?;
    let roles = &message.mentions.role_ids;
    let roles: Vec<i64> = roles.iter().map(|role| role.raw()).collect();
    let roles = fetch_among!(
        link,
        (i64, String),
        &roles,
        "SELECT id, name FROM roles WHERE id IN ",
        ""
    )?;
    let people = people
        .into_iter()
        .map(|(id, name)| (format!("<@{id}>"), name));
    let roles = roles
        .into_iter()
        .map(|(id, name)| (format!("<@&{id}>"), name));
    Ok(people.chain(roles).collect())
}

/// Those of the members with a subscribed device whom a message calls with everybody, or by a role.
pub(super) async fn called(
    link: &mut Link<'_>,
    message: &Message,
    now: Timestamp,
) -> sqlx::Result<Vec<UserId>> {
    let subscribed = fetch_all!(
        link,
        (i64,),
        "SELECT DISTINCT p.user_id FROM channels c \
         JOIN members m ON m.space_id = c.space_id \
         JOIN push_subscriptions p ON p.user_id = m.user_id WHERE c.id = $1",
        message.channel_id.raw()
    )?;
    let subscribed: Vec<UserId> = subscribed
        .into_iter()
        .map(|(user,)| UserId::from_raw(user))
        .collect();
    if subscribed.is_empty() {
        return Ok(Vec::new());
    }
    notifications::called(link, message, &subscribed, now).await
}
