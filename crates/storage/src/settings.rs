//! Settings that were changed while a server ran: they win over those it was started with.

use std::collections::BTreeMap;

use parlor_protocol::{audit::InstanceAction, ids::UserId, time::Timestamp};
use serde_json::json;

use crate::{
    Error, Storage,
    audit::instance::{InstanceDeed, record},
    engine::{Link, execute, fetch_all},
    writer::{Failed, Write},
};

/// Reads and writes settings.
pub struct Settings<'s> {
    pub(crate) storage: &'s Storage,
}

impl Settings<'_> {
    /// Every setting that was changed, by its name.
    pub async fn all(&self) -> Result<BTreeMap<String, String>, Error> {
        let mut reader = self.storage.reader().await?;
        let rows = fetch_all!(
            &mut reader.link(),
            (String, String),
            "SELECT name, value FROM settings WHERE name > ''"
        )?;
        Ok(rows.into_iter().collect())
    }

    /// Changes these, all or none; `None` = as the server was started with.
    pub async fn set(
        &self,
        by: UserId,
        changes: Vec<(&'static str, Option<String>)>,
        now: Timestamp,
    ) -> Result<(), Error> {
        if changes.is_empty() {
            return Ok(());
        }
        self.storage.write(Set { by, changes, now }).await
    }
}

struct Set {
    by: UserId,
    changes: Vec<(&'static str, Option<String>)>,
    now: Timestamp,
}

impl Write for Set {
    type Output = ();
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        for (name, value) in &self.changes {
            match value {
                Some(value) => execute!(
                    link,
                    "INSERT INTO settings (name, value) VALUES ($1, $2) \
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    name,
                    value
                )?,
                None => execute!(link, "DELETE FROM settings WHERE name = $1", name)?,
            };
        }
        let changed = self.changes.iter();
        let deed = InstanceDeed {
            by: Some(self.by),
            action: InstanceAction::SettingsChanged,
            target: None,
            detail: changed
                .map(|(name, value)| ((*name).to_owned(), json!(value)))
                .collect(),
        };
        record(link, deed, self.now).await?;
        Ok(())
    }
}
