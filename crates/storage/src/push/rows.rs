//! Subscriptions as their rows have them.

use aws_lc_rs::digest::{SHA256, digest};
use parlor_auth::push::Subscriber;
use parlor_protocol::{
    ids::{SessionId, UserId},
    time::Timestamp,
};

use super::{Endpoint, Subscribed};
use crate::{
    engine::{Link, execute, execute_among, fetch_among, fetch_optional},
    error::Damage,
};

/// What an address is found by.
pub(super) fn hash(endpoint: &str) -> Vec<u8> {
    digest(&SHA256, endpoint.as_bytes()).as_ref().to_vec()
}

/// Ends the subscriptions of sessions that end.
pub(crate) async fn forget(link: &mut Link<'_>, sessions: &[i64]) -> sqlx::Result<()> {
    execute_among!(
        link,
        sessions,
        "DELETE FROM push_subscriptions WHERE session_id IN ",
        ""
    )?;
    Ok(())
}

/// Ends every subscription there is.
pub(crate) async fn forget_all(link: &mut Link<'_>) -> sqlx::Result<()> {
    execute!(link, "DELETE FROM push_subscriptions")?;
    Ok(())
}

pub(super) async fn of_session(
    link: &mut Link<'_>,
    session: SessionId,
) -> sqlx::Result<Option<Subscribed>> {
    let row = fetch_optional!(
        link,
        (bool, bool),
        "SELECT hides_text, failed_at IS NOT NULL FROM push_subscriptions WHERE session_id = $1",
        session.raw()
    )?;
    Ok(row.map(|(hides_text, failing)| Subscribed {
        hides_text,
        failing,
    }))
}

pub(super) async fn devices(
    link: &mut Link<'_>,
    users: &[UserId],
) -> sqlx::Result<Vec<(UserId, SessionId)>> {
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let users: Vec<i64> = users.iter().map(|user| user.raw()).collect();
    let rows = fetch_among!(
        link,
        (i64, i64),
        &users,
        "SELECT user_id, session_id FROM push_subscriptions WHERE user_id IN ",
        ""
    )?;
    let read = |(user, session)| (UserId::from_raw(user), SessionId::from_raw(session));
    Ok(rows.into_iter().map(read).collect())
}

/// A device that may be told something, and how its person wants to be seen.
pub(super) struct Reader {
    pub(super) user: UserId,
    pub(super) endpoint: Endpoint,
    pub(super) subscriber: Subscriber,
    pub(super) hides_text: bool,
    /// What they chose to be seen as, as a row has it.
    pub(super) chosen: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ReaderRow {
    user_id: i64,
    endpoint: String,
    point: Vec<u8>,
    auth: Vec<u8>,
    hides_text: bool,
    chosen_status: Option<String>,
}

/// A subscribed device whose session is alive, of somebody who may come in.
pub(super) async fn reader(
    link: &mut Link<'_>,
    session: SessionId,
    now: Timestamp,
) -> sqlx::Result<Option<Reader>> {
    let row = fetch_optional!(
        link,
        ReaderRow,
        "SELECT p.user_id, p.endpoint, p.point, p.auth, p.hides_text, u.chosen_status \
         FROM push_subscriptions p JOIN sessions s ON s.id = p.session_id \
         JOIN users u ON u.id = p.user_id \
         WHERE p.session_id = $1 AND s.revoked_at IS NULL AND s.ends_at > $2 \
         AND s.expires_at > $2 AND u.disabled_at IS NULL AND u.deleted_at IS NULL",
        session.raw(),
        now.as_millis()
    )?;
    row.map(ReaderRow::read).transpose()
}

impl ReaderRow {
    fn read(self) -> sqlx::Result<Reader> {
        let subscriber = Subscriber::new(&self.point, &self.auth);
        let subscriber = subscriber.map_err(|_| Damage("keys of a browser that are none"))?;
        Ok(Reader {
            user: UserId::from_raw(self.user_id),
            endpoint: Endpoint(self.endpoint),
            subscriber,
            hides_text: self.hides_text,
            chosen: self.chosen_status,
        })
    }
}
