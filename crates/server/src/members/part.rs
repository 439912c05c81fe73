//! Leaving a space, and removing somebody from it.

use std::future::Ready;

use parlor_protocol::{
    error::Code,
    ids::{SpaceId, UserId},
    permissions::{Missing, Permission},
};
use parlor_storage::members::{ChangeError, Parted};

use super::{AccessError, anew, check_below, dismiss, in_space};
use crate::{
    app::{Actor, App, Node},
    clock,
    refusal::Refusal,
};

/// Why somebody stays a member.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// The space is missing or hidden, or the actor may not remove people.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// They stand as high as the actor, or higher.
    #[error("only who stands below the actor can be removed")]
    TooHigh,
    /// The space is theirs.
    #[error("the owner of a space stays in it")]
    Owner,
}

impl From<Missing> for PartError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<ChangeError> for PartError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Owner => Self::Owner,
            ChangeError::Gone | ChangeError::NoRole => AccessError::NotFound.into(),
            ChangeError::Storage(error) => AccessError::from(error).into(),
        }
    }
}

impl From<PartError> for Refusal {
    fn from(error: PartError) -> Self {
        match error {
            PartError::Access(error) => error.into(),
            PartError::TooHigh => Self::new(
                Code::Forbidden,
                "You can only remove people whose highest role is below yours.",
            ),
            PartError::Owner => Self::new(
                Code::Forbidden,
                "The owner of a space cannot leave it. Delete the space instead.",
            ),
        }
    }
}

/// Leaves a space. Nothing of it is delivered to the actor any more when this returns.
///
/// # Errors
/// See [`PartError`]; the actor is still a member then, unless he was none.
pub async fn leave(app: &App, actor: &Actor, space: SpaceId) -> Result<(), PartError> {
    in_space(app, actor, space).await?;
    let (storage, user) = (app.storage.clone(), actor.user);
    let write = async move { storage.members().leave(space, user, clock::now()).await };
    app.commit_and(write, move |node, parted| {
        ended(&node, user, parted.as_ref())
    })
    .await?;
    Ok(())
}

/// Removes somebody, who may come back. Nothing of the space is delivered to them any more when
/// this returns. May be repeated.
///
/// # Errors
/// See [`PartError`]; they are still a member then.
pub async fn kick(
    app: &App,
    actor: &Actor,
    (space, user): (SpaceId, UserId),
) -> Result<(), PartError> {
    anew(app, move || async move {
        let access = in_space(app, actor, space).await?;
        let grant = access.may(Permission::KickMembers)?;
        match check_below(app, &access, (space, user)).await? {
            Some(true) => {}
            Some(false) => return Err(PartError::TooHigh),
            None => return Ok(()),
        }
        let storage = app.storage.clone();
        let write = async move { storage.members().kick(grant, user, clock::now()).await };
        app.commit_and(write, move |node, parted| {
            ended(&node, user, parted.as_ref())
        })
        .await?;
        Ok(())
    })
    .await
}

fn ended(node: &Node, user: UserId, parted: Option<&Parted>) -> Ready<()> {
    if let Some(parted) = parted {
        dismiss(node, user, parted);
    }
    std::future::ready(())
}
