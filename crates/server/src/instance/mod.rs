//! The instance: what anybody may know about it before signing in.

pub mod http;

use parlor_protocol::instance::{Instance, VoiceInfo};

use crate::app::App;

/// What anybody may know.
///
/// # Errors
/// When the database does not answer.
pub async fn instance(app: &App) -> Result<Instance, parlor_storage::Error> {
    Ok(Instance {
        name: app.config.instance.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        setup_required: !app.storage.accounts().has_owner().await?,
        registration: app.config.accounts.registration,
        limits: app.config.limits.clone(),
        features: Vec::new(),
        voice: VoiceInfo { enabled: false },
    })
}
