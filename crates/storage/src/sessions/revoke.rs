//! Ending sessions.

use parlor_protocol::{
    ids::{SessionId, UserId},
    time::Timestamp,
};

use super::rows;
use crate::{
    Error,
    engine::Link,
    writer::{Failed, Write},
};

pub(super) struct Revoke {
    pub(super) sessions: Vec<SessionId>,
    pub(super) now: Timestamp,
}

impl Write for Revoke {
    type Output = ();
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        Ok(rows::end(link, &self.sessions, self.now).await?)
    }
}

pub(super) struct RevokeAll {
    pub(super) user: UserId,
    pub(super) keep: Option<SessionId>,
    pub(super) now: Timestamp,
}

impl Write for RevokeAll {
    type Output = Vec<SessionId>;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<Vec<SessionId>, Failed<Error>> {
        Ok(rows::end_all(link, self.user, self.keep, self.now).await?)
    }
}

pub(super) struct RevokeOwn {
    pub(super) user: UserId,
    pub(super) session: SessionId,
    pub(super) now: Timestamp,
}

impl Write for RevokeOwn {
    type Output = bool;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<bool, Failed<Error>> {
        match rows::state(link, self.session).await? {
            Some(state) if state.user == self.user => {
                rows::end(link, &[self.session], self.now).await?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}
