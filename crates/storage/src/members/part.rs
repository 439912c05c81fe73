//! Leaving a space, or being removed from it.

use parlor_protocol::{
    audit::AuditAction,
    ids::{SpaceId, StreamId, UserId},
    members::Departure,
    time::Timestamp,
};

use serde_json::json;

use super::{ChangeError, Parted, leave};
use crate::{
    Committed,
    audit::{self, Deed},
    engine::Link,
    spaces,
    writer::{Failed, Write},
};

pub(super) struct Part {
    pub(super) space: SpaceId,
    pub(super) user: UserId,
    pub(super) by: UserId,
    pub(super) reason: Departure,
    pub(super) now: Timestamp,
}

impl Write for Part {
    type Output = Committed<Option<Parted>>;
    type Error = ChangeError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into(), self.user.into()]
    }

    fn changes_rights(&self, parted: &Self::Output) -> Vec<StreamId> {
        let parted = parted.value.as_ref().map(|_| self.space.into());
        parted.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<ChangeError>> {
        let place = (self.space, self.user);
        if spaces::is_owner(link, place).await? {
            return Err(Failed::Refused(ChangeError::Owner));
        }
        let parted = leave(link, place, self.reason, self.now).await?;
        if parted.value.is_some() && self.by != self.user {
            let deed = Deed::new(AuditAction::MemberKicked, self.user.raw(), json!({}));
            audit::record(link, (self.space, self.by), deed, self.now).await?;
        }
        Ok(parted)
    }
}
