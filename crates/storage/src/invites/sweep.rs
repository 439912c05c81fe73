//! Forgetting invites that ended.

use parlor_protocol::time::Timestamp;

use crate::{
    Error,
    engine::{Link, execute},
    writer::{Failed, Write},
};

/// How many of a kind one write forgets, so that nobody waits long behind it.
const INVITES_AT_ONCE: i64 = 500;

/// Forgets some of those that were taken back or expired until then.
pub(super) struct Sweep {
    pub(super) until: Timestamp,
}

impl Write for Sweep {
    /// Whether there may be more.
    type Output = bool;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<bool, Failed<Error>> {
        let until = self.until.as_millis();
        let revoked = execute!(
            link,
            "DELETE FROM invites WHERE code IN (SELECT code FROM invites \
             WHERE revoked_at IS NOT NULL AND revoked_at <= $1 LIMIT $2)",
            until,
            INVITES_AT_ONCE
        )?;
        let expired = execute!(
            link,
            "DELETE FROM invites WHERE code IN (SELECT code FROM invites \
             WHERE expires_at IS NOT NULL AND expires_at <= $1 LIMIT $2)",
            until,
            INVITES_AT_ONCE
        )?;
        Ok(revoked.max(expired) == INVITES_AT_ONCE.unsigned_abs())
    }
}
