//! Pages of others do not act in a visitor's name; those that were allowed can.

use hyper::Method;
use serde_json::json;

use crate::app::{Answer, Engine, Options, Person, TestApp, http::Request};

const FOREIGN: &str = "http://evil.example";
const FRIEND: &str = "https://friend.example";
const LOGIN: &str = "/api/v1/auth/login";

fn login() -> Request {
    Request::post(
        LOGIN,
        json!({"username": "ada", "password": Person::PASSWORD}),
    )
}

async fn from(app: &TestApp, request: Request, origin: &str) -> Answer {
    request.header("origin", origin).send(&app.base()).await
}

/// No call that changes anything works from a page of somebody else, whoever is signed in there,
/// at the long paths and the short ones; and nothing happened.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_page_changes_nothing() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let before = ada.get("/api/v1/sync").await.expect(200);
    let document = app.get("/api/openapi.json").await.expect(200);
    let mut calls = vec![];
    for (path, methods) in document["paths"].as_object().unwrap() {
        let methods = methods.as_object().unwrap().keys();
        calls.extend(
            methods
                .filter(|method| *method != "get")
                .map(|method| (method.to_uppercase(), path.clone())),
        );
    }
    calls.extend(
        ["/register", "/login", "/refresh", "/logout"]
            .map(|path| ("POST".to_owned(), path.to_owned())),
    );
    assert!(calls.len() > 15, "{calls:?}");
    let headers = [
        ("origin", FOREIGN),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ];
    for (method, path) in &calls {
        for (name, value) in headers {
            let request = Request::new(method.parse().unwrap(), path).json(json!({}));
            let request = request.bearer(&ada.access_token).header(name, value);
            let problem = request.send(&app.base()).await.refused(403, "FORBIDDEN");
            assert!(
                problem["detail"]
                    .as_str()
                    .unwrap()
                    .contains("http.public_url")
            );
        }
    }
    assert_eq!(ada.get("/api/v1/sync").await.expect(200), before);
}

/// The instance's own pages, and whoever is no browser, may do what they are there for; looking is
/// free for everybody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ones_own_pages_work() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    login().send(&app.base()).await.expect(200);
    from(&app, login(), &app.base()).await.expect(200);
    for site in ["same-origin", "none"] {
        login()
            .header("sec-fetch-site", site)
            .send(&app.base())
            .await
            .expect(200);
    }
    let other_port = "http://127.0.0.1:1";
    from(&app, login(), other_port)
        .await
        .refused(403, "FORBIDDEN");
    let me = ada.request(Method::GET, "/api/v1/users/me");
    let answer = from(&app, me, FOREIGN).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    answer.expect(200);
}

/// Where an address is configured, that is the only one of its own; a proxy may have changed the
/// rest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_configured_address_counts() {
    let options = Options::default().env("PARLOR_HTTP__PUBLIC_URL", "https://chat.example");
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    app.owner().await;
    from(&app, login(), "https://chat.example")
        .await
        .expect(200);
    from(&app, login(), &app.base())
        .await
        .refused(403, "FORBIDDEN");
}

/// A page that was allowed may ask, also with headers that a browser asks about first, and may read
/// the answer, also a refusal; no other page is told that it may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_allowed_page_can_use_the_api() {
    let options = Options::default().env("PARLOR_HTTP__ALLOWED_ORIGINS", FRIEND);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let preflight = |path: &str| {
        let request = Request::new(Method::OPTIONS, path);
        let request = request.header("access-control-request-method", "PATCH");
        request.header(
            "access-control-request-headers",
            "authorization,content-type",
        )
    };
    for path in ["/api/v1/users/me", "/login"] {
        let answer = from(&app, preflight(path), FRIEND).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some(FRIEND));
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        let methods = answer.header("access-control-allow-methods").unwrap();
        assert!(
            methods.contains("PATCH") && methods.contains("DELETE"),
            "{methods}"
        );
        let headers = answer.header("access-control-allow-headers").unwrap();
        assert!(headers.contains("authorization") && headers.contains("content-type"));
        assert!(answer.header("x-request-id").is_some());
        answer.expect(204);
        let answer = from(&app, preflight(path), FOREIGN).await;
        assert_eq!(answer.header("access-control-allow-origin"), None);
        answer.refused(405, "METHOD_NOT_ALLOWED");
    }
    for (token, status) in [(ada.access_token.as_str(), 200), ("nonsense", 401)] {
        let change = Request::new(Method::PATCH, "/api/v1/users/me");
        let change = change.json(json!({"statusText": "here"})).bearer(token);
        let answer = from(&app, change.header("sec-fetch-site", "cross-site"), FRIEND).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some(FRIEND));
        assert!(
            answer
                .header("vary")
                .is_some_and(|vary| vary.contains("origin"))
        );
        let readable = answer.header("access-control-expose-headers").unwrap();
        assert!(readable.contains("x-request-id") && readable.contains("retry-after"));
        answer.expect(status);
    }
    let page = from(&app, Request::get("/"), FRIEND).await;
    assert_eq!(page.header("access-control-allow-origin"), None);
}
