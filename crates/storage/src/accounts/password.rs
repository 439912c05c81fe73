//! Changing what a password is checked against.

use parlor_auth::password::PasswordHash;
use parlor_protocol::{
    audit::InstanceAction,
    ids::{SessionId, UserId},
    time::Timestamp,
};
use serde_json::json;

use super::NewPassword;
use crate::{
    Error, Storage,
    audit::instance::{InstanceDeed, record},
    engine::{Link, execute},
    links, sessions,
    writer::{Failed, Write},
};

pub(super) async fn set(
    storage: &Storage,
    change: NewPassword,
    now: Timestamp,
) -> Result<Option<Vec<SessionId>>, Error> {
    storage.write(SetPassword { change, now }).await
}

struct SetPassword {
    change: NewPassword,
    now: Timestamp,
}

impl Write for SetPassword {
    type Output = Option<Vec<SessionId>>;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        Ok(replace_all(link, &self.change, self.now).await?)
    }
}

/// By the operator, at the machine itself.
pub(super) struct Reset {
    pub(super) user: UserId,
    pub(super) new: PasswordHash,
    pub(super) now: Timestamp,
}

impl Write for Reset {
    type Output = Option<Vec<SessionId>>;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let change = NewPassword {
            user: self.user,
            new: self.new.clone(),
            old: None,
            keep: None,
        };
        let Some(ended) = replace_all(link, &change, self.now).await? else {
            return Ok(None);
        };
        let deed = InstanceDeed {
            by: None,
            action: InstanceAction::PasswordReset,
            target: Some(self.user),
            detail: json!({"sessions": ended.len()}),
        };
        record(link, deed, self.now).await?;
        Ok(Some(ended))
    }
}

/// Sets a password; ends the sessions and forgets the links that came from the one before. `None`:
/// it was another one.
pub(crate) async fn replace_all(
    link: &mut Link<'_>,
    change: &NewPassword,
    now: Timestamp,
) -> sqlx::Result<Option<Vec<SessionId>>> {
    let NewPassword {
        user,
        new,
        old,
        keep,
    } = change;
    if replace(link, *user, old.as_ref(), new).await? == 0 {
        return Ok(None);
    }
    links::forget(link, *user).await?;
    let ended = sessions::end_all(link, *user, *keep, now).await?;
    Ok(Some(ended))
}

pub(super) async fn rehash(
    storage: &Storage,
    user: UserId,
    old: PasswordHash,
    new: PasswordHash,
) -> Result<(), Error> {
    storage.write(Rehash { user, old, new }).await
}

struct Rehash {
    user: UserId,
    old: PasswordHash,
    new: PasswordHash,
}

impl Write for Rehash {
    type Output = ();
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        // Changed meanwhile: the newer one stays.
        replace(link, self.user, Some(&self.old), &self.new).await?;
        Ok(())
    }
}

async fn replace(
    link: &mut Link<'_>,
    user: UserId,
    old: Option<&PasswordHash>,
    new: &PasswordHash,
) -> sqlx::Result<u64> {
    execute!(
        link,
        "UPDATE users SET password_hash = $2 \
         WHERE id = $1 AND deleted_at IS NULL AND password_hash = COALESCE($3, password_hash)",
        user.raw(),
        new.as_str(),
        old.map(PasswordHash::as_str),
    )
}
