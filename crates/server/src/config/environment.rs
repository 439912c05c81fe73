//! The environment as a place of settings.

use std::ffi::OsString;

use figment::{
    Error, Metadata, Profile, Provider,
    value::{Dict, Map, Value},
};

/// What every name of ours begins with.
const PREFIX: &str = "PARLOR_";
/// What stands between a section and a key.
const SEPARATOR: &str = "__";
/// The settings outside any section. Other names without [`SEPARATOR`] are not settings: whoever
/// runs containers knows that a service called `parlor` puts `PARLOR_PORT` and more of that kind
/// into the environment.
const TOP: [&str; 4] = ["LISTEN", "DATA_DIR", "DATABASE_URL", "NODE"];

/// What the environment says: settings as paths (`["limits", "logins_per_10_min"]`) and texts.
#[derive(Default)]
pub(super) struct Environment {
    values: Vec<(Vec<String>, String)>,
    /// `PARLOR_CONFIG`: which file to read.
    pub(super) config: Option<String>,
    /// Names that begin like ours but mean nothing; a server says so when it starts.
    pub(super) ignored: Vec<String>,
}

impl Environment {
    /// Reads the names that are ours; an empty value is as good as none.
    ///
    /// # Errors
    /// The name of a variable of ours that is not UTF-8.
    pub(super) fn read(
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, String> {
        let mut read = Self::default();
        for (name, value) in variables {
            let name = name.to_string_lossy().into_owned();
            let Some(rest) = name.strip_prefix(PREFIX) else {
                continue;
            };
            let is_setting = rest.contains(SEPARATOR) || TOP.contains(&rest);
            if !is_setting && rest != "CONFIG" {
                read.ignored.push(name);
                continue;
            }
            let value = value.into_string().map_err(|_| name.clone())?;
            match value {
                value if value.is_empty() => {}
                value if rest == "CONFIG" => read.config = Some(value),
                value => read.values.push((path_of(rest), value)),
            }
        }
        read.ignored.sort();
        Ok(read)
    }
}

fn path_of(rest: &str) -> Vec<String> {
    rest.split(SEPARATOR).map(str::to_ascii_lowercase).collect()
}

/// The name of the variable for a setting.
pub(super) fn name_of(path: &[impl AsRef<str>]) -> String {
    let words: Vec<_> = path
        .iter()
        .map(|word| word.as_ref().to_ascii_uppercase())
        .collect();
    format!("{PREFIX}{}", words.join(SEPARATOR))
}

impl Provider for Environment {
    fn metadata(&self) -> Metadata {
        Metadata::named(super::load::ENVIRONMENT)
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let mut all = Dict::new();
        for (path, text) in &self.values {
            put(&mut all, path, text);
        }
        Ok(Profile::Default.collect(all))
    }
}

fn put(into: &mut Dict, path: &[String], text: &str) {
    match path {
        [] => {}
        [key] => {
            into.insert(key.clone(), Value::from(text));
        }
        [section, rest @ ..] => {
            let section = into
                .entry(section.clone())
                .or_insert_with(|| Value::from(Dict::new()));
            // A key that is also a section is neither; the section makes it an error.
            if section.as_dict().is_none() {
                *section = Value::from(Dict::new());
            }
            if let Value::Dict(_, section) = section {
                put(section, rest, text);
            }
        }
    }
}
