//! Ending an invite.

use parlor_protocol::{
    error::Code,
    permissions::{Missing, Permission},
};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why an invite goes on.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// There is no such invite for the actor.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Somebody else made it, and the actor does not manage the space.
    #[error("only its maker and those who manage the space revoke an invite")]
    NotYours,
}

impl From<Missing> for RevokeError {
    fn from(_: Missing) -> Self {
        Self::NotYours
    }
}

impl From<RevokeError> for Refusal {
    fn from(error: RevokeError) -> Self {
        match error {
            RevokeError::Access(error) => error.into(),
            RevokeError::NotYours => Self::new(
                Code::Forbidden,
                "Only its maker and people who manage the space can revoke this invite.",
            ),
        }
    }
}

/// Ends an invite: one's own, or any of a space one manages. May be repeated.
///
/// # Errors
/// See [`RevokeError`]; the invite goes on then.
pub async fn revoke(app: &App, actor: &Actor, code: &str) -> Result<(), RevokeError> {
    members::anew(app, move || async move {
        let invites = app.storage.invites();
        let (space, maker) = invites
            .maker(code)
            .await
            .map_err(AccessError::from)?
            .ok_or(AccessError::NotFound)?;
        let access = members::in_space(app, actor, space).await?;
        let grant = if maker == actor.user {
            None
        } else {
            Some(access.may(Permission::ManageSpace)?)
        };
        let revoked = invites.revoke(code, grant, clock::now()).await;
        revoked.map_err(AccessError::from)?;
        Ok(())
    })
    .await
}
