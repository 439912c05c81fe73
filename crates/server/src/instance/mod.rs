//! The instance: what anybody may know about it before signing in, and what can be changed about it
//! while it runs.

pub mod http;

mod change;
mod settings;

use parlor_protocol::instance::{Instance, VoiceInfo};

use crate::app::App;

pub use change::{ChangeError, change};
pub use settings::Settings;

/// What anybody may know.
///
/// # Errors
/// When the database does not answer.
pub async fn instance(app: &App) -> Result<Instance, parlor_storage::Error> {
    let settings = app.settings.in_force();
    Ok(Instance {
        name: settings.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        setup_required: !app.storage.accounts().has_owner().await?,
        registration: settings.registration,
        limits: app.config.limits.clone(),
        features: features(app),
        voice: VoiceInfo {
            enabled: app.voice.is_on(),
        },
    })
}

fn features(app: &App) -> Vec<String> {
    let features = [
        (app.mail.works(), "mail"),
        (app.embeds.work(), "embeds"),
        (app.push.works(), "push"),
    ];
    let there = features.into_iter().filter(|(works, _)| *works);
    there.map(|(_, name)| name.to_owned()).collect()
}
