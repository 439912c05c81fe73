//! Who may come in, and who runs the instance.

use parlor_protocol::{
    admin::{AdminUser, UpdateUser},
    audit::InstanceAction,
    ids::{SessionId, UserId},
    time::Timestamp,
};
use serde_json::json;

use super::{Rank, StandingError, directory};
use crate::{
    audit::instance::{InstanceDeed, record},
    engine::{Link, execute, fetch_optional},
    links, sessions,
    writer::{Failed, Write},
};

/// How high somebody stands; `None` for who is not there, or may not come in.
pub(super) async fn rank(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Option<Rank>> {
    let row = fetch_optional!(
        link,
        (bool, bool),
        "SELECT owner, admin FROM users \
         WHERE id = $1 AND disabled_at IS NULL AND deleted_at IS NULL",
        user.raw()
    )?;
    Ok(row.map(of))
}

fn of((owner, admin): (bool, bool)) -> Rank {
    match (owner, admin) {
        (true, _) => Rank::Owner,
        (false, true) => Rank::Admin,
        (false, false) => Rank::Member,
    }
}

/// Refuses what somebody does to an account that does not stand below their own.
pub(crate) async fn check_below(
    link: &mut Link<'_>,
    (by, user): (UserId, UserId),
) -> Result<(), Failed<StandingError>> {
    let own = rank(link, by).await?;
    let theirs = fetch_optional!(
        link,
        (bool, bool),
        "SELECT owner, admin FROM users WHERE id = $1 AND deleted_at IS NULL",
        user.raw()
    )?;
    let own = own.filter(|own| *own > Rank::Member);
    let own = own.ok_or(Failed::Refused(StandingError::NotAllowed))?;
    let theirs = theirs.ok_or(Failed::Refused(StandingError::Gone))?;
    if of(theirs) >= own {
        return Err(Failed::Refused(StandingError::TooHigh));
    }
    Ok(())
}

pub(super) struct SetStanding {
    pub(super) by: UserId,
    pub(super) user: UserId,
    pub(super) change: UpdateUser,
    pub(super) now: Timestamp,
}

impl Write for SetStanding {
    type Output = (AdminUser, Vec<SessionId>);
    type Error = StandingError;

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<StandingError>> {
        check_below(link, (self.by, self.user)).await?;
        let UpdateUser { disabled, admin } = self.change;
        if admin.is_some() && rank(link, self.by).await? != Some(Rank::Owner) {
            return Err(Failed::Refused(StandingError::NotAllowed));
        }
        let before = directory::get(link, self.user, self.now).await?;
        execute!(
            link,
            "UPDATE users SET admin = COALESCE($2, admin), disabled_at = CASE WHEN $3 \
             THEN COALESCE(disabled_at, $5) WHEN $4 THEN NULL ELSE disabled_at END WHERE id = $1",
            self.user.raw(),
            admin,
            disabled == Some(true),
            disabled == Some(false),
            self.now.as_millis()
        )?;
        let mut ended = Vec::new();
        if disabled == Some(true) {
            links::forget(link, self.user).await?;
            ended = sessions::end_all(link, self.user, None, self.now).await?;
        }
        let user = directory::get(link, self.user, self.now).await?;
        let user = user.ok_or(Failed::Refused(StandingError::Gone))?;
        self.record(link, (before.as_ref(), &user)).await?;
        Ok((user, ended))
    }
}

impl SetStanding {
    /// Writes down what became different.
    async fn record(
        &self,
        link: &mut Link<'_>,
        (before, after): (Option<&AdminUser>, &AdminUser),
    ) -> sqlx::Result<()> {
        let Some(before) = before else { return Ok(()) };
        let mut actions = Vec::new();
        if before.disabled != after.disabled {
            actions.push(if after.disabled {
                InstanceAction::AccountDisabled
            } else {
                InstanceAction::AccountEnabled
            });
        }
        if before.admin != after.admin {
            actions.push(if after.admin {
                InstanceAction::AdminNamed
            } else {
                InstanceAction::AdminDismissed
            });
        }
        for action in actions {
            let deed = InstanceDeed {
                by: Some(self.by),
                action,
                target: Some(self.user),
                detail: json!({}),
            };
            record(link, deed, self.now).await?;
        }
        Ok(())
    }
}

pub(super) struct SignOut {
    pub(super) by: UserId,
    pub(super) user: UserId,
    pub(super) now: Timestamp,
}

impl Write for SignOut {
    type Output = Vec<SessionId>;
    type Error = StandingError;

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<StandingError>> {
        check_below(link, (self.by, self.user)).await?;
        let ended = sessions::end_all(link, self.user, None, self.now).await?;
        let deed = InstanceDeed {
            by: Some(self.by),
            action: InstanceAction::SessionsEnded,
            target: Some(self.user),
            detail: json!({"sessions": ended.len()}),
        };
        record(link, deed, self.now).await?;
        Ok(ended)
    }
}
