//! Changing a space.

use parlor_protocol::{
    audit::AuditAction,
    event::Event,
    ids::{SpaceId, StreamId, UserId},
    spaces::{Space, UpdateSpace},
    time::Timestamp,
};

use serde_json::json;

use super::get;
use crate::{
    Committed, Error,
    audit::{self, Deed},
    engine::{Link, execute},
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Update {
    pub(super) space: SpaceId,
    pub(super) by: UserId,
    pub(super) changes: UpdateSpace,
    pub(super) now: Timestamp,
}

impl Write for Update {
    /// `None`: the space is gone.
    type Output = Option<Committed<Space>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let changed = execute!(
            link,
            "UPDATE spaces SET name = COALESCE($2, name), \
             description = COALESCE($3, description) WHERE id = $1",
            self.space.raw(),
            &self.changes.name,
            &self.changes.description
        )?;
        if changed == 0 {
            return Ok(None);
        }
        let detail = json!({
            "name": self.changes.name,
            "description": self.changes.description,
        });
        let deed = Deed::new(AuditAction::SpaceUpdated, self.space.raw(), detail);
        audit::record(link, (self.space, self.by), deed, self.now).await?;
        let stream = self.space.into();
        let reference = Reference::SpaceUpdated(self.space);
        let seq = log::append(link, stream, reference, self.now).await?;
        let space = get(link, self.space).await?;
        Ok(space.map(|space| {
            let events = vec![Event::SpaceUpdated {
                stream,
                seq,
                space: space.clone(),
            }];
            Committed {
                value: space,
                events,
            }
        }))
    }
}
