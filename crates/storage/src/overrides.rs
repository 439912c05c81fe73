//! Overrides: what a channel gives and takes, for @everyone, for a role, for one member.

use parlor_protocol::{
    audit::AuditAction,
    channels::{Channel, ChannelOverride},
    ids::{ChannelId, RoleId, SpaceId, StreamId, UserId},
    permissions::{Override, Permission, Permissions},
    time::Timestamp,
};

use serde_json::json;

use crate::{
    accounts::rows::UserRow,
    audit::{self, Deed},
    channels::{self, UpdateError},
    engine::{Link, execute, fetch_all, fetch_one, fetch_optional},
    members,
    scoped::Unscoped,
    writer::{Failed, Write},
};

/// To view a channel.
pub(crate) const VIEW: Permissions = Permissions::of(&[Permission::ViewChannel]);

/// A role or a person for whom a channel changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) id: i64,
    pub(crate) is_role: bool,
}

impl Target {
    /// The @everyone role.
    pub(crate) const fn everyone(space: SpaceId) -> Self {
        Self {
            id: space.raw(),
            is_role: true,
        }
    }

    pub(crate) const fn member(user: UserId) -> Self {
        Self {
            id: user.raw(),
            is_role: false,
        }
    }
}

pub(crate) async fn get(
    link: &mut Link<'_>,
    channel: ChannelId,
    target: i64,
) -> sqlx::Result<Option<Override>> {
    let row = fetch_optional!(
        link,
        (i64, i64),
        "SELECT allow, deny FROM overrides WHERE channel_id = $1 AND target_id = $2",
        channel.raw(),
        target
    )?;
    Ok(row.map(|(allow, deny)| Override {
        allow: Permissions::from_bits(allow),
        deny: Permissions::from_bits(deny),
    }))
}

#[derive(sqlx::FromRow)]
struct OverrideRow {
    target_id: i64,
    allow: i64,
    deny: i64,
}

#[derive(sqlx::FromRow)]
struct MemberOverrideRow {
    #[sqlx(flatten)]
    user: UserRow,
    allow: i64,
    deny: i64,
}

/// All that a channel changes: for roles, then for members, each ascending by id.
pub(crate) async fn of(
    link: &mut Link<'_>,
    channel: ChannelId,
) -> sqlx::Result<Vec<ChannelOverride>> {
    let roles = fetch_all!(
        link,
        OverrideRow,
        "SELECT target_id, allow, deny FROM overrides \
         WHERE channel_id = $1 AND is_role ORDER BY target_id",
        channel.raw()
    )?;
    let members = fetch_all!(
        link,
        MemberOverrideRow,
        "SELECT u.id, u.username, u.display_name, u.avatar, u.created_at AS user_since, \
         v.allow, v.deny FROM overrides v JOIN users u ON u.id = v.target_id \
         WHERE v.channel_id = $1 AND NOT v.is_role ORDER BY u.id",
        channel.raw()
    )?;
    let roles = roles.into_iter().map(|row| ChannelOverride {
        target_id: RoleId::from_raw(row.target_id),
        user: None,
        allow: Permissions::from_bits(row.allow),
        deny: Permissions::from_bits(row.deny),
    });
    let members = members.into_iter().map(|row| ChannelOverride {
        target_id: RoleId::from_raw(row.user.id),
        user: Some(row.user.into()),
        allow: Permissions::from_bits(row.allow),
        deny: Permissions::from_bits(row.deny),
    });
    Ok(roles.chain(members).collect())
}

/// Replaces what a channel changes for a target.
pub(crate) async fn put(
    link: &mut Link<'_>,
    (space, channel): (SpaceId, ChannelId),
    target: Target,
    change: Override,
) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO overrides (channel_id, target_id, space_id, is_role, allow, deny) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (channel_id, target_id) DO UPDATE SET allow = excluded.allow, \
         deny = excluded.deny",
        channel.raw(),
        target.id,
        space.raw(),
        target.is_role,
        change.allow.bits(),
        change.deny.bits()
    )?;
    Ok(())
}

/// Lets a target see a channel, or hides it from them; what else it changes stays.
pub(crate) async fn show(
    link: &mut Link<'_>,
    place: (SpaceId, ChannelId),
    target: Target,
    visible: bool,
) -> sqlx::Result<()> {
    let today = get(link, place.1, target.id).await?.unwrap_or_default();
    let change = if visible {
        Override {
            allow: today.allow.with(VIEW),
            deny: today.deny.without(VIEW),
        }
    } else {
        Override {
            allow: today.allow.without(VIEW),
            deny: today.deny.with(VIEW),
        }
    };
    put(link, place, target, change).await
}

/// Hides a channel from @everyone, or does no longer.
pub(crate) async fn make_private(
    link: &mut Link<'_>,
    place: (SpaceId, ChannelId),
    private: bool,
) -> sqlx::Result<()> {
    let everyone = Target::everyone(place.0);
    if private {
        return show(link, place, everyone, false).await;
    }
    // Open is what the space says, not more.
    if let Some(today) = get(link, place.1, everyone.id).await? {
        let change = Override {
            deny: today.deny.without(VIEW),
            ..today
        };
        put(link, place, everyone, change).await?;
    }
    Ok(())
}

/// Begins a channel with what another one, its category, changes.
pub(crate) async fn copy(link: &mut Link<'_>, from: ChannelId, to: ChannelId) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO overrides (channel_id, target_id, space_id, is_role, allow, deny) \
         SELECT CAST($2 AS BIGINT), target_id, space_id, is_role, allow, deny FROM overrides WHERE channel_id = $1",
        from.raw(),
        to.raw()
    )?;
    Ok(())
}

/// What a channel changes from now on for a target; `None` = nothing any more.
pub(crate) struct Change {
    pub(crate) space: SpaceId,
    pub(crate) by: UserId,
    pub(crate) channel: ChannelId,
    pub(crate) target: i64,
    pub(crate) to: Option<Override>,
    pub(crate) per_channel_max: u32,
    pub(crate) now: Timestamp,
}

impl Write for Change {
    type Output = Unscoped<Channel>;
    type Error = UpdateError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    fn changes_rights(&self, changed: &Self::Output) -> Vec<StreamId> {
        let changed = changed.events.first().map(|_| self.space.into());
        changed.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Unscoped<Channel>, Failed<UpdateError>> {
        let place = (self.space, self.channel);
        let before = members::seen(link, place).await?;
        let changed = match self.to {
            Some(change) => {
                let target = self.target(link).await?;
                let today = get(link, self.channel, self.target).await?;
                put(link, place, target, change).await?;
                today != Some(change)
            }
            None => self.remove(link).await? > 0,
        };
        let Some(channel) = channels::get(link, self.channel).await? else {
            return Err(Failed::Refused(UpdateError::Gone));
        };
        if !changed {
            return Ok(Unscoped::unchanged(channel));
        }
        audit::record(link, (self.space, self.by), self.deed(), self.now).await?;
        let event = channels::updated(link, place.0, &channel, self.now).await?;
        Ok(Unscoped {
            value: channel,
            events: vec![(event, Some(before))],
        })
    }
}

impl Change {
    fn deed(&self) -> Deed {
        let target = self.target.to_string();
        let (action, detail) = match self.to {
            Some(Override { allow, deny }) => (
                AuditAction::OverridePut,
                json!({"targetId": target, "allow": allow, "deny": deny}),
            ),
            None => (AuditAction::OverrideRemoved, json!({"targetId": target})),
        };
        Deed::new(action, self.channel.raw(), detail)
    }

    /// The role of this space or the member that has the id.
    async fn target(&self, link: &mut Link<'_>) -> Result<Target, Failed<UpdateError>> {
        let (is_role, is_member, others) = fetch_one!(
            link,
            (bool, bool, i64),
            "SELECT EXISTS (SELECT 1 FROM roles WHERE id = $1 AND space_id = $2), \
             EXISTS (SELECT 1 FROM members WHERE user_id = $1 AND space_id = $2), \
             (SELECT count(*) FROM overrides WHERE channel_id = $3 AND target_id <> $1)",
            self.target,
            self.space.raw(),
            self.channel.raw()
        )?;
        if !is_role && !is_member {
            return Err(Failed::Refused(UpdateError::NoTarget));
        }
        if others >= i64::from(self.per_channel_max) {
            return Err(Failed::Refused(UpdateError::TooManyOverrides));
        }
        Ok(Target {
            id: self.target,
            is_role,
        })
    }

    async fn remove(&self, link: &mut Link<'_>) -> sqlx::Result<u64> {
        execute!(
            link,
            "DELETE FROM overrides WHERE channel_id = $1 AND target_id = $2",
            self.channel.raw(),
            self.target
        )
    }
}
