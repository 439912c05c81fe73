//! `/healthz` and `/readyz`: what watchers are told.

use std::process::Command;

use crate::app::{Cable, Engine, Options, Socket, TestApp, Wire, http::Request};

/// Alive and ready, to everybody, in plain words.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_started_server_is_ready() {
    let app = TestApp::start(Engine::Sqlite).await;
    for (path, text) in [("/healthz", "alive\n"), ("/readyz", "ready\n")] {
        let answer = app.get(path).await;
        assert_eq!(
            answer.header("content-type"),
            Some("text/plain; charset=utf-8")
        );
        assert_eq!(
            (answer.status.as_u16(), &answer.body[..]),
            (200, text.as_bytes())
        );
    }
}

/// While the database is away the server lives but is not ready, says when to come back, and
/// recovers by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_database_it_is_not_ready() {
    let Some(url) = Engine::postgres().and_then(Engine::create_database) else {
        return;
    };
    let cable = Cable::to(&url).await;
    let options = Options::default().env("PARLOR_DATABASE_URL", &cable.url);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    cable.pull();
    let away = app.get("/readyz").await;
    assert!(away.header("retry-after").is_some());
    away.refused(503, "OVERLOADED");
    app.get("/healthz").await.expect(200);
    let me = ada.get("/api/v1/spaces").await;
    assert!(me.header("retry-after").is_some());
    me.refused(503, "OVERLOADED");
    cable.plug();
    while app.get("/readyz").await.status != 200 {}
    ada.get("/api/v1/spaces").await.expect(200);
    let general = ada.general().await;
    ada.say(&general, "back").await;
}

/// Whoever asks whether it is ready, each time on a new connection as balancers do, is told that it
/// stops before he finds nobody; a socket is not begun any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_watches_is_told_in_time() {
    let app = TestApp::start(Engine::Sqlite).await;
    app.terminate();
    let mut told = 0;
    loop {
        match Request::get("/readyz").try_send(&app.base()).await {
            Ok(answer) if answer.status == 503 => {
                told += 1;
                assert!(Socket::try_open(&app.base(), "", &[]).await.is_err());
            }
            Err(error) if error.is_connect() => break,
            // Before the word, or on a connection that was idle when it came.
            Ok(_) | Err(_) => {}
        }
    }
    assert!(told > 0);
    assert_eq!(app.ended().await, Some(0));
}

/// A server that was told to stop says so to who still has a connection, finishes what was begun,
/// and takes no new ones.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopping_server_is_not_ready() {
    let app = TestApp::start(Engine::Sqlite).await;
    let mut begun = Wire::open(&app.base()).await;
    begun.send("GET /readyz HTTP/1.1\r\n").await;
    let mut other = Wire::open(&app.base()).await;
    other.send("GET /healthz HTTP/1.1\r\n").await;
    // Both are inside once one that came later was served.
    app.get("/healthz").await.expect(200);
    let told = Command::new("kill").arg(app.pid().to_string()).status();
    assert!(told.unwrap().success());
    let address = app.base().replace("http://", "");
    while tokio::net::TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    let rest = format!("Host: {address}\r\n\r\n");
    begun.send(&rest).await;
    let answer = begun.answer().await.expect("what was begun is finished");
    let problem = answer.refused(503, "OVERLOADED");
    assert!(
        problem["detail"].as_str().unwrap().contains("stopping"),
        "{problem}"
    );
    assert!(begun.answer().await.is_none());
    other.send(&rest).await;
    other
        .answer()
        .await
        .expect("what was begun is finished")
        .expect(200);
}
