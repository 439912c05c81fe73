//! `/metrics`: the numbers, and who may read them.

use crate::app::{Answer, Engine, Options, Socket, TestApp, Wire, http::Request};

const METRICS: &str = "/metrics";
const TOKEN: &str = "quarry-lantern-77-metrics";

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.to_vec()).unwrap()
}

/// The value of the one line with this beginning.
#[track_caller]
fn value(text: &str, series: &str) -> f64 {
    let lines: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with(series))
        .collect();
    let [line] = lines[..] else {
        panic!("{series}: {lines:?} in\n{text}");
    };
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

/// What a proxy passes on comes from somewhere else, whatever the proxy's own address.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_this_machine_reads_without_a_token() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    app.get(METRICS).await.expect(200);
    for header in [
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-real-ip",
        "forwarded",
        "x-forwarded-host",
    ] {
        for token in ["", TOKEN, &ada.access_token] {
            let request = Request::get(METRICS)
                .header(header, "127.0.0.1")
                .bearer(token);
            let answer = request.send(&app.base()).await;
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
            answer.refused(401, "UNAUTHENTICATED");
        }
    }
}

/// A page that rebinds its own name to this machine is not this machine, and where people come by
/// another address, who seems to be here may be a proxy that says nothing of itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_of_elsewhere_is_not_this_machine() {
    let app = TestApp::start(Engine::Sqlite).await;
    let rebound = Request::get(METRICS).header("host", "evil.example:8080");
    let answer = rebound.send(&app.base()).await;
    answer.refused(401, "UNAUTHENTICATED");
    let options = Options::default().env("PARLOR_HTTP__PUBLIC_URL", "https://chat.example");
    let app = app.with(options).await;
    app.get(METRICS).await.refused(401, "UNAUTHENTICATED");
}

/// With the token of the settings they can be read from anywhere; with another one they cannot.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_reads_from_anywhere() {
    let options = Options::default()
        .env("PARLOR_METRICS__TOKEN", TOKEN)
        .env("PARLOR_HTTP__TRUSTED_PROXIES", "127.0.0.1");
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let read = async |token: &str| {
        let request = Request::get(METRICS).header("x-forwarded-for", "203.0.113.9");
        request.bearer(token).send(&app.base()).await
    };
    read(TOKEN).await.expect(200);
    for wrong in [
        "x",
        &TOKEN[1..],
        &format!("{TOKEN}x"),
        &TOKEN.to_uppercase(),
    ] {
        read(wrong).await.refused(401, "UNAUTHENTICATED");
    }
    let none = Request::get(METRICS).header("x-forwarded-for", "203.0.113.9");
    none.send(&app.base()).await.refused(401, "UNAUTHENTICATED");
    // A proxy on this machine that says nothing of who asks is told from nobody.
    app.get(METRICS).await.refused(401, "UNAUTHENTICATED");
    assert!(!app.log().contains(TOKEN));
}

/// Requests are counted by route and status, connections and sockets as they are; and no stranger
/// makes up a series: neither with paths nor with methods.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_numbers_are_true_and_few() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let _socket: Socket = ada.socket().await;
    let mut idle = Wire::open(&app.base()).await;
    idle.ask("GET /healthz", &[]).await;
    idle.answer().await.unwrap().expect(200);
    for number in 0..5 {
        app.get(&format!("/api/v1/invites/made-up-{number}"))
            .await
            .refused(404, "NOT_FOUND");
        app.get(&format!("/api/made-up-{number}"))
            .await
            .refused(404, "NOT_FOUND");
        let method = format!("BREW{number}").parse().unwrap();
        Request::new(method, "/healthz")
            .send(&app.base())
            .await
            .refused(405, "METHOD_NOT_ALLOWED");
    }
    // A connection that was closed is counted for a moment longer: the socket, the idle one, and the
    // one that asks are left.
    let answer = loop {
        let answer = app.get(METRICS).await;
        if (value(&self::text(&answer), "parlor_connections_open ") - 3.0).abs() < 0.1 {
            break answer;
        }
        tokio::task::yield_now().await;
    };
    let kind = answer.header("content-type").unwrap();
    assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
    let text = text(&answer);
    let requests = |method: &str, route: &str, status: u16| {
        let labels = format!("{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}");
        value(&text, &format!("parlor_http_requests_total{labels}"))
    };
    assert!((requests("GET", "/api/v1/invites/{code}", 404) - 5.0).abs() < 0.1);
    assert!((requests("GET", "other", 404) - 5.0).abs() < 0.1);
    assert!((requests("other", "/healthz", 405) - 5.0).abs() < 0.1);
    assert!((requests("POST", "/api/v1/auth/register", 201) - 1.0).abs() < 0.1);
    assert!((value(&text, "parlor_sockets_open ") - 1.0).abs() < 0.1);
    assert!(!text.contains("made-up") && !text.contains("BREW"));
    for name in [
        "parlor_http_requests_total",
        "parlor_connections_open",
        "parlor_sockets_open",
    ] {
        assert!(text.contains(&format!("# HELP {name} ")), "{name}");
        assert!(text.contains(&format!("# TYPE {name} ")), "{name}");
    }
}
