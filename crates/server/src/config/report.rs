//! What `parlor config` shows.

use parlor_protocol::limits::Limits;
use serde_json::Value;

use super::{Loaded, Secret, environment, load};

/// One setting, its value, and where that was read. A secret's value is not in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// With its section, as it would stand in `parlor.toml`.
    pub name: String,
    /// As it would stand there, `(hidden)` or `(not set)`.
    pub value: String,
    /// `default`, the file, the variable or the flag.
    pub place: String,
}

impl Loaded {
    /// Every setting, sorted by name.
    pub fn settings(&self) -> Vec<Setting> {
        let mut named = Vec::new();
        let all = serde_json::to_value(&self.config).unwrap_or_default();
        flatten(&all, String::new(), &mut named);
        named.push((
            "database_url".to_owned(),
            hidden(self.config.database_url.as_ref()),
        ));
        named.push((
            "metrics.token".to_owned(),
            hidden(self.config.metrics.token.as_ref()),
        ));
        named.push((
            "mail.password".to_owned(),
            hidden(self.config.mail.password.as_ref()),
        ));
        named.push((
            "s3.secret_key".to_owned(),
            hidden(self.config.s3.secret_key.as_ref()),
        ));
        named.sort();
        named
            .into_iter()
            .map(|(name, value)| Setting {
                place: self.place(&name),
                name,
                value,
            })
            .collect()
    }

    fn place(&self, name: &str) -> String {
        let path: Vec<_> = name.split('.').collect();
        let found = self.figment.find_metadata(name);
        match found.map(|metadata| metadata.name.as_ref()) {
            None => "default".to_owned(),
            Some(load::ENVIRONMENT) => environment::name_of(&path),
            Some(load::FLAGS) => load::flag_of(&path),
            Some(_) => {
                let file = self.file.as_ref();
                file.map_or_else(String::new, |file| file.display().to_string())
            }
        }
    }
}

fn hidden(secret: Option<&Secret>) -> String {
    match secret {
        Some(_) => "(hidden)".to_owned(),
        None => NOT_SET.to_owned(),
    }
}

const NOT_SET: &str = "(not set)";

fn flatten(value: &Value, name: String, into: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let name = match name.as_str() {
                    "" => snake_case(field),
                    section => format!("{section}.{}", snake_case(field)),
                };
                flatten(value, name, into);
            }
        }
        Value::Null => into.push((name, NOT_SET.to_owned())),
        value => into.push((name, value.to_string())),
    }
}

/// Every limit by the name of its setting.
pub(super) fn numbers(limits: &Limits) -> Vec<(String, u64)> {
    let Ok(Value::Object(fields)) = serde_json::to_value(limits) else {
        return Vec::new();
    };
    fields
        .iter()
        .filter_map(|(name, value)| Some((snake_case(name), value.as_u64()?)))
        .collect()
}

/// `logins_per_10_min` for `loginsPer10Min`: limits go over the wire in another case than they are
/// set in.
fn snake_case(name: &str) -> String {
    // As settings are written already, such as `s3`.
    if !name.contains(|character: char| character.is_ascii_uppercase()) {
        return name.to_owned();
    }
    let mut snake = String::with_capacity(name.len() + 4);
    let mut before = '_';
    for character in name.chars() {
        let begins_number = character.is_ascii_digit() && !before.is_ascii_digit();
        if (character.is_ascii_uppercase() || begins_number) && before != '_' {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
        before = character;
    }
    snake
}
