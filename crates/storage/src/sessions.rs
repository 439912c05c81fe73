//! Sessions: one signed-in device each, and the chain of refresh tokens that keeps it signed in.

use parlor_auth::refresh_token::{Decision, Digest, Stored};
use parlor_protocol::{
    ids::{SessionId, UserId},
    time::Timestamp,
};

use crate::{Error, Storage};

mod revoke;
mod rotate;
mod rows;
mod start;
mod sweep;

pub(crate) use rows::{end_all, end_everybodys, insert, state};

/// Reads and writes sessions.
pub struct Sessions<'s> {
    pub(crate) storage: &'s Storage,
}

/// A device that signs in.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Its session's id.
    pub id: SessionId,
    /// Finds its first refresh token.
    pub token: Digest,
    /// When that token expires.
    pub token_expires_at: Timestamp,
    /// When the session ends however often it is refreshed.
    pub ends_at: Timestamp,
    /// Now.
    pub created_at: Timestamp,
    /// From where, as it is shown to its owner.
    pub ip: String,
    /// With what, as it is shown to its owner.
    pub user_agent: String,
    /// How many sessions one person may have; over it, the one not used for longest ends.
    pub sessions_max: u32,
}

/// A device that comes with a refresh token.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Now.
    pub now: Timestamp,
    /// From where.
    pub ip: String,
    /// With what.
    pub user_agent: String,
}

/// What became of a refresh token that was presented. Nothing in it is secret: the successor is
/// computed again from the token and the nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// First use: its successor, as decided, is stored.
    Rotated {
        /// Whose session.
        user: UserId,
        /// Which session.
        session: SessionId,
    },
    /// Used again, with good reason: the same successor once more.
    Repeated {
        /// Whose session.
        user: UserId,
        /// Which session.
        session: SessionId,
        /// What the successor was computed from.
        nonce: [u8; 32],
    },
    /// Two parties hold it: the session is revoked.
    Reused {
        /// The session that ended.
        session: SessionId,
    },
    /// Revoked or expired.
    Invalid,
}

/// One line of a person's list of devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Which session.
    pub id: SessionId,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it was last refreshed.
    pub last_used_at: Timestamp,
    /// From where, last.
    pub ip: String,
    /// With what, last.
    pub user_agent: String,
}

/// Whether a session is alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionState {
    /// Whose.
    pub user: UserId,
    /// When it ends however often it is refreshed.
    pub ends_at: Timestamp,
    /// Whether it was ended before.
    pub revoked: bool,
}

impl Sessions<'_> {
    /// Signs a device in. Returns the sessions that ended because there were too many.
    pub async fn start(&self, user: UserId, session: NewSession) -> Result<Vec<SessionId>, Error> {
        self.storage.write(start::Start { user, session }).await
    }

    /// Looks up a refresh token, has `decide` decide, and carries the decision out, in one
    /// transaction: of two uses at once, the second sees what the first did.
    ///
    /// `decide` may be called more than once and must decide the same for the same state.
    /// `None`: there is no such token.
    pub async fn rotate(
        &self,
        presented: Digest,
        visit: Visit,
        decide: impl Fn(&Stored) -> Decision + Send + Sync + 'static,
    ) -> Result<Option<Rotation>, Error> {
        self.storage
            .write(rotate::Rotate {
                presented,
                visit,
                decide,
            })
            .await
    }

    /// Whose session a refresh token belongs to, whatever state it is in.
    pub async fn find(&self, token: Digest) -> Result<Option<(UserId, SessionId)>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::find(&mut reader.link(), &token).await?)
    }

    /// Ends these sessions; those that ended before stay as they are.
    pub async fn revoke(&self, sessions: Vec<SessionId>, now: Timestamp) -> Result<(), Error> {
        self.storage.write(revoke::Revoke { sessions, now }).await
    }

    /// Ends every session of a person but `keep`. Returns those that ended.
    pub async fn revoke_all(
        &self,
        user: UserId,
        keep: Option<SessionId>,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, Error> {
        self.storage
            .write(revoke::RevokeAll { user, keep, now })
            .await
    }

    /// Ends one session of this person. `false`: it is not theirs, or there is none.
    pub async fn revoke_own(
        &self,
        user: UserId,
        session: SessionId,
        now: Timestamp,
    ) -> Result<bool, Error> {
        self.storage
            .write(revoke::RevokeOwn { user, session, now })
            .await
    }

    /// A person's live sessions, newest first.
    pub async fn of(&self, user: UserId, now: Timestamp) -> Result<Vec<SessionRow>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::live(&mut reader.link(), user, now).await?)
    }

    /// One session, alive or not; `None` when it was never there or was swept.
    pub async fn get(&self, session: SessionId) -> Result<Option<SessionState>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::state(&mut reader.link(), session).await?)
    }

    /// Every session revoked at or after this time, by anybody, on any node; and whether its owner
    /// may not come in at all.
    pub async fn revoked_since(&self, since: Timestamp) -> Result<Vec<(SessionId, bool)>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::revoked_since(&mut reader.link(), since).await?)
    }

    /// Removes what can never be used again: expired tokens, ended sessions a day later, and the
    /// nonces of tokens whose grace is over and whose successor was used.
    pub async fn sweep(&self, now: Timestamp) -> Result<(), Error> {
        sweep::sweep(self.storage, now).await
    }
}
