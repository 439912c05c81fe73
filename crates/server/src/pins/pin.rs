//! Pinning and unpinning a message.

use parlor_protocol::{
    error::Code,
    ids::MessageId,
    permissions::{Grant, Missing, Permission},
};
use parlor_storage::pins as storage;

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    messages,
    refusal::Refusal,
};

/// Why a message was not pinned or unpinned.
#[derive(Debug, thiserror::Error)]
pub enum PinError {
    /// The message is missing, hidden or deleted, or the actor does not manage messages.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The channel has as many pins as it may.
    #[error("a channel has at most {most} pins")]
    TooMany {
        /// The limit.
        most: u32,
    },
}

impl From<Missing> for PinError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<PinError> for Refusal {
    fn from(error: PinError) -> Self {
        match error {
            PinError::Access(error) => error.into(),
            PinError::TooMany { most } => Self::new(
                Code::Validation,
                format!("This channel has {most} pins, and no more fit: unpin one first."),
            ),
        }
    }
}

/// Pins a message to its channel; may be repeated.
///
/// # Errors
/// See [`PinError`]; nothing was changed then.
pub async fn pin(app: &App, actor: &Actor, message: MessageId) -> Result<(), PinError> {
    members::anew(app, move || async move {
        let grant = grant(app, actor, message).await?;
        let (storage, most) = (app.storage.clone(), app.config.limits.pins_per_channel_max);
        let pinned =
            app.commit(async move { storage.pins().pin(grant, message, most, clock::now()).await });
        pinned.await.map(drop).map_err(|error| refused(error, most))
    })
    .await
}

/// Unpins a message; may be repeated.
///
/// # Errors
/// See [`PinError`]; nothing was changed then.
pub async fn unpin(app: &App, actor: &Actor, message: MessageId) -> Result<(), PinError> {
    members::anew(app, move || async move {
        let grant = grant(app, actor, message).await?;
        let storage = app.storage.clone();
        let unpinned =
            app.commit(async move { storage.pins().unpin(grant, message, clock::now()).await });
        let most = app.config.limits.pins_per_channel_max;
        unpinned
            .await
            .map(drop)
            .map_err(|error| refused(error, most))
    })
    .await
}

async fn grant(app: &App, actor: &Actor, message: MessageId) -> Result<Grant, PinError> {
    let (access, _) = messages::of_message(app, actor, message).await?;
    let needed = match access.space() {
        Some(_) => Permission::ManageMessages,
        None => Permission::ViewChannel,
    };
    Ok(access.may(needed)?)
}

fn refused(error: storage::PinError, most: u32) -> PinError {
    match error {
        storage::PinError::Gone => AccessError::NotFound.into(),
        storage::PinError::TooMany => PinError::TooMany { most },
        storage::PinError::Storage(error) => AccessError::from(error).into(),
    }
}
