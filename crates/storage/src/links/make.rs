//! Making a link.

use parlor_protocol::ids::UserId;

use super::{NewLink, rows};
use crate::{
    accounts::{StandingError, check_below},
    engine::Link,
    writer::{Failed, Write},
};

/// By somebody who stands above the person.
pub(super) struct ByAdmin {
    pub(super) by: UserId,
    pub(super) new: NewLink,
}

impl Write for ByAdmin {
    type Output = ();
    type Error = StandingError;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<StandingError>> {
        check_below(link, (self.by, self.new.user)).await?;
        rows::forget_resets(link, self.new.user).await?;
        rows::insert(link, &self.new, None).await?;
        Ok(())
    }
}
