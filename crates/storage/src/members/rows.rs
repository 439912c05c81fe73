//! Members as their rows have them.

use parlor_protocol::{
    ids::{SpaceId, UserId},
    members::Member,
    page::{Page, PageSize},
    time::Timestamp,
};

use crate::{
    accounts::rows::UserRow,
    engine::{Link, fetch_all, fetch_among, fetch_optional},
    page::{cut, one_more},
};

#[derive(sqlx::FromRow)]
struct MemberRow {
    #[sqlx(flatten)]
    user: UserRow,
    joined_at: i64,
}

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        Self {
            user_id: UserId::from_raw(row.user.id),
            user: row.user.into(),
            nickname: None,
            role_ids: Vec::new(),
            joined_at: Timestamp::from_millis(row.joined_at),
            timeout_until: None,
        }
    }
}

pub(crate) async fn get(
    link: &mut Link<'_>,
    space: SpaceId,
    user: UserId,
) -> sqlx::Result<Option<Member>> {
    let row = fetch_optional!(
        link,
        MemberRow,
        "SELECT u.id, u.username, u.display_name, u.created_at AS user_since, m.joined_at \
         FROM members m JOIN users u ON u.id = m.user_id \
         WHERE m.space_id = $1 AND m.user_id = $2",
        space.raw(),
        user.raw()
    )?;
    Ok(row.map(Member::from))
}

/// Those of these people who are members.
pub(crate) async fn among(
    link: &mut Link<'_>,
    space: SpaceId,
    users: &[i64],
) -> sqlx::Result<Vec<Member>> {
    let rows = fetch_among!(
        link,
        MemberRow,
        users,
        "SELECT u.id, u.username, u.display_name, u.created_at AS user_since, m.joined_at \
         FROM members m JOIN users u ON u.id = m.user_id \
         WHERE m.space_id = $2 AND m.user_id IN ",
        "",
        space.raw()
    )?;
    Ok(rows.into_iter().map(Member::from).collect())
}

pub(super) async fn page(
    link: &mut Link<'_>,
    space: SpaceId,
    after: Option<UserId>,
    size: PageSize,
) -> sqlx::Result<Page<Member>> {
    let rows = fetch_all!(
        link,
        MemberRow,
        "SELECT u.id, u.username, u.display_name, u.created_at AS user_since, m.joined_at \
         FROM members m JOIN users u ON u.id = m.user_id \
         WHERE m.space_id = $1 AND m.user_id > $2 ORDER BY m.user_id LIMIT $3",
        space.raw(),
        after.map_or(0, UserId::raw),
        one_more(size.rows())
    )?;
    Ok(cut(
        rows.into_iter().map(Member::from).collect(),
        size.rows(),
    ))
}

#[derive(sqlx::FromRow)]
struct OwnRow {
    space_id: i64,
    #[sqlx(flatten)]
    member: MemberRow,
}

/// One person, in every space they are in.
pub(crate) async fn of_user(
    link: &mut Link<'_>,
    user: UserId,
) -> sqlx::Result<Vec<(SpaceId, Member)>> {
    let rows = fetch_all!(
        link,
        OwnRow,
        "SELECT m.space_id, u.id, u.username, u.display_name, u.created_at AS user_since, \
         m.joined_at FROM members m JOIN users u ON u.id = m.user_id \
         WHERE m.user_id = $1 ORDER BY m.space_id",
        user.raw()
    )?;
    Ok(rows
        .into_iter()
        .map(|row| (SpaceId::from_raw(row.space_id), row.member.into()))
        .collect())
}

pub(crate) async fn spaces_of(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Vec<SpaceId>> {
    let rows = fetch_all!(
        link,
        (i64,),
        "SELECT space_id FROM members WHERE user_id = $1 ORDER BY space_id",
        user.raw()
    )?;
    Ok(rows
        .into_iter()
        .map(|(id,)| SpaceId::from_raw(id))
        .collect())
}
