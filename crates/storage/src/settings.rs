//! Settings that were changed while a server ran: they win over those it was started with.

use std::collections::BTreeMap;

use crate::{
    Error, Storage,
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
    pub async fn set(&self, changes: Vec<(&'static str, Option<String>)>) -> Result<(), Error> {
        self.storage.write(Set { changes }).await
    }
}

struct Set {
    changes: Vec<(&'static str, Option<String>)>,
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
        Ok(())
    }
}
