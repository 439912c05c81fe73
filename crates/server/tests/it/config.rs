//! Settings, as whoever runs the server meets them: `parlor config`, and what is said when one is
//! wrong.

use std::{collections::BTreeMap, fs, path::Path};

use crate::app::{Engine, Options, Program, TestApp};

/// A folder with a `parlor.toml` of this text.
fn folder(toml: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("parlor.toml"), toml).unwrap();
    folder
}

fn config(folder: &tempfile::TempDir) -> Program {
    Program::new(folder.path(), &["config"])
}

/// What `parlor config` printed: name -> (value, place).
fn settings(printed: &str) -> BTreeMap<String, (String, String)> {
    let lines = printed.lines().map(|line| {
        let (setting, place) = line.rsplit_once("  # ").expect("a place");
        let setting = setting.trim_end();
        let (name, value) = match setting.strip_prefix("# ") {
            Some(setting) => setting.split_once(' ').unwrap(),
            None => setting.split_once(" = ").unwrap(),
        };
        (name.to_owned(), (value.to_owned(), place.to_owned()))
    });
    lines.collect()
}

/// Defaults, then the file, then the environment, then flags; each value says where it was read.
#[test]
fn later_places_win() {
    let folder = folder(
        "node = 1\ndata_dir = \"of-file\"\n[limits]\nlogins_per_10_min = 1\nsends_per_5_s = 1\n",
    );
    let program = config(&folder)
        .args(&["--data-dir", "of-flag"])
        .env("PARLOR_DATA_DIR", "of-environment")
        .env("PARLOR_NODE", "")
        .env("PARLOR_LIMITS__LOGINS_PER_10_MIN", "2")
        .env("PARLOR_INSTANCE__NAME", "1984");
    let settings = settings(&program.run().good());
    for (name, value, place) in [
        ("data_dir", "\"of-flag\"", "--data-dir"),
        (
            "limits.logins_per_10_min",
            "2",
            "PARLOR_LIMITS__LOGINS_PER_10_MIN",
        ),
        ("instance.name", "\"1984\"", "PARLOR_INSTANCE__NAME"),
        ("limits.sends_per_5_s", "1", "parlor.toml"),
        ("node", "1", "parlor.toml"),
        ("log.level", "\"info\"", "default"),
        ("database_url", "(not set)", "default"),
    ] {
        assert_eq!(
            settings[name],
            (value.to_owned(), place.to_owned()),
            "{name}"
        );
    }
}

/// The file is the one that is named, else the one here, else the one with the data. One that is
/// named must be there.
#[test]
fn the_file_is_found() {
    let here = folder("node = 1");
    let data = folder("node = 2");
    let other = folder("node = 3");
    let empty = tempfile::tempdir().unwrap();
    let data_dir = data.path().to_str().unwrap();
    let other_file = other.path().join("parlor.toml");
    let node = |program: Program| settings(&program.run().good())["node"].0.clone();
    assert_eq!(node(config(&here).env("PARLOR_DATA_DIR", data_dir)), "1");
    assert_eq!(node(config(&empty).env("PARLOR_DATA_DIR", data_dir)), "2");
    assert_eq!(node(config(&here).env("PARLOR_CONFIG", &other_file)), "3");
    let flag = ["--config", other_file.to_str().unwrap()];
    assert_eq!(
        node(
            config(&here)
                .env("PARLOR_CONFIG", "missing.toml")
                .args(&flag)
        ),
        "3"
    );
    for missing in [
        config(&here).args(&["--config", "missing.toml"]),
        config(&here).env("PARLOR_CONFIG", "missing.toml"),
    ] {
        let said = missing.run().sentence();
        assert!(
            said.starts_with("The settings file missing.toml cannot be read"),
            "{said}"
        );
    }
}

/// A mistake is one sentence that names the setting and the place, whatever command meets it, and
/// never the value, which may be a secret.
#[test]
fn mistakes_name_their_place() {
    for (toml, sentence) in [
        (
            "colour = 1",
            "There is no setting `colour`; it stands in parlor.toml.",
        ),
        (
            "[limits]\nx = 1",
            "There is no setting `limits.x`; it stands in parlor.toml.",
        ),
        (
            "[telephone]\nx = 1",
            "There is no setting `telephone`; it stands in parlor.toml.",
        ),
        (
            "listen = \"hunter2\"",
            "The setting `listen` in parlor.toml must be",
        ),
        (
            "node = \"hunter2\"",
            "The setting `node` in parlor.toml must be a whole number.",
        ),
        (
            "[limits]\nsends_per_5_s = -1",
            "The setting `limits.sends_per_5_s` in parlor.toml must be",
        ),
        (
            "[limits]\nsends_per_5_s = 0",
            "The setting `limits.sends_per_5_s` must be at least 1.",
        ),
        (
            "[metrics]\ntoken = hunter2",
            "The settings file parlor.toml is not TOML at line 2",
        ),
        (
            "[http]\npublic_url = \"hunter2\"",
            "The setting `http.public_url` in parlor.toml must be",
        ),
    ] {
        let folder = folder(toml);
        for command in [
            &["config"][..],
            &["serve"],
            &["user", "list"],
            &["rotate-keys"],
        ] {
            let said = Program::new(folder.path(), command).run().sentence();
            assert!(said.starts_with(sentence), "{said}");
            assert!(!said.contains("hunter2"), "{said}");
        }
    }
    let empty = folder("");
    for (name, value, sentence) in [
        (
            "PARLOR_LIMITS__X",
            "1",
            "There is no setting `limits.x`; it stands in the variable PARLOR_LIMITS__X.",
        ),
        (
            "PARLOR_X__Y",
            "hunter2",
            "There is no setting `x`; it stands in the variable PARLOR_X",
        ),
        (
            "PARLOR_NODE__X",
            "1",
            "The setting `node` in the variable PARLOR_NODE",
        ),
        (
            "PARLOR_NODE",
            "hunter2",
            "The setting `node` in the variable PARLOR_NODE must be",
        ),
        (
            "PARLOR_WS__ALLOW_QUERY_TOKEN",
            "maybe",
            "The setting `ws.allow_query_token` in the variable PARLOR_WS__ALLOW_QUERY_TOKEN must be",
        ),
        (
            "PARLOR_LIMITS__SENDS_PER_5_S",
            "99999999999",
            "The setting `limits.sends_per_5_s` in the variable PARLOR_LIMITS__SENDS_PER_5_S must be",
        ),
        (
            "PARLOR_DATABASE_URL",
            "mysql://hunter2",
            "The setting `database_url` must begin with postgres://",
        ),
    ] {
        let said = config(&empty).env(name, value).run().sentence();
        assert!(said.starts_with(sentence), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
}

/// No secret is shown, wherever it was read; what is shown can be used as a file again.
#[test]
fn secrets_are_hidden_and_the_rest_can_be_used() {
    let url = "postgres://ada:hunter2@localhost/parlor";
    let folder = folder(&format!(
        "database_url = \"{url}\"\n[instance]\nname = \"Küche \\\"1\\\" # \"\n"
    ));
    let shown = config(&folder)
        .env("PARLOR_METRICS__TOKEN", "hunter3")
        .env("PARLOR_HTTP__TRUSTED_PROXIES", "10.0.0.0/8,::1")
        .env("PARLOR_HTTP__PUBLIC_URL", "https://chat.example")
        .run()
        .good();
    assert!(!shown.contains("hunter"), "{shown}");
    assert!(
        shown.contains("# database_url (hidden)") && shown.contains("# metrics.token (hidden)")
    );
    let flag = config(&folder).args(&["--database-url", url]).run().good();
    assert!(!flag.contains("hunter"), "{flag}");

    let again = self::folder(&shown);
    let again = settings(&config(&again).run().good());
    for (name, (value, place)) in settings(&shown) {
        if !value.starts_with('(') {
            assert_eq!(
                again[&name],
                (value, "parlor.toml".to_owned()),
                "{name} {place}"
            );
        }
    }
}

/// Everything can be set in the environment, by the name under which it is shown.
#[test]
fn every_setting_has_a_variable() {
    let folder = folder("");
    let shown = settings(&config(&folder).run().good());
    let mut program = config(&folder);
    let variable = |name: &str| format!("PARLOR_{}", name.to_uppercase().replace('.', "__"));
    for (name, (value, _)) in &shown {
        let value = match (name.as_str(), value.as_str()) {
            ("database_url", _) => "postgres://localhost/parlor",
            ("http.public_url", _) => "https://chat.example",
            ("http.allowed_origins" | "http.trusted_proxies" | "outbound.allow", _) => continue,
            ("metrics.token", _) => "token",
            ("s3.prefix", _) => "chat",
            ("s3.endpoint", _) => "https://s3.example",
            ("mail.port", _) => "25",
            ("voice.udp_listen" | "voice.tcp_listen", _) => "127.0.0.1:7000",
            ("voice.public_address" | "voice.stun", _) => "voice.example.org",
            ("mail.from", _) => "parlor@example.org",
            ("push.contact", _) => "mailto:admin@example.org",
            (
                "mail.host" | "mail.username" | "mail.password" | "s3.bucket" | "s3.access_key"
                | "s3.secret_key",
                _,
            ) => "parlor",
            (_, value) => value.trim_matches('"'),
        };
        program = program.env(&variable(name), value);
    }
    for (name, (_, place)) in settings(&program.run().good()) {
        let list = ["_origins", "_proxies", ".allow"];
        if !list.iter().any(|list| name.ends_with(list)) {
            assert_eq!(place, variable(&name));
        }
    }
}

/// Variables that only look like ours are told and left alone, by the server too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn variables_of_others_are_told() {
    let folder = folder("");
    let shown = config(&folder)
        .env("PARLOR_PORT", "tcp://10.0.0.1:80")
        .run()
        .good();
    assert!(
        shown.ends_with("# PARLOR_PORT in the environment means nothing\n"),
        "{shown}"
    );
    let options = Options::default().env("PARLOR_PORT", "tcp://10.0.0.1:80");
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let log = app.log();
    let line = log
        .lines()
        .find(|line| line.contains("PARLOR_PORT"))
        .expect("a line");
    assert!(line.contains("WARN") && !line.contains("tcp://"), "{line}");
}

/// The tables of `docs/operating.md` name every setting there is with its default, and no other.
#[test]
fn the_manual_names_every_setting() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operating.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, section) = page
        .split_once("\n## Settings\n")
        .expect("a section on settings");
    let (section, _) = section.split_once("\n## ").unwrap_or((section, ""));
    let mut told = BTreeMap::new();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let [_, name, default, what, _] = cells[..] else {
            panic!("name, default, what it is: {row}");
        };
        assert!(!what.is_empty(), "{row}");
        let [name, default] = [name, default].map(|cell| cell.trim_matches('`').to_owned());
        let known = told.insert(name, default);
        assert_eq!(known, None, "it stands twice: {row}");
    }
    let shown = settings(&config(&folder("")).run().good());
    let there = shown.into_iter().map(|(name, (value, _))| {
        let value = match value.as_str() {
            "(not set)" | "[]" => "none",
            value => value.trim_matches('"'),
        };
        (name, value.to_owned())
    });
    assert_eq!(told, there.collect::<BTreeMap<_, _>>());
}
