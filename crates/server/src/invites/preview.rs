//! Looking at an invite before having an account.

use parlor_protocol::invites::{InvitePreview, InviterPreview};

use crate::{app::App, clock, members::AccessError};

/// What whoever holds the code may know.
///
/// # Errors
/// [`AccessError::NotFound`] when it is spent, expired, revoked or never was.
pub async fn preview(app: &App, code: &str) -> Result<InvitePreview, AccessError> {
    let (invite, space) = app
        .storage
        .invites()
        .get(code, clock::now())
        .await?
        .ok_or(AccessError::NotFound)?;
    Ok(InvitePreview {
        code: invite.code,
        space,
        inviter: InviterPreview {
            display_name: invite.inviter.display_name,
        },
        expires_at: invite.expires_at,
    })
}
