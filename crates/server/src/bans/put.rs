//! Banning somebody.

use parlor_protocol::{
    bans::PutBan,
    error::Code,
    ids::{SpaceId, UserId},
    permissions::{Missing, Permission},
    text::{self, Refused},
};
use parlor_storage::bans as storage;

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why somebody is not banned.
#[derive(Debug, thiserror::Error)]
pub enum BanError {
    /// The space or the person is missing or hidden, or the actor may not ban.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// They stand as high as the actor, or higher.
    #[error("only who stands below the actor can be banned")]
    TooHigh,
    /// The reason is not one.
    #[error("reason {0}")]
    Reason(Refused),
}

impl From<Missing> for BanError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<storage::BanError> for BanError {
    fn from(error: storage::BanError) -> Self {
        match error {
            storage::BanError::Owner => Self::TooHigh,
            storage::BanError::Nobody => AccessError::NotFound.into(),
            storage::BanError::Storage(error) => AccessError::from(error).into(),
        }
    }
}

impl From<BanError> for Refusal {
    fn from(error: BanError) -> Self {
        match error {
            BanError::Access(error) => error.into(),
            BanError::TooHigh => Self::new(
                Code::Forbidden,
                "You can only ban people whose highest role is below yours.",
            ),
            BanError::Reason(why) => ("reason", why).into(),
        }
    }
}

/// Bans somebody. Nothing of the space is delivered to them any more when this returns. Repeated, it
/// changes the reason.
///
/// # Errors
/// See [`BanError`]; nothing was changed then.
pub async fn put(
    app: &App,
    actor: &Actor,
    (space, user, input): (SpaceId, UserId, PutBan),
) -> Result<(), BanError> {
    let input = &input;
    members::anew(app, move || async move {
        let reason = input.reason.clone();
        let access = members::in_space(app, actor, space).await?;
        let grant = access.may(Permission::BanMembers)?;
        if let Some(reason) = &reason {
            let max = app.config.limits.ban_reason_chars_max;
            text::prose(reason, max).map_err(BanError::Reason)?;
        }
        let below = members::check_below(app, &access, (space, user)).await?;
        if below == Some(false) {
            return Err(BanError::TooHigh);
        }
        let storage = app.storage.clone();
        let write = async move {
            storage
                .bans()
                .put(grant, (user, reason), clock::now())
                .await
        };
        app.commit_and(write, move |node, parted| {
            if let Some(parted) = parted {
                members::dismiss(&node, user, parted);
            }
            std::future::ready(())
        })
        .await?;
        Ok(())
    })
    .await
}
