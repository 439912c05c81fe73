//! Calling people when a message is written.

use std::collections::{BTreeMap, BTreeSet};

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, RoleId, StreamId, UserId},
    messages::Message,
    notifications::{NotificationKind, NotificationLevel},
    time::Timestamp,
};

use super::settings;
use crate::{
    engine::{Link, fetch_all, fetch_among, fetch_optional},
    members,
    streams::log::{self, Reference},
};

/// Whom a message may call, and why: each once.
pub(crate) type Calls = BTreeMap<UserId, NotificationKind>;

/// Whom a message is written to.
#[derive(Debug, Default)]
pub(crate) struct Addressees {
    /// The people of the direct conversation it is written in, if it is one.
    pub(crate) conversation: Vec<UserId>,
    /// Whose message it answers.
    pub(crate) answered: Option<UserId>,
}

/// Those a message mentions, whom it answers, and with whom it is a conversation; not its author,
/// and each by the first of these reasons.
pub(crate) fn calls(author: UserId, mentioned: &[UserId], addressees: Addressees) -> Calls {
    let conversation = addressees
        .conversation
        .into_iter()
        .map(|user| (user, NotificationKind::Dm));
    let answered = addressees
        .answered
        .map(|user| (user, NotificationKind::Reply));
    let mentioned = mentioned
        .iter()
        .map(|user| (*user, NotificationKind::Mention));
    // Of two with the same key, the later one stays.
    let mut calls: Calls = conversation.chain(answered).chain(mentioned).collect();
    calls.remove(&author);
    calls
}

/// Writes a notification into the stream of each of these people who sees the channel and wants to
/// be called.
pub(crate) async fn notify(
    link: &mut Link<'_>,
    calls: &Calls,
    message: &Message,
    now: Timestamp,
) -> sqlx::Result<Vec<Event>> {
    if calls.is_empty() {
        return Ok(Vec::new());
    }
    let channel = message.channel_id;
    let users: Vec<i64> = calls.keys().map(|user| user.raw()).collect();
    let mut seers = members::seers(link, &[channel.raw()], &users).await?;
    let seers = seers.remove(&channel).unwrap_or_default();
    let place = (channel.raw(), space_of(link, channel).await?);
    let levels = settings::among(link, place, &users, now).await?;
    let mut events = Vec::new();
    for (user, kind) in calls {
        let level = levels.get(user).copied().unwrap_or_default();
        if !seers.contains(user) || !level.lets_in(*kind) {
            continue;
        }
        let stream = StreamId::from(*user);
        let reference = Reference::Notified(*kind, message.id);
        let seq = log::append(link, stream, reference, now).await?;
        events.push(event(Some((stream, seq)), *kind, message));
    }
    Ok(events)
}

/// The people of a direct conversation; nobody, where the channel is of a space.
pub(crate) async fn conversation(
    link: &mut Link<'_>,
    channel: ChannelId,
) -> sqlx::Result<Vec<UserId>> {
    let rows = fetch_all!(
        link,
        (i64,),
        "SELECT user_id FROM channel_members WHERE channel_id = $1",
        channel.raw()
    )?;
    Ok(rows
        .into_iter()
        .map(|(user,)| UserId::from_raw(user))
        .collect())
}

/// Those of these people whom a message calls together with everybody, or by a role.
pub(crate) async fn called(
    link: &mut Link<'_>,
    message: &Message,
    users: &[UserId],
    now: Timestamp,
) -> sqlx::Result<Vec<UserId>> {
    let channel = message.channel_id;
    let is_other =
        |user: &UserId| *user != message.author.id && !message.mentions.user_ids.contains(user);
    let others: Vec<i64> = users
        .iter()
        .filter(|user| is_other(user))
        .map(|user| user.raw())
        .collect();
    let mut seers = members::seers(link, &[channel.raw()], &others).await?;
    let mut called = seers.remove(&channel).unwrap_or_default();
    let place = (channel.raw(), space_of(link, channel).await?);
    if !message.mentions.everyone {
        let holders = holders(link, message, place.1, &others).await?;
        called.retain(|user| holders.contains(user));
    }
    let levels = settings::among(link, place, &others, now).await?;
    called.retain(|user| {
        let level = levels.get(user).copied().unwrap_or_default();
        level.lets_in(NotificationKind::Mention)
    });
    Ok(called)
}

/// What somebody wants to be called by in a channel now.
pub(crate) async fn level_of(
    link: &mut Link<'_>,
    user: UserId,
    channel: ChannelId,
    now: Timestamp,
) -> sqlx::Result<NotificationLevel> {
    let place = (channel.raw(), space_of(link, channel).await?);
    let levels = settings::among(link, place, &[user.raw()], now).await?;
    Ok(levels.get(&user).copied().unwrap_or_default())
}

/// Those of these people who hold a role of this space that a message calls.
async fn holders(
    link: &mut Link<'_>,
    message: &Message,
    space: Option<i64>,
    users: &[i64],
) -> sqlx::Result<BTreeSet<UserId>> {
    let held = fetch_among!(
        link,
        (i64, i64),
        users,
        "SELECT user_id, role_id FROM member_roles WHERE space_id = $2 AND user_id IN ",
        "",
        space
    )?;
    let roles = &message.mentions.role_ids;
    let called = held
        .into_iter()
        .filter(|(_, role)| roles.contains(&RoleId::from_raw(*role)));
    Ok(called.map(|(user, _)| UserId::from_raw(user)).collect())
}

/// How a notification is told.
pub(crate) fn event(
    place: Option<(StreamId, u64)>,
    kind: NotificationKind,
    message: &Message,
) -> Event {
    Event::Notification {
        stream: place.map(|(stream, _)| stream),
        seq: place.map(|(_, seq)| seq),
        kind,
        channel_id: message.channel_id,
        message_id: message.id,
        message_seq: message.seq,
        excerpt: message.excerpt(),
    }
}

async fn space_of(link: &mut Link<'_>, channel: ChannelId) -> sqlx::Result<Option<i64>> {
    let row = fetch_optional!(
        link,
        (Option<i64>,),
        "SELECT space_id FROM channels WHERE id = $1",
        channel.raw()
    )?;
    Ok(row.and_then(|(space,)| space))
}
