//! Deleting a role.

use parlor_protocol::{
    audit::AuditAction,
    event::Event,
    ids::{RoleId, SpaceId, StreamId, UserId},
    spaces::Role,
    time::Timestamp,
};

use serde_json::json;

use super::{announce, number, rows};
use crate::{
    Committed, Error,
    audit::{self, Deed},
    engine::{Link, execute},
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Delete {
    pub(super) space: SpaceId,
    pub(super) by: UserId,
    pub(super) role: RoleId,
    pub(super) now: Timestamp,
}

impl Write for Delete {
    type Output = Committed<()>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    fn changes_rights(&self, deleted: &Self::Output) -> Vec<StreamId> {
        let deleted = deleted.events.first().map(|_| self.space.into());
        deleted.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<()>, Failed<Error>> {
        let (role_id, space_id) = (self.role, self.space);
        let before = rows::of(link, space_id).await?;
        // Who held it holds it no more: those rows go with the role. @everyone stays.
        let deleted = execute!(
            link,
            "DELETE FROM roles WHERE id = $1 AND space_id = $2 AND id <> space_id",
            role_id.raw(),
            space_id.raw()
        )?;
        let mut events = Vec::new();
        if deleted > 0 {
            execute!(
                link,
                "DELETE FROM overrides WHERE target_id = $1 AND space_id = $2",
                role_id.raw(),
                space_id.raw()
            )?;
            let deleted = before.iter().find(|role| role.id == role_id);
            let detail = json!({"name": deleted.map(|role| &role.name)});
            let deed = Deed::new(AuditAction::RoleDeleted, role_id.raw(), detail);
            audit::record(link, (space_id, self.by), deed, self.now).await?;
            let stream = space_id.into();
            let reference = Reference::RoleDeleted(role_id);
            let seq = log::append(link, stream, reference, self.now).await?;
            events.push(Event::RoleDeleted {
                stream,
                seq,
                space_id,
                role_id,
            });
            events.append(&mut self.close_up(link, before).await?);
        }
        Ok(Committed { value: (), events })
    }
}

impl Delete {
    /// Positions are counted without holes: by them it is judged who stands above whom.
    async fn close_up(
        &self,
        link: &mut Link<'_>,
        mut before: Vec<Role>,
    ) -> sqlx::Result<Vec<Event>> {
        before.retain(|role| role.id != self.role);
        let mut after = before.clone();
        number(&mut after);
        for role in after.iter().filter(|role| !before.contains(role)) {
            rows::store(link, role).await?;
        }
        announce(link, &before, &after, self.now).await
    }
}
