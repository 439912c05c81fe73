//! Everybody who has an account, for who runs the instance.

use parlor_protocol::{
    admin::AdminUser,
    ids::UserId,
    page::{Page, PageSize},
    time::Timestamp,
};

use super::rows::{UserRow, key};
use crate::{
    engine::{Link, fetch_all, fetch_optional},
    page::{cut, one_more},
    text::{escaped, storable},
};

#[derive(sqlx::FromRow)]
struct AdminUserRow {
    #[sqlx(flatten)]
    user: UserRow,
    email: Option<String>,
    owner: bool,
    admin: bool,
    disabled: bool,
    sessions: i64,
    last_used_at: Option<i64>,
    upload_bytes: i64,
}

impl From<AdminUserRow> for AdminUser {
    fn from(row: AdminUserRow) -> Self {
        Self {
            user: row.user.into(),
            email: row.email,
            owner: row.owner,
            admin: row.admin,
            disabled: row.disabled,
            sessions: row.sessions.cast_unsigned(),
            last_used_at: row.last_used_at.map(Timestamp::from_millis),
            upload_bytes: row.upload_bytes.cast_unsigned(),
        }
    }
}

/// The text of every query for these, up to its WHERE; `$1` is now.
macro_rules! select_users {
    ($rest:literal) => {
        concat!(
            "SELECT u.id, u.username, u.display_name, u.avatar, u.created_at AS user_since, \
             u.email, u.owner, u.admin, u.disabled_at IS NOT NULL AS disabled, \
             (SELECT COUNT(*) FROM sessions s WHERE s.user_id = u.id AND s.revoked_at IS NULL \
             AND s.ends_at > $1 AND s.expires_at > $1) AS sessions, \
             (SELECT MAX(s.last_used_at) FROM sessions s WHERE s.user_id = u.id \
             AND s.revoked_at IS NULL AND s.ends_at > $1 AND s.expires_at > $1) AS last_used_at, \
             (SELECT CAST(COALESCE(SUM(a.size_bytes), 0) AS BIGINT) FROM attachments a \
             WHERE a.uploader_id = u.id) AS upload_bytes \
             FROM users u ",
            $rest
        )
    };
}

/// A page of them by id, those who are gone left out.
pub(super) async fn page(
    link: &mut Link<'_>,
    (after, size): (Option<UserId>, PageSize),
    containing: Option<&str>,
    now: Timestamp,
) -> sqlx::Result<Page<AdminUser>> {
    if containing.is_some_and(|text| !storable(text)) {
        return Ok(Page {
            items: Vec::new(),
            has_more: false,
        });
    }
    let rows = fetch_all!(
        link,
        AdminUserRow,
        select_users!(
            "WHERE u.id > $2 AND u.deleted_at IS NULL AND (u.username_key LIKE $3 ESCAPE '!' \
             OR u.email_key LIKE $3 ESCAPE '!' OR u.display_key LIKE $3 ESCAPE '!') ORDER BY u.id LIMIT $4"
        ),
        now.as_millis(),
        after.map_or(0, UserId::raw),
        containing.map_or_else(
            || "%".to_owned(),
            |text| format!("%{}%", escaped(&key(text)))
        ),
        one_more(size.rows())
    )?;
    let items = rows.into_iter().map(AdminUser::from).collect();
    Ok(cut(items, size.rows()))
}

/// One of them.
pub(super) async fn get(
    link: &mut Link<'_>,
    user: UserId,
    now: Timestamp,
) -> sqlx::Result<Option<AdminUser>> {
    let row = fetch_optional!(
        link,
        AdminUserRow,
        select_users!("WHERE u.id = $2 AND u.deleted_at IS NULL"),
        now.as_millis(),
        user.raw()
    )?;
    Ok(row.map(AdminUser::from))
}
