//! Changing a member: what they are called, which roles they hold, whether they may speak.

use parlor_protocol::{
    error::Code,
    ids::{RoleId, SpaceId, UserId},
    members::{Member, UpdateMember},
    permissions::{Access, Grant, Missing, Permission},
    text::{self, Refused},
    time::Timestamp,
};
use parlor_storage::members::{ChangeError, MemberChange};

use super::{AccessError, anew, check_below, in_space, recheck_all};
use crate::{
    app::{Actor, App},
    clock,
    refusal::Refusal,
};

/// Why a member stays as they are.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// The space or the member is missing or hidden, or not the actor's to manage; or he lacks what
    /// a role would give.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// They, or a role they would get or lose, stand as high as the actor, or higher.
    #[error("only who and what stands below the actor can be changed")]
    TooHigh,
    /// The actor is silenced.
    #[error("who is silenced keeps the name he has")]
    Silenced,
    /// The nickname is not one.
    #[error("nickname {0}")]
    Nickname(Refused),
    /// A role is not one of this space.
    #[error("roleIds must be roles of the space")]
    Roles,
    /// The time is past, or too far away.
    #[error("timeoutUntil must be within {0} seconds from now")]
    Timeout(u32),
}

impl From<Missing> for UpdateError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<ChangeError> for UpdateError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NoRole => Self::Roles,
            ChangeError::Gone | ChangeError::Owner => AccessError::NotFound.into(),
            ChangeError::Storage(error) => AccessError::from(error).into(),
        }
    }
}

impl From<UpdateError> for Refusal {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::Access(error) => error.into(),
            UpdateError::TooHigh => Self::new(
                Code::Forbidden,
                "You can only change people and give roles below your own highest role.",
            ),
            UpdateError::Silenced => Self::new(
                Code::Forbidden,
                "You are silenced here for a time. Change your name afterwards.",
            ),
            UpdateError::Nickname(why) => ("nickname", why).into(),
            UpdateError::Roles => Self::field(
                "roleIds",
                "must be roles of this space, without @everyone, which all have",
            ),
            UpdateError::Timeout(max) => Self::field(
                "timeoutUntil",
                &format!("must be a time from now on, at most {max} seconds away"),
            ),
        }
    }
}

/// Changes a member; who no longer sees a channel hears nothing of it any more when this returns.
///
/// # Errors
/// See [`UpdateError`]; nothing was changed then.
pub async fn update(
    app: &App,
    actor: &Actor,
    (space, user, input): (SpaceId, UserId, UpdateMember),
) -> Result<Member, UpdateError> {
    let input = &input;
    anew(app, move || async move {
        let input = input.clone();
        let access = in_space(app, actor, space).await?;
        let today = app.storage.members().get(space, user).await;
        let today = today.map_err(AccessError::from)?;
        let today = today.ok_or(AccessError::NotFound)?;
        let change = MemberChange {
            nickname: match input.nickname {
                Some(nickname) => Some((
                    rename(app, &access, (&today, nickname.as_deref()))?,
                    nickname,
                )),
                None => None,
            },
            roles: match input.role_ids {
                Some(roles) => Some((give(app, &access, (space, &today, &roles)).await?, roles)),
                None => None,
            },
            timeout: match input.timeout_until {
                Some(until) => Some((silence(app, &access, until)?, until)),
                None => None,
            },
        };
        let own_name = user == actor.user && change.timeout.is_none();
        if !own_name && check_below(app, &access, (space, user)).await? == Some(false) {
            return Err(UpdateError::TooHigh);
        }
        let storage = app.storage.clone();
        let changes_rights = change.roles.is_some() || change.timeout.is_some();
        let write = async move {
            let members = storage.members();
            members.update((space, user), change, clock::now()).await
        };
        let updated = app.commit_and(write, move |node, _| async move {
            if changes_rights {
                recheck_all(node, space).await;
            }
        });
        Ok(updated.await?)
    })
    .await
}

/// The grant to call somebody else something; one's own name needs none.
fn rename(
    app: &App,
    access: &Access,
    (today, nickname): (&Member, Option<&str>),
) -> Result<Option<Grant>, UpdateError> {
    if let Some(nickname) = nickname {
        let max = app.config.limits.display_name_chars_max;
        text::name(nickname, max).map_err(UpdateError::Nickname)?;
    }
    if today.user_id != access.user() {
        return Ok(Some(access.may(Permission::ManageSpace)?));
    }
    let silent = today
        .timeout_until
        .is_some_and(|until| until > clock::now());
    if silent && access.may(Permission::Administrator).is_err() {
        return Err(UpdateError::Silenced);
    }
    Ok(None)
}

/// The grant to have somebody hold these roles: each that comes or goes stands below the actor, and
/// none gives what he lacks.
async fn give(
    app: &App,
    access: &Access,
    (space, today, roles): (SpaceId, &Member, &[RoleId]),
) -> Result<Grant, UpdateError> {
    let grant = access.may(Permission::ManageRoles)?;
    let all = app.storage.roles().of(space).await;
    let all = all.map_err(AccessError::from)?;
    let is_there = |role: &RoleId| *role != space.into() && all.iter().any(|it| it.id == *role);
    if !roles.iter().all(is_there) {
        return Err(UpdateError::Roles);
    }
    for role in &all {
        let (had, has) = (today.role_ids.contains(&role.id), roles.contains(&role.id));
        if had != has && !access.rank().outranks(role.position) {
            return Err(UpdateError::TooHigh);
        }
        if has && !had {
            access.check_holds(role.permissions)?;
        }
    }
    Ok(grant)
}

/// The grant to silence somebody until then, or to let them speak.
fn silence(app: &App, access: &Access, until: Option<Timestamp>) -> Result<Grant, UpdateError> {
    let grant = access.may(Permission::TimeoutMembers)?;
    let max = app.config.limits.timeout_seconds_max;
    if let Some(until) = until {
        let left = until.millis_since(clock::now());
        if left <= 0 || left > i64::from(max) * 1_000 {
            return Err(UpdateError::Timeout(max));
        }
    }
    Ok(grant)
}
