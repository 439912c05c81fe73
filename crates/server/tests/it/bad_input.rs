//! Everything that can be wrong with a request, at every call there is: it gets the contract's
//! answer, and nothing happened.

mod calls;
mod strange;
mod values;
mod world;

use hyper::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Engine, http::Request};

use calls::{Call, Field, Kind};
use world::World;

const JSON: &str = "application/json";

/// Makes sure of a 422 that names the field.
#[track_caller]
fn invalid(answer: Answer, field: &str, of: &str) {
    let problem = answer.refused(422, "VALIDATION");
    let fields = problem["fields"]
        .as_object()
        .unwrap_or_else(|| panic!("{of}: {problem}"));
    // One of a list is named by its place there.
    let names = |name: &str| name == field || name.starts_with(&format!("{field}["));
    assert!(
        fields.keys().any(|name| names(name)),
        "{of}: {field} is not in {problem}"
    );
    assert!(fields.values().all(Value::is_string), "{of}: {problem}");
}

/// Without a session, or with something that is none, a call that needs one says 401 and how to do
/// better, whatever else is right or wrong with it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_get_nothing() {
    let world = World::new(Engine::Sqlite).await;
    let before = world.state().await;
    let ticket = world
        .ada
        .post("/api/v1/auth/ticket", json!({"purpose": "ws"}))
        .await;
    let ticket = ticket.expect(200)["ticket"].as_str().unwrap().to_owned();
    let half = &world.ada.access_token[..world.ada.access_token.len() / 2];
    let credentials = [
        String::new(),
        "Bearer".to_owned(),
        "Bearer nonsense".to_owned(),
        "Basic YTpi".to_owned(),
        format!("Bearer {}", world.ada.refresh_token),
        format!("Bearer {ticket}"),
        format!("Bearer {half}"),
        format!("Token {}", world.ada.access_token),
        world.ada.access_token.clone(),
    ];
    let calls: Vec<_> = world.calls.iter().filter(|call| !call.open).collect();
    assert!(calls.len() > 20);
    for call in calls {
        for credential in &credentials {
            let mut request = Request::new(call.method.clone(), &world.path(call)).json(json!({}));
            if !credential.is_empty() {
                request = request.header("authorization", credential);
            }
            let answer = request.send(&world.base).await;
            assert_eq!(
                answer.header("www-authenticate"),
                Some("Bearer"),
                "{}",
                call.name()
            );
            answer.refused(401, "UNAUTHENTICATED");
        }
    }
    assert_eq!(world.state().await, before);
}

/// What is not JSON is 400, what does not say that it is JSON is 415, and what is JSON but not an
/// object is 422.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_that_are_none() {
    let world = World::new(Engine::Sqlite).await;
    let before = world.state().await;
    let deep = format!("{{\"x\":{}", "[".repeat(100_000));
    for call in &world.calls {
        let Some(body) = &call.body else {
            continue;
        };
        let send = async |kind: &str, text: &[u8]| {
            let request = world.request(call).body(kind, text.to_owned());
            request.send(&world.base).await
        };
        let first = &body.fields[0].name;
        let surrogate = format!("{{\"{first}\":\"\\ud800\"}}");
        let huge = format!("{{\"{first}\":1e999}}");
        for text in [
            &b"{"[..],
            b"hello",
            b"{}x",
            b"{'a':1}",
            b"{\"a\":\"\xff\"}",
            b"\xef\xbb\xbf{}",
            b"{\"a\":01}",
            b"{\"a\":1,}",
            surrogate.as_bytes(),
            huge.as_bytes(),
            deep.as_bytes(),
        ] {
            send(JSON, text).await.refused(400, "MALFORMED");
        }
        if body.required {
            send(JSON, b"").await.refused(400, "MALFORMED");
        }
        for text in [&b"[]"[..], b"[[]]", b"\"x\"", b"5", b"null", b"true"] {
            invalid(send(JSON, text).await, "body", &call.name());
        }
        for kind in [
            "text/plain",
            "application/jsonx",
            "application/xml",
            "multipart/form-data",
            "json",
        ] {
            send(kind, b"{}")
                .await
                .refused(415, "UNSUPPORTED_MEDIA_TYPE");
        }
    }
    assert_eq!(world.state().await, before);
}

/// A field that is missing, of another type, twice or out of reach is named; one that is not known
/// is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_are_named() {
    let world = World::new(Engine::Sqlite).await;
    let before = world.state().await;
    let mut tried = 0;
    for call in &world.calls {
        for field in call.body.iter().flat_map(|body| &body.fields) {
            let name = format!("{} {}", call.name(), field.name);
            let send =
                async |text: String| world.request(call).body(JSON, text).send(&world.base).await;
            for value in values::wrong(&field.kind) {
                let text = json!({&field.name: value, "unknown": 1}).to_string();
                invalid(send(text).await, &field.name, &name);
            }
            let right = values::right(&field.kind);
            let twice = format!("{{\"{0}\":{right},\"{0}\":{right}}}", field.name);
            invalid(send(twice).await, &field.name, &name);
            if field.required {
                let null = json!({&field.name: null}).to_string();
                invalid(send(null).await, &field.name, &name);
            }
            // Signing out is never refused, whatever one holds.
            if matches!(field.kind, Kind::Text) && !call.path.ends_with("/logout") {
                for text in ["a\0b".to_owned(), "x".repeat(500_000)] {
                    let answer = send(json!({&field.name: text}).to_string()).await;
                    assert!(answer.status.is_client_error(), "{name}: {answer:?}");
                }
            }
            tried += 1;
        }
        missing(&world, call).await;
    }
    assert!(tried > 25, "{tried}");
    assert_eq!(world.state().await, before);
}

async fn missing(world: &World, call: &Call) {
    let needed = call.body.iter().flat_map(|body| &body.fields);
    let needed: Vec<_> = needed.filter(|field| field.required).collect();
    if needed.is_empty() {
        return;
    }
    for body in [json!({}), json!({"unknown": {"x": [1]}, "": null})] {
        let answer = world.request(call).json(body).send(&world.base).await;
        let problem = answer.refused(422, "VALIDATION");
        let named = needed
            .iter()
            .any(|field| problem["fields"].get(&field.name).is_some());
        assert!(named, "{}: {problem}", call.name());
    }
}

/// A socket tells its refusals itself, after the upgrade: see `gateway` and `voice`.
fn is_socket(call: &Call) -> bool {
    call.path.starts_with("/ws")
}

/// Calls that are settled before it matters whether the user is there: a ban is lifted as often as
/// anybody likes, and nobody comes to or goes from a channel that is no group.
const SETTLED_BEFORE: [&str; 3] = [
    "DELETE /api/v1/spaces/{id}/bans/{user}",
    "PUT /api/v1/channels/{id}/members/{user}",
    "DELETE /api/v1/channels/{id}/members/{user}",
];

/// What cannot be an id names nothing: 404, in the same words as for one that is not there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ids_that_are_none() {
    let world = World::new(Engine::Sqlite).await;
    let before = world.state().await;
    let is_id = |field: &&Field| matches!(field.kind, Kind::Id);
    for call in world.calls.iter().filter(|call| !is_socket(call)) {
        for field in call.of("path").filter(is_id) {
            if field.name == "user" && SETTLED_BEFORE.contains(&&*call.name()) {
                continue;
            }
            let ask = async |value: &str| {
                let path = world.path_with(call, &field.name, value);
                let request = Request::new(call.method.clone(), &path);
                let request = world.filled(call, request.bearer(&world.ada.access_token));
                request.send(&world.base).await.refused(404, "NOT_FOUND")
            };
            let missing = ask("4611686018427387904").await;
            for value in [
                "x",
                "0",
                "-1",
                "+1",
                "1.5",
                "1e3",
                "%20",
                "%00",
                "%ff",
                "%2e%2e",
                "null",
                "me2",
                "9223372036854775808",
                "99999999999999999999999999999999999999999",
                "%D9%A1",
                "1%2f2",
                "%F0%9F%92%A9",
                &"1".repeat(5000),
            ] {
                let same = ask(value).await;
                assert_eq!(same["detail"], missing["detail"], "{} {value}", call.name());
            }
        }
    }
    assert_eq!(world.state().await, before);
}

/// What stands after the question mark is judged like a body: out of range, not an id, or said
/// twice is 422 with its name; what is not known is ignored.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn queries_are_judged() {
    let world = World::new(Engine::Sqlite).await;
    let mut tried = 0;
    for call in world
        .calls
        .iter()
        .filter(|call| call.method == Method::GET && !is_socket(call))
    {
        // Tickets are judged as credentials.
        for field in call.of("query").filter(|field| field.name != "ticket") {
            let ask = async |query: String| {
                let path = format!("{}?{}{query}", world.path(call), World::query(call));
                world.ada.get(&path).await
            };
            let (name, of) = (&field.name, call.name());
            if name == "limit" {
                for value in ["0", "101"] {
                    invalid(ask(format!("limit={value}")).await, name, &of);
                }
            }
            let values: &[&str] = match field.kind {
                Kind::Number | Kind::Position => &[
                    "-1",
                    "abc",
                    "",
                    "1.5",
                    "1e1",
                    "%20",
                    "99999999999999999999",
                    "0x10",
                    "%ff",
                ],
                Kind::Id => &[
                    "0",
                    "-1",
                    "abc",
                    "",
                    "1.5",
                    "%00",
                    "%ff",
                    "99999999999999999999",
                    "null",
                ],
                Kind::Word(_) => &["", "0", "nonsense", "%00"],
                Kind::Text if matches!(name.as_str(), "before" | "after") => {
                    &["", "0", "abc", "%00", "2026-13-01", "99999999999999999999"]
                }
                Kind::Text if matches!(name.as_str(), "since" | "until") => {
                    &["", "0", "abc", "%00", "2026-13-01", "2026-11-28"]
                }
                Kind::Text if name == "actor" => &["", "0", "abc", "%00", "99999999999999999999"],
                Kind::Text if name == "ids" => &["", "0", "abc", "1,", ",1", "1,abc", "%00"],
                Kind::Text if name == "q" => &["%00"],
                _ => panic!("{of}: say how {name} can be wrong"),
            };
            for value in values {
                invalid(
                    ask(format!("{name}={value}")).await,
                    name,
                    &format!("{of} {value}"),
                );
            }
            invalid(ask(format!("{name}=1&{name}=1")).await, name, &of);
            ask(format!("unknown=1&{}=1&=&&%=%", name.to_uppercase()))
                .await
                .expect(200);
            tried += 1;
        }
    }
    assert!(tried >= 7, "{tried}");
}
