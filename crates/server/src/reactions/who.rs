//! Who reacted.

use parlor_protocol::{
    ids::{MessageId, UserId},
    page::{Page, PageSize},
    reactions::Reactor,
};

use crate::{
    app::{Actor, App},
    members::AccessError,
    messages,
};

/// A page of the people behind one emoji on a message, ascending by user id.
///
/// # Errors
/// [`AccessError::NotFound`] when the message is missing, hidden or deleted.
pub async fn who(
    app: &App,
    actor: &Actor,
    (message, emoji): (MessageId, &str),
    (after, size): (Option<UserId>, PageSize),
) -> Result<Page<Reactor>, AccessError> {
    messages::of_message(app, actor, message).await?;
    Ok(app
        .storage
        .reactions()
        .who(message, emoji, after, size)
        .await?)
}
