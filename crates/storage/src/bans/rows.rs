//! Bans as their rows have them.

use parlor_protocol::{
    bans::Ban,
    ids::{SpaceId, UserId},
    page::{Page, PageSize},
    time::Timestamp,
};

use crate::{
    accounts::rows::UserRow,
    engine::{Link, fetch_all, fetch_one, fetch_optional},
    page::{cut, one_more},
};

#[derive(sqlx::FromRow)]
struct BanRow {
    #[sqlx(flatten)]
    user: UserRow,
    reason: Option<String>,
    banned_at: i64,
}

impl From<BanRow> for Ban {
    fn from(row: BanRow) -> Self {
        Self {
            user_id: UserId::from_raw(row.user.id),
            user: row.user.into(),
            reason: row.reason,
            created_at: Timestamp::from_millis(row.banned_at),
        }
    }
}

pub(super) async fn page(
    link: &mut Link<'_>,
    space: SpaceId,
    after: Option<UserId>,
    size: PageSize,
) -> sqlx::Result<Page<Ban>> {
    let rows = fetch_all!(
        link,
        BanRow,
        "SELECT u.id, u.username, u.display_name, u.avatar, u.created_at AS user_since, b.reason, \
         b.created_at AS banned_at FROM bans b JOIN users u ON u.id = b.user_id \
         WHERE b.space_id = $1 AND b.user_id > $2 ORDER BY b.user_id LIMIT $3",
        space.raw(),
        after.map_or(0, UserId::raw),
        one_more(size.rows())
    )?;
    let bans = rows.into_iter().map(Ban::from).collect();
    Ok(cut(bans, size.rows()))
}

pub(super) async fn get(
    link: &mut Link<'_>,
    (space, user): (SpaceId, UserId),
) -> sqlx::Result<Option<Ban>> {
    let row = fetch_optional!(
        link,
        BanRow,
        "SELECT u.id, u.username, u.display_name, u.avatar, u.created_at AS user_since, b.reason, \
         b.created_at AS banned_at FROM bans b JOIN users u ON u.id = b.user_id \
         WHERE b.space_id = $1 AND b.user_id = $2",
        space.raw(),
        user.raw()
    )?;
    Ok(row.map(Ban::from))
}

/// Whether somebody may not come in.
pub(crate) async fn is_banned(
    link: &mut Link<'_>,
    (space, user): (SpaceId, UserId),
) -> sqlx::Result<bool> {
    let (is_banned,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM bans WHERE space_id = $1 AND user_id = $2)",
        space.raw(),
        user.raw()
    )?;
    Ok(is_banned)
}
