//! Spending a link on the address it proves.

use parlor_auth::refresh_token::Digest;
use parlor_protocol::{ids::UserId, time::Timestamp};

use super::rows;
use crate::{
    accounts::{UpdateError, rows as accounts},
    engine::{Link, execute, fetch_optional},
    writer::{Failed, Write},
};

pub(super) struct Confirm {
    pub(super) token: Digest,
    pub(super) now: Timestamp,
}

impl Write for Confirm {
    type Output = Option<(UserId, Option<String>)>;
    type Error = UpdateError;

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<UpdateError>> {
        let Some((user, email)) = rows::spend_email(link, &self.token, self.now).await? else {
            return Ok(None);
        };
        if rows::is_taken(link, user, &email).await? {
            return Err(Failed::Refused(UpdateError::EmailTaken));
        }
        let before = fetch_optional!(
            link,
            (Option<String>,),
            "SELECT email FROM users WHERE id = $1 AND deleted_at IS NULL",
            user.raw()
        )?;
        let Some((before,)) = before else {
            return Ok(None);
        };
        execute!(
            link,
            "UPDATE users SET email = $2, email_key = $3 WHERE id = $1",
            user.raw(),
            &email,
            accounts::key(&email)
        )
        .map_err(Failed::unless_unique)?;
        rows::forget(link, user).await?;
        Ok(Some((user, before)))
    }
}
