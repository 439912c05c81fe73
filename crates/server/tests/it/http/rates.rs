//! How often strangers may ask, and who counts as one.

use hyper::Method;
use serde_json::json;

use crate::app::{Answer, Engine, Options, Person, TestApp, http::Request};

const INSTANCE: &str = "/api/v1/instance";
const ME: &str = "/api/v1/users/me";

fn options(rate: u32) -> Options {
    Options::default().env("PARLOR_LIMITS__ANONYMOUS_REQUESTS_PER_MIN", rate)
}

#[track_caller]
fn limited(answer: Answer) {
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    let problem = answer.refused(429, "RATE_LIMITED");
    assert!(problem["retryAfterMs"].as_u64().unwrap() <= seconds * 1000);
}

/// Without a session one address has so many requests a minute, whatever they are; who is signed in
/// has no such limit, and neither have the client's files and what watches the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_may_ask_so_often() {
    const RATE: u32 = 10;
    let app = TestApp::start_with(Engine::Sqlite, options(RATE)).await;
    // One is the registration itself.
    let ada = app.owner().await;
    let ticket = ada
        .post("/api/v1/auth/ticket", json!({"purpose": "ws"}))
        .await
        .expect(200);
    for number in 1..RATE {
        let path = [INSTANCE, ME, "/api/nothing", "/ws"][number as usize % 4];
        assert_ne!(app.get(path).await.status, 429, "{number}");
    }
    for request in [
        Request::get(INSTANCE),
        Request::get("/api/nothing"),
        Request::get(ME).bearer("nonsense"),
        Request::get("/ws?ticket=wt_nonsense"),
        Request::get("/ws?token=nonsense"),
        Request::new(Method::POST, "/login"),
        Request::get(INSTANCE).header("x-forwarded-for", "203.0.113.9"),
    ] {
        limited(request.send(&app.base()).await);
    }
    for _ in 0..RATE * 2 {
        ada.get(ME).await.expect(200);
        for path in ["/healthz", "/readyz", "/metrics"] {
            app.get(path).await.expect(200);
        }
        assert_ne!(app.get("/").await.status, 429);
    }
    let query = format!("ticket={}", ticket["ticket"].as_str().unwrap());
    let mut socket = crate::app::Socket::open(&app.base(), &query).await;
    socket.expect("READY").await;
}

/// Behind trusted proxies people are counted, not proxies: the chain is read from the right up to
/// the first address that is none of them, an IPv6 household is one, and what the device list shows
/// is the same address.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_counted_behind_proxies() {
    let proxies = "127.0.0.1, 10.0.0.0/8, fd00::/8";
    let options = options(1).env("PARLOR_HTTP__TRUSTED_PROXIES", proxies);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ask = async |chain: &str| {
        let request = Request::get(INSTANCE).header("x-forwarded-for", chain);
        request.send(&app.base()).await
    };
    ask("203.0.113.1").await.expect(200);
    limited(ask("203.0.113.1").await);
    limited(ask("198.51.100.7, 203.0.113.1, 10.0.0.2, fd00::1").await);
    limited(ask("203.0.113.1:5000").await);
    limited(ask("::ffff:203.0.113.1").await);
    ask("203.0.113.1, 203.0.113.2").await.expect(200);
    ask("2001:db8:1:2::1").await.expect(200);
    limited(ask("2001:db8:1:2:3::4").await);
    ask("2001:db8:1:3::1").await.expect(200);
}

/// The address that a session shows is the one that counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_knows_its_address() {
    let options = Options::default().env("PARLOR_HTTP__TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8");
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    app.owner().await;
    let credentials = json!({"username": "ada", "password": Person::PASSWORD});
    let login = Request::post("/login", credentials)
        .header("x-forwarded-for", "198.51.100.7, 203.0.113.9, 10.0.0.2")
        .header("x-real-ip", "198.51.100.8")
        .header("forwarded", "for=198.51.100.9")
        .header("user-agent", "Test/1\u{e9}");
    let token = login.send(&app.base()).await.expect(200);
    let token = token["access_token"].as_str().unwrap();
    let sessions = Request::get("/api/v1/auth/sessions").bearer(token);
    let sessions = sessions.send(&app.base()).await.expect(200);
    let sessions = sessions["items"].as_array().unwrap();
    let current = sessions
        .iter()
        .find(|session| session["current"] == true)
        .unwrap();
    assert_eq!(current["ip"], "203.0.113.9");
    assert!(current["userAgent"].as_str().unwrap().starts_with("Test/1"));
}
