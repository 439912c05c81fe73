//! Roles: named sets of permissions.

use parlor_protocol::{
    event::Event,
    ids::{RoleId, SpaceId},
    permissions::{Grant, Permission, Permissions},
    spaces::{Role, UpdateRole},
    time::Timestamp,
};

use crate::{
    Committed, Error, Storage,
    engine::Link,
    grants,
    streams::log::{self, Reference},
};

mod create;
mod delete;
mod rows;
mod update;

pub(crate) use rows::{among, of_user};

/// Reads and writes roles.
pub struct Roles<'s> {
    pub(crate) storage: &'s Storage,
}

/// A role to be made in the space of a grant.
#[derive(Debug, Clone)]
pub struct NewRole {
    /// Its id.
    pub id: RoleId,
    /// What it is called.
    pub name: String,
    /// `#rrggbb`.
    pub color: Option<String>,
    /// What it allows.
    pub permissions: Permissions,
    /// Now.
    pub created_at: Timestamp,
    /// How many roles a space may have besides @everyone.
    pub per_space_max: u32,
}

/// Why a role was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreateError {
    /// The space went away meanwhile.
    #[error("the space is gone")]
    Gone,
    /// The space has as many roles as it may.
    #[error("the space has too many roles")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Roles<'_> {
    /// The roles of a space, @everyone first.
    pub async fn of(&self, space: SpaceId) -> Result<Vec<Role>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::of(&mut reader.link(), space).await?)
    }

    /// One role, whoever asks.
    pub async fn get(&self, role: RoleId) -> Result<Option<Role>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::get(&mut reader.link(), role).await?)
    }

    /// Makes a role, at position 1. Events: `ROLE_CREATED`, and `ROLE_UPDATED` for those that moved
    /// up.
    pub async fn create(&self, grant: Grant, new: NewRole) -> Result<Committed<Role>, CreateError> {
        grants::allows(&grant, Permission::ManageRoles)?;
        let (space, by) = (grants::space(&grant)?, grant.user());
        self.storage
            .write_by(&[grant], create::Create { space, by, new })
            .await
    }

    /// Changes a role of the grant's space. Events: `ROLE_UPDATED`, also for those that moved.
    /// `None`: there is no such role there (any more).
    pub async fn update(
        &self,
        grant: Grant,
        (role, changes): (RoleId, UpdateRole),
        now: Timestamp,
    ) -> Result<Option<Committed<Role>>, Error> {
        grants::allows(&grant, Permission::ManageRoles)?;
        let update = update::Update {
            space: grants::space(&grant)?,
            by: grant.user(),
            role,
            changes,
            now,
        };
        self.storage.write_by(&[grant], update).await
    }

    /// Deletes a role of the grant's space, but not @everyone; may be repeated. Event:
    /// `ROLE_DELETED`.
    pub async fn delete(
        &self,
        grant: Grant,
        role: RoleId,
        now: Timestamp,
    ) -> Result<Committed<()>, Error> {
        grants::allows(&grant, Permission::ManageRoles)?;
        let space = grants::space(&grant)?;
        let by = grant.user();
        let delete = delete::Delete {
            space,
            by,
            role,
            now,
        };
        self.storage.write_by(&[grant], delete).await
    }
}

/// Numbers the roles of a space in their order, from 0 and without holes.
fn number(roles: &mut [Role]) {
    for (position, role) in (0..).zip(roles) {
        role.position = position;
    }
}

/// Writes down which roles look different from before.
async fn announce(
    link: &mut Link<'_>,
    before: &[Role],
    after: &[Role],
    now: Timestamp,
) -> sqlx::Result<Vec<Event>> {
    let mut events = Vec::new();
    for role in after.iter().filter(|role| !before.contains(role)) {
        let stream = role.space_id.into();
        let seq = log::append(link, stream, Reference::RoleUpdated(role.id), now).await?;
        events.push(Event::RoleUpdated {
            stream,
            seq,
            space_id: role.space_id,
            role: role.clone(),
        });
    }
    Ok(events)
}
