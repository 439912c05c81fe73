//! How long connections may keep us waiting, and how many there may be.

use std::time::{Duration, Instant};

use crate::app::{Engine, Options, TestApp, Wire};

const HEALTH: &str = "GET /healthz";

/// The contract's 10 seconds, and how early and late a loaded machine may be with them.
const HEADERS_DEADLINE: Duration = Duration::from_secs(10);
const EARLY_MAX: Duration = Duration::from_secs(9);
const LATE_MAX: Duration = Duration::from_secs(15);

/// How long something must not happen, where it would happen at once if it did.
const AT_ONCE: Duration = Duration::from_millis(300);

async fn healthy(wire: &mut Wire) -> bool {
    wire.ask(HEALTH, &[]).await
        && wire
            .answer()
            .await
            .is_some_and(|answer| answer.status == 200)
}

/// Sends nothing at all.
async fn silent(mut wire: Wire) -> Instant {
    wire.closed().await
}

/// Begins a request and leaves it at that.
async fn halting(mut wire: Wire) -> Instant {
    wire.send("GET /healthz HTTP/1.1\r\nHost: a").await;
    wire.closed().await
}

/// Sends a header after the other, for ever.
async fn dripping(mut wire: Wire) -> Instant {
    wire.send("GET /healthz HTTP/1.1\r\nHost: a\r\n").await;
    let began = Instant::now();
    while began.elapsed() < LATE_MAX && wire.send("X: a\r\n").await {
        if wire.stirs(Duration::from_millis(500)).await {
            break;
        }
    }
    Instant::now()
}

/// Asks once and stays.
async fn idle(mut wire: Wire) -> Instant {
    assert!(healthy(&mut wire).await);
    wire.closed().await
}

/// Whoever keeps us waiting for the headers of a request is gone after ten seconds, however he
/// does it; who asks again and again may stay.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_headers_for_ever() {
    let app = TestApp::start(Engine::Sqlite).await;
    let base = app.base();
    let open = || Wire::open(&base);
    let mut busy = open().await;
    let began = Instant::now();
    let waits = [
        tokio::spawn(silent(open().await)),
        tokio::spawn(halting(open().await)),
        tokio::spawn(dripping(open().await)),
        tokio::spawn(idle(open().await)),
    ];
    while began.elapsed() < HEADERS_DEADLINE + Duration::from_secs(1) {
        assert!(healthy(&mut busy).await, "after {:?}", began.elapsed());
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
    for (number, wait) in waits.into_iter().enumerate() {
        let took = wait.await.unwrap().saturating_duration_since(began);
        assert!((EARLY_MAX..LATE_MAX).contains(&took), "{number}: {took:?}");
    }
    assert!(healthy(&mut busy).await);
}

/// This machine itself may be a proxy with everybody behind it: it has more connections than one
/// address elsewhere, whose share is counted in `http/seats.rs`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn this_machine_is_not_an_address() {
    let options = Options::default().env("PARLOR_LIMITS__CONNECTIONS_PER_ADDRESS_MAX", 1);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let mut open = Vec::new();
    for _ in 0..4 {
        open.push(Wire::open(&app.base()).await);
    }
    for wire in &mut open {
        assert!(healthy(wire).await);
    }
}

/// With fewer file descriptors than places the server says so, and takes no more connections than
/// it can serve: who finds no place waits, and the database keeps what it needs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn few_descriptors_are_few_connections() {
    const DESCRIPTORS: usize = 300;
    let options = Options::default().descriptors(DESCRIPTORS);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    assert!(app.log().contains("LimitNOFILE"), "{}", app.log());
    let mut open = Vec::new();
    for _ in 0..DESCRIPTORS - 256 {
        let mut wire = Wire::open(&app.base()).await;
        assert!(healthy(&mut wire).await);
        open.push(wire);
    }
    let mut waiting = Wire::open(&app.base()).await;
    waiting.ask(HEALTH, &[]).await;
    assert!(!waiting.stirs(AT_ONCE).await);
    open.pop();
    waiting.answer().await.expect("served").expect(200);
}

/// The server has so many places; who finds none waits, and is served when one is free.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_house_lets_people_wait() {
    let options = Options::default().env("PARLOR_LIMITS__CONNECTIONS_MAX", 2);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let mut inside = Wire::open(&app.base()).await;
    let mut other = Wire::open(&app.base()).await;
    assert!(healthy(&mut inside).await && healthy(&mut other).await);
    let mut waiting = Wire::open(&app.base()).await;
    waiting.ask(HEALTH, &[]).await;
    assert!(!waiting.stirs(AT_ONCE).await);
    assert!(healthy(&mut inside).await);
    drop(other);
    waiting.answer().await.expect("served").expect(200);
}
