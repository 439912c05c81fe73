//! What every answer carries, and what is said to who asks for nothing that is there.

use std::collections::BTreeSet;

use hyper::Method;
use serde_json::json;

use crate::app::{Answer, Engine, Options, TestApp, Wire, http::Request};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; \
    worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'";

const INSTANCE: &str = "/api/v1/instance";

/// Everything a stranger can be told, and whether it is of the API.
fn requests() -> Vec<(Request, u16, bool)> {
    let post = |path: &str, kind: &str, body: &str| {
        Request::new(Method::POST, path).body(kind, body.to_owned())
    };
    let login = "/api/v1/auth/login";
    let known = json!({"username": "nobody", "password": "wrong-but-long"});
    vec![
        (Request::get(INSTANCE), 200, true),
        (Request::get("/healthz"), 200, true),
        (Request::get("/readyz"), 200, true),
        (Request::get("/metrics"), 200, true),
        (Request::get("/api/openapi.json"), 200, true),
        (Request::get("/api/docs"), 200, true),
        (Request::get("/api/docs/docs.js"), 200, true),
        (Request::get("/ws"), 400, true),
        (Request::get("/api/nothing"), 404, true),
        (Request::get("/assets/gone.js"), 404, false),
        (Request::get("/api/v1/users/me"), 401, true),
        (Request::new(Method::DELETE, INSTANCE), 405, true),
        (Request::new(Method::DELETE, "/"), 405, false),
        (post(login, "application/json", "{"), 400, true),
        (post(login, "application/json", "{}"), 422, true),
        (post(login, "text/plain", "{}"), 415, true),
        (post("/logout", "application/json", "{}"), 204, true),
        (
            post(login, "application/json", &" ".repeat(2_000_000)),
            413,
            true,
        ),
        (
            post(login, "application/json", "{}").header("origin", "http://evil.example"),
            403,
            true,
        ),
        (Request::post(login, known), 401, true),
    ]
}

#[track_caller]
fn check(answer: &Answer, is_api: bool) -> String {
    let header = |name: &str| {
        answer
            .header(name)
            .unwrap_or_else(|| panic!("{name}: {answer:?}"))
    };
    assert_eq!(header("content-security-policy"), POLICY);
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin");
    assert!(header("permissions-policy").contains("microphone=(self)"));
    assert_eq!(answer.header("strict-transport-security"), None);
    for gossip in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert_eq!(answer.header(gossip), None, "{answer:?}");
    }
    if is_api {
        assert_eq!(header("cache-control"), "no-store");
    }
    let id = header("x-request-id");
    assert_eq!(id.len(), 16, "{id}");
    if answer.status.is_client_error() {
        assert_eq!(header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["requestId"], id);
        assert_eq!(answer.json()["status"], answer.status.as_u16());
    }
    id.to_owned()
}

/// Whatever is answered, it carries the headers that keep a browser safe, and an id of its own that
/// stands in the log too. An id from outside is not taken over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_safe_and_has_an_id() {
    let app = TestApp::start(Engine::Sqlite).await;
    app.owner().await;
    let mut ids = BTreeSet::new();
    let requests = requests();
    let count = requests.len();
    for (request, status, is_api) in requests {
        let request = request.header("x-request-id", "0000000000000000");
        let answer = request.send(&app.base()).await;
        assert_eq!(answer.status, status, "{answer:?}");
        ids.insert(check(&answer, is_api));
    }
    assert_eq!(ids.len(), count);
    let log = app.log();
    for id in ids {
        assert!(log.contains(&format!("id={id}")), "{id} is in the log");
    }
    assert!(!log.contains("0000000000000000"));
}

/// The answer that opens a socket is an answer too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upgrade_is_an_answer() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let mut wire = Wire::open(&app.base()).await;
    let bearer = format!("Authorization: Bearer {}", ada.access_token);
    let upgrade = [
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        bearer.as_str(),
    ];
    wire.ask("GET /ws", &upgrade).await;
    let (status, headers) = wire.head().await.unwrap();
    assert_eq!(status, 101);
    assert_eq!(headers["content-security-policy"], POLICY);
    assert_eq!(headers["cache-control"], "no-store");
    assert!(headers.contains_key("x-request-id"));
}

/// Where TLS is promised, every answer says that nothing else will do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_is_promised_where_it_is_configured() {
    let options = Options::default().env("PARLOR_HTTP__PUBLIC_URL", "https://chat.example");
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    for path in ["/", INSTANCE, "/api/nothing"] {
        let answer = app.get(path).await;
        let promise = answer.header("strict-transport-security");
        assert_eq!(promise, Some("max-age=31536000"), "{path}");
    }
}

/// Nothing under `/api` or `/ws` is ever a page, whatever the method, and whoever asks; the same
/// words meet who is signed in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_calls_are_not_pages() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let paths = [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v2/instance",
        "/api/v1/instance/",
        "/api/v1/instance/x",
        "/api/docs/x",
        "/ws/",
        "/ws/nothing",
        "/api/v1/messages",
        "/api/v1/../instance",
        "/api/index.html",
    ];
    let methods = [
        Method::GET,
        Method::POST,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ];
    for path in paths {
        for method in &methods {
            let request = || Request::new(method.clone(), path).header("accept", "text/html");
            let problem = request().send(&app.base()).await.refused(404, "NOT_FOUND");
            let signed = request().bearer(&ada.access_token);
            let same = signed.send(&app.base()).await.refused(404, "NOT_FOUND");
            assert_eq!(problem["detail"], same["detail"], "{method} {path}");
        }
        let answer = Request::new(Method::HEAD, path).send(&app.base()).await;
        assert_eq!(answer.status, 404);
        assert!(answer.body.is_empty());
    }
}

/// A method that is not there is told which ones are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_methods_are_told_the_right_ones() {
    let app = TestApp::start(Engine::Sqlite).await;
    for (method, path, expected) in [
        ("POST", INSTANCE, "GET,HEAD"),
        ("OPTIONS", INSTANCE, "GET,HEAD"),
        ("BREW", INSTANCE, "GET,HEAD"),
        ("GET", "/api/v1/auth/login", "POST"),
        ("HEAD", "/api/v1/auth/login", "POST"),
        ("PUT", "/login", "POST"),
        ("PUT", "/api/v1/channels/1/messages", "GET,HEAD,POST"),
        ("POST", "/api/v1/messages/1", "DELETE,GET,HEAD,PATCH"),
        ("POST", "/ws", "GET,HEAD"),
        ("POST", "/metrics", "GET,HEAD"),
        ("POST", "/", "GET,HEAD"),
        ("DELETE", "/spaces/1", "GET,HEAD"),
        ("TRACE", "/", "GET,HEAD"),
    ] {
        let request = Request::new(method.parse().unwrap(), path);
        let answer = request.send(&app.base()).await;
        assert_eq!(answer.status, 405, "{method} {path}");
        let allowed = answer.header("allow").expect("Allow").to_owned();
        let mut allowed: Vec<_> = allowed.split(',').map(str::trim).collect();
        allowed.sort_unstable();
        assert_eq!(allowed.join(","), expected, "{method} {path}");
        if method != "HEAD" {
            answer.refused(405, "METHOD_NOT_ALLOWED");
        }
    }
}

/// HEAD says what GET would, without the body.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn head_is_get_without_a_body() {
    let app = TestApp::start(Engine::Sqlite).await;
    for path in [
        INSTANCE,
        "/healthz",
        "/api/openapi.json",
        "/",
        "/api/v1/users/me",
    ] {
        let get = app.get(path).await;
        let head = Request::new(Method::HEAD, path).send(&app.base()).await;
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty() && !get.body.is_empty(), "{path}");
        for name in ["content-type", "content-length", "cache-control", "etag"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}
