//! Reading a part of a stream.

use parlor_protocol::{
    ids::{ChannelId, SpaceId, StreamId},
    streams::Seq,
};
use parlor_realtime::{frame::SYNC_EVENTS_MAX, session::Page};

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
};

/// What came in a stream after a position, at most [`SYNC_EVENTS_MAX`] events; without a position
/// only where the stream stands.
///
/// # Errors
/// [`AccessError::NotFound`] when there is no such stream, or it is hidden from the actor.
pub async fn page(
    app: &App,
    actor: &Actor,
    (stream, after): (StreamId, Option<Seq>),
) -> Result<Page, AccessError> {
    let is_channel = is_channel(app, actor, stream).await?;
    let streams = app.storage.streams();
    let Some(after) = after else {
        let tips = streams.tips(&[stream]).await?;
        let last_seq = *tips.get(&stream).ok_or(AccessError::NotFound)?;
        return Ok(Page {
            is_channel,
            last_seq,
            kept_from: last_seq + 1,
            events: Vec::new(),
        });
    };
    let page = streams
        .page_for(actor.user, stream, after, SYNC_EVENTS_MAX)
        .await?;
    let page = page.ok_or(AccessError::NotFound)?;
    Ok(Page {
        is_channel,
        last_seq: page.last_seq,
        kept_from: page.kept_from,
        events: page.events,
    })
}

/// Whether the stream is a channel's; an id is never used for two things.
async fn is_channel(app: &App, actor: &Actor, stream: StreamId) -> Result<bool, AccessError> {
    if stream == actor.user.into() {
        return Ok(false);
    }
    let channel = ChannelId::from_raw(stream.raw());
    match members::in_channel(app, actor, channel).await {
        Ok(_) => Ok(true),
        Err(AccessError::NotFound) => {
            let space = SpaceId::from_raw(stream.raw());
            members::in_space(app, actor, space).await?;
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
