//! Saying how one wants to be seen, and what one is up to.

use parlor_protocol::{presence::Choice, time::Timestamp, users::UpdateMe};

use crate::{
    app::{Actor, App},
    users::{self, UpdateError},
};

/// What the actor says.
#[derive(Debug)]
pub struct Update {
    /// How they want to be seen.
    pub choice: Choice,
    /// A line; absent = as it is, `None` = none.
    pub text: Option<Option<String>>,
    /// When it is no longer shown.
    pub expires_at: Option<Timestamp>,
}

/// Changes how the actor is seen, on all their devices and for as long as they say nothing else, and
/// their line, where they say one; both are of their account.
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
    let (storage, user, mood) = (app.storage.clone(), actor.user, update.choice.into());
    let chosen = app.commit_and(
        async move { storage.presences().choose(user, mood).await },
        move |node, is_new| {
            // What is being read may be what they chose before.
            if *is_new {
                node.hub.reread(&[user]);
            }
            std::future::ready(())
        },
    );
    chosen.await?;
    Ok(())
}
