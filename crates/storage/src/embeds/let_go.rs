//! Letting go of the pictures of old messages, so that there is room for those of new ones.

use parlor_protocol::{
    ids::{ChannelId, MessageId, StreamId},
    time::Timestamp,
};

use super::{LET_GO_MAX, forget, rows};
use crate::{
    Committed, Content, Error,
    engine::{Link, fetch_all, fetch_one},
    messages,
    writer::{Failed, Write},
};

/// So much less than the most stays, as a part of it: then there is room for a while.
const SPARE_PART: u64 = 16;

/// Bytes of equal pictures count in every message that shows them, although they are kept once.
pub(crate) async fn bytes(link: &mut Link<'_>) -> sqlx::Result<u64> {
    let (bytes,) = fetch_one!(
        link,
        (i64,),
        "SELECT CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM embed_images",
    )?;
    Ok(bytes.cast_unsigned())
}

pub(super) async fn above(
    link: &mut Link<'_>,
    bytes_max: u64,
) -> sqlx::Result<Vec<(ChannelId, MessageId)>> {
    if bytes(link).await? <= bytes_max {
        return Ok(Vec::new());
    }
    let left = i64::try_from(bytes_max - bytes_max / SPARE_PART).unwrap_or(i64::MAX);
    let rows = fetch_all!(
        link,
        (i64, i64),
        "SELECT m.channel_id, m.id FROM (SELECT message_id, SUM(bytes) OVER \
         (ORDER BY message_id DESC) AS bytes FROM (SELECT message_id, SUM(size_bytes) AS bytes \
         FROM embed_images GROUP BY message_id) each_message) newer_and_it \
         JOIN messages m ON m.id = newer_and_it.message_id \
         WHERE newer_and_it.bytes > $1 ORDER BY m.id LIMIT $2",
        left,
        i64::from(LET_GO_MAX)
    )?;
    let places = rows.into_iter().map(|(channel, message)| {
        let channel = ChannelId::from_raw(channel);
        (channel, MessageId::from_raw(message))
    });
    Ok(places.collect())
}

pub(super) struct LetGo {
    pub(super) channel: ChannelId,
    pub(super) message: MessageId,
    pub(super) now: Timestamp,
}

impl Write for LetGo {
    type Output = Committed<Vec<Content>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.channel.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let gone = forget::of_message(link, self.message).await?;
        if gone.is_empty() {
            return Ok(Committed {
                value: gone,
                events: Vec::new(),
            });
        }
        let mut stored = rows::of(link, self.message).await?;
        for preview in &mut stored {
            preview.image = None;
        }
        // A link to a picture has no words of its own.
        stored.retain(rows::Stored::says_something);
        rows::set(link, self.message, &stored).await?;
        let event = messages::changed(link, (self.channel, self.message), self.now).await?;
        Ok(Committed {
            value: gone,
            events: vec![event],
        })
    }
}
