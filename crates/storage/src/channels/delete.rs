//! Deleting a channel, and everything that was in it.

use parlor_protocol::{
    audit::AuditAction,
    event::Event,
    ids::{ChannelId, SpaceId, StreamId, UserId},
    time::Timestamp,
};

use serde_json::json;

use super::{rows, update::updated};
use crate::{
    Error,
    audit::{self, Deed},
    engine::{Link, execute},
    members::Seen,
    scoped::Unscoped,
    streams::{
        gone,
        log::{self, Reference},
    },
    writer::{Failed, Write},
};

pub(super) struct Delete {
    pub(super) space: SpaceId,
    pub(super) by: UserId,
    pub(super) channel: ChannelId,
    pub(super) now: Timestamp,
}

impl Write for Delete {
    type Output = Unscoped<()>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into(), self.channel.into()]
    }

    fn changes_rights(&self, deleted: &Self::Output) -> Vec<StreamId> {
        let deleted = deleted.events.first().map(|_| self.space.into());
        deleted.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Unscoped<()>, Failed<Error>> {
        let Some(today) = rows::get(link, self.channel).await? else {
            return Ok(Unscoped::unchanged(()));
        };
        let deed = Deed::new(
            AuditAction::ChannelDeleted,
            self.channel.raw(),
            json!({"name": today.name}),
        );
        audit::record(link, (self.space, self.by), deed, self.now).await?;
        let mut events = self.lift_out(link).await?;
        // What was in it is cleared away later. The overrides stay, for who is told of its end: see
        // their table.
        gone::end(link, &[self.channel.raw()]).await?;
        let stream = self.space.into();
        let reference = Reference::ChannelDeleted(self.channel);
        let seq = log::append(link, stream, reference, self.now).await?;
        let event = Event::ChannelDeleted {
            stream,
            seq,
            space_id: self.space,
            channel_id: self.channel,
        };
        events.push((event, None));
        Ok(Unscoped { value: (), events })
    }
}

impl Delete {
    /// What stood under a category stands for itself.
    async fn lift_out(&self, link: &mut Link<'_>) -> sqlx::Result<Vec<(Event, Option<Seen>)>> {
        let channels = rows::under(link, self.channel).await?;
        execute!(
            link,
            "UPDATE channels SET parent_id = NULL WHERE parent_id = $1",
            self.channel.raw()
        )?;
        let mut events = Vec::with_capacity(channels.len());
        for mut channel in channels {
            channel.parent_id = None;
            let event = updated(link, self.space, &channel, self.now).await?;
            events.push((event, None));
        }
        Ok(events)
    }
}
