//! Changing settings while the server runs.

use parlor_protocol::{admin, text, text::Refused};

use super::settings::{NAME, REGISTRATION, SPACE_CREATION, registration, space_creation};
use crate::{
    admin::{Admin, AdminError},
    app::App,
    clock,
    refusal::Refusal,
};

/// Why the settings stay.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The name is not as it must be.
    #[error("name {0}")]
    Name(Refused),
    /// They do not run the instance any more, or the database did not do it.
    #[error(transparent)]
    Admin(#[from] AdminError),
}

impl From<ChangeError> for Refusal {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Name(why) => ("name", why).into(),
            ChangeError::Admin(error) => error.into(),
        }
    }
}

impl From<parlor_storage::Error> for ChangeError {
    fn from(error: parlor_storage::Error) -> Self {
        Self::Admin(error.into())
    }
}

/// Changes what is named, on every node: here at once, elsewhere within a second.
///
/// # Errors
/// See [`ChangeError`]; nothing was changed then.
pub async fn change(
    app: &App,
    admin: &Admin,
    change: admin::UpdateSettings,
) -> Result<admin::Settings, ChangeError> {
    let mut changes = Vec::new();
    if let Some(name) = change.name {
        if let Some(name) = &name {
            text::name(name, app.config.limits.name_chars_max).map_err(ChangeError::Name)?;
        }
        changes.push((NAME, name));
    }
    if let Some(who) = change.registration {
        changes.push((REGISTRATION, who.map(|who| registration(who).to_owned())));
    }
    if let Some(who) = change.space_creation {
        changes.push((
            SPACE_CREATION,
            who.map(|who| space_creation(who).to_owned()),
        ));
    }
    let settings = app.storage.settings();
    settings.set(admin.user(), changes, clock::now()).await?;
    app.settings.read(&app.storage).await?;
    tracing::info!(by = %admin.user(), "settings changed");
    Ok(admin::Settings::clone(&app.settings.in_force()))
}
