//! Letting somebody come back.

use parlor_protocol::{
    audit::AuditAction,
    ids::{SpaceId, StreamId, UserId},
    time::Timestamp,
};
use serde_json::json;

use crate::{
    Error,
    audit::{self, Deed},
    engine::{Link, execute},
    writer::{Failed, Write},
};

pub(super) struct Remove {
    pub(super) space: SpaceId,
    pub(super) by: UserId,
    pub(super) user: UserId,
    pub(super) now: Timestamp,
}

impl Write for Remove {
    type Output = ();
    type Error = Error;

    /// Nothing happens in the space's stream; its lock keeps this from meeting a ban half-way.
    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        let lifted = execute!(
            link,
            "DELETE FROM bans WHERE space_id = $1 AND user_id = $2",
            self.space.raw(),
            self.user.raw()
        )?;
        if lifted > 0 {
            let deed = Deed::new(AuditAction::MemberUnbanned, self.user.raw(), json!({}));
            audit::record(link, (self.space, self.by), deed, self.now).await?;
        }
        Ok(())
    }
}
