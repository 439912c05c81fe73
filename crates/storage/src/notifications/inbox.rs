//! Reading what called a person.

use std::collections::HashMap;

use parlor_protocol::{
    ids::{MessageId, UserId},
    messages::Message,
    notifications::{Notification, NotificationKind},
    page::{Page, PageSize},
    streams::Seq,
};

use crate::{
    engine::{Link, fetch_all},
    error::Damage,
    members, messages,
    page::{cut, one_more},
    streams::log,
};

pub(super) async fn page(
    link: &mut Link<'_>,
    user: UserId,
    before: Option<Seq>,
    size: PageSize,
) -> sqlx::Result<Page<Notification>> {
    let before = before.map_or(i64::MAX, |seq| i64::try_from(seq).unwrap_or(i64::MAX));
    let rows = fetch_all!(
        link,
        (i64, String, i64),
        "SELECT seq, kind, subject_id FROM stream_events WHERE stream_id = $1 AND seq < $2 \
         AND kind IN ('notified_mention', 'notified_reply', 'notified_dm') \
         ORDER BY seq DESC LIMIT $3",
        user.raw(),
        before,
        one_more(size.rows())
    )?;
    let Page { items, has_more } = cut(rows, size.rows());
    let ids: Vec<i64> = items.iter().map(|(_, _, message)| *message).collect();
    let seen = seen(link, user, &ids).await?;
    let mut notifications = Vec::with_capacity(items.len());
    for (seq, kind, message) in items {
        let kind = log::notified(&kind).ok_or(Damage("a notification of no known kind"))?;
        if let Some(message) = seen.get(&MessageId::from_raw(message)) {
            notifications.push(notification(seq.cast_unsigned(), kind, message));
        }
    }
    Ok(Page {
        items: notifications,
        has_more,
    })
}

fn notification(seq: Seq, kind: NotificationKind, message: &Message) -> Notification {
    Notification {
        seq,
        kind,
        channel_id: message.channel_id,
        message_id: message.id,
        message_seq: message.seq,
        author: message.author.clone(),
        excerpt: message.excerpt(),
        created_at: message.created_at,
    }
}

/// Those of these messages that stand, in channels this person sees.
pub(crate) async fn seen(
    link: &mut Link<'_>,
    user: UserId,
    ids: &[i64],
) -> sqlx::Result<HashMap<MessageId, Message>> {
    let standing = messages::load::standing(link, ids).await?;
    let mut channels: Vec<i64> = standing
        .iter()
        .map(|message| message.channel_id.raw())
        .collect();
    channels.sort_unstable();
    channels.dedup();
    let seers = members::seers(link, &channels, &[user.raw()]).await?;
    let is_seen = |message: &Message| {
        let seers = seers.get(&message.channel_id);
        seers.is_some_and(|seers| seers.contains(&user))
    };
    let seen = standing.into_iter().filter(is_seen);
    Ok(seen.map(|message| (message.id, message)).collect())
}
