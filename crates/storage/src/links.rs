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
    accounts::{Credentials, StandingError, UpdateError},
};

mod confirm;
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

    /// Makes such a link for whoever has this address, and may come in. Gives the address as they
    /// wrote it; `None`: nobody has it.
    pub async fn make_mailed(
        &self,
        email: &str,
        new: impl FnOnce(UserId) -> NewLink,
    ) -> Result<Option<String>, Error> {
        let mut reader = self.storage.reader().await?;
        let found = rows::by_email(&mut reader.link(), email).await?;
        drop(reader);
        let Some((user, email)) = found else {
            return Ok(None);
        };
        let new = new(user);
        self.storage.write(make::ByMail { new, email }).await
    }

    /// Makes a link that proves an address. It replaces the one before.
    ///
    /// # Errors
    /// [`UpdateError::EmailTaken`], [`UpdateError::Gone`].
    pub async fn make_email(&self, new: NewLink, email: String) -> Result<(), UpdateError> {
        self.storage.write(make::ForEmail { new, email }).await
    }

    /// Spends a link on the address it proves: that is the account's from now on. Gives whose, and
    /// the address before. `None`: the link is not good.
    ///
    /// # Errors
    /// [`UpdateError::EmailTaken`] by somebody else meanwhile.
    pub async fn confirm(
        &self,
        token: Digest,
        now: Timestamp,
    ) -> Result<Option<(UserId, Option<String>)>, UpdateError> {
        self.storage.write(confirm::Confirm { token, now }).await
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
