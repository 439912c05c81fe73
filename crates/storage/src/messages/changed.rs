//! What everybody who follows a channel is told when something about a message is another: its
//! previews, or the description of a picture in it.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, MessageId},
    time::Timestamp,
};

use super::load;
use crate::{
    engine::Link,
    streams::log::{self, Reference},
};

/// Takes a position for it. The message is not edited by it.
pub(crate) async fn changed(
    link: &mut Link<'_>,
    (channel, message): (ChannelId, MessageId),
    now: Timestamp,
) -> sqlx::Result<Event> {
    let stream = channel.into();
    let seq = log::append(link, stream, Reference::Edited(message), now).await?;
    Ok(Event::MessageUpdated {
        stream,
        seq,
        channel_id: channel,
        message: load::one(link, message).await?,
    })
}
