//! HTTP/1 as RFC 9112 has it.

use crate::app::{Engine, TestApp, Wire};

const HEALTH: &str = "GET /healthz";

async fn open(app: &TestApp) -> Wire {
    Wire::open(&app.base()).await
}

/// One connection carries many requests, one after the other or all at once, and the answers come
/// in their order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_carries_many_requests() {
    let app = TestApp::start(Engine::Sqlite).await;
    let mut wire = open(&app).await;
    for _ in 0..3 {
        wire.ask(HEALTH, &[]).await;
        wire.answer().await.unwrap().expect(200);
    }
    let host = wire.host.clone();
    let paths = ["/healthz", "/api/nothing", "/readyz", "/api/v1/users/me"];
    let all = paths.map(|path| format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    wire.send(all.concat()).await;
    for status in [200, 404, 200, 401] {
        assert_eq!(wire.answer().await.unwrap().status, status);
    }
    // A body that nobody wants is no part of the next request.
    let with_body = format!("{HEALTH} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\n\r\nhello");
    wire.send(with_body).await;
    wire.answer().await.unwrap().expect(200);
    wire.ask(HEALTH, &["Connection: close"]).await;
    wire.answer().await.unwrap().expect(200);
    assert!(wire.answer().await.is_none());
}

/// HTTP/1.0 gets one answer, with or without a `Host`, and the connection ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_clients_are_served() {
    let app = TestApp::start(Engine::Sqlite).await;
    for host in ["", "Host: localhost\r\n"] {
        let mut wire = open(&app).await;
        wire.send(format!("GET /healthz HTTP/1.0\r\n{host}\r\n"))
            .await;
        let answer = wire.answer().await.unwrap();
        assert_eq!(
            (answer.status.as_u16(), &answer.body[..]),
            (200, &b"alive\n"[..])
        );
        assert!(wire.answer().await.is_none());
    }
}

/// A request is for one host, and says which.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_names_one_host() {
    let app = TestApp::start(Engine::Sqlite).await;
    for hosts in [
        "",
        "Host: a\r\nHost: b\r\n",
        "Host: a\r\nHost: a\r\n",
        "Host: \r\n",
        "Host: a b\r\n",
        "Host: a/b\r\n",
        "Host: ada@a\r\n",
        "Host: \u{e9}\r\n",
    ] {
        let mut wire = open(&app).await;
        wire.send(format!("GET /api/v1/instance HTTP/1.1\r\n{hosts}\r\n"))
            .await;
        wire.answer().await.unwrap().refused(400, "MALFORMED");
    }
    for host in ["localhost", "parlor_app:80", "[::1]:8080", "chat.example"] {
        let mut wire = open(&app).await;
        wire.send(format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n"))
            .await;
        wire.answer().await.unwrap().expect(200);
    }
}

/// Headers have a size: over it 431, and the connection ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headers_have_a_size() {
    let app = TestApp::start(Engine::Sqlite).await;
    let large = format!("X-Large: {}", "a".repeat(16_000));
    let mut wire = open(&app).await;
    wire.ask(HEALTH, &[&large]).await;
    wire.answer().await.unwrap().expect(200);

    let larger = format!("X-Large: {}", "a".repeat(40_000));
    let many: Vec<_> = (0..300).map(|number| format!("X-{number}: a")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    let long = format!("GET /{}", "a".repeat(40_000));
    for (line, headers) in [
        (HEALTH, &[larger.as_str()][..]),
        (HEALTH, &many),
        (&long, &[]),
    ] {
        let mut wire = open(&app).await;
        wire.ask(line, headers).await;
        let (status, _) = wire.head().await.unwrap();
        assert_eq!(status, 431);
        assert!(wire.answer().await.is_none());
    }
}

/// What is not HTTP gets no answer but 400, and never two where a proxy would have seen one
/// request: nothing can be smuggled in behind another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_smuggled() {
    let app = TestApp::start(Engine::Sqlite).await;
    let second = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    for (headers, body) in [
        (
            "Content-Length: 6\r\nTransfer-Encoding: chunked",
            "0\r\n\r\n",
        ),
        ("Content-Length: 4\r\nContent-Length: 0", "{}  "),
        ("Content-Length: -1", ""),
        ("Content-Length: +2", "{}"),
        ("Content-Length: 99999999999999999999999", ""),
        ("Transfer-Encoding: gzip", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked, gzip", "0\r\n\r\n"),
        (
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
            "0\r\n\r\n",
        ),
        ("Transfer-Encoding : chunked", "0\r\n\r\n"),
        ("X: a\r\n folded", ""),
        ("X: a\0b", ""),
    ] {
        let mut wire = open(&app).await;
        wire.send(format!("{head}{headers}\r\n\r\n{body}{second}"))
            .await;
        let (status, _) = wire.head().await.unwrap();
        assert_eq!(status, 400, "{headers}");
        wire.closed().await;
        assert!(!wire.saw("alive"), "{headers}");
    }
    for greeting in [
        "\u{16}\u{3}\u{1}\0\u{2}",
        "SSH-2.0-OpenSSH_9.9\r\n\r\n",
        "GET\r\n\r\n",
    ] {
        let mut wire = open(&app).await;
        wire.send(greeting).await;
        wire.finish().await;
        wire.closed().await;
        assert!(!wire.saw("200"), "{greeting}");
    }
    app.get("/healthz").await.expect(200);
}
