//! Members as their rows have them.

use std::collections::HashMap;

use parlor_protocol::{
    ids::{RoleId, SpaceId, UserId},
    members::Member,
    page::{Page, PageSize},
    time::Timestamp,
};

use crate::{
    accounts::rows::{UserRow, key},
    engine::{Link, fetch_all, fetch_among, fetch_optional},
    page::{cut, one_more},
    text::{beginning, storable},
};

/// The text of every query for members, up to its WHERE.
macro_rules! select_members {
    ($rest:literal) => {
        concat!(
            "SELECT m.space_id, u.id, u.username, u.display_name, u.avatar, u.created_at AS user_since, \
             m.nickname, m.joined_at, m.timeout_until \
             FROM members m JOIN users u ON u.id = m.user_id ",
            $rest
        )
    };
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    space_id: i64,
    #[sqlx(flatten)]
    user: UserRow,
    nickname: Option<String>,
    joined_at: i64,
    timeout_until: Option<i64>,
}

impl MemberRow {
    fn read(self, role_ids: Vec<RoleId>) -> Member {
        Member {
            user_id: UserId::from_raw(self.user.id),
            user: self.user.into(),
            nickname: self.nickname,
            role_ids,
            joined_at: Timestamp::from_millis(self.joined_at),
            timeout_until: self.timeout_until.map(Timestamp::from_millis),
        }
    }
}

/// A member and a role they hold.
type Holding = (i64, i64);

/// Members of one space with the roles they hold.
fn read(rows: Vec<MemberRow>, holdings: Vec<Holding>) -> Vec<Member> {
    let mut roles: HashMap<i64, Vec<RoleId>> = HashMap::new();
    for (user, role) in holdings {
        roles.entry(user).or_default().push(RoleId::from_raw(role));
    }
    let with_roles = |row: MemberRow| {
        let held = roles.remove(&row.user.id);
        row.read(held.unwrap_or_default())
    };
    rows.into_iter().map(with_roles).collect()
}

async fn holdings(
    link: &mut Link<'_>,
    space: SpaceId,
    users: &[i64],
) -> sqlx::Result<Vec<Holding>> {
    fetch_among!(
        link,
        Holding,
        users,
        "SELECT user_id, role_id FROM member_roles WHERE space_id = $2 AND user_id IN ",
        " ORDER BY user_id, role_id",
        space.raw()
    )
}

pub(crate) async fn get(
    link: &mut Link<'_>,
    space: SpaceId,
    user: UserId,
) -> sqlx::Result<Option<Member>> {
    let row = fetch_optional!(
        link,
        MemberRow,
        select_members!("WHERE m.space_id = $1 AND m.user_id = $2"),
        space.raw(),
        user.raw()
    )?;
    let Some(row) = row else { return Ok(None) };
    let held = holdings(link, space, &[user.raw()]).await?;
    Ok(read(vec![row], held).pop())
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
        select_members!("WHERE m.space_id = $2 AND m.user_id IN "),
        "",
        space.raw()
    )?;
    let held = holdings(link, space, users).await?;
    Ok(read(rows, held))
}

pub(super) async fn page(
    link: &mut Link<'_>,
    (space, named): (SpaceId, Option<&str>),
    after: Option<UserId>,
    size: PageSize,
) -> sqlx::Result<Page<Member>> {
    let rows = match named {
        Some(named) if !storable(named) => Vec::new(),
        Some(named) => those_named(link, (space, named), after, size).await?,
        None => fetch_all!(
            link,
            MemberRow,
            select_members!("WHERE m.space_id = $1 AND m.user_id > $2 ORDER BY m.user_id LIMIT $3"),
            space.raw(),
            after.map_or(0, UserId::raw),
            one_more(size.rows())
        )?,
    };
    let users: Vec<i64> = rows.iter().map(|row| row.user.id).collect();
    let held = holdings(link, space, &users).await?;
    Ok(cut(read(rows, held), size.rows()))
}

/// Those whose username, or a word of whose display name or nickname, begins so. Goes through the
/// members of the one space until a page is full.
async fn those_named(
    link: &mut Link<'_>,
    (space, named): (SpaceId, &str),
    after: Option<UserId>,
    size: PageSize,
) -> sqlx::Result<Vec<MemberRow>> {
    let beginning = beginning(&key(named));
    fetch_all!(
        link,
        MemberRow,
        select_members!(
            "WHERE m.space_id = $1 AND m.user_id > $2 AND (u.username_key LIKE $4 ESCAPE '!' \
             OR u.display_key LIKE $4 ESCAPE '!' OR u.display_key LIKE $5 ESCAPE '!' \
             OR m.nickname_key LIKE $4 ESCAPE '!' OR m.nickname_key LIKE $5 ESCAPE '!') \
             ORDER BY m.user_id LIMIT $3"
        ),
        space.raw(),
        after.map_or(0, UserId::raw),
        one_more(size.rows()),
        &beginning,
        format!("% {beginning}")
    )
}

/// One person, in every space they are in.
pub(crate) async fn of_user(
    link: &mut Link<'_>,
    user: UserId,
) -> sqlx::Result<Vec<(SpaceId, Member)>> {
    let rows = fetch_all!(
        link,
        MemberRow,
        select_members!("WHERE m.user_id = $1 ORDER BY m.space_id"),
        user.raw()
    )?;
    let held = fetch_all!(
        link,
        (i64, i64),
        "SELECT space_id, role_id FROM member_roles WHERE user_id = $1 ORDER BY space_id, role_id",
        user.raw()
    )?;
    let member = |row: MemberRow| {
        let here = held.iter().filter(|(space, _)| *space == row.space_id);
        let roles = here.map(|(_, role)| RoleId::from_raw(*role)).collect();
        (SpaceId::from_raw(row.space_id), row.read(roles))
    };
    Ok(rows.into_iter().map(member).collect())
}

pub(crate) async fn spaces_of(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Vec<SpaceId>> {
    let rows = fetch_all!(
        link,
        (i64,),
        "SELECT m.space_id FROM members m JOIN streams t ON t.id = m.space_id AND NOT t.gone \
         WHERE m.user_id = $1 ORDER BY m.space_id",
        user.raw()
    )?;
    Ok(rows
        .into_iter()
        .map(|(id,)| SpaceId::from_raw(id))
        .collect())
}

/// Those of these users who are in a space.
pub(super) async fn present(
    link: &mut Link<'_>,
    space: SpaceId,
    users: &[i64],
) -> sqlx::Result<Vec<UserId>> {
    let rows = fetch_among!(
        link,
        (i64,),
        users,
        "SELECT m.user_id FROM members m JOIN streams t ON t.id = m.space_id AND NOT t.gone \
         WHERE m.user_id IN ",
        " AND m.space_id = $2",
        space.raw()
    )?;
    Ok(rows.into_iter().map(|(id,)| UserId::from_raw(id)).collect())
}
