//! Taking a reaction back.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, MessageId, StreamId, UserId},
    reactions::ReactionRemoved,
    streams::Seq,
    time::Timestamp,
};

use super::{counts, rows};
use crate::{
    Committed, Error,
    engine::{Link, execute},
    streams::log::{self, Reference},
    text::storable,
    writer::{Failed, Write},
};

pub(crate) struct Remove {
    pub(crate) channel: ChannelId,
    pub(crate) user: UserId,
    pub(crate) message: MessageId,
    pub(crate) emoji: String,
    pub(crate) now: Timestamp,
}

impl Write for Remove {
    type Output = Option<Committed<Seq>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.channel.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        Ok(self.remove(link).await?)
    }
}

impl Remove {
    /// Takes it back, and tells; `None` where there is no such message.
    pub(crate) async fn remove(&self, link: &mut Link<'_>) -> sqlx::Result<Option<Committed<Seq>>> {
        if !rows::message_stands(link, self.message, self.channel).await? {
            return Ok(None);
        }
        if self.forget(link).await? == 0 {
            let last_seq = log::position(link, self.channel.into()).await?;
            return Ok(Some(Committed {
                value: last_seq.unwrap_or_default(),
                events: Vec::new(),
            }));
        }
        let stream = self.channel.into();
        let reference = Reference::Unreacted(self.message, self.user, &self.emoji);
        let seq = log::append(link, stream, reference, self.now).await?;
        let count = counts::down(link, self.message, &self.emoji).await?;
        let event = Event::ReactionRemoved {
            stream,
            seq,
            channel_id: self.channel,
            payload: ReactionRemoved {
                channel_id: self.channel,
                message_id: self.message,
                user_id: self.user,
                emoji: self.emoji.clone(),
                count,
            },
        };
        Ok(Some(Committed {
            value: seq,
            events: vec![event],
        }))
    }

    async fn forget(&self, link: &mut Link<'_>) -> sqlx::Result<u64> {
        if !storable(&self.emoji) {
            return Ok(0);
        }
        execute!(
            link,
            "DELETE FROM reactions WHERE message_id = $1 AND emoji = $2 AND user_id = $3",
            self.message.raw(),
            &self.emoji,
            self.user.raw()
        )
    }
}
