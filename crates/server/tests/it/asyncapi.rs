//! The description of the socket: made from the code, whole, and true of what is said.

use std::{collections::BTreeSet, fs, path::Path};

use parlor_protocol::{
    command::{Command, Commands},
    voice::VoiceCommand,
};
use serde_json::{Map, Value, json};

use crate::app::{Engine, Program, Socket, TestApp};

fn at(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

fn text() -> String {
    let folder = tempfile::tempdir().unwrap();
    Program::new(folder.path(), &["asyncapi"]).run().good()
}

fn object(value: &Value) -> &Map<String, Value> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("an object: {value}"))
}

/// The names of what an operation says or hears.
fn names(document: &Value, operation: &str) -> BTreeSet<String> {
    let messages = document["operations"][operation]["messages"].as_array();
    let messages = messages.unwrap().iter();
    let names = messages.map(|message| message["$ref"].as_str().unwrap().rsplit('/').next());
    names.map(|name| name.unwrap().to_owned()).collect()
}

/// What lies in the repository is what the code says. `PARLOR_UPDATE=1` writes it anew.
#[test]
fn the_file_is_up_to_date() {
    let (made, file) = (text(), at("docs/asyncapi.json"));
    if std::env::var_os("PARLOR_UPDATE").is_some() {
        fs::write(&file, &made).unwrap();
    }
    let kept = fs::read_to_string(file).unwrap_or_default();
    assert!(
        kept == made,
        "docs/asyncapi.json is old: run `cargo xtask codegen`"
    );
}

/// Every command and every event is there: those that the client knows, whose types are made from
/// the same enums in another way. Each says what it is.
#[test]
fn every_variant_is_described() {
    let document: Value = serde_json::from_str(&text()).unwrap();
    assert_eq!(document["asyncapi"], "3.0.0");
    let known = |file: &str| -> BTreeSet<String> {
        let types = fs::read_to_string(at(&format!("frontend/src/protocol/{file}"))).unwrap();
        let names = types.split("\"type\": \"").skip(1);
        names
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect()
    };
    let (heard, told) = (names(&document, "hear"), names(&document, "tell"));
    assert_eq!(heard, known("Command.ts"));
    assert_eq!(heard, all_of::<Command>(""));
    assert_eq!(told, known("Event.ts"));
    assert!(told.len() > 30 && heard.len() > 10);
    let in_call = (names(&document, "hearVoice"), names(&document, "tellVoice"));
    let under = |prefix: &str, names: BTreeSet<String>| -> BTreeSet<String> {
        names.iter().map(|name| format!("{prefix}{name}")).collect()
    };
    assert_eq!(in_call.0, under("voice.client.", known("VoiceCommand.ts")));
    assert_eq!(in_call.0, all_of::<VoiceCommand>("voice.client."));
    assert_eq!(in_call.1, under("voice.server.", known("VoiceEvent.ts")));
    assert!(in_call.1.len() > 10 && in_call.0.len() > 5);
    let messages = object(&document["components"]["messages"]);
    let known: BTreeSet<_> = [heard, told, in_call.0, in_call.1]
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(messages.keys().cloned().collect::<BTreeSet<_>>(), known);
    for (name, message) in messages {
        let summary = message["summary"].as_str().unwrap();
        assert!(
            !summary.is_empty() && !summary.contains('\n'),
            "{name}: {summary}"
        );
        let payload = &message["payload"];
        let word = name.rsplit('.').next().unwrap();
        assert_eq!(payload["properties"]["type"]["enum"], json!([word]));
        let fields = object(&payload["properties"]);
        assert!(
            fields.keys().all(|field| !field.contains('_')),
            "{name}: {payload}"
        );
        let required = payload["required"].as_array().unwrap();
        assert!(
            required
                .iter()
                .all(|field| fields.contains_key(field.as_str().unwrap())),
            "{name}"
        );
        assert!(required.contains(&json!("type")), "{name}");
    }
    // Everything that is pointed at is there.
    for pointed in document.to_string().split("\"#/").skip(1) {
        let pointer = format!("/{}", pointed.split('"').next().unwrap());
        assert!(document.pointer(&pointer).is_some(), "{pointer}");
    }
}

/// The names that a set of commands gives itself.
fn all_of<C: Commands>(prefix: &str) -> BTreeSet<String> {
    C::NAMES
        .iter()
        .map(|name| format!("{prefix}{name}"))
        .collect()
}

/// Makes sure that a frame has all that it must have, and nothing that is not told of.
fn fits(document: &Value, frame: &Value) {
    let name = frame["type"].as_str().unwrap();
    let payload = &document["components"]["messages"][name]["payload"];
    let (fields, frame) = (object(&payload["properties"]), object(frame));
    for field in payload["required"].as_array().unwrap() {
        assert!(
            frame.contains_key(field.as_str().unwrap()),
            "{name} lacks {field}"
        );
    }
    for field in frame.keys() {
        assert!(fields.contains_key(field), "{name} has {field}");
    }
}

/// The server hands out the same, and what it says is as described.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_says_the_same() {
    let app = TestApp::start(Engine::Sqlite).await;
    let answer = app.get("/api/asyncapi.json").await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.body, text());
    let document = answer.expect(200);
    let ada = app.owner().await;
    let (space, general) = (ada.space().await, ada.general().await);
    let mut socket: Socket = ada.socket().await;
    socket
        .send(json!({"type": "resume", "streams": {&space: 0, &ada.id: 0}, "ref": "r"}))
        .await;
    socket.expect("SYNCED").await;
    socket.join(&general, Some(0)).await;
    socket
        .ask(
            "s",
            json!({"type": "send_message", "channelId": general, "content": "hi", "nonce": "n"}),
        )
        .await;
    socket.ask("e", json!({"type": "dance"})).await;
    socket.sees(&ada.id, "online", None).await;
    socket.settle().await;
    let kinds: BTreeSet<_> = socket
        .seen
        .iter()
        .map(|frame| frame["type"].to_string())
        .collect();
    assert!(kinds.len() >= 8, "{kinds:?}");
    for frame in socket.seen.iter().chain(&socket.statuses) {
        fits(&document, frame);
        for event in frame["events"].as_array().into_iter().flatten() {
            fits(&document, event);
        }
    }
}
