//! Looking at oneself.

use parlor_protocol::users::Me;

use super::ShowError;
use crate::{
    app::{Actor, App},
    clock,
};

/// The actor's own account.
///
/// # Errors
/// [`ShowError::NotFound`] when it went away meanwhile.
pub async fn me(app: &App, actor: &Actor) -> Result<Me, ShowError> {
    let me = app.storage.accounts().me(actor.user).await?;
    let me = me.ok_or(ShowError::NotFound)?;
    Ok(me.at(clock::now()))
}
