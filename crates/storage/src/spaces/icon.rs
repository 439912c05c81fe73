//! The picture of a space.

use parlor_protocol::{
    audit::AuditAction,
    event::Event,
    ids::{SpaceId, StreamId, UserId},
    spaces::Space,
    time::Timestamp,
};

use serde_json::json;

use super::get;
use crate::{
    Committed, Content, Error,
    audit::{self, Deed},
    engine::{Link, execute, fetch_optional},
    error::Damage,
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct SetIcon {
    pub(super) space: SpaceId,
    pub(super) by: UserId,
    pub(super) icon: Option<Content>,
    pub(super) now: Timestamp,
}

impl Write for SetIcon {
    type Output = Option<Committed<(Space, Vec<Content>)>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let before = fetch_optional!(
            link,
            (Option<Vec<u8>>,),
            "SELECT icon FROM spaces WHERE id = $1",
            self.space.raw()
        )?;
        let Some((before,)) = before else {
            return Ok(None);
        };
        let before = before.as_deref().and_then(Content::from_row);
        let mut events = Vec::new();
        if before != self.icon {
            events.push(self.change(link).await?);
        }
        let space = self.space(link).await?;
        Ok(Some(Committed {
            value: (space, before.into_iter().collect()),
            events,
        }))
    }
}

impl SetIcon {
    async fn change(&self, link: &mut Link<'_>) -> sqlx::Result<Event> {
        execute!(
            link,
            "UPDATE spaces SET icon = $2 WHERE id = $1",
            self.space.raw(),
            self.icon.as_ref().map(|icon| &icon.as_bytes()[..])
        )?;
        let detail = json!({"icon": self.icon.is_some()});
        let deed = Deed::new(AuditAction::SpaceUpdated, self.space.raw(), detail);
        audit::record(link, (self.space, self.by), deed, self.now).await?;
        let stream = self.space.into();
        let seq = log::append(link, stream, Reference::SpaceUpdated(self.space), self.now).await?;
        let space = self.space(link).await?;
        Ok(Event::SpaceUpdated { stream, seq, space })
    }

    async fn space(&self, link: &mut Link<'_>) -> sqlx::Result<Space> {
        let space = get(link, self.space).await?;
        space.ok_or_else(|| Damage("a space is missing").into())
    }
}
