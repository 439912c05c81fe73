//! Making a role.

use parlor_protocol::{
    audit::AuditAction,
    event::Event,
    ids::{SpaceId, StreamId, UserId},
    spaces::Role,
};

use serde_json::json;

use super::{CreateError, NewRole, announce, rows};
use crate::{
    Committed,
    audit::{self, Deed},
    engine::{Link, execute, fetch_one},
    error::Damage,
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Create {
    pub(super) space: SpaceId,
    pub(super) by: UserId,
    pub(super) new: NewRole,
}

impl Write for Create {
    type Output = Committed<Role>;
    type Error = CreateError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Role>, Failed<CreateError>> {
        let (new, space_id) = (&self.new, self.space);
        self.check_room(link).await?;
        let before = rows::of(link, space_id).await?;
        // A new role stands lowest but for @everyone.
        execute!(
            link,
            "UPDATE roles SET position = position + 1 WHERE space_id = $1 AND position > 0",
            space_id.raw()
        )?;
        execute!(
            link,
            "INSERT INTO roles (id, space_id, name, color, position, permissions) \
             VALUES ($1, $2, $3, $4, 1, $5)",
            new.id.raw(),
            space_id.raw(),
            &new.name,
            &new.color,
            new.permissions.bits()
        )?;
        let after = rows::of(link, space_id).await?;
        let Some(role) = after.iter().find(|role| role.id == new.id).cloned() else {
            return Err(Damage("a role is missing").into());
        };
        let detail = json!({"name": new.name, "permissions": new.permissions});
        let deed = Deed::new(AuditAction::RoleCreated, new.id.raw(), detail);
        audit::record(link, (space_id, self.by), deed, new.created_at).await?;
        let stream = space_id.into();
        let reference = Reference::RoleCreated(role.id);
        let seq = log::append(link, stream, reference, new.created_at).await?;
        let mut events = vec![Event::RoleCreated {
            stream,
            seq,
            space_id,
            role: role.clone(),
        }];
        let others: Vec<Role> = after.into_iter().filter(|each| each.id != new.id).collect();
        events.append(&mut announce(link, &before, &others, new.created_at).await?);
        Ok(Committed {
            value: role,
            events,
        })
    }
}

impl Create {
    async fn check_room(&self, link: &mut Link<'_>) -> Result<(), Failed<CreateError>> {
        let (stands, count) = fetch_one!(
            link,
            (bool, i64),
            "SELECT EXISTS (SELECT 1 FROM streams WHERE id = $1 AND NOT gone), \
             (SELECT count(*) FROM roles WHERE space_id = $1 AND id <> $1)",
            self.space.raw()
        )?;
        if !stands {
            return Err(Failed::Refused(CreateError::Gone));
        }
        if count >= i64::from(self.new.per_space_max) {
            return Err(Failed::Refused(CreateError::TooMany));
        }
        Ok(())
    }
}
