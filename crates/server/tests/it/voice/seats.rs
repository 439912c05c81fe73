//! Seats: kept for who is cut off, taken over by another device, and always given up in the end.

use std::time::{Duration, Instant};

use serde_json::json;

use super::Pair;
use crate::app::{Caller, Engine, Person, TestApp};

async fn pair() -> Pair {
    Pair::of(TestApp::start(Engine::Sqlite).await).await
}

/// A lost socket is unheard: the sound goes on, nobody is told, and the same seat is taken again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_socket_keeps_the_seat() {
    let pair = pair().await;
    let (mut ada, mut bo) = pair.talk().await;
    drop(std::mem::replace(&mut bo.socket, pair.bo.socket().await));
    ada.hears(&bo).await;
    bo.hears(&ada).await;
    bo.socket = Caller::dial(&pair.bo, &pair.lounge, &bo.pass()).await;
    let again = bo.socket.expect("ready").await;
    assert_eq!(again["sessionId"], bo.ready["sessionId"]);
    assert_eq!(again["resumeToken"], bo.ready["resumeToken"]);
    bo.socket.expect("slot").await;
    let offered = bo.socket.seen.iter().any(|frame| frame["type"] == "offer");
    assert!(!offered, "what is answered is not asked again");
    ada.hears(&bo).await;
    // A new way can be asked for on the new socket.
    assert_eq!(
        bo.ask(json!({"type": "restart_ice", "reason": "test"}))
            .await["type"],
        "ack"
    );
    let before = bo.rev;
    // It may have come before the answer to the question.
    let seen = bo.socket.seen.iter().find(|frame| frame["type"] == "offer");
    let offer = match seen.cloned() {
        Some(offer) => offer,
        None => bo.socket.expect("offer").await,
    };
    bo.answer(&offer).await;
    assert!(bo.rev > before);
    ada.hears(&bo).await;
    ada.ask(json!({"type": "ping", "t": 1})).await;
    let told = ada
        .socket
        .seen
        .iter()
        .filter(|frame| frame["type"] == "leave");
    assert_eq!(told.count(), 0);
}

/// A seat that was not answered yet is offered again; a wrong token takes no seat but a new one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_missed_is_told_again() {
    let pair = pair().await;
    let mut bo = Caller::sit(&pair.bo, &pair.lounge).await;
    let offer = bo.socket.expect("offer").await;
    bo.socket = Caller::dial(&pair.bo, &pair.lounge, &bo.pass()).await;
    assert_eq!(
        bo.socket.expect("ready").await["sessionId"],
        bo.ready["sessionId"]
    );
    assert_eq!(bo.socket.expect("offer").await, offer);
    let wrong = format!(
        "&resume={}.AAAAAAAAAAAAAAAAAAAAAA",
        bo.ready["sessionId"].as_str().unwrap()
    );
    for pass in [wrong.as_str(), "&resume=x", "&resume=."] {
        let mut other = Caller::dial(&pair.bo, &pair.lounge, pass).await;
        assert_ne!(
            other.expect("ready").await["sessionId"],
            bo.ready["sessionId"]
        );
    }
}

/// Another device takes the seat over; the first is told, and can do nothing with it any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_device_takes_the_seat_over() {
    let pair = pair().await;
    let (mut ada, mut first) = pair.talk().await;
    let device = Person::login(&pair.app, "bo", Person::PASSWORD).await;
    let second = Caller::join(&device, &pair.lounge).await;
    assert_eq!(
        second.participants(),
        [&pair.ada.id, &pair.bo.id].map(String::as_str)
    );
    let left = first.socket.expect("leave").await;
    assert_eq!(
        (&left["userId"], &left["reason"]),
        (&json!(pair.bo.id), &json!("replaced"))
    );
    assert_eq!(first.socket.expect_close().await, Some(1000));
    let left = ada.socket.expect("leave").await;
    assert_eq!(left["reason"], "replaced");
    assert_eq!(ada.socket.expect("join").await["userId"], *pair.bo.id);
    second.phone.speak(true);
    ada.hears(&second).await;
    // In another call one is no longer in this one.
    let other = pair
        .ada
        .channel(json!({"name": "other", "kind": "voice"}))
        .await;
    let _there = Caller::sit(&device, &other).await;
    assert_eq!(ada.socket.expect("leave").await["reason"], "moved");
}

/// Closing with 1000 gives the seat up at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_polite_close_gives_the_seat_up() {
    let pair = pair().await;
    let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
    let bo = Caller::sit(&pair.bo, &pair.lounge).await;
    let closing = tokio_tungstenite::tungstenite::protocol::CloseFrame {
        code: 1000.into(),
        reason: "".into(),
    };
    let mut socket = bo.socket;
    socket
        .send_raw(tokio_tungstenite::tungstenite::Message::Close(Some(
            closing,
        )))
        .await;
    let left = ada.socket.expect("leave").await;
    assert_eq!(
        (&left["userId"], &left["reason"]),
        (&json!(pair.bo.id), &json!("left"))
    );
}

/// Who is gone without a word is gone after 20 s, and everybody is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seat_is_not_kept_for_ever() {
    let pair = pair().await;
    let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
    let mut listener = pair.ada.socket().await;
    let bo = Caller::sit(&pair.bo, &pair.lounge).await;
    assert_eq!(listener.expect("VOICE_STATE").await["event"], "joined");
    drop(bo);
    let begin = Instant::now();
    let left = ada.socket.expect("leave").await;
    assert_eq!(
        (&left["userId"], &left["reason"]),
        (&json!(pair.bo.id), &json!("timeout"))
    );
    assert!(
        begin.elapsed() >= Duration::from_secs(19),
        "{:?}",
        begin.elapsed()
    );
    assert_eq!(listener.expect("VOICE_STATE").await["event"], "left");
    assert_eq!(
        super::ids(&pair.list(&pair.ada).await["items"]),
        [pair.ada.id.as_str()]
    );
}

/// A server that stops tells everybody when to come back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_says_so() {
    let pair = pair().await;
    let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
    pair.app.terminate();
    let closing = ada.socket.expect("closing").await;
    assert!(closing["retryAfterMs"].as_u64().unwrap() > 0, "{closing}");
    assert_eq!(ada.socket.expect_close().await, Some(1012));
    assert_eq!(pair.app.ended().await, Some(0));
}
