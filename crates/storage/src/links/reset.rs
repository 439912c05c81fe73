//! Spending a link on another password.

use parlor_auth::{password::PasswordHash, refresh_token::Digest};
use parlor_protocol::{ids::SessionId, time::Timestamp};

use super::rows;
use crate::{
    Error,
    accounts::{self, NewPassword},
    engine::{Link, execute},
    writer::{Failed, Write},
};

pub(super) struct Reset {
    pub(super) token: Digest,
    pub(super) password: PasswordHash,
    pub(super) now: Timestamp,
}

impl Write for Reset {
    type Output = Option<Vec<SessionId>>;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let Some(user) = rows::spend_reset(link, &self.token, self.now).await? else {
            return Ok(None);
        };
        let change = NewPassword {
            user,
            new: self.password.clone(),
            old: None,
            keep: None,
        };
        Ok(accounts::set_password(link, &change, self.now).await?)
    }
}

/// What nobody can spend any more.
pub(super) struct Sweep {
    pub(super) now: Timestamp,
}

impl Write for Sweep {
    type Output = ();
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        execute!(
            link,
            "DELETE FROM account_links WHERE expires_at <= $1",
            self.now.as_millis()
        )?;
        Ok(())
    }
}
