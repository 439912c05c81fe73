//! Making a link.

use parlor_protocol::{audit::InstanceAction, ids::UserId};
use serde_json::json;

use super::{NewLink, rows};
use crate::{
    Error,
    accounts::{StandingError, UpdateError, check_below},
    audit::instance::{InstanceDeed, record},
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
        let deed = InstanceDeed {
            by: Some(self.by),
            action: InstanceAction::ResetLinkMade,
            target: Some(self.new.user),
            detail: json!({}),
        };
        record(link, deed, self.new.created_at).await?;
        Ok(())
    }
}

/// By mail, to an address that was the account's when it was looked up.
pub(super) struct ByMail {
    pub(super) new: NewLink,
    pub(super) email: String,
}

impl Write for ByMail {
    type Output = Option<String>;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let found = rows::by_email(link, &self.email).await?;
        if found.is_none_or(|(user, _)| user != self.new.user) {
            return Ok(None);
        }
        rows::forget_resets(link, self.new.user).await?;
        rows::insert(link, &self.new, None).await?;
        Ok(Some(self.email.clone()))
    }
}

/// For an address that is to be proven.
pub(super) struct ForEmail {
    pub(super) new: NewLink,
    pub(super) email: String,
}

impl Write for ForEmail {
    type Output = ();
    type Error = UpdateError;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<UpdateError>> {
        let user = self.new.user;
        if rows::is_taken(link, user, &self.email).await? {
            return Err(Failed::Refused(UpdateError::EmailTaken));
        }
        rows::forget_emails(link, user).await?;
        rows::insert(link, &self.new, Some(&self.email)).await?;
        Ok(())
    }
}
