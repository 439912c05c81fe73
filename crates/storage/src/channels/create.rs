//! Making a channel in a space.

use parlor_protocol::{
    audit::AuditAction,
    channels::{Channel, ChannelKind},
    event::Event,
    ids::{ChannelId, SpaceId, StreamId, UserId},
};

use serde_json::json;

use super::{CreateError, NewChannel, rows};
use crate::{
    audit::{self, Deed},
    engine::{Link, execute_among, fetch_one},
    error::Damage,
    overrides::{self, Target},
    scoped::Unscoped,
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Create {
    pub(super) space: SpaceId,
    pub(super) maker: UserId,
    pub(super) new: NewChannel,
}

impl Write for Create {
    type Output = Unscoped<Channel>;
    type Error = CreateError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Unscoped<Channel>, Failed<CreateError>> {
        let (new, place) = (&self.new, (self.space, self.new.id));
        let position = self.place_in(link).await?;
        rows::insert(link, &self.channel(position)).await?;
        if let Some(category) = new.parent_id {
            overrides::copy(link, category, new.id).await?;
        }
        if let Some(private) = new.private {
            overrides::make_private(link, place, private).await?;
        }
        if new.private == Some(true) {
            self.let_in(link).await?;
        }
        let Some(channel) = rows::get(link, new.id).await? else {
            return Err(Damage("a channel is missing").into());
        };
        let detail = json!({"name": new.name, "kind": new.kind});
        let deed = Deed::new(AuditAction::ChannelCreated, new.id.raw(), detail);
        audit::record(link, (self.space, self.maker), deed, new.created_at).await?;
        let stream = self.space.into();
        let reference = Reference::ChannelCreated(new.id);
        let seq = log::append(link, stream, reference, new.created_at).await?;
        let event = Event::ChannelCreated {
            stream,
            seq,
            space_id: self.space,
            channel: channel.clone(),
        };
        Ok(Unscoped {
            value: channel,
            events: vec![(event, None)],
        })
    }
}

impl Create {
    /// Where it stands, if there is room for it.
    async fn place_in(&self, link: &mut Link<'_>) -> Result<u32, Failed<CreateError>> {
        let (stands, count, last) = fetch_one!(
            link,
            (bool, i64, Option<i64>),
            "SELECT EXISTS (SELECT 1 FROM streams WHERE id = $1 AND NOT gone), \
             (SELECT count(*) FROM channels WHERE space_id = $1), \
             (SELECT max(position) FROM channels WHERE space_id = $1)",
            self.space.raw()
        )?;
        if !stands {
            return Err(Failed::Refused(CreateError::Gone));
        }
        if count >= i64::from(self.new.per_space_max) {
            return Err(Failed::Refused(CreateError::TooMany));
        }
        if let Some(parent) = self.new.parent_id {
            let nested = self.new.kind == ChannelKind::Category;
            if nested || !rows::is_category(link, (self.space, parent)).await? {
                return Err(Failed::Refused(CreateError::NoCategory));
            }
        }
        let next = last.map_or(0, |last| last + 1);
        Ok(self
            .new
            .position
            .unwrap_or_else(|| u32::try_from(next).unwrap_or(u32::MAX)))
    }

    fn channel(&self, position: u32) -> Channel {
        let new = &self.new;
        Channel {
            id: new.id,
            space_id: Some(self.space),
            kind: new.kind,
            name: new.name.clone(),
            topic: new.topic.clone(),
            parent_id: new.parent_id,
            position,
            private: false,
            slow_mode_seconds: new.slow_mode_seconds,
            user_limit: new.user_limit,
            bitrate: new.bitrate,
            created_at: new.created_at,
            last_seq: 0,
            members: Vec::new(),
        }
    }

    /// Who sees a private channel: its maker, and whom he names.
    async fn let_in(&self, link: &mut Link<'_>) -> Result<(), Failed<CreateError>> {
        let place: (SpaceId, ChannelId) = (self.space, self.new.id);
        let mut named: Vec<i64> = self.new.member_ids.iter().map(|user| user.raw()).collect();
        named.sort_unstable();
        named.dedup();
        named.retain(|user| *user != self.maker.raw());
        overrides::show(link, place, Target::member(self.maker), true).await?;
        execute_among!(
            link,
            &named,
            "DELETE FROM overrides WHERE channel_id = $2 AND target_id IN ",
            "",
            place.1.raw()
        )?;
        let let_in = execute_among!(
            link,
            &named,
            "INSERT INTO overrides (channel_id, target_id, space_id, is_role, allow, deny) \
             SELECT CAST($2 AS BIGINT), user_id, space_id, FALSE, CAST($3 AS BIGINT), 0 FROM members \
             WHERE space_id = $4 AND user_id IN ",
            "",
            place.1.raw(),
            overrides::VIEW.bits(),
            self.space.raw()
        )?;
        if usize::try_from(let_in) != Ok(named.len()) {
            return Err(Failed::Refused(CreateError::NotMembers));
        }
        Ok(())
    }
}
