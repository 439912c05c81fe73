//! Leaving a group.

use parlor_protocol::{
    channels::ChannelKind,
    event::Event,
    ids::{ChannelId, StreamId, UserId},
    time::Timestamp,
};

use super::{DmError, rows};
use crate::{
    Committed, channels,
    engine::{Link, execute},
    streams::{
        gone,
        log::{self, Reference},
    },
    writer::{Failed, Write},
};

pub(super) struct Leave {
    pub(super) channel: ChannelId,
    pub(super) user: UserId,
    /// Who was in it when the write was queued: for the locks only.
    pub(super) people: Vec<UserId>,
    pub(super) now: Timestamp,
}

impl Write for Leave {
    type Output = Committed<()>;
    type Error = DmError;

    fn streams(&self) -> Vec<StreamId> {
        let people = self.people.iter().copied().map(StreamId::from);
        people.chain([self.channel.into()]).collect()
    }

    fn changes_rights(&self, left: &Self::Output) -> Vec<StreamId> {
        let left = left.events.first().map(|_| self.channel.into());
        left.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<()>, Failed<DmError>> {
        let mut committed = Committed {
            value: (),
            events: Vec::new(),
        };
        match channels::get(link, self.channel).await? {
            Some(channel) if channel.kind == ChannelKind::Group => {}
            Some(_) => return Err(Failed::Refused(DmError::NotAGroup)),
            None => return Ok(committed),
        }
        let left = execute!(
            link,
            "DELETE FROM channel_members WHERE channel_id = $1 AND user_id = $2",
            self.channel.raw(),
            self.user.raw()
        )?;
        if left == 0 {
            return Ok(committed);
        }
        let stream = self.user.into();
        let reference = Reference::DmClosed(self.channel);
        let seq = log::append(link, stream, reference, self.now).await?;
        committed.events.push(Event::DmClosed {
            stream,
            seq,
            channel_id: self.channel,
        });
        let mut told = self.tell_the_others(link).await?;
        committed.events.append(&mut told);
        Ok(committed)
    }
}

impl Leave {
    /// With the last of its people a group goes, and all that was said in it.
    async fn tell_the_others(&self, link: &mut Link<'_>) -> sqlx::Result<Vec<Event>> {
        let Some(channel) = channels::get(link, self.channel).await? else {
            return Ok(Vec::new());
        };
        if !channel.members.is_empty() {
            return rows::tell(link, &channel, self.now).await;
        }
        gone::end(link, &[self.channel.raw()]).await?;
        Ok(Vec::new())
    }
}
