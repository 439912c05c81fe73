//! Removing what can never be used again.

use parlor_auth::refresh_token::GRACE_MS;
use parlor_protocol::time::Timestamp;

use crate::{
    Error, Storage,
    engine::{Link, execute},
    writer::{Failed, Write},
};

/// How many rows one write touches, so that nobody waits long behind it.
const ROWS_AT_ONCE: i64 = 500;

/// How many sessions one write removes; their tokens go with them.
const SESSIONS_AT_ONCE: i64 = 20;

/// How long an ended session stays, in milliseconds: a day. Until then every node has heard of its
/// end, and whoever comes with it is told that it ended.
const ENDED_STAY_MS: i64 = 24 * 60 * 60 * 1000;

pub(super) async fn sweep(storage: &Storage, now: Timestamp) -> Result<(), Error> {
    for what in [What::Nonces, What::Tokens, What::Sessions] {
        while storage.write(Sweep { what, now }).await? {}
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum What {
    Nonces,
    Tokens,
    Sessions,
}

struct Sweep {
    what: What,
    now: Timestamp,
}

impl Write for Sweep {
    /// Whether there may be more.
    type Output = bool;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<bool, Failed<Error>> {
        let now = self.now.as_millis();
        let full = |swept: u64, limit: i64| swept >= limit.unsigned_abs();
        Ok(match self.what {
            What::Nonces => full(nonces(link, now - GRACE_MS).await?, ROWS_AT_ONCE),
            What::Tokens => full(tokens(link, now).await?, ROWS_AT_ONCE),
            What::Sessions => full(sessions(link, now - ENDED_STAY_MS).await?, SESSIONS_AT_ONCE),
        })
    }
}

async fn nonces(link: &mut Link<'_>, used_before: i64) -> sqlx::Result<u64> {
    execute!(
        link,
        "UPDATE refresh_tokens SET nonce = NULL WHERE id IN (\
         SELECT id FROM refresh_tokens WHERE nonce IS NOT NULL AND successor_used \
         AND used_at < $1 LIMIT $2)",
        used_before,
        ROWS_AT_ONCE
    )
}

async fn tokens(link: &mut Link<'_>, expired_before: i64) -> sqlx::Result<u64> {
    execute!(
        link,
        "DELETE FROM refresh_tokens WHERE id IN (\
         SELECT id FROM refresh_tokens WHERE expires_at <= $1 LIMIT $2)",
        expired_before,
        ROWS_AT_ONCE
    )
}

async fn sessions(link: &mut Link<'_>, ended_before: i64) -> sqlx::Result<u64> {
    execute!(
        link,
        "DELETE FROM sessions WHERE id IN (\
         SELECT id FROM sessions WHERE ends_at <= $1 OR expires_at <= $1 \
         OR (revoked_at IS NOT NULL AND revoked_at <= $1) LIMIT $2)",
        ended_before,
        SESSIONS_AT_ONCE
    )
}
