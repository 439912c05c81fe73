//! Changing a role.

use parlor_protocol::{
    audit::AuditAction,
    ids::{RoleId, SpaceId, StreamId, UserId},
    spaces::{Role, UpdateRole},
    time::Timestamp,
};

use serde_json::json;

use super::{announce, number, rows};
use crate::{
    Committed, Error,
    audit::{self, Deed},
    engine::Link,
    writer::{Failed, Write},
};

pub(super) struct Update {
    pub(super) space: SpaceId,
    pub(super) by: UserId,
    pub(super) role: RoleId,
    pub(super) changes: UpdateRole,
    pub(super) now: Timestamp,
}

impl Write for Update {
    /// `None`: the role is gone.
    type Output = Option<Committed<Role>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    fn changes_rights(&self, updated: &Self::Output) -> Vec<StreamId> {
        // Where it stands says whom its holders may do something to.
        let may = self.changes.permissions.is_some() || self.changes.position.is_some();
        let is_told = updated.as_ref().is_some_and(|it| !it.events.is_empty());
        let place = (is_told && may).then(|| self.space.into());
        place.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let before = rows::of(link, self.space).await?;
        let mut after = before.clone();
        let Some(at) = after.iter().position(|role| role.id == self.role) else {
            return Ok(None);
        };
        let mut role = after.remove(at);
        self.change(&mut role);
        match self.changes.position {
            Some(position) => move_to(&mut after, role, position),
            None => after.insert(at, role),
        }
        for role in &after {
            if !before.contains(role) {
                rows::store(link, role).await?;
            }
        }
        if after != before {
            audit::record(link, (self.space, self.by), self.deed(), self.now).await?;
        }
        let events = announce(link, &before, &after, self.now).await?;
        let role = after.into_iter().find(|role| role.id == self.role);
        Ok(role.map(|value| Committed { value, events }))
    }
}

impl Update {
    fn deed(&self) -> Deed {
        let changes = &self.changes;
        let detail = json!({
            "name": changes.name,
            "color": changes.color,
            "position": changes.position,
            "permissions": changes.permissions,
        });
        Deed::new(AuditAction::RoleUpdated, self.role.raw(), detail)
    }

    fn change(&self, role: &mut Role) {
        if let Some(name) = &self.changes.name {
            role.name.clone_from(name);
        }
        if let Some(color) = &self.changes.color {
            role.color.clone_from(color);
        }
        if let Some(permissions) = self.changes.permissions {
            role.permissions = permissions;
        }
    }
}

/// Puts a role where it is wanted, above @everyone, and numbers the others around it.
fn move_to(roles: &mut Vec<Role>, role: Role, position: u32) {
    let at = usize::try_from(position).unwrap_or(usize::MAX);
    roles.insert(at.clamp(1, roles.len()), role);
    number(roles);
}
