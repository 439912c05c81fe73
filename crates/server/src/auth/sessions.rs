//! One's own devices: seeing them, signing one out.

use parlor_protocol::{auth::Session, ids::SessionId};

use super::end::end;
use crate::{
    app::{Actor, App},
    clock,
    refusal::Refusal,
};

/// Why a session was not ended.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// There is none of this id, or it is somebody else's: the two cannot be told apart.
    #[error("not found")]
    NotFound,
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<RevokeError> for Refusal {
    fn from(error: RevokeError) -> Self {
        match error {
            RevokeError::NotFound => Self::not_found(),
            RevokeError::Storage(error) => error.into(),
        }
    }
}

/// The actor's live sessions, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Session>, parlor_storage::Error> {
    let rows = app.storage.sessions().of(actor.user, clock::now()).await?;
    let session = |row: parlor_storage::sessions::SessionRow| Session {
        current: row.id == actor.session,
        id: row.id,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        ip: row.ip,
        user_agent: row.user_agent,
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Ends one of the actor's sessions, which may be this one.
///
/// # Errors
/// See [`RevokeError`].
pub async fn revoke(app: &App, actor: &Actor, session: SessionId) -> Result<(), RevokeError> {
    let now = clock::now();
    let theirs = app
        .storage
        .sessions()
        .revoke_own(actor.user, session, now)
        .await?;
    if !theirs {
        return Err(RevokeError::NotFound);
    }
    end(app, &[session]);
    Ok(())
}
