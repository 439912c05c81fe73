//! Changing what a channel gives and takes.

use parlor_protocol::{
    channels::{ChannelOverride, PutOverride},
    error::Code,
    ids::{ChannelId, RoleId, UserId},
    permissions::{Access, Missing, Override, Permission, Permissions},
};
use parlor_storage::channels::{NewOverride, UpdateError};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why an override stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum OverrideError {
    /// The channel, the role or the member is missing or hidden, or not the actor's to manage.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The role stands at or above the actor's highest, or the member not below him.
    #[error("only roles and people below one's own rank can be given or taken from")]
    TooHigh,
    /// One thing cannot be given and taken.
    #[error("the same permission is allowed and denied")]
    Both,
    /// The channel changes something for as many as it may.
    #[error("a channel has at most {0} overrides")]
    TooMany(u32),
}

impl From<Missing> for OverrideError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<OverrideError> for Refusal {
    fn from(error: OverrideError) -> Self {
        match error {
            OverrideError::Access(error) => error.into(),
            OverrideError::TooHigh => Self::new(
                Code::Forbidden,
                "You can only change what is allowed to roles and people below your own highest role.",
            ),
            OverrideError::Both => Self::field("deny", "may not name what `allow` names"),
            OverrideError::TooMany(max) => Self::new(
                Code::Validation,
                format!("This channel has rules for {max} roles and people already."),
            ),
        }
    }
}

/// All that a channel gives and takes, for those who may change it: @everyone and the other roles,
/// then the members.
///
/// # Errors
/// [`AccessError`].
pub async fn overrides(
    app: &App,
    actor: &Actor,
    channel: ChannelId,
) -> Result<Vec<ChannelOverride>, AccessError> {
    let (access, _) = members::in_channel(app, actor, channel).await?;
    let grant = access.may(Permission::ManageRoles)?;
    Ok(app.storage.channels().overrides(grant).await?)
}

/// Replaces what a channel gives to and takes from a role or a member.
///
/// # Errors
/// See [`OverrideError`]; nothing was changed then.
pub async fn put_override(
    app: &App,
    actor: &Actor,
    (channel, target, input): (ChannelId, RoleId, PutOverride),
) -> Result<(), OverrideError> {
    let change = Override {
        allow: input.allow,
        deny: input.deny,
    };
    if change.allow.common(change.deny) != Permissions::NONE {
        return Err(OverrideError::Both);
    }
    set(app, actor, (channel, target), Some(change)).await
}

/// Takes an override away; may be repeated.
///
/// # Errors
/// See [`OverrideError`]; nothing was changed then.
pub async fn remove_override(
    app: &App,
    actor: &Actor,
    (channel, target): (ChannelId, RoleId),
) -> Result<(), OverrideError> {
    set(app, actor, (channel, target), None).await
}

/// Who no longer sees the channel hears nothing of it any more when this returns.
async fn set(
    app: &App,
    actor: &Actor,
    (channel, target): (ChannelId, RoleId),
    change: Option<Override>,
) -> Result<(), OverrideError> {
    members::anew(app, move || async move {
        let (access, _) = members::in_channel(app, actor, channel).await?;
        let grant = access.may(Permission::ManageRoles)?;
        let channels = app.storage.channels();
        let today = channels.override_of(channel, target.raw()).await;
        let today = today.map_err(AccessError::from)?.unwrap_or_default();
        check_held(&access, today, change.unwrap_or_default())?;
        check_target(app, &access, target).await?;
        let max = app.config.limits.overrides_per_channel_max;
        let new = NewOverride {
            target: target.raw(),
            change,
            per_channel_max: max,
            now: clock::now(),
        };
        let storage = app.storage.clone();
        let write = async move { storage.channels().set_override(grant, new).await };
        let set = app.commit_and(write, move |node, _| async move {
            members::recheck(node, &[channel]).await;
        });
        match set.await {
            Ok(_) => Ok(()),
            Err(UpdateError::TooManyOverrides) => Err(OverrideError::TooMany(max)),
            Err(UpdateError::Storage(error)) => Err(AccessError::from(error).into()),
            Err(_) => Err(AccessError::NotFound.into()),
        }
    })
    .await
}

/// Nobody gives to or takes from a role at or above his own, or a member who is not below him, but
/// himself and everyone. Whether there is such a role or member the write tells.
async fn check_target(app: &App, access: &Access, target: RoleId) -> Result<(), OverrideError> {
    let Some(space) = access.space() else {
        return Ok(());
    };
    let user = UserId::from_raw(target.raw());
    if target == space.into() || user == access.user() {
        return Ok(());
    }
    let role = app.storage.roles().get(target).await;
    let is_below = match role.map_err(AccessError::from)? {
        Some(role) => role.space_id != space || access.rank().outranks(role.position),
        None => members::check_below(app, access, (space, user)).await? != Some(false),
    };
    if is_below {
        Ok(())
    } else {
        Err(OverrideError::TooHigh)
    }
}

/// Nobody gives or takes what he lacks himself.
fn check_held(access: &Access, today: Override, change: Override) -> Result<(), Missing> {
    let differ = |one: Permissions, other: Permissions| one.without(other).with(other.without(one));
    let changed = differ(today.allow, change.allow).with(differ(today.deny, change.deny));
    access.check_holds(changed)
}
