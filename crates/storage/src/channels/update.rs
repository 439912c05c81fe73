//! Changing a channel.

use parlor_protocol::{
    audit::AuditAction,
    channels::{Channel, ChannelKind, UpdateChannel},
    event::Event,
    ids::{ChannelId, SpaceId, StreamId, UserId},
    time::Timestamp,
};

use serde_json::json;

use super::{UpdateError, rows};
use crate::{
    audit::{self, Deed},
    engine::Link,
    members,
    overrides::{self, Target},
    scoped::Unscoped,
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Update {
    pub(super) space: SpaceId,
    pub(super) channel: ChannelId,
    pub(super) changer: UserId,
    pub(super) changes: UpdateChannel,
    pub(super) now: Timestamp,
}

impl Write for Update {
    type Output = Unscoped<Channel>;
    type Error = UpdateError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    fn changes_rights(&self, updated: &Self::Output) -> Vec<StreamId> {
        // How often one may write is a right too.
        let changes = &self.changes;
        let may = changes.private.is_some() || changes.slow_mode_seconds.is_some();
        let may = may && !updated.events.is_empty();
        may.then(|| self.space.into()).into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Unscoped<Channel>, Failed<UpdateError>> {
        let place = (self.space, self.channel);
        let Some(today) = rows::get(link, self.channel).await? else {
            return Err(Failed::Refused(UpdateError::Gone));
        };
        if let Some(Some(parent)) = self.changes.parent_id {
            let nested = today.kind == ChannelKind::Category;
            if nested || !rows::is_category(link, (self.space, parent)).await? {
                return Err(Failed::Refused(UpdateError::NoCategory));
            }
        }
        let wanted = self.changed(today.clone());
        if wanted == today {
            return Ok(Unscoped::unchanged(today));
        }
        let mut before = None;
        if wanted.private != today.private {
            before = Some(members::seen(link, place).await?);
            self.hide_or_show(link, wanted.private).await?;
        }
        rows::store(link, &wanted).await?;
        let Some(channel) = rows::get(link, self.channel).await? else {
            return Err(Failed::Refused(UpdateError::Gone));
        };
        audit::record(link, (self.space, self.changer), self.deed(), self.now).await?;
        let event = updated(link, self.space, &channel, self.now).await?;
        Ok(Unscoped {
            value: channel,
            events: vec![(event, before)],
        })
    }
}

impl Update {
    fn deed(&self) -> Deed {
        let changes = &self.changes;
        let detail = json!({
            "name": changes.name,
            "topic": changes.topic,
            "parentId": changes.parent_id,
            "position": changes.position,
            "private": changes.private,
            "slowModeSeconds": changes.slow_mode_seconds,
            "userLimit": changes.user_limit,
            "bitrate": changes.bitrate,
        });
        Deed::new(AuditAction::ChannelUpdated, self.channel.raw(), detail)
    }

    fn changed(&self, today: Channel) -> Channel {
        let changes = &self.changes;
        let unless_absent = |change: &Option<String>, today| change.clone().unwrap_or(today);
        Channel {
            name: unless_absent(&changes.name, today.name),
            topic: unless_absent(&changes.topic, today.topic),
            parent_id: changes.parent_id.unwrap_or(today.parent_id),
            position: changes.position.unwrap_or(today.position),
            slow_mode_seconds: changes.slow_mode_seconds.unwrap_or(today.slow_mode_seconds),
            user_limit: changes.user_limit.or(today.user_limit),
            bitrate: changes.bitrate.or(today.bitrate),
            private: changes.private.unwrap_or(today.private),
            ..today
        }
    }

    /// Who hides a channel goes on seeing it.
    async fn hide_or_show(&self, link: &mut Link<'_>, private: bool) -> sqlx::Result<()> {
        let place = (self.space, self.channel);
        overrides::make_private(link, place, private).await?;
        if private {
            overrides::show(link, place, Target::member(self.changer), true).await?;
        }
        Ok(())
    }
}

/// Writes down that a channel looks different.
pub(crate) async fn updated(
    link: &mut Link<'_>,
    space_id: SpaceId,
    channel: &Channel,
    now: Timestamp,
) -> sqlx::Result<Event> {
    let stream = space_id.into();
    let seq = log::append(link, stream, Reference::ChannelUpdated(channel.id), now).await?;
    Ok(Event::ChannelUpdated {
        stream,
        seq,
        space_id,
        channel: channel.clone(),
    })
}
