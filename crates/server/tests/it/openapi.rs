//! The description of the API: made from the code, whole, and shown without anybody's help.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Map, Value};

use crate::app::{Engine, Program, TestApp};

/// Where the description is kept, for who reads the repository.
fn file() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json")
}

fn text() -> String {
    let folder = tempfile::tempdir().unwrap();
    let text = Program::new(folder.path(), &["openapi"]).run().good();
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "it only prints");
    text
}

fn document() -> Value {
    serde_json::from_str(&text()).unwrap()
}

fn object(value: &Value) -> &Map<String, Value> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("an object: {value}"))
}

/// Every call: `get /api/v1/sync`, and what is said of it.
fn calls(document: &Value) -> Vec<(String, &Map<String, Value>)> {
    let paths = object(&document["paths"]).iter();
    let calls = paths.flat_map(|(path, methods)| {
        object(methods)
            .iter()
            .map(move |(method, call)| (format!("{method} {path}"), object(call)))
    });
    calls.collect()
}

#[track_caller]
fn says_something(value: Option<&Value>, of: &str) {
    let said = value.and_then(Value::as_str).unwrap_or_default();
    assert!(
        !said.trim().is_empty() && !said.contains('\n'),
        "{of}: {said:?}"
    );
}

/// What lies in the repository is what the code says. `PARLOR_UPDATE=1` writes it anew.
#[test]
fn the_file_is_up_to_date() {
    let made = text();
    if std::env::var_os("PARLOR_UPDATE").is_some() {
        fs::write(file(), &made).unwrap();
    }
    let kept = fs::read_to_string(file()).unwrap_or_default();
    assert!(
        kept == made,
        "docs/openapi.json is old: run `cargo xtask codegen`"
    );
}

/// The server hands out the same, and it is a document of OpenAPI 3.1 with this version.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_says_the_same() {
    let app = TestApp::start(Engine::Sqlite).await;
    let answer = app.get("/api/openapi.json").await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.body, text());
    let document = answer.expect(200);
    assert_eq!(document["openapi"], "3.1.0");
    let instance = app.get("/api/v1/instance").await.expect(200);
    assert_eq!(document["info"]["version"], instance["version"]);
}

/// Every call belongs to a group that is described, says what it does, what it needs and what it
/// answers, good or bad; and no name stands for two of them.
#[test]
fn every_call_is_described() {
    let document = document();
    let groups = document["tags"].as_array().unwrap();
    let groups: BTreeSet<_> = groups
        .iter()
        .map(|group| {
            says_something(group.get("description"), "a group");
            group["name"].as_str().unwrap()
        })
        .collect();
    let (mut ids, mut used) = (BTreeSet::new(), BTreeSet::new());
    for (name, call) in calls(&document) {
        let tags = call["tags"].as_array().unwrap();
        assert!(
            tags.len() == 1 && groups.contains(tags[0].as_str().unwrap()),
            "{name}: {tags:?}"
        );
        used.insert(tags[0].as_str().unwrap());
        says_something(call.get("summary"), &name);
        assert!(
            call["summary"].as_str().unwrap().len() < 120,
            "{name}: one sentence"
        );
        assert!(
            ids.insert(call["operationId"].as_str().unwrap()),
            "{name}: its id stands twice"
        );
        check_answers(&name, object(&call["responses"]));
        check_security(&name, call.get("security").unwrap_or(&document["security"]));
        for parameter in call
            .get("parameters")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let place = parameter["in"].as_str().unwrap();
            assert!(parameter["schema"].is_object(), "{name}: {parameter}");
            assert_eq!(
                place == "path",
                parameter["required"] == true,
                "{name}: {parameter}"
            );
        }
    }
    assert_eq!(used, groups, "no group is empty");
    assert!(ids.len() > 30);
}

fn check_answers(name: &str, answers: &Map<String, Value>) {
    for (status, answer) in answers {
        says_something(answer.get("description"), &format!("{name} {status}"));
    }
    let good =
        |status: &&String| status.starts_with('2') || ["101", "304"].contains(&status.as_str());
    assert!(answers.keys().any(|status| good(&status)), "{name}");
    let refusals = answers.iter().filter(|(status, _)| !good(status));
    for (status, refusal) in refusals.clone() {
        let schema = &refusal["content"]["application/problem+json"]["schema"]["$ref"];
        assert_eq!(schema, "#/components/schemas/Problem", "{name} {status}");
    }
    // What only watchers ask says each of its refusals; the rest may be refused in many ways.
    assert!(
        !name.contains("/api/") || answers.contains_key("default"),
        "{name}"
    );
}

/// Each way in is nothing at all, or the bearer token.
fn check_security(name: &str, ways: &Value) {
    let ways = ways.as_array().unwrap_or_else(|| panic!("{name}"));
    assert!(!ways.is_empty(), "{name}");
    for way in ways {
        let schemes: Vec<_> = object(way).keys().collect();
        assert!(schemes.is_empty() || schemes == ["bearer"], "{name}: {way}");
    }
}

/// Every shape and every field of it says what it is, and everything that is pointed at is there.
#[test]
fn every_shape_is_described() {
    let document = document();
    let schemas = object(&document["components"]["schemas"]);
    for (name, schema) in schemas {
        // What is made of others, such as a page of them, is told by them.
        if name.contains('_') {
            continue;
        }
        says_something_somewhere(schema, name);
        for (field, property) in schema.get("properties").into_iter().flat_map(object) {
            says_something_somewhere(property, &format!("{name}.{field}"));
        }
        let wide = name.chars().next().unwrap().is_ascii_uppercase();
        assert!(wide, "{name} is a type of Rust, not of ours");
    }
    let text = document.to_string();
    for pointed in text.split("\"#/components/schemas/").skip(1) {
        let name = pointed.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
    let scheme = &document["components"]["securitySchemes"]["bearer"];
    assert_eq!(
        (&scheme["type"], &scheme["scheme"]),
        (&"http".into(), &"bearer".into())
    );
}

/// What may be missing is described in one of its alternatives.
#[track_caller]
fn says_something_somewhere(schema: &Value, of: &str) {
    let mut all = vec![schema];
    for key in ["oneOf", "anyOf", "allOf"] {
        all.extend(
            schema
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten(),
        );
    }
    let says = |schema: &&Value| {
        schema["description"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    };
    assert!(all.iter().any(says), "{of}: {schema}");
}

/// The page for people needs nobody else: no other host, nothing the policy forbids, and all it
/// asks for is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_needs_nobody_else() {
    let app = TestApp::start(Engine::Sqlite).await;
    let text = async |path: &str, kind: &str| {
        let answer = app.get(path).await;
        assert_eq!(answer.header("content-type"), Some(kind), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
        let text = String::from_utf8(answer.body.to_vec()).unwrap();
        answer.expect(200);
        for elsewhere in ["http:", "https:", "src=\"//", "url(", "@import"] {
            assert!(
                !text.contains(elsewhere),
                "{path} asks elsewhere: {elsewhere}"
            );
        }
        text
    };
    let page = text("/api/docs", "text/html; charset=utf-8").await;
    let mut asked = 0;
    for attribute in ["href=\"", "src=\""] {
        for rest in page.split(attribute).skip(1) {
            let target = rest.split('"').next().unwrap();
            if target.starts_with('/') {
                app.get(target).await.expect(200);
                asked += 1;
            }
        }
    }
    assert!(asked >= 3, "a script, a style, the document");
    for inline in ["<style", "style=", "onclick", "<script>", "javascript:"] {
        assert!(!page.contains(inline), "the policy forbids {inline}");
    }
    let script = text("/api/docs/docs.js", "text/javascript; charset=utf-8").await;
    for forbidden in [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        ".style",
    ] {
        assert!(
            !script.contains(forbidden),
            "the policy forbids {forbidden}"
        );
    }
    text("/api/docs/docs.css", "text/css; charset=utf-8").await;
}
