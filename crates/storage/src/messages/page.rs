//! Pages of history.

use parlor_protocol::{
    ids::{ChannelId, MessageId, UserId},
    messages::History,
    page::{Page, PageSize},
    streams::Seq,
};

use super::{
    Window, load,
    rows::{MessageRow, select_messages},
};
use crate::{
    engine::{Link, fetch_all, fetch_optional},
    page::{cut, one_more},
    streams::log,
};

/// What to read.
pub(super) struct Cut {
    pub(super) channel: ChannelId,
    pub(super) window: Window,
    pub(super) size: PageSize,
}

/// Above every position.
const END: Seq = i64::MAX.unsigned_abs();

pub(super) async fn read(
    link: &mut Link<'_>,
    cut: &Cut,
    reader: UserId,
) -> sqlx::Result<Option<History>> {
    let Some(last_seq) = log::position(link, cut.channel.into()).await? else {
        return Ok(None);
    };
    let cursor = match cut.window {
        Window::Latest => END,
        Window::Before(message) | Window::After(message) | Window::Around(message) => {
            match position(link, cut.channel, message).await? {
                Some(seq) => seq,
                None => return Ok(None),
            }
        }
    };
    let (channel, size) = (cut.channel, cut.size.rows());
    let page = match cut.window {
        Window::Latest | Window::Before(_) => before(link, channel, cursor, size).await?,
        Window::After(_) => after(link, channel, cursor, size).await?,
        Window::Around(_) => around(link, channel, cursor, size).await?,
    };
    Ok(Some(History {
        items: load::seen_by(link, page.items, reader).await?,
        has_more: page.has_more,
        last_seq,
    }))
}

/// Where a message of this channel stands, deleted or not.
async fn position(
    link: &mut Link<'_>,
    channel: ChannelId,
    message: MessageId,
) -> sqlx::Result<Option<Seq>> {
    let row = fetch_optional!(
        link,
        (i64,),
        "SELECT seq FROM messages WHERE id = $1 AND channel_id = $2",
        message.raw(),
        channel.raw()
    )?;
    Ok(row.map(|(seq,)| seq.cast_unsigned()))
}

async fn before(
    link: &mut Link<'_>,
    channel: ChannelId,
    cursor: Seq,
    size: usize,
) -> sqlx::Result<Page<MessageRow>> {
    let rows = fetch_all!(
        link,
        MessageRow,
        select_messages!(
            "WHERE m.channel_id = $1 AND m.seq < $2 AND m.deleted_at IS NULL \
             ORDER BY m.seq DESC LIMIT $3"
        ),
        channel.raw(),
        cursor.cast_signed(),
        one_more(size)
    )?;
    let mut page = cut(rows, size);
    page.items.reverse();
    Ok(page)
}

async fn after(
    link: &mut Link<'_>,
    channel: ChannelId,
    cursor: Seq,
    size: usize,
) -> sqlx::Result<Page<MessageRow>> {
    let rows = fetch_all!(
        link,
        MessageRow,
        select_messages!(
            "WHERE m.channel_id = $1 AND m.seq > $2 AND m.deleted_at IS NULL \
             ORDER BY m.seq LIMIT $3"
        ),
        channel.raw(),
        cursor.cast_signed(),
        one_more(size)
    )?;
    Ok(cut(rows, size))
}

/// The newer half begins with the message itself.
async fn around(
    link: &mut Link<'_>,
    channel: ChannelId,
    cursor: Seq,
    size: usize,
) -> sqlx::Result<Page<MessageRow>> {
    let mut older = before(link, channel, cursor, size / 2).await?;
    let mut newer = after(link, channel, cursor - 1, size - size / 2).await?;
    older.items.append(&mut newer.items);
    older.has_more |= newer.has_more;
    Ok(older)
}
