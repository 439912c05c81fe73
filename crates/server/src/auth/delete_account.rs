//! Leaving for good.

use std::{sync::Arc, time::Duration};

use parlor_protocol::{
    auth::{DeleteAccount, WrittenContent},
    channels::ChannelKind,
    close::Close,
    error::Code,
    ids::UserId,
};
use parlor_storage::accounts::LeaveError;

use super::{CheckError, check_password, end::end};
use crate::{
    app::{Actor, Shared},
    attachments, clock, dms,
    refusal::Refusal,
};

/// How often it is looked whether somebody left and not all they wrote is gone, after a crash.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// Why the account stays.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// It is not believed that it is them.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The instance is theirs.
    #[error("the instance is theirs")]
    OwnsInstance,
    /// These spaces are theirs.
    #[error("spaces are theirs")]
    OwnsSpaces(Vec<String>),
    /// The account went away meanwhile.
    #[error("not found")]
    NotFound,
}

impl From<parlor_storage::Error> for DeleteError {
    fn from(error: parlor_storage::Error) -> Self {
        Self::Check(error.into())
    }
}

impl From<LeaveError> for DeleteError {
    fn from(error: LeaveError) -> Self {
        match error {
            LeaveError::OwnsInstance => Self::OwnsInstance,
            LeaveError::OwnsSpaces(names) => Self::OwnsSpaces(names),
            LeaveError::Gone => Self::NotFound,
            LeaveError::Storage(error) => error.into(),
        }
    }
}

impl From<DeleteError> for Refusal {
    fn from(error: DeleteError) -> Self {
        match error {
            DeleteError::Check(error) => error.into(),
            DeleteError::OwnsInstance => Self::new(
                Code::Conflict,
                "This instance is yours, and needs an owner: your account stays as long as it runs.",
            ),
            DeleteError::OwnsSpaces(names) => Self::new(
                Code::Conflict,
                format!(
                    "These spaces are yours: {}. Hand them over or delete them, then try again.",
                    names.join(", ")
                ),
            ),
            DeleteError::NotFound => Self::not_found(),
        }
    }
}

/// Deletes the actor's account. When this returns every session has ended, nobody sees the name any
/// more, and what they wrote is gone, where they want that.
///
/// # Errors
/// See [`DeleteError`]; the account stays then, except after a storage error, where the outcome is
/// unknown.
pub async fn delete_account(
    app: &Shared,
    actor: &Actor,
    input: DeleteAccount,
) -> Result<(), DeleteError> {
    check_password(app, actor, input.password).await?;
    let (storage, user) = (app.storage.clone(), actor.user);
    let takes_all = input.content == WrittenContent::Delete;
    let leave = async move {
        storage
            .accounts()
            .leave((user, takes_all), clock::now())
            .await
    };
    let left = app
        .commit_and(leave, move |node, _| {
            node.hub.end_user(user, Close::Unauthenticated);
            std::future::ready(())
        })
        .await?;
    end(app, &left.ended);
    tracing::info!(%user, "an account was deleted");
    attachments::discard_soon(app, left.contents);
    leave_groups(app, actor).await?;
    if takes_all {
        // Goes on when the caller goes away.
        let app = Arc::clone(app);
        let taken = tokio::spawn(async move { take_away(&app, user).await });
        taken.await.unwrap_or(Ok(()))?;
    }
    Ok(())
}

/// A conversation of two stays as it is, with a deleted user.
async fn leave_groups(app: &Shared, actor: &Actor) -> Result<(), parlor_storage::Error> {
    for conversation in app.storage.dms().of(actor.user).await? {
        if conversation.kind == ChannelKind::Group
            && let Err(error) = dms::leave(app, actor, (conversation.id, actor.user)).await
        {
            tracing::warn!(user = %actor.user, %error, "leaving a group");
        }
    }
    Ok(())
}

async fn take_away(app: &Shared, user: UserId) -> Result<(), parlor_storage::Error> {
    loop {
        let storage = app.storage.clone();
        let some = async move { storage.accounts().take_away(user, clock::now()).await };
        match app.commit(some).await? {
            Some(contents) => attachments::discard_soon(app, contents),
            None => return Ok(()),
        }
    }
}

/// Finishes what a crash interrupted. Never returns.
pub async fn finish(app: Shared) {
    loop {
        match app.storage.accounts().leaving().await {
            Ok(leaving) => {
                for user in leaving {
                    if let Err(error) = take_away(&app, user).await {
                        tracing::warn!(%user, %error, "taking away what somebody wrote");
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "asking who left"),
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}
