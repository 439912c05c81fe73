//! Saying anew what a picture shows.

use parlor_protocol::{
    attachments::{Attachment, UpdateAttachment},
    event::Event,
    ids::{AttachmentId, ChannelId, MessageId, StreamId, UserId},
    time::Timestamp,
};

use super::rows;
use crate::{
    Committed, Error,
    engine::{Link, execute},
    messages,
    writer::{Failed, Write},
};

pub(super) struct Describe {
    pub(super) attachment: AttachmentId,
    pub(super) uploader: UserId,
    /// The message it is in, and its channel; `None` = in none yet.
    pub(super) place: Option<(ChannelId, MessageId)>,
    pub(super) change: UpdateAttachment,
    pub(super) now: Timestamp,
}

impl Write for Describe {
    type Output = Option<Committed<Attachment>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        let channel = self.place.map(|(channel, _)| channel.into());
        channel.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let before = rows::one(link, self.attachment).await?;
        let described = execute!(
            link,
            "UPDATE attachments SET alt = CASE WHEN $5 THEN $4 ELSE alt END WHERE id = $1 AND uploader_id = $2 \
             AND COALESCE(message_id, 0) = $3",
            self.attachment.raw(),
            self.uploader.raw(),
            self.place.map_or(0, |(_, message)| message.raw()),
            self.change.alt.as_ref().and_then(Option::as_deref),
            self.change.alt.is_some()
        )?;
        let after = rows::one(link, self.attachment).await?;
        let (Some(before), Some(value), 1) = (before, after, described) else {
            return Ok(None);
        };
        let mut events: Vec<Event> = Vec::new();
        if let Some(place) = self.place
            && value != before
        {
            events.push(messages::changed(link, place, self.now).await?);
        }
        Ok(Some(Committed { value, events }))
    }
}
