//! Coming into a space by an invite.

use parlor_protocol::spaces::Space;

use crate::{
    app::{Actor, App},
    clock,
    members::AccessError,
};

/// Makes the actor a member. Who is one already keeps the invite unused.
///
/// # Errors
/// [`AccessError::NotFound`] when the invite is spent, expired, revoked or never was.
pub async fn accept(app: &App, actor: &Actor, code: String) -> Result<Space, AccessError> {
    let (storage, user) = (app.storage.clone(), actor.user);
    app.commit(async move {
        let accepted = storage.invites().accept(&code, user, clock::now()).await?;
        accepted.ok_or(AccessError::NotFound)
    })
    .await
}
