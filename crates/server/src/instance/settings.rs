//! The settings that can be changed while the server runs.
//!
//! What was changed lies in the database and wins over what the server was started with; every
//! node reads it once a second.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use parlor_protocol::{admin, instance::Registration, instance::SpaceMakers};
use parlor_storage::Storage;
use serde::de::DeserializeOwned;

use crate::config::Config;

/// Their names, as they would stand in `parlor.toml` and as they stand in the database.
pub(super) const NAME: &str = "instance.name";
pub(super) const REGISTRATION: &str = "accounts.registration";
pub(super) const SPACE_CREATION: &str = "spaces.create";

/// What is in force.
pub struct Settings {
    /// What the server was started with.
    configured: admin::Settings,
    // std RwLock: held to copy one pointer, never across an await.
    in_force: RwLock<Arc<admin::Settings>>,
}

impl Settings {
    /// What the server was started with is in force, until [`Settings::read`].
    pub fn new(config: &Config) -> Self {
        let configured = admin::Settings {
            name: config.instance.name.clone(),
            registration: config.accounts.registration,
            space_creation: config.spaces.create,
        };
        Self {
            in_force: RwLock::new(Arc::new(configured.clone())),
            configured,
        }
    }

    /// What is in force now.
    pub fn in_force(&self) -> Arc<admin::Settings> {
        let in_force = self.in_force.read();
        Arc::clone(&in_force.unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads what was changed.
    ///
    /// # Errors
    /// When the database does not answer; what was in force stays so.
    pub async fn read(&self, storage: &Storage) -> Result<(), parlor_storage::Error> {
        let changed = self.with(&storage.settings().all().await?);
        let mut in_force = self
            .in_force
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if **in_force != changed {
            *in_force = Arc::new(changed);
        }
        Ok(())
    }

    fn with(&self, changed: &BTreeMap<String, String>) -> admin::Settings {
        let name = changed.get(NAME).cloned();
        let registration = changed.get(REGISTRATION).and_then(|word| read(word));
        let space_creation = changed.get(SPACE_CREATION).and_then(|word| read(word));
        admin::Settings {
            name: name.unwrap_or_else(|| self.configured.name.clone()),
            registration: registration.unwrap_or(self.configured.registration),
            space_creation: space_creation.unwrap_or(self.configured.space_creation),
        }
    }
}

/// A word that a newer version wrote is as good as none.
fn read<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(word.into()).ok()
}

/// How they are written.
pub(super) const fn registration(who: Registration) -> &'static str {
    match who {
        Registration::Invite => "invite",
        Registration::Open => "open",
        Registration::Closed => "closed",
    }
}

/// How they are written.
pub(super) const fn space_creation(who: SpaceMakers) -> &'static str {
    match who {
        SpaceMakers::Admins => "admins",
        SpaceMakers::Members => "members",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was changed wins, what nobody understands does not, and every word is read as it was
    /// written.
    #[test]
    fn what_was_changed_wins() {
        let settings = Settings::new(&Config::default());
        let with = |name: &str, value: &str| {
            settings.with(&BTreeMap::from([(name.to_owned(), value.to_owned())]))
        };
        assert_eq!(with("other", "x"), settings.configured);
        assert_eq!(with(NAME, "Hall").name, "Hall");
        for who in [
            Registration::Invite,
            Registration::Open,
            Registration::Closed,
        ] {
            assert_eq!(with(REGISTRATION, registration(who)).registration, who);
        }
        for who in [SpaceMakers::Admins, SpaceMakers::Members] {
            assert_eq!(
                with(SPACE_CREATION, space_creation(who)).space_creation,
                who
            );
        }
        assert_eq!(with(REGISTRATION, "martians"), settings.configured);
    }
}
