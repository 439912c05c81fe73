//! Reactions as their rows have them.

use parlor_protocol::{
    exports::GivenReaction,
    ids::{ChannelId, MessageId, UserId},
    page::{Page, PageSize},
    reactions::Reactor,
    time::Timestamp,
};

use crate::{
    accounts::rows::UserRow,
    engine::{Link, fetch_all, fetch_one},
    page::{cut, one_more},
    text::storable,
};

/// How many of one person's reactions one page has.
const GIVEN_PAGE: i64 = 500;

/// Whether a message is in this channel and not deleted.
pub(super) async fn message_stands(
    link: &mut Link<'_>,
    message: MessageId,
    channel: ChannelId,
) -> sqlx::Result<bool> {
    let (stands,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM messages \
         WHERE id = $1 AND channel_id = $2 AND deleted_at IS NULL)",
        message.raw(),
        channel.raw()
    )?;
    Ok(stands)
}

#[derive(sqlx::FromRow)]
struct ReactorRow {
    #[sqlx(flatten)]
    user: UserRow,
    reacted_at: i64,
}

pub(super) async fn who(
    link: &mut Link<'_>,
    (message, emoji): (MessageId, &str),
    after: Option<UserId>,
    size: PageSize,
) -> sqlx::Result<Page<Reactor>> {
    if !storable(emoji) {
        return Ok(cut(Vec::new(), size.rows()));
    }
    let rows = fetch_all!(
        link,
        ReactorRow,
        "SELECT u.id, u.username, u.display_name, u.avatar, u.created_at AS user_since, \
         r.created_at AS reacted_at FROM reactions r JOIN users u ON u.id = r.user_id \
         WHERE r.message_id = $1 AND r.emoji = $2 AND r.user_id > $3 \
         ORDER BY r.user_id LIMIT $4",
        message.raw(),
        emoji,
        after.map_or(0, UserId::raw),
        one_more(size.rows())
    )?;
    let reactors = rows.into_iter().map(|row| Reactor {
        user: row.user.into(),
        created_at: Timestamp::from_millis(row.reacted_at),
    });
    Ok(cut(reactors.collect(), size.rows()))
}

pub(super) async fn given_by(
    link: &mut Link<'_>,
    user: UserId,
    after: Option<&GivenReaction>,
) -> sqlx::Result<Vec<GivenReaction>> {
    let rows = fetch_all!(
        link,
        (i64, String, i64),
        "SELECT message_id, emoji, created_at FROM reactions \
         WHERE user_id = $1 AND (message_id, emoji) > ($2, $3) AND NOT EXISTS \
         (SELECT 1 FROM messages m JOIN streams t ON t.id = m.channel_id \
         WHERE m.id = message_id AND t.gone) ORDER BY message_id, emoji LIMIT $4",
        user.raw(),
        after.map_or(0, |given| given.message_id.raw()),
        after.map_or("", |given| &given.emoji),
        GIVEN_PAGE
    )?;
    let given = |(message, emoji, at)| GivenReaction {
        message_id: MessageId::from_raw(message),
        emoji,
        created_at: Timestamp::from_millis(at),
    };
    Ok(rows.into_iter().map(given).collect())
}
