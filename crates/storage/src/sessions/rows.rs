//! Sessions and tokens as their rows have them.

use parlor_auth::refresh_token::Digest;
use parlor_protocol::{
    ids::{SessionId, UserId},
    time::Timestamp,
};

use super::{NewSession, SessionRow, SessionState, Visit};
use crate::{
    engine::{Link, execute, execute_among, fetch_all, fetch_optional},
    push,
};

/// Makes a session and its first token.
pub(crate) async fn insert(
    link: &mut Link<'_>,
    user: UserId,
    session: &NewSession,
) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at, ends_at, ip, \
         user_agent) VALUES ($1, $2, $3, $3, $4, $5, $6, $7)",
        session.id.raw(),
        user.raw(),
        session.created_at.as_millis(),
        session.token_expires_at.as_millis(),
        session.ends_at.as_millis(),
        &session.ip,
        &session.user_agent,
    )?;
    let token = NewToken {
        user,
        session: session.id,
        parent: None,
        token: &session.token,
        expires_at: session.token_expires_at,
    };
    insert_token(link, &token).await
}

pub(super) struct NewToken<'t> {
    pub(super) user: UserId,
    pub(super) session: SessionId,
    /// The row of the token it came from.
    pub(super) parent: Option<i64>,
    pub(super) token: &'t Digest,
    pub(super) expires_at: Timestamp,
}

pub(super) async fn insert_token(link: &mut Link<'_>, new: &NewToken<'_>) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO refresh_tokens (user_id, session_id, parent_id, token, expires_at, revoked, \
         repeats, successor_used) VALUES ($1, $2, $3, $4, $5, FALSE, 0, FALSE)",
        new.user.raw(),
        new.session.raw(),
        new.parent,
        new.token.as_bytes().as_slice(),
        new.expires_at.as_millis(),
    )?;
    Ok(())
}

/// Notes where a session was used last, and until when its newest token is good.
pub(super) async fn visited(
    link: &mut Link<'_>,
    session: SessionId,
    visit: &Visit,
    expires_at: Timestamp,
) -> sqlx::Result<()> {
    execute!(
        link,
        "UPDATE sessions SET last_used_at = $2, ip = $3, user_agent = $4, expires_at = $5 \
         WHERE id = $1",
        session.raw(),
        visit.now.as_millis(),
        &visit.ip,
        &visit.user_agent,
        expires_at.as_millis(),
    )?;
    Ok(())
}

/// Ends those of these sessions that have not ended, with their tokens.
pub(super) async fn end(
    link: &mut Link<'_>,
    sessions: &[SessionId],
    now: Timestamp,
) -> sqlx::Result<()> {
    let ids: Vec<i64> = sessions.iter().map(|session| session.raw()).collect();
    execute_among!(
        link,
        &ids,
        "UPDATE sessions SET revoked_at = $2 WHERE revoked_at IS NULL AND id IN ",
        "",
        now.as_millis()
    )?;
    end_what_is_theirs(link, &ids).await
}

/// Ends every session of a person but `keep`. Returns those that ended.
pub(crate) async fn end_all(
    link: &mut Link<'_>,
    user: UserId,
    keep: Option<SessionId>,
    now: Timestamp,
) -> sqlx::Result<Vec<SessionId>> {
    let ended = fetch_all!(
        link,
        (i64,),
        "UPDATE sessions SET revoked_at = $3 \
         WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL RETURNING id",
        user.raw(),
        keep.map_or(0, SessionId::raw),
        now.as_millis()
    )?;
    let_go(link, ended).await
}

/// Ends every session there is, with all tokens. Returns how many ended.
pub(crate) async fn end_everybodys(link: &mut Link<'_>, now: Timestamp) -> sqlx::Result<u64> {
    let ended = execute!(
        link,
        "UPDATE sessions SET revoked_at = $1 WHERE revoked_at IS NULL",
        now.as_millis()
    )?;
    execute!(
        link,
        "UPDATE refresh_tokens SET revoked = TRUE WHERE revoked = FALSE"
    )?;
    push::forget_all(link).await?;
    Ok(ended)
}

/// Ends the sessions of a person that were not used for longest, until with `newest` there are no
/// more than `max`.
pub(super) async fn end_surplus(
    link: &mut Link<'_>,
    user: UserId,
    newest: SessionId,
    (max, now): (u32, Timestamp),
) -> sqlx::Result<Vec<SessionId>> {
    /// More than anybody has.
    const ALL: i64 = 1_000_000;
    let ended = fetch_all!(
        link,
        (i64,),
        "UPDATE sessions SET revoked_at = $3 WHERE id IN (\
         SELECT id FROM sessions WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL \
         AND ends_at > $3 AND expires_at > $3 ORDER BY last_used_at DESC, id DESC \
         LIMIT $4 OFFSET $5) RETURNING id",
        user.raw(),
        newest.raw(),
        now.as_millis(),
        ALL,
        i64::from(max).saturating_sub(1).max(0)
    )?;
    let_go(link, ended).await
}

async fn let_go(link: &mut Link<'_>, sessions: Vec<(i64,)>) -> sqlx::Result<Vec<SessionId>> {
    let ids: Vec<i64> = sessions.into_iter().map(|(id,)| id).collect();
    end_what_is_theirs(link, &ids).await?;
    Ok(ids.into_iter().map(SessionId::from_raw).collect())
}

/// Their tokens are good no more, and their browsers are told nothing more.
async fn end_what_is_theirs(link: &mut Link<'_>, sessions: &[i64]) -> sqlx::Result<()> {
    if sessions.is_empty() {
        return Ok(());
    }
    execute_among!(
        link,
        sessions,
        "UPDATE refresh_tokens SET revoked = TRUE WHERE revoked = FALSE AND session_id IN ",
        ""
    )?;
    push::forget(link, sessions).await
}

pub(super) async fn find(
    link: &mut Link<'_>,
    token: &Digest,
) -> sqlx::Result<Option<(UserId, SessionId)>> {
    let row = fetch_optional!(
        link,
        (i64, i64),
        "SELECT user_id, session_id FROM refresh_tokens WHERE token = $1",
        token.as_bytes().as_slice()
    )?;
    Ok(row.map(|(user, session)| (UserId::from_raw(user), SessionId::from_raw(session))))
}

#[derive(sqlx::FromRow)]
struct LiveRow {
    id: i64,
    created_at: i64,
    last_used_at: i64,
    ip: String,
    user_agent: String,
}

pub(super) async fn live(
    link: &mut Link<'_>,
    user: UserId,
    now: Timestamp,
) -> sqlx::Result<Vec<SessionRow>> {
    let rows = fetch_all!(
        link,
        LiveRow,
        "SELECT id, created_at, last_used_at, ip, user_agent FROM sessions WHERE user_id = $1 \
         AND revoked_at IS NULL AND ends_at > $2 AND expires_at > $2 \
         ORDER BY created_at DESC, id DESC",
        user.raw(),
        now.as_millis()
    )?;
    Ok(rows
        .into_iter()
        .map(|row| SessionRow {
            id: SessionId::from_raw(row.id),
            created_at: Timestamp::from_millis(row.created_at),
            last_used_at: Timestamp::from_millis(row.last_used_at),
            ip: row.ip,
            user_agent: row.user_agent,
        })
        .collect())
}

pub(crate) async fn state(
    link: &mut Link<'_>,
    session: SessionId,
) -> sqlx::Result<Option<SessionState>> {
    let row = fetch_optional!(
        link,
        (i64, i64, bool),
        "SELECT user_id, ends_at, revoked_at IS NOT NULL FROM sessions WHERE id = $1",
        session.raw()
    )?;
    Ok(row.map(|(user, ends_at, revoked)| SessionState {
        user: UserId::from_raw(user),
        ends_at: Timestamp::from_millis(ends_at),
        revoked,
    }))
}

pub(super) async fn revoked_since(
    link: &mut Link<'_>,
    since: Timestamp,
) -> sqlx::Result<Vec<(SessionId, bool)>> {
    let rows = fetch_all!(
        link,
        (i64, bool),
        "SELECT s.id, u.disabled_at IS NOT NULL FROM sessions s JOIN users u ON u.id = s.user_id \
         WHERE s.revoked_at IS NOT NULL AND s.revoked_at >= $1",
        since.as_millis()
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, disabled)| (SessionId::from_raw(id), disabled))
        .collect())
}
