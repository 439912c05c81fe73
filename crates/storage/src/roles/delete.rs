//! Deleting a role.

use parlor_protocol::{
    event::Event,
    ids::{RoleId, SpaceId, StreamId},
    time::Timestamp,
};

use crate::{
    Committed, Error,
    engine::{Link, execute},
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Delete {
    pub(super) space: SpaceId,
    pub(super) role: RoleId,
    pub(super) now: Timestamp,
}

impl Write for Delete {
    type Output = Committed<()>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<()>, Failed<Error>> {
        let (role_id, space_id) = (self.role, self.space);
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
            let stream = space_id.into();
            let reference = Reference::RoleDeleted(role_id);
            let seq = log::append(link, stream, reference, self.now).await?;
            events.push(Event::RoleDeleted {
                stream,
                seq,
                space_id,
                role_id,
            });
        }
        Ok(Committed { value: (), events })
    }
}
