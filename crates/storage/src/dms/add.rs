//! Bringing somebody into a group.

use parlor_protocol::{
    channels::{Channel, ChannelKind},
    dms::GROUP_MEMBERS_MAX,
    ids::{ChannelId, StreamId, UserId},
    time::Timestamp,
};

use super::{DmError, rows};
use crate::{
    Committed, channels,
    engine::Link,
    reads,
    writer::{Failed, Write},
};

pub(super) struct Add {
    pub(super) channel: ChannelId,
    pub(super) by: UserId,
    pub(super) user: UserId,
    /// Who was in it when the write was queued: for the locks only.
    pub(super) people: Vec<UserId>,
    /// How many conversations one person may be in.
    pub(super) per_user_max: u32,
    pub(super) now: Timestamp,
}

impl Write for Add {
    type Output = Committed<Channel>;
    type Error = DmError;

    fn streams(&self) -> Vec<StreamId> {
        let people = self.people.iter().copied().map(StreamId::from);
        people
            .chain([self.user.into(), self.channel.into()])
            .collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Channel>, Failed<DmError>> {
        let today = self.group(link).await?;
        let is_in = |user: UserId| today.members.iter().any(|member| member.id == user);
        if is_in(self.user) {
            return Ok(Committed {
                value: today,
                events: Vec::new(),
            });
        }
        if !is_in(self.by) {
            return Err(Failed::Refused(DmError::Gone));
        }
        if !rows::knows_all(link, self.by, &[self.user.raw()]).await? {
            return Err(Failed::Refused(DmError::Stranger));
        }
        if today.members.len() >= GROUP_MEMBERS_MAX {
            return Err(Failed::Refused(DmError::Full));
        }
        if rows::count_of(link, self.user).await? >= i64::from(self.per_user_max) {
            return Err(Failed::Refused(DmError::TooMany));
        }
        rows::enter(link, self.channel, self.user).await?;
        reads::begin_in(link, self.channel, self.user).await?;
        let channel = self.group(link).await?;
        let events = rows::tell(link, &channel, self.now).await?;
        Ok(Committed {
            value: channel,
            events,
        })
    }
}

impl Add {
    async fn group(&self, link: &mut Link<'_>) -> Result<Channel, Failed<DmError>> {
        match channels::get(link, self.channel).await? {
            Some(channel) if channel.kind == ChannelKind::Group => Ok(channel),
            Some(_) => Err(Failed::Refused(DmError::NotAGroup)),
            None => Err(Failed::Refused(DmError::Gone)),
        }
    }
}
