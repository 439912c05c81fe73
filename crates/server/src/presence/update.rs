//! Saying what one is up to, beside whether one is there.

use parlor_protocol::{time::Timestamp, users::UpdateMe};

use crate::{
    app::{Actor, App},
    users::{self, UpdateError},
};

/// What the actor says.
#[derive(Debug)]
pub struct Update {
    /// A line; absent = as it is, `None` = none.
    pub text: Option<Option<String>>,
    /// When it is no longer shown.
    pub expires_at: Option<Timestamp>,
}

/// Changes the actor's line, where they say one; it is one of their account.
///
/// # Errors
/// See [`UpdateError`]; nothing was changed then.
pub async fn update(app: &App, actor: &Actor, update: Update) -> Result<(), UpdateError> {
    let change = UpdateMe {
        status_text: update.text,
        status_expires_at: update.expires_at,
        ..UpdateMe::default()
    };
    if change.status_text.is_some() || change.status_expires_at.is_some() {
        users::update(app, actor, change).await?;
    }
    Ok(())
}
