//! The audit logs: who did what to whom in a space, and in running the instance, written with the
//! deed itself.

use parlor_protocol::{
    audit::{AuditAction, AuditEntry, AuditPage, By, InstanceAction, InstancePage},
    ids::{AuditEntryId, MessageId, SpaceId, StreamId, UserId},
    page::{Page, PageSize},
    permissions::{Grant, Permission},
    time::Timestamp,
    users::User,
};
use serde_json::{Value, json};

use crate::{
    Error, Storage,
    accounts::rows::UserRow,
    engine::{Link, execute, fetch_all, fetch_among},
    error::Damage,
    grants, messages,
    page::{cut, one_more},
};

pub(crate) mod instance;

/// So many of those who ever did something are named for a filter.
const ACTORS_MAX: i64 = 200;

/// What the entries of a page have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter<Who, Action> {
    /// Who did it; `None` = anybody.
    pub actor: Option<Who>,
    /// What was done; `None` = anything.
    pub action: Option<Action>,
    /// Not before this.
    pub since: Option<Timestamp>,
    /// Before this.
    pub until: Option<Timestamp>,
}

impl<Who, Action> Filter<Who, Action> {
    /// When they were done: from the first on, and before the second.
    fn time(&self) -> (i64, i64) {
        let since = self.since.map_or(i64::MIN, Timestamp::as_millis);
        (since, self.until.map_or(i64::MAX, Timestamp::as_millis))
    }
}

/// Of the log of a space.
pub type SpaceFilter = Filter<UserId, AuditAction>;
/// Of the log of the instance.
pub type InstanceFilter = Filter<By, InstanceAction>;

/// Where a page begins, and how long it is.
type Window = (Option<AuditEntryId>, PageSize);

/// Reads the audit logs.
pub struct Audit<'s> {
    pub(crate) storage: &'s Storage,
}

impl Audit<'_> {
    /// A page of the log of the grant's space, newest first.
    pub async fn page(
        &self,
        grant: Grant,
        filter: SpaceFilter,
        window: Window,
    ) -> Result<AuditPage, Error> {
        grants::allows(&grant, Permission::ViewAuditLog)?;
        let space = grants::space(&grant)?;
        let mut reader = self.storage.reader().await?;
        let mut link = reader.link();
        let Page { items, has_more } = page(&mut link, space, &filter, window).await?;
        let users = people(&mut link, &items).await?;
        let actors = match window.0 {
            Some(_) => Vec::new(),
            None => actors(&mut link, space).await?,
        };
        Ok(AuditPage {
            items,
            has_more,
            users,
            actors,
        })
    }

    /// A page of the instance's own log, newest first.
    pub async fn of_instance(
        &self,
        filter: InstanceFilter,
        window: Window,
    ) -> Result<InstancePage, Error> {
        let mut reader = self.storage.reader().await?;
        let mut link = reader.link();
        let Page { items, has_more } = instance::page(&mut link, &filter, window).await?;
        let actors = match window.0 {
            Some(_) => Vec::new(),
            None => instance::actors(&mut link).await?,
        };
        Ok(InstancePage {
            items,
            has_more,
            actors,
        })
    }
}

/// What somebody did, and to what.
pub(crate) struct Deed {
    pub(crate) action: AuditAction,
    pub(crate) target: Option<i64>,
    pub(crate) detail: Value,
}

impl Deed {
    pub(crate) fn new(action: AuditAction, target: i64, detail: Value) -> Self {
        Self {
            action,
            target: Some(target),
            detail,
        }
    }
}

/// Writes down what was done in a space, in the transaction in which it is done. The stream of the
/// space must be locked by it: the entries are counted.
pub(crate) async fn record(
    link: &mut Link<'_>,
    (space, by): (SpaceId, UserId),
    deed: Deed,
    now: Timestamp,
) -> sqlx::Result<()> {
    let detail = told(deed.detail).to_string();
    execute!(
        link,
        "INSERT INTO audit_log (space_id, id, actor_id, action, target_id, detail, created_at) \
         SELECT s.id, (SELECT COALESCE(max(a.id), 0) + 1 FROM audit_log a WHERE a.space_id = s.id), \
         CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS TEXT), \
         CAST($6 AS BIGINT) FROM spaces s WHERE s.id = $1",
        space.raw(),
        by.raw(),
        deed.action.word(),
        deed.target,
        detail,
        now.as_millis()
    )?;
    Ok(())
}

/// Writes down what was done to a message of somebody else. Nothing of one's own, and nothing in a
/// direct conversation, which has no log (`by` is `None`).
pub(crate) async fn record_of_message(
    link: &mut Link<'_>,
    by: Option<(SpaceId, UserId)>,
    (action, message): (AuditAction, MessageId),
    now: Timestamp,
) -> sqlx::Result<()> {
    let Some(by) = by else { return Ok(()) };
    let Some(place) = messages::load::place(link, message).await? else {
        return Ok(());
    };
    if place.author == by.1 {
        return Ok(());
    }
    let detail = json!({"channelId": place.channel, "authorId": place.author});
    let deed = Deed::new(action, message.raw(), detail);
    record(link, by, deed, now).await
}

/// What was not said is left out.
fn told(mut detail: Value) -> Value {
    if let Value::Object(fields) = &mut detail {
        fields.retain(|_, value| !value.is_null());
    }
    detail
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    entry_id: i64,
    #[sqlx(flatten)]
    actor: UserRow,
    action: String,
    target_id: Option<i64>,
    detail: String,
    done_at: i64,
}

impl EntryRow {
    fn read(self) -> sqlx::Result<AuditEntry> {
        let action = AuditAction::of(&self.action);
        let detail = serde_json::from_str(&self.detail).ok();
        let (Some(action), Some(detail)) = (action, detail) else {
            return Err(Damage("an entry of the audit log that cannot be read").into());
        };
        Ok(AuditEntry {
            id: AuditEntryId::from_raw(self.entry_id),
            actor: self.actor.into(),
            action,
            target_id: self.target_id.map(StreamId::from_raw),
            detail,
            created_at: Timestamp::from_millis(self.done_at),
        })
    }
}

async fn page(
    link: &mut Link<'_>,
    space: SpaceId,
    filter: &SpaceFilter,
    (before, size): Window,
) -> sqlx::Result<Page<AuditEntry>> {
    let (since, until) = filter.time();
    let rows = fetch_all!(
        link,
        EntryRow,
        "SELECT a.id AS entry_id, u.id, u.username, u.display_name, u.avatar, \
         u.created_at AS user_since, a.action, a.target_id, a.detail, a.created_at AS done_at \
         FROM audit_log a JOIN users u ON u.id = a.actor_id \
         JOIN streams t ON t.id = a.space_id AND NOT t.gone \
         WHERE a.space_id = $1 AND a.id < $2 AND a.actor_id = COALESCE($4, a.actor_id) \
         AND a.action = COALESCE($5, a.action) AND a.created_at >= $6 AND a.created_at < $7 \
         ORDER BY a.id DESC LIMIT $3",
        space.raw(),
        before.map_or(i64::MAX, AuditEntryId::raw),
        one_more(size.rows()),
        filter.actor.map(UserId::raw),
        filter.action.map(AuditAction::word),
        since,
        until
    )?;
    let entries: sqlx::Result<Vec<AuditEntry>> = rows.into_iter().map(EntryRow::read).collect();
    Ok(cut(entries?, size.rows()))
}

/// Those who ever did something in a space, also who is in it no longer.
async fn actors(link: &mut Link<'_>, space: SpaceId) -> sqlx::Result<Vec<User>> {
    let rows = fetch_all!(
        link,
        UserRow,
        "SELECT id, username, display_name, avatar, created_at AS user_since FROM users \
         WHERE id IN (SELECT actor_id FROM audit_log WHERE space_id = $1) ORDER BY id LIMIT $2",
        space.raw(),
        ACTORS_MAX
    )?;
    Ok(rows.into_iter().map(User::from).collect())
}

/// Where the detail of an entry may name somebody.
const NAMING: [&str; 3] = ["targetId", "inviterId", "authorId"];

/// Those whom entries speak of besides who did it. What has another id than a person's is nobody.
async fn people(link: &mut Link<'_>, entries: &[AuditEntry]) -> sqlx::Result<Vec<User>> {
    let named = |entry: &AuditEntry| {
        let said = NAMING.map(|key| entry.detail[key].as_str()?.parse().ok());
        let target = entry.target_id.map(StreamId::raw);
        said.into_iter().chain([target]).flatten().collect()
    };
    let mut ids: Vec<i64> = entries.iter().flat_map::<Vec<i64>, _>(named).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = fetch_among!(
        link,
        UserRow,
        &ids,
        "SELECT id, username, display_name, avatar, created_at AS user_since FROM users \
         WHERE id IN ",
        " ORDER BY id"
    )?;
    Ok(rows.into_iter().map(User::from).collect())
}
