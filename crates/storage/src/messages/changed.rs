//! What everybody who follows a channel is told when the previews of a message are others.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, MessageId},
    time::Timestamp,
};

use crate::{
    engine::Link,
    messages,
    streams::log::{self, Reference},
};

/// Takes a position for it. The message is not edited by it.
pub(super) async fn changed(
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
        message: messages::load::one(link, message).await?,
    })
}
