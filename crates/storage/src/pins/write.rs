//! Pinning and unpinning.

use super::PinError;
use crate::{
    Committed, audit,
    engine::{Link, execute, fetch_one, fetch_optional},
    streams::log::{self, Reference},
    writer::{Failed, Write},
};
use parlor_protocol::{
    audit::AuditAction,
    event::Event,
    ids::{ChannelId, MessageId, SpaceId, StreamId, UserId},
    streams::Seq,
    time::Timestamp,
};

pub(super) struct Pin {
    pub(super) channel: ChannelId,
    /// In which space, and who; nothing is written down of a direct conversation.
    pub(super) by: Option<(SpaceId, UserId)>,
    pub(super) message: MessageId,
    pub(super) most: u32,
    pub(super) now: Timestamp,
}

impl Write for Pin {
    type Output = Committed<Seq>;
    type Error = PinError;

    fn streams(&self) -> Vec<StreamId> {
        streams(self.channel, self.by)
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Seq>, Failed<PinError>> {
        let (channel_id, message_id) = (self.channel, self.message);
        let pinned = stands(link, (channel_id, message_id)).await?;
        if pinned {
            return unchanged(link, channel_id).await;
        }
        let (pins,) = fetch_one!(
            link,
            (i64,),
            "SELECT COUNT(*) FROM messages WHERE channel_id = $1 AND pinned_seq IS NOT NULL",
            channel_id.raw()
        )?;
        if pins >= i64::from(self.most) {
            return Err(Failed::Refused(PinError::TooMany));
        }
        let stream = channel_id.into();
        let seq = log::append(link, stream, Reference::Pinned(message_id), self.now).await?;
        set(link, message_id, Some(seq)).await?;
        let deed = (AuditAction::MessagePinned, message_id);
        audit::record_of_message(link, self.by, deed, self.now).await?;
        let event = Event::MessagePinned {
            stream,
            seq,
            channel_id,
            message_id,
        };
        Ok(Committed {
            value: seq,
            events: vec![event],
        })
    }
}

pub(super) struct Unpin {
    pub(super) channel: ChannelId,
    /// In which space, and who; nothing is written down of a direct conversation.
    pub(super) by: Option<(SpaceId, UserId)>,
    pub(super) message: MessageId,
    pub(super) now: Timestamp,
}

impl Write for Unpin {
    type Output = Committed<Seq>;
    type Error = PinError;

    fn streams(&self) -> Vec<StreamId> {
        streams(self.channel, self.by)
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Seq>, Failed<PinError>> {
        let (channel_id, message_id) = (self.channel, self.message);
        let pinned = stands(link, (channel_id, message_id)).await?;
        if !pinned {
            return unchanged(link, channel_id).await;
        }
        let stream = channel_id.into();
        let seq = log::append(link, stream, Reference::Unpinned(message_id), self.now).await?;
        set(link, message_id, None).await?;
        let deed = (AuditAction::MessageUnpinned, message_id);
        audit::record_of_message(link, self.by, deed, self.now).await?;
        let event = Event::MessageUnpinned {
            stream,
            seq,
            channel_id,
            message_id,
        };
        Ok(Committed {
            value: seq,
            events: vec![event],
        })
    }
}

fn streams(channel: ChannelId, by: Option<(SpaceId, UserId)>) -> Vec<StreamId> {
    let space = by.map(|(space, _)| space.into());
    space.into_iter().chain([channel.into()]).collect()
}

/// Whether a message that stands in this channel is pinned.
async fn stands(
    link: &mut Link<'_>,
    (channel, message): (ChannelId, MessageId),
) -> Result<bool, Failed<PinError>> {
    let row = fetch_optional!(
        link,
        (bool,),
        "SELECT pinned_seq IS NOT NULL FROM messages \
         WHERE id = $1 AND channel_id = $2 AND deleted_at IS NULL",
        message.raw(),
        channel.raw()
    )?;
    let (pinned,) = row.ok_or(Failed::Refused(PinError::Gone))?;
    Ok(pinned)
}

async fn unchanged(
    link: &mut Link<'_>,
    channel: ChannelId,
) -> Result<Committed<Seq>, Failed<PinError>> {
    let last_seq = log::position(link, channel.into()).await?;
    Ok(Committed {
        value: last_seq.unwrap_or_default(),
        events: Vec::new(),
    })
}

async fn set(link: &mut Link<'_>, message: MessageId, at: Option<Seq>) -> sqlx::Result<()> {
    execute!(
        link,
        "UPDATE messages SET pinned_seq = $2 WHERE id = $1",
        message.raw(),
        at.map(u64::cast_signed)
    )?;
    Ok(())
}
