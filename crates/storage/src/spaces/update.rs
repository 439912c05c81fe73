//! Changing a space.

use parlor_protocol::{
    audit::AuditAction,
    event::Event,
    ids::{SpaceId, StreamId, UserId},
    spaces::{Space, UpdateSpace},
    time::Timestamp,
};

use serde_json::json;

use super::{UpdateError, get, is_owner, rows::owned};
use crate::{
    Committed,
    audit::{self, Deed},
    engine::{Link, execute, fetch_one},
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Update {
    pub(super) space: SpaceId,
    pub(super) by: UserId,
    pub(super) changes: UpdateSpace,
    pub(super) per_owner_max: u32,
    pub(super) now: Timestamp,
}

impl Write for Update {
    type Output = Committed<Space>;
    type Error = UpdateError;

    fn streams(&self) -> Vec<StreamId> {
        let heir = self.changes.owner_id.map(StreamId::from);
        heir.into_iter().chain([self.space.into()]).collect()
    }

    fn changes_rights(&self, updated: &Self::Output) -> Vec<StreamId> {
        let may = self.changes.owner_id.is_some() && !updated.events.is_empty();
        may.then(|| self.space.into()).into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Space>, Failed<UpdateError>> {
        let before = self.space(link).await?;
        execute!(
            link,
            "UPDATE spaces SET name = COALESCE($2, name), \
             description = COALESCE($3, description) WHERE id = $1",
            self.space.raw(),
            &self.changes.name,
            &self.changes.description
        )?;
        let renamed = self.space(link).await?;
        self.record(link, (&before, &renamed)).await?;
        if let Some(heir) = self.changes.owner_id {
            self.hand_over(link, heir).await?;
        }
        let mut space = self.space(link).await?;
        let mut events = Vec::new();
        if space != before {
            let stream = self.space.into();
            let reference = Reference::SpaceUpdated(self.space);
            let seq = log::append(link, stream, reference, self.now).await?;
            space = self.space(link).await?;
            events.push(Event::SpaceUpdated {
                stream,
                seq,
                space: space.clone(),
            });
        }
        Ok(Committed {
            value: space,
            events,
        })
    }
}

impl Update {
    async fn space(&self, link: &mut Link<'_>) -> Result<Space, Failed<UpdateError>> {
        let space = get(link, self.space).await?;
        space.ok_or(Failed::Refused(UpdateError::Gone))
    }

    /// Writes down that it is called or described otherwise; another owner is a deed of its own.
    async fn record(
        &self,
        link: &mut Link<'_>,
        (before, after): (&Space, &Space),
    ) -> sqlx::Result<()> {
        if (&before.name, &before.description) == (&after.name, &after.description) {
            return Ok(());
        }
        let UpdateSpace {
            name, description, ..
        } = &self.changes;
        let detail = json!({"name": name, "description": description});
        let deed = Deed::new(AuditAction::SpaceUpdated, self.space.raw(), detail);
        audit::record(link, (self.space, self.by), deed, self.now).await
    }

    /// Gives the space to somebody else; to oneself is as good as not at all.
    async fn hand_over(
        &self,
        link: &mut Link<'_>,
        heir: UserId,
    ) -> Result<(), Failed<UpdateError>> {
        if !is_owner(link, (self.space, self.by)).await? {
            return Err(Failed::Refused(UpdateError::NotOwner));
        }
        if heir == self.by {
            return Ok(());
        }
        if !self.may_have_it(link, heir).await? {
            return Err(Failed::Refused(UpdateError::NoHeir));
        }
        if owned(link, heir).await? >= i64::from(self.per_owner_max) {
            return Err(Failed::Refused(UpdateError::TooMany));
        }
        execute!(
            link,
            "UPDATE spaces SET owner_id = $2 WHERE id = $1",
            self.space.raw(),
            heir.raw()
        )?;
        let deed = Deed::new(AuditAction::SpaceHandedOver, heir.raw(), json!({}));
        audit::record(link, (self.space, self.by), deed, self.now).await?;
        Ok(())
    }

    /// Whether somebody is a member who is not silenced, and may come in.
    async fn may_have_it(&self, link: &mut Link<'_>, heir: UserId) -> sqlx::Result<bool> {
        let (may,) = fetch_one!(
            link,
            (bool,),
            "SELECT EXISTS (SELECT 1 FROM members m JOIN users u ON u.id = m.user_id \
             WHERE m.space_id = $1 AND m.user_id = $2 \
             AND COALESCE(m.timeout_until, 0) <= $3 AND u.disabled_at IS NULL)",
            self.space.raw(),
            heir.raw(),
            self.now.as_millis()
        )?;
        Ok(may)
    }
}
