//! People as their rows have them.

use parlor_auth::password::PasswordHash;
use parlor_protocol::{
    ids::UserId,
    time::Timestamp,
    users::{Me, User},
};

use super::{AccountRow, Credentials};
use crate::{
    content::picture_url,
    engine::{Link, fetch_all, fetch_one, fetch_optional},
    presence,
    text::storable,
};

#[derive(sqlx::FromRow)]
pub(crate) struct UserRow {
    pub(crate) id: i64,
    pub(crate) username: String,
    pub(crate) display_name: String,
    pub(crate) user_since: i64,
    /// Left out where nobody draws them.
    #[sqlx(default)]
    pub(crate) avatar: Option<Vec<u8>>,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: UserId::from_raw(row.id),
            username: row.username,
            display_name: row.display_name,
            avatar_url: picture_url(row.avatar.as_deref()),
            bot: false,
            created_at: Timestamp::from_millis(row.user_since),
        }
    }
}

#[derive(sqlx::FromRow)]
struct MeRow {
    #[sqlx(flatten)]
    user: UserRow,
    email: Option<String>,
    status_text: Option<String>,
    status_until: Option<i64>,
    chosen_status: Option<String>,
    owner: bool,
    admin: bool,
}

/// How a username or an e-mail address is compared: without regard to case.
pub(crate) fn key(text: &str) -> String {
    text.to_lowercase()
}

pub(crate) async fn user(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Option<User>> {
    let row = fetch_optional!(
        link,
        UserRow,
        "SELECT id, username, display_name, avatar, created_at AS user_since FROM users WHERE id = $1",
        user.raw()
    )?;
    Ok(row.map(User::from))
}

pub(crate) async fn me(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Option<Me>> {
    let row = fetch_optional!(
        link,
        MeRow,
        "SELECT id, username, display_name, avatar, created_at AS user_since, email, status_text, \
         status_until, chosen_status, owner, admin \
         FROM users WHERE id = $1 AND deleted_at IS NULL",
        user.raw()
    )?;
    row.map(|row| {
        Ok(Me {
            user: row.user.into(),
            email: row.email,
            status_text: row.status_text,
            status_expires_at: row.status_until.map(Timestamp::from_millis),
            chosen_status: presence::read(row.chosen_status.as_deref())?,
            owner: row.owner,
            admin: row.admin,
        })
    })
    .transpose()
}

/// Whether they share a space, or a direct conversation.
pub(super) async fn are_acquainted(
    link: &mut Link<'_>,
    reader: UserId,
    user: UserId,
) -> sqlx::Result<bool> {
    let (shared,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM members a \
         JOIN streams t ON t.id = a.space_id AND NOT t.gone \
         JOIN members b ON b.space_id = a.space_id \
         WHERE a.user_id = $1 AND b.user_id = $2) \
         OR EXISTS (SELECT 1 FROM channel_members a \
         JOIN channel_members b ON b.channel_id = a.channel_id \
         WHERE a.user_id = $1 AND b.user_id = $2)",
        reader.raw(),
        user.raw()
    )?;
    Ok(shared)
}

/// Whether the instance has an owner. The first account is, so anybody will do.
pub(super) async fn has_owner(link: &mut Link<'_>) -> sqlx::Result<bool> {
    let (has_owner,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM users WHERE id > 0)"
    )?;
    Ok(has_owner)
}

#[derive(sqlx::FromRow)]
struct CredentialsRow {
    id: i64,
    username: String,
    password_hash: String,
    disabled: bool,
}

impl From<CredentialsRow> for Credentials {
    fn from(row: CredentialsRow) -> Self {
        Self {
            user: UserId::from_raw(row.id),
            hash: PasswordHash::from_stored(row.password_hash),
            username: row.username,
            disabled: row.disabled,
        }
    }
}

/// A username has no `@` and an address has one, so there is at most one row.
pub(super) async fn credentials(
    link: &mut Link<'_>,
    name_or_email: &str,
) -> sqlx::Result<Option<Credentials>> {
    if !storable(name_or_email) {
        return Ok(None);
    }
    let row = fetch_optional!(
        link,
        CredentialsRow,
        "SELECT id, username, password_hash, disabled_at IS NOT NULL AS disabled FROM users \
         WHERE (username_key = $1 OR email_key = $1) AND deleted_at IS NULL",
        key(name_or_email)
    )?;
    Ok(row.map(Credentials::from))
}

pub(crate) async fn credentials_by_id(
    link: &mut Link<'_>,
    user: UserId,
) -> sqlx::Result<Option<Credentials>> {
    let row = fetch_optional!(
        link,
        CredentialsRow,
        "SELECT id, username, password_hash, disabled_at IS NOT NULL AS disabled FROM users \
         WHERE id = $1 AND deleted_at IS NULL",
        user.raw()
    )?;
    Ok(row.map(Credentials::from))
}

#[derive(sqlx::FromRow)]
struct ListRow {
    id: i64,
    username: String,
    email: Option<String>,
    owner: bool,
    created_at: i64,
}

pub(super) async fn list(
    link: &mut Link<'_>,
    after: Option<UserId>,
    limit: u32,
) -> sqlx::Result<Vec<AccountRow>> {
    let rows = fetch_all!(
        link,
        ListRow,
        "SELECT id, username, email, owner, created_at FROM users \
         WHERE id > $1 AND deleted_at IS NULL ORDER BY id LIMIT $2",
        after.map_or(0, UserId::raw),
        i64::from(limit)
    )?;
    Ok(rows
        .into_iter()
        .map(|row| AccountRow {
            id: UserId::from_raw(row.id),
            username: row.username,
            email: row.email,
            owner: row.owner,
            created_at: Timestamp::from_millis(row.created_at),
        })
        .collect())
}
