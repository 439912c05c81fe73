//! Following an invite.

use parlor_protocol::{
    ids::{SpaceId, StreamId, UserId},
    spaces::Space,
    time::Timestamp,
};

use super::{AcceptError, rows};
use crate::{
    Committed, bans,
    engine::Link,
    error::Damage,
    members, spaces,
    writer::{Failed, Write},
};

pub(super) struct Accept {
    pub(super) code: String,
    /// Where the code leads; that never changes.
    pub(super) space: SpaceId,
    pub(super) user: UserId,
    pub(super) now: Timestamp,
}

impl Write for Accept {
    type Output = Option<Committed<Space>>;
    type Error = AcceptError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into(), self.user.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<AcceptError>> {
        let member = members::in_space(link, self.user, self.space, self.now).await?;
        let events = if member.is_some() {
            // A repeat, perhaps of the very use that spent it. A code that was revoked since says
            // nothing, not even to a member.
            if !rows::stands(link, &self.code).await? {
                return Ok(None);
            }
            Vec::new()
        } else {
            let banned = bans::is_banned(link, (self.space, self.user)).await?;
            if banned && rows::usable(link, &self.code, self.now).await?.is_some() {
                return Err(Failed::Refused(AcceptError::Banned));
            }
            if banned || rows::consume(link, &self.code, self.now).await?.is_none() {
                return Ok(None);
            }
            members::join(link, self.space, self.user, self.now).await?
        };
        match spaces::get(link, self.space).await? {
            Some(value) => Ok(Some(Committed { value, events })),
            None => Err(Damage("a space is missing").into()),
        }
    }
}
