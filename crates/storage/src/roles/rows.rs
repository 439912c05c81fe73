//! Roles as their rows have them.

use parlor_protocol::{
    ids::{RoleId, SpaceId, UserId},
    permissions::Permissions,
    spaces::Role,
};

use crate::engine::{Link, execute, fetch_all, fetch_among, fetch_optional};

#[derive(sqlx::FromRow)]
struct RoleRow {
    id: i64,
    space_id: i64,
    name: String,
    color: Option<String>,
    position: i64,
    permissions: i64,
}

impl From<RoleRow> for Role {
    fn from(row: RoleRow) -> Self {
        Self {
            id: RoleId::from_raw(row.id),
            space_id: SpaceId::from_raw(row.space_id),
            name: row.name,
            color: row.color,
            position: u32::try_from(row.position).unwrap_or_default(),
            permissions: Permissions::from_bits(row.permissions),
        }
    }
}

/// The roles of a space, @everyone first, then from the lowest to the highest.
pub(super) async fn of(link: &mut Link<'_>, space: SpaceId) -> sqlx::Result<Vec<Role>> {
    let rows = fetch_all!(
        link,
        RoleRow,
        "SELECT id, space_id, name, color, position, permissions FROM roles WHERE space_id = $1 \
         ORDER BY position, id",
        space.raw()
    )?;
    Ok(rows.into_iter().map(Role::from).collect())
}

pub(super) async fn get(link: &mut Link<'_>, role: RoleId) -> sqlx::Result<Option<Role>> {
    let row = fetch_optional!(
        link,
        RoleRow,
        "SELECT id, space_id, name, color, position, permissions FROM roles WHERE id = $1",
        role.raw()
    )?;
    Ok(row.map(Role::from))
}

pub(crate) async fn among(link: &mut Link<'_>, ids: &[i64]) -> sqlx::Result<Vec<Role>> {
    let rows = fetch_among!(
        link,
        RoleRow,
        ids,
        "SELECT id, space_id, name, color, position, permissions FROM roles WHERE id IN ",
        ""
    )?;
    Ok(rows.into_iter().map(Role::from).collect())
}

/// The roles of all spaces somebody is a member of.
pub(crate) async fn of_user(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Vec<Role>> {
    let rows = fetch_all!(
        link,
        RoleRow,
        "SELECT r.id, r.space_id, r.name, r.color, r.position, r.permissions \
         FROM members m JOIN roles r ON r.space_id = m.space_id \
         WHERE m.user_id = $1 ORDER BY r.space_id, r.position, r.id",
        user.raw()
    )?;
    Ok(rows.into_iter().map(Role::from).collect())
}

/// Writes down how a role looks now.
pub(super) async fn store(link: &mut Link<'_>, role: &Role) -> sqlx::Result<()> {
    execute!(
        link,
        "UPDATE roles SET name = $2, color = $3, position = $4, permissions = $5 WHERE id = $1",
        role.id.raw(),
        &role.name,
        &role.color,
        i64::from(role.position),
        role.permissions.bits()
    )?;
    Ok(())
}
