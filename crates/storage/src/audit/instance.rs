//! The instance's own log: who did what in running it, written with the deed itself.

use parlor_protocol::{
    audit::{By, InstanceAction, InstanceEntry},
    ids::{AuditEntryId, UserId},
    page::Page,
    time::Timestamp,
    users::User,
};
use serde_json::Value;

use super::{ACTORS_MAX, InstanceFilter, Window};
use crate::{
    accounts::rows::UserRow,
    engine::{Link, execute, fetch_all},
    error::Damage,
    page::{cut, one_more},
};

/// What was done in running the instance.
pub(crate) struct InstanceDeed {
    /// By whom; `None` = the operator, at the machine itself.
    pub(crate) by: Option<UserId>,
    pub(crate) action: InstanceAction,
    pub(crate) target: Option<UserId>,
    pub(crate) detail: Value,
}

/// Writes down what was done, in the transaction in which it is done.
pub(crate) async fn record(
    link: &mut Link<'_>,
    deed: InstanceDeed,
    now: Timestamp,
) -> sqlx::Result<()> {
    execute!(
        link,
        "INSERT INTO instance_log (actor_id, action, target_id, detail, created_at) \
         VALUES ($1, $2, $3, $4, $5)",
        deed.by.map(UserId::raw),
        deed.action.word(),
        deed.target.map(UserId::raw),
        deed.detail.to_string(),
        now.as_millis()
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    entry_id: i64,
    action: String,
    detail: String,
    done_at: i64,
    id: Option<i64>,
    username: Option<String>,
    display_name: Option<String>,
    avatar: Option<Vec<u8>>,
    user_since: Option<i64>,
    to_id: Option<i64>,
    to_username: Option<String>,
    to_display_name: Option<String>,
    to_avatar: Option<Vec<u8>>,
    to_user_since: Option<i64>,
}

impl EntryRow {
    fn read(self) -> sqlx::Result<InstanceEntry> {
        let action = InstanceAction::of(&self.action);
        let detail = serde_json::from_str(&self.detail).ok();
        let (Some(action), Some(detail)) = (action, detail) else {
            return Err(Damage("an entry of the instance's log that cannot be read").into());
        };
        let names = (self.username, self.display_name);
        let to_names = (self.to_username, self.to_display_name);
        Ok(InstanceEntry {
            id: AuditEntryId::from_raw(self.entry_id),
            actor: user(self.id, names, (self.avatar, self.user_since)),
            action,
            target: user(self.to_id, to_names, (self.to_avatar, self.to_user_since)),
            detail,
            created_at: Timestamp::from_millis(self.done_at),
        })
    }
}

/// Somebody of an outer join, if there is anybody.
fn user(
    id: Option<i64>,
    (username, display_name): (Option<String>, Option<String>),
    (avatar, user_since): (Option<Vec<u8>>, Option<i64>),
) -> Option<User> {
    let row = UserRow {
        id: id?,
        username: username?,
        display_name: display_name?,
        avatar,
        user_since: user_since?,
    };
    Some(row.into())
}

pub(super) async fn page(
    link: &mut Link<'_>,
    filter: &InstanceFilter,
    (before, size): Window,
) -> sqlx::Result<Page<InstanceEntry>> {
    let (since, until) = filter.time();
    let by = filter.actor.map(|by| match by {
        By::Operator => 0,
        By::User(user) => user.raw(),
    });
    let rows = fetch_all!(
        link,
        EntryRow,
        "SELECT l.id AS entry_id, l.action, l.detail, l.created_at AS done_at, \
         u.id, u.username, u.display_name, u.avatar, u.created_at AS user_since, \
         t.id AS to_id, t.username AS to_username, t.display_name AS to_display_name, \
         t.avatar AS to_avatar, t.created_at AS to_user_since \
         FROM instance_log l LEFT JOIN users u ON u.id = l.actor_id \
         LEFT JOIN users t ON t.id = l.target_id \
         WHERE l.id < $1 AND COALESCE(l.actor_id, 0) = COALESCE($3, l.actor_id, 0) \
         AND l.action = COALESCE($4, l.action) AND l.created_at >= $5 AND l.created_at < $6 \
         ORDER BY l.id DESC LIMIT $2",
        before.map_or(i64::MAX, AuditEntryId::raw),
        one_more(size.rows()),
        by,
        filter.action.map(InstanceAction::word),
        since,
        until
    )?;
    let entries: sqlx::Result<Vec<_>> = rows.into_iter().map(EntryRow::read).collect();
    Ok(cut(entries?, size.rows()))
}

/// Those who ever did something in running the instance, also who does so no longer.
pub(super) async fn actors(link: &mut Link<'_>) -> sqlx::Result<Vec<User>> {
    let rows = fetch_all!(
        link,
        UserRow,
        "SELECT id, username, display_name, avatar, created_at AS user_since FROM users \
         WHERE id IN (SELECT actor_id FROM instance_log WHERE actor_id > 0) ORDER BY id LIMIT $1",
        ACTORS_MAX
    )?;
    Ok(rows.into_iter().map(User::from).collect())
}
