//! The places of settings, their order, and what is said when one is wrong.

use std::{ffi::OsString, fs, path::PathBuf};

use super::*;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A data directory with a `parlor.toml` of this text.
    fn with_file(toml: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("parlor.toml"), toml).unwrap();
        Self { folder }
    }

    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn flags(&self) -> Flags {
        Flags {
            data_dir: Some(self.folder.path().to_owned()),
            ..Flags::default()
        }
    }

    fn load(&self, variables: &[(&str, &str)]) -> Result<Loaded, LoadError> {
        Loaded::read(self.flags(), environment(variables))
    }

    /// What is said instead of settings, with the folder cut out.
    fn complaint(&self, variables: &[(&str, &str)]) -> String {
        let folder = format!("{}/", self.folder.path().display());
        self.load(variables)
            .unwrap_err()
            .to_string()
            .replace(&folder, "")
    }
}

fn environment(variables: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    variables
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)))
        .collect()
}

fn place_of(loaded: &Loaded, name: &str) -> (String, String) {
    let settings = loaded.settings();
    let found = settings.into_iter().find(|setting| setting.name == name);
    let found = found.unwrap_or_else(|| panic!("{name} is a setting"));
    (found.value, found.place)
}

/// Nothing is needed: without a word from anybody there is a server on this machine.
#[test]
fn the_defaults_are_a_server() {
    let loaded = Place::empty().load(&[]).unwrap();
    assert_eq!(loaded.config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(loaded.config.limits, Limits::default());
    assert!(loaded.config.ws.allow_query_token);
}

/// A flag wins over the environment, that over the file, that over the default; and each value
/// remembers where it was read.
#[test]
fn later_places_win() {
    let place = Place::with_file(
        "listen = \"127.0.0.1:1\"\nnode = 1\ndata_dir = \"elsewhere\"\n\
         [limits]\nlogins_per_10_min = 1\nmessage_chars_max = 2\n",
    );
    let variables = [
        ("PARLOR_LISTEN", "127.0.0.1:2"),
        ("PARLOR_LIMITS__LOGINS_PER_10_MIN", "3"),
    ];
    let flags = Flags {
        listen: Some("127.0.0.1:3".parse().unwrap()),
        ..place.flags()
    };
    let loaded = Loaded::read(flags, environment(&variables)).unwrap();
    let file = place
        .folder
        .path()
        .join("parlor.toml")
        .display()
        .to_string();
    let expect = |name: &str, value: &str, place: &str| {
        assert_eq!(
            place_of(&loaded, name),
            (value.to_owned(), place.to_owned())
        );
    };
    expect("listen", "\"127.0.0.1:3\"", "--listen");
    expect(
        "limits.logins_per_10_min",
        "3",
        "PARLOR_LIMITS__LOGINS_PER_10_MIN",
    );
    expect("limits.message_chars_max", "2", &file);
    expect("node", "1", &file);
    expect("limits.emoji_bytes_max", "64", "default");
    assert_eq!(loaded.config.data_dir, place.folder.path());
}

/// Everything can be said in the environment, where all is text.
#[test]
fn the_environment_can_say_everything() {
    let config = Place::empty()
        .load(&[
            ("PARLOR_ACCOUNTS__REGISTRATION", "open"),
            ("PARLOR_WS__ALLOW_QUERY_TOKEN", "false"),
            ("PARLOR_HTTP__PUBLIC_URL", "https://Chat.example.org/"),
            ("PARLOR_HTTP__TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
            ("PARLOR_HTTP__ALLOWED_ORIGINS", ""),
            ("PARLOR_INSTANCE__NAME", "1984"),
            ("PARLOR_NODE", "7"),
            ("PARLOR_LOG__FORMAT", "json"),
            (
                "PARLOR_DATABASE_URL",
                "postgres://ada:hunter2@localhost/parlor",
            ),
        ])
        .unwrap()
        .config;
    assert_eq!(config.accounts.registration, Registration::Open);
    assert!(!config.ws.allow_query_token);
    assert_eq!(
        config.http.public_url.unwrap().as_str(),
        "https://chat.example.org"
    );
    assert_eq!(config.http.trusted_proxies.len(), 2);
    assert_eq!(config.instance.name, "1984");
    assert_eq!(config.node.number(), 7);
    assert_eq!(config.log.format, LogFormat::Json);
    assert!(config.database_url.is_some());
}

/// What cannot be understood is named, with its place, in one sentence and without its value.
#[test]
fn mistakes_are_named_with_their_place() {
    for (toml, complaint) in [
        (
            "lissten = 1",
            "There is no setting `lissten`; it stands in parlor.toml. Known there: ",
        ),
        (
            "[limits]\nlogins = 1",
            "There is no setting `limits.logins`; it stands in parlor.toml. Known there: ",
        ),
        (
            "[htpp]\npublic_url = \"x\"",
            "There is no setting `htpp`; it stands in parlor.toml.",
        ),
        ("listen = 5", "The setting `listen` in parlor.toml must be "),
        (
            "node = 1024",
            "The setting `node` in parlor.toml must be from 0 to 1023.",
        ),
        (
            "[limits]\nlogins_per_10_min = \"many\"",
            "The setting `limits.logins_per_10_min` in parlor.toml must be a whole number.",
        ),
        (
            "[accounts]\nregistration = \"hunter2\"",
            "The setting `accounts.registration` in parlor.toml must be one of invite, open, closed.",
        ),
        (
            "[http]\ntrusted_proxies = [\"hunter2\"]",
            "The setting `http.trusted_proxies` in parlor.toml must be an address or a network",
        ),
        (
            "[http]\npublic_url = \"hunter2\"",
            "The setting `http.public_url` in parlor.toml must be a scheme and a host",
        ),
        (
            "limits = 3",
            "The setting `limits` in parlor.toml must be a section.",
        ),
        (
            "[metrics]\ntoken = 12345",
            "The setting `metrics.token` in parlor.toml must be a string.",
        ),
        (
            "[metrics]\ntoken = \"hunter2",
            "The settings file parlor.toml is not TOML at line 2, column ",
        ),
        (
            "[log]\nlevel = \"=\"",
            "The setting `log.level` must be error, warn, info",
        ),
        (
            "database_url = \"mysql://hunter2\"",
            "The setting `database_url` must begin with postgres",
        ),
        (
            "[limits]\nsends_per_5_s = 0",
            "The setting `limits.sends_per_5_s` must be at least 1.",
        ),
        (
            "[limits]\nusername_chars_min = 33",
            "The setting `limits.username_chars_min` must not be above `limits.username_chars_max`.",
        ),
        (
            "[limits]\nmessage_chars_max = 40000",
            "The settings `limits.message_chars_max`, ",
        ),
        ("[instance]\nname = \"\"", "The setting `instance.name` "),
    ] {
        let said = Place::with_file(toml).complaint(&[]);
        assert!(said.starts_with(complaint), "{toml}\n{said}\n{complaint}");
        assert!(said.ends_with('.') && !said.contains('\n'), "{said}");
        assert!(
            !said.contains("hunter2") && !said.contains("12345"),
            "{said}"
        );
    }
}

/// The same for the environment, by the name of the variable.
#[test]
fn variables_are_named_as_they_are_written() {
    let place = Place::empty();
    for (variable, complaint) in [
        (
            ("PARLOR_LIMITS__LOGINZ", "1"),
            "There is no setting `limits.loginz`; it stands in the variable PARLOR_LIMITS__LOGINZ.",
        ),
        (
            ("PARLOR_LISTEN", "here"),
            "The setting `listen` in the variable PARLOR_LISTEN ",
        ),
        (
            ("PARLOR_HTTP__PUBLIC_URL__X", "1"),
            "The setting `http.public_url` in the variable PARLOR_HTTP__PUBLIC_URL",
        ),
    ] {
        let said = place.complaint(&[variable]);
        assert!(said.starts_with(complaint), "{said}\n{complaint}");
    }
}

/// What a container's surroundings put beside our variables is no mistake, but it is told.
#[test]
fn variables_of_others_are_left_alone() {
    let variables = [
        ("PARLOR_PORT", "tcp://10.0.0.1:80"),
        ("PARLOR_LIMITS_X", "1"),
        ("PATH", "x"),
    ];
    let loaded = Place::empty().load(&variables).unwrap();
    assert_eq!(loaded.ignored, ["PARLOR_LIMITS_X", "PARLOR_PORT"]);
}

/// A file that somebody named must be there; one that nobody named need not.
#[test]
fn a_named_file_must_be_there() {
    let place = Place::empty();
    let missing: PathBuf = place.folder.path().join("other.toml");
    let variables = [("PARLOR_CONFIG", missing.to_str().unwrap())];
    assert!(
        place
            .complaint(&variables)
            .starts_with("The settings file other.toml cannot be read")
    );
    fs::write(&missing, "node = 5").unwrap();
    assert_eq!(place.load(&variables).unwrap().config.node.number(), 5);
}

/// Every setting that is shown can be set by the name it is shown under, and no secret is shown.
#[test]
fn what_is_shown_can_be_set() {
    let place = Place::with_file(
        "database_url = \"postgres://ada:hunter2@localhost\"\n[metrics]\ntoken = \"hunter2\"",
    );
    let settings = place.load(&[]).unwrap().settings();
    assert!(settings.len() > 35, "{}", settings.len());
    for Setting { name, value, .. } in settings {
        assert!(!value.contains("hunter2"), "{name} = {value}");
        if value.starts_with('(') || name == "data_dir" {
            continue;
        }
        let toml = match name.split_once('.') {
            Some((section, key)) => format!("[{section}]\n{key} = {value}"),
            None => format!("{name} = {value}"),
        };
        let again = Place::with_file(&toml).load(&[]).unwrap();
        assert_eq!(place_of(&again, &name).0, value);
        assert_ne!(place_of(&again, &name).1, "default");
    }
}

/// A secret setting prints as nothing, wherever it ends up.
#[test]
fn secrets_do_not_print() {
    let config = Config {
        database_url: Some(Secret::new("hunter2".to_owned())),
        ..Config::default()
    };
    assert!(!format!("{config:?}").contains("hunter2"));
    assert!(!serde_json::to_string(&config).unwrap().contains("hunter2"));
}
