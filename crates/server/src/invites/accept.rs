//! Coming into a space by an invite.

use parlor_protocol::{error::Code, spaces::Space};
use parlor_storage::invites as storage;

use crate::{
    app::{Actor, App},
    clock,
    members::AccessError,
    refusal::Refusal,
};

/// Why somebody did not come in.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// The invite is spent, expired, revoked or never was.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The invite is good, but not for the actor.
    #[error("the actor is banned from the space")]
    Banned,
}

impl From<storage::AcceptError> for AcceptError {
    fn from(error: storage::AcceptError) -> Self {
        match error {
            storage::AcceptError::Banned => Self::Banned,
            storage::AcceptError::Storage(error) => AccessError::from(error).into(),
        }
    }
}

impl From<AcceptError> for Refusal {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::Access(error) => error.into(),
            AcceptError::Banned => Self::new(
                Code::Forbidden,
                "You are banned from this space. Ask somebody who manages it.",
            ),
        }
    }
}

/// Makes the actor a member. Who is one already keeps the invite unused.
///
/// # Errors
/// See [`AcceptError`]; nothing was changed then.
pub async fn accept(app: &App, actor: &Actor, code: String) -> Result<Space, AcceptError> {
    let (storage, user) = (app.storage.clone(), actor.user);
    app.commit(async move {
        let accepted = storage.invites().accept(&code, user, clock::now()).await?;
        accepted.ok_or(AcceptError::Access(AccessError::NotFound))
    })
    .await
}
