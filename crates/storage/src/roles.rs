//! Roles: named sets of permissions.

use parlor_protocol::{
    ids::{RoleId, SpaceId, UserId},
    permissions::Permissions,
    spaces::Role,
};

use crate::{
    Error, Storage,
    engine::{Link, fetch_all},
};

/// Reads roles.
pub struct Roles<'s> {
    pub(crate) storage: &'s Storage,
}

impl Roles<'_> {
    /// The roles of a space, @everyone first.
    pub async fn of(&self, space: SpaceId) -> Result<Vec<Role>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(of(&mut reader.link(), space).await?)
    }
}

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

async fn of(link: &mut Link<'_>, space: SpaceId) -> sqlx::Result<Vec<Role>> {
    let rows = fetch_all!(
        link,
        RoleRow,
        "SELECT id, space_id, name, color, position, permissions FROM roles WHERE space_id = $1 \
         ORDER BY position, id",
        space.raw()
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
