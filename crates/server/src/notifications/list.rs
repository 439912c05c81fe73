//! Reading one's inbox.

use parlor_protocol::{
    notifications::Notification,
    page::{Page, PageSize},
    streams::Seq,
};

use crate::app::{Actor, App};

/// What called the actor, the newest first, before a position of their own stream. What is gone or
/// hidden by now is left out, so a page may have fewer entries than asked for and go on.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    app: &App,
    actor: &Actor,
    (before, size): (Option<Seq>, PageSize),
) -> Result<Page<Notification>, parlor_storage::Error> {
    let notifications = app.storage.notifications();
    notifications.page(actor.user, before, size).await
}
