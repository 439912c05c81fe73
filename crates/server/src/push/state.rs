//! Seeing how one's session is told.

use parlor_protocol::push::{Push, Subscription};

use super::SubscribeError;
use crate::app::{Actor, App};

/// What a browser subscribes with, and the subscription of this session.
///
/// # Errors
/// [`SubscribeError::Off`], or when the database does not answer.
pub async fn state(app: &App, actor: &Actor) -> Result<Push, SubscribeError> {
    if !app.push.works() {
        return Err(SubscribeError::Off);
    }
    let subscribed = app.storage.push().of(actor.session).await?;
    Ok(Push {
        public_key: app.keys.vapid().public_key().to_owned(),
        subscription: subscribed.map(|subscribed| Subscription {
            hides_text: subscribed.hides_text,
            failing: subscribed.failing,
        }),
    })
}
