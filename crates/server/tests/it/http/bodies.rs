//! How large a body may be, told or counted.

use crate::app::{Engine, Options, TestApp, Wire};

const LOGIN: &str = "POST /api/v1/auth/login";
const JSON: &str = "Content-Type: application/json";
const BYTES_MAX: usize = 4096;

async fn app() -> TestApp {
    let options = Options::default().env("PARLOR_LIMITS__REQUEST_BYTES_MAX", BYTES_MAX);
    TestApp::start_with(Engine::Sqlite, options).await
}

/// A body of so many bytes, in chunks.
fn chunked(bytes: usize) -> String {
    const CHUNK: usize = 1000;
    let starts = (0..bytes).step_by(CHUNK);
    let chunks = starts.map(|start| {
        let size = (bytes - start).min(CHUNK);
        format!("{size:x}\r\n{}\r\n", " ".repeat(size))
    });
    chunks.collect::<String>() + "0\r\n\r\n"
}

/// The limit is the largest body that is read; one byte more is 413, whether the length is said or
/// found out, and whatever is said besides.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_byte_too_many_is_too_large() {
    let app = app().await;
    for (bytes, status, code) in [
        (BYTES_MAX, 400, "MALFORMED"),
        (BYTES_MAX + 1, 413, "TOO_LARGE"),
    ] {
        let length = format!("Content-Length: {bytes}");
        let mut wire = Wire::open(&app.base()).await;
        wire.ask(LOGIN, &[JSON, &length]).await;
        wire.send(" ".repeat(bytes)).await;
        wire.answer().await.unwrap().refused(status, code);

        let mut wire = Wire::open(&app.base()).await;
        wire.ask(LOGIN, &[JSON, "Transfer-Encoding: chunked"]).await;
        wire.send(chunked(bytes)).await;
        wire.answer().await.unwrap().refused(status, code);
    }
}

/// Who sends far too much reads that it was too much, though nobody read what was sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_survives_what_was_not_read() {
    let app = app().await;
    let much = 2 * 1024 * 1024;
    let length = format!("Content-Length: {much}");
    for header in [length.as_str(), "Transfer-Encoding: chunked"] {
        let mut wire = Wire::open(&app.base()).await;
        wire.ask(LOGIN, &[JSON, header]).await;
        let body = if header == length {
            " ".repeat(much)
        } else {
            chunked(much)
        };
        wire.send(body).await;
        wire.answer().await.unwrap().refused(413, "TOO_LARGE");
        wire.closed().await;
    }
}

/// Who asks before sending is told at once, and may send what fits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_first_is_told_first() {
    let app = app().await;
    let expect = "Expect: 100-continue";
    let mut wire = Wire::open(&app.base()).await;
    wire.ask(LOGIN, &[JSON, expect, "Content-Length: 99999999"])
        .await;
    wire.answer().await.unwrap().refused(413, "TOO_LARGE");

    let mut wire = Wire::open(&app.base()).await;
    wire.ask(LOGIN, &[JSON, expect, "Content-Length: 2"]).await;
    let (status, _) = wire.head().await.unwrap();
    assert_eq!(status, 100);
    wire.send("{}").await;
    wire.answer().await.unwrap().refused(422, "VALIDATION");
}

/// A body that breaks off, or is not what it says it is, is refused and takes nothing with it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_body_is_malformed() {
    let app = app().await;
    let mut wire = Wire::open(&app.base()).await;
    wire.ask(LOGIN, &[JSON, "Content-Length: 10"]).await;
    wire.send("{}").await;
    wire.finish().await;
    wire.answer().await.unwrap().refused(400, "MALFORMED");

    let mut wire = Wire::open(&app.base()).await;
    wire.ask(LOGIN, &[JSON, "Transfer-Encoding: chunked"]).await;
    wire.send("zz\r\n{}\r\n0\r\n\r\n").await;
    wire.answer().await.unwrap().refused(400, "MALFORMED");
    wire.closed().await;
    app.get("/healthz").await.expect(200);
}
