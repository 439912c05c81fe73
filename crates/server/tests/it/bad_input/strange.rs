//! Input that is strange rather than wrong: some of it is even accepted. Never is it the server's
//! fault, on either database, and what is refused is refused in the contract's words.

use hyper::Method;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp, http::Request};

use super::{
    calls::{Call, Field},
    values::{strange, strange_texts},
    world::World,
};

/// Every code there is, from the description.
async fn codes(app: &TestApp) -> Vec<Value> {
    let document = app.get("/api/openapi.json").await.expect(200);
    document["components"]["schemas"]["Code"]["enum"]
        .as_array()
        .expect("codes")
        .clone()
}

#[track_caller]
fn check(answer: &Answer, codes: &[Value], of: &str) {
    let status = answer.status.as_u16();
    assert!(status < 500, "{of}: {answer:?}");
    if status >= 400 {
        let problem = answer.json();
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json"),
            "{of}"
        );
        assert!(codes.contains(&problem["code"]), "{of}: {problem}");
        assert_eq!(
            problem["requestId"].as_str(),
            answer.header("x-request-id"),
            "{of}"
        );
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|text| text.len() < 500),
            "{of}: {problem}"
        );
    }
}

/// As it stands in an address.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Values for a field of this call: fewer where each costs a password's hash, or the same call was
/// tried under its long name.
fn values(call: &Call) -> Vec<Value> {
    let hashes = ["/auth/register", "/auth/login"]
        .iter()
        .any(|end| call.path.ends_with(end));
    match call.path.starts_with("/api/") {
        true if hashes => ["a\0b", "\u{1f4a9}", "\u{202e}abc", "1"]
            .map(Value::from)
            .into(),
        true => strange(),
        false => Vec::new(),
    }
}

/// Calls after which nothing more could be tried: they end the session that tries, or change its
/// password.
fn is_last(call: &Call) -> bool {
    ["/logout", "/logout-all", "/password"]
        .iter()
        .any(|end| call.path.ends_with(end))
}

on_both_engines! {
    /// Every field of every body with every strange value, the rest of it being right.
    async fn strange_fields(started: TestApp) {
        let world = World::new(started.engine).await;
        let codes = codes(&world.app).await;
        for call in world.calls.iter().filter(|call| !is_last(call)) {
            for field in call.body.iter().flat_map(|body| &body.fields) {
                for value in values(call) {
                    let of = format!("{} {} {value:.40}", call.name(), field.name);
                    let mut body = world.good(call);
                    body[&field.name] = value;
                    check(&world.request(call).json(body).send(&world.base).await, &codes, &of);
                }
            }
        }
        world.ada.get("/api/v1/sync").await.expect(200);
    }

    /// Every part of every address with every strange text, and names of queries that are not
    /// known.
    async fn strange_addresses(started: TestApp) {
        let world = World::new(started.engine).await;
        let codes = codes(&world.app).await;
        let texts: Vec<_> = strange_texts().into_iter().filter(|text| text.len() < 5_000).collect();
        for call in world.calls.iter().filter(|call| !is_last(call)) {
            let in_address = |field: &&Field| field.place == "path" || field.place == "query";
            for field in call.parameters.iter().filter(in_address) {
                for text in &texts {
                    let of = format!("{} {} {text:.40}", call.name(), field.name);
                    let path = match field.place.as_str() {
                        "path" => world.path_with(call, &field.name, &escaped(text)),
                        _ => format!("{}?{}{}={}", world.path(call), World::query(call), field.name, escaped(text)),
                    };
                    let request = world.ada.request(call.method.clone(), &path);
                    let request = world.filled(call, request);
                    check(&request.send(&world.base).await, &codes, &of);
                }
            }
        }
        world.ada.get("/api/v1/users/me").await.expect(200);
    }

    /// Headers that nobody sends.
    async fn strange_headers(started: TestApp) {
        let world = World::new(started.engine).await;
        let codes = codes(&world.app).await;
        let general = world.ada.general().await;
        let messages = format!("/api/v1/channels/{general}/messages");
        let long = "x".repeat(20_000);
        for value in ["", " ", "\u{e9}", "\"", ",,,;;;", "*", "=", "a=b; refresh_token=", "0", long.as_str()] {
            for name in [
                "idempotency-key", "x-token-delivery", "accept", "accept-encoding", "cookie",
                "content-encoding", "if-none-match", "range", "origin", "sec-fetch-site",
                "forwarded", "x-forwarded-for", "x-forwarded-proto", "user-agent", "te", "prefer",
                "x-http-method-override", "expect",
            ] {
                let of = format!("{name}: {value:.40}");
                let write = world.ada.request(Method::POST, &messages).json(json!({"content": "hi"}));
                check(&write.header(name, value).send(&world.base).await, &codes, &of);
                let refresh = Request::post("/refresh", json!({"refresh_token": "rt_x"}));
                check(&refresh.header(name, value).send(&world.base).await, &codes, &of);
                let page = Request::get("/").header(name, value).send(&world.base).await;
                assert!(page.status.as_u16() < 500, "{of}: {page:?}");
            }
        }
        for kind in ["application/json; charset=utf-16", "application/json;;;", "APPLICATION/JSON", "application/vnd.x+json"] {
            let write = world.ada.request(Method::POST, &messages).body(kind, r#"{"content":"hi"}"#);
            write.send(&world.base).await.expect(201);
        }
    }
}
