//! One-time links to an account: taking another password, proving an e-mail address.
//!
//! What the link carries is never stored, only its SHA-256. A link is good once, until it expires,
//! and only for the account as it was: another password, another address or a disabled account
//! makes all links to it worthless.

use parlor_auth::{password::PasswordHash, refresh_token::Digest};
use parlor_protocol::{
    ids::{SessionId, UserId},
    time::Timestamp,
};

use crate::{
    Error, Storage,
    accounts::{Credentials, StandingError},
};

mod make;
mod reset;
mod rows;

pub(crate) use rows::forget;

/// Reads and writes links.
pub struct Links<'s> {
    pub(crate) storage: &'s Storage,
}

/// A link to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewLink {
    /// Finds it again.
    pub token: Digest,
    /// To whose account.
    pub user: UserId,
    /// Now.
    pub created_at: Timestamp,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

impl Links<'_> {
    /// Makes a link that lets its bearer take another password. It replaces the one before.
    ///
    /// # Errors
    /// [`StandingError`] when `by` may not.
    pub async fn make_reset(&self, by: UserId, new: NewLink) -> Result<(), StandingError> {
        self.storage.write(make::ByAdmin { by, new }).await
    }

    /// Whose password a link changes; `None`: it is not good, or not any more.
    pub async fn leads_to(
        &self,
        token: Digest,
        now: Timestamp,
    ) -> Result<Option<Credentials>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::leads_to(&mut reader.link(), &token, now).await?)
    }

    /// Spends a link on another password, and ends every session of that person. Of two who spend
    /// one link at once, one does.
    ///
    /// `None`: the link is not good any more; nothing was changed. Else the sessions that ended.
    pub async fn reset(
        &self,
        token: Digest,
        password: PasswordHash,
        now: Timestamp,
    ) -> Result<Option<Vec<SessionId>>, Error> {
        self.storage
            .write(reset::Reset {
                token,
                password,
                now,
            })
            .await
    }

    /// Removes what has expired.
    pub async fn sweep(&self, now: Timestamp) -> Result<(), Error> {
        self.storage.write(reset::Sweep { now }).await
    }
}
