//! Links as their rows have them.

use parlor_auth::refresh_token::Digest;
use parlor_protocol::{ids::UserId, time::Timestamp};

use super::NewLink;
use crate::{
    accounts::{Credentials, rows},
    engine::{Link, execute, fetch_one, fetch_optional},
    text::storable,
};

pub(super) async fn insert(
    link: &mut Link<'_>,
    new: &NewLink,
    email: Option<&str>,
) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO account_links (token, user_id, email, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5)",
        new.token.as_bytes().as_slice(),
        new.user.raw(),
        email,
        new.created_at.as_millis(),
        new.expires_at.as_millis()
    )?;
    Ok(())
}

/// Forgets every link to an account.
pub(crate) async fn forget(link: &mut Link<'_>, user: UserId) -> sqlx::Result<()> {
    execute!(
        link,
        "DELETE FROM account_links WHERE user_id = $1",
        user.raw()
    )?;
    Ok(())
}

/// Forgets the links to an account that let their bearer take another password.
pub(super) async fn forget_resets(link: &mut Link<'_>, user: UserId) -> sqlx::Result<()> {
    execute!(
        link,
        "DELETE FROM account_links WHERE user_id = $1 AND email IS NULL",
        user.raw()
    )?;
    Ok(())
}

pub(super) async fn leads_to(
    link: &mut Link<'_>,
    token: &Digest,
    now: Timestamp,
) -> sqlx::Result<Option<Credentials>> {
    let row = fetch_optional!(
        link,
        (i64,),
        "SELECT user_id FROM account_links \
         WHERE token = $1 AND email IS NULL AND expires_at > $2",
        token.as_bytes().as_slice(),
        now.as_millis()
    )?;
    match row {
        Some((user,)) => rows::credentials_by_id(link, UserId::from_raw(user)).await,
        None => Ok(None),
    }
}

/// Spends a link that changes a password: of two at once, one finds it.
pub(super) async fn spend_reset(
    link: &mut Link<'_>,
    token: &Digest,
    now: Timestamp,
) -> sqlx::Result<Option<UserId>> {
    let row = fetch_optional!(
        link,
        (i64,),
        "DELETE FROM account_links \
         WHERE token = $1 AND email IS NULL AND expires_at > $2 RETURNING user_id",
        token.as_bytes().as_slice(),
        now.as_millis()
    )?;
    Ok(row.map(|(user,)| UserId::from_raw(user)))
}

/// Forgets the links to an account that prove an address.
pub(crate) async fn forget_emails(link: &mut Link<'_>, user: UserId) -> sqlx::Result<()> {
    execute!(
        link,
        "DELETE FROM account_links WHERE user_id = $1 AND email IS NOT NULL",
        user.raw()
    )?;
    Ok(())
}

/// Spends a link that proves an address.
pub(super) async fn spend_email(
    link: &mut Link<'_>,
    token: &Digest,
    now: Timestamp,
) -> sqlx::Result<Option<(UserId, String)>> {
    let row = fetch_optional!(
        link,
        (i64, String),
        "DELETE FROM account_links \
         WHERE token = $1 AND email IS NOT NULL AND expires_at > $2 RETURNING user_id, email",
        token.as_bytes().as_slice(),
        now.as_millis()
    )?;
    Ok(row.map(|(user, email)| (UserId::from_raw(user), email)))
}

/// Whether somebody else has this address.
pub(super) async fn is_taken(link: &mut Link<'_>, user: UserId, email: &str) -> sqlx::Result<bool> {
    let (taken,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM users WHERE email_key = $1 AND id <> $2)",
        rows::key(email),
        user.raw()
    )?;
    Ok(taken)
}

/// Who has this address, in any case of its letters, and may come in; and how they wrote it.
pub(super) async fn by_email(
    link: &mut Link<'_>,
    email: &str,
) -> sqlx::Result<Option<(UserId, String)>> {
    if !storable(email) {
        return Ok(None);
    }
    let row = fetch_optional!(
        link,
        (i64, String),
        "SELECT id, email FROM users \
         WHERE email_key = $1 AND disabled_at IS NULL AND deleted_at IS NULL",
        rows::key(email)
    )?;
    Ok(row.map(|(user, email)| (UserId::from_raw(user), email)))
}
