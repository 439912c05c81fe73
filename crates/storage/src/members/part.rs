//! Leaving a space, or being removed from it.

use parlor_protocol::{
    ids::{SpaceId, StreamId, UserId},
    members::Departure,
    time::Timestamp,
};

use super::{ChangeError, Parted, leave};
use crate::{
    Committed,
    engine::Link,
    spaces,
    writer::{Failed, Write},
};

pub(super) struct Part {
    pub(super) space: SpaceId,
    pub(super) user: UserId,
    pub(super) reason: Departure,
    pub(super) now: Timestamp,
}

impl Write for Part {
    type Output = Committed<Option<Parted>>;
    type Error = ChangeError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into(), self.user.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<ChangeError>> {
        let place = (self.space, self.user);
        if spaces::is_owner(link, place).await? {
            return Err(Failed::Refused(ChangeError::Owner));
        }
        Ok(leave(link, place, self.reason, self.now).await?)
    }
}
