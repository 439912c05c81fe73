//! What goes on in the background: telling those who are here of messages that call everybody.

use std::sync::Arc;

use parlor_protocol::{event::Event, messages::Message, notifications::NotificationKind};
use tokio::task::JoinSet;

use crate::{
    app::{App, Shared},
    clock,
};

/// Starts it; it ends with the set.
pub fn start(app: &Shared, tasks: &mut JoinSet<()>) {
    tasks.spawn(tell_everybody(Arc::clone(app)));
}

async fn tell_everybody(app: Shared) {
    while let Some(message) = app.everybody.next().await {
        loop {
            match tell(&app, &message).await {
                Ok(true) => break,
                // Somebody lost a right meanwhile: look again.
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(%error, "telling people that they are called");
                    break;
                }
            }
        }
    }
}

async fn tell(app: &App, message: &Message) -> Result<bool, parlor_storage::Error> {
    let moment = app.hub.moment();
    let here = app.hub.users();
    let notifications = app.storage.notifications();
    let called = notifications.called(message, &here, clock::now()).await?;
    let event = Event::Notification {
        stream: None,
        seq: None,
        kind: NotificationKind::Mention,
        channel_id: message.channel_id,
        message_id: message.id,
        message_seq: message.seq,
        excerpt: message.excerpt(),
    };
    Ok(app.hub.advise(moment, &called, &event))
}
