//! Limits, settings, and what strangers send.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::Pair;
use crate::app::{Caller, Engine, Options, Socket, TestApp};

async fn with(options: Options) -> Pair {
    Pair::of(TestApp::start_with(Engine::Sqlite, options).await).await
}

/// A call holds as many as its channel says, and never more than the instance lets; who may move
/// people comes in past the channel's number alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_full() {
    let pair = with(Options::default().env("PARLOR_LIMITS__VOICE_PARTICIPANTS_MAX", 2)).await;
    let path = format!("/api/v1/channels/{}", pair.lounge);
    let changed = pair
        .ada
        .patch(&path, json!({"userLimit": 1, "bitrate": 64_000}))
        .await;
    let changed = changed.expect(200);
    assert_eq!(
        (&changed["userLimit"], &changed["bitrate"]),
        (&json!(1), &json!(64_000))
    );
    for (field, value) in [("userLimit", 3), ("bitrate", 7_999), ("bitrate", 128_001)] {
        let refused = pair
            .ada
            .patch(&path, json!({field: value}))
            .await
            .expect(422);
        assert!(refused["fields"][field].is_string(), "{refused}");
    }
    let general = format!("/api/v1/channels/{}", pair.ada.general().await);
    pair.ada
        .patch(&general, json!({"userLimit": 1}))
        .await
        .expect(422);

    let mut bo = Caller::sit(&pair.bo, &pair.lounge).await;
    assert_eq!(bo.ready["limits"]["bitrate"], 64_000);
    let cy = pair.app.join(&pair.ada, "cy").await;
    let mut full = Caller::dial(&cy, &pair.lounge, "").await;
    assert_eq!(full.expect_close().await, Some(4409));
    assert_eq!(full.seen[0]["code"], "CONFLICT");
    let _ada = Caller::sit(&pair.ada, &pair.lounge).await;
    pair.ada.give(&cy, &["MOVE_MEMBERS"]).await;
    let mut full = Caller::dial(&cy, &pair.lounge, "").await;
    assert_eq!(full.expect_close().await, Some(4409));
    bo.socket.send(json!({"type": "leave"})).await;
    assert_eq!(bo.socket.expect_close().await, Some(1000));
    let _cy = Caller::sit(&cy, &pair.lounge).await;
}

/// The whole server has so many seats; one more may come back later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_full() {
    let pair = with(Options::default().env("PARLOR_LIMITS__VOICE_SEATS_MAX", 1)).await;
    let _ada = Caller::sit(&pair.ada, &pair.lounge).await;
    let mut full = Caller::dial(&pair.bo, &pair.lounge, "").await;
    assert_eq!(full.expect_close().await, Some(1013));
    assert_eq!(full.seen[0]["code"], "OVERLOADED");
}

/// Where voice is off, or its port is taken, chat works and clients are told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn voice_can_be_off() {
    let taken = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap();
    for options in [
        Options::default().env("PARLOR_VOICE__ENABLED", false),
        Options::default().env("PARLOR_VOICE__UDP_LISTEN", port),
    ] {
        let pair = with(options).await;
        let instance = pair.app.get("/api/v1/instance").await.expect(200);
        assert_eq!(instance["voice"]["enabled"], false);
        let mut off = Caller::dial(&pair.ada, &pair.lounge, "").await;
        assert_eq!(off.expect_close().await, Some(4403));
        assert_eq!(off.seen[0]["code"], "FORBIDDEN");
        let warned = pair.app.log().matches("voice is off").count();
        assert!(warned <= 1);
    }
    let pair = with(Options::default()).await;
    let instance = pair.app.get("/api/v1/instance").await.expect(200);
    assert_eq!(instance["voice"]["enabled"], true);
}

/// The address that is advertised is the one that is set, or the one the browser used.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_advertised() {
    let pair =
        with(Options::default().env("PARLOR_VOICE__PUBLIC_ADDRESS", "203.0.113.7:7000")).await;
    let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
    let offer = ada.socket.expect("offer").await;
    assert!(
        offer["sdp"].as_str().unwrap().contains("203.0.113.7 7000"),
        "{offer}"
    );
    assert!(!pair.app.log().contains("does not come back"));
    let pair = with(Options::default().env("PARLOR_VOICE__UDP_LISTEN", "0.0.0.0:0")).await;
    let mut ada = Caller::join(&pair.ada, &pair.lounge).await;
    assert!(
        ada.socket.seen.iter().any(|frame| frame["type"] == "offer"
            && frame["sdp"].as_str().unwrap().contains("127.0.0.1"))
    );
    ada.ask(json!({"type": "ping"})).await;
}

/// The offer says what the channel is to sound like, and where TCP is taken, where it is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_says_bitrate_and_ways() {
    for (options, by_tcp) in [
        (Options::default(), false),
        (
            Options::default().env("PARLOR_VOICE__TCP_LISTEN", "127.0.0.1:0"),
            true,
        ),
    ] {
        let pair = with(options).await;
        let path = format!("/api/v1/channels/{}", pair.lounge);
        let changed = pair.ada.patch(&path, json!({"bitrate": 96_000})).await;
        changed.expect(200);
        let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
        let offer = ada.socket.expect("offer").await;
        let sdp = offer["sdp"].as_str().unwrap();
        assert!(sdp.contains("maxaveragebitrate=96000"), "{sdp}");
        assert_eq!(sdp.contains("tcptype passive"), by_tcp, "{sdp}");
    }
}

/// What is not understood is told, and the socket stays; too much of it ends it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_frames_are_told() {
    let pair = with(Options::default()).await;
    let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
    for (frame, code) in [
        (json!({"type": "dance"}), "UNKNOWN_TYPE"),
        (json!({"type": "speaking", "users": []}), "UNKNOWN_TYPE"),
        (json!({"type": "answer", "sdp": 7, "rev": 1}), "VALIDATION"),
        (json!({"type": "voice_state", "muted": "yes"}), "VALIDATION"),
        (
            json!({"type": "moderate", "userId": pair.bo.id, "action": "ban"}),
            "VALIDATION",
        ),
        (
            json!({"type": "moderate", "userId": "9", "action": "mute"}),
            "NOT_FOUND",
        ),
    ] {
        let answer = ada.ask(frame.clone()).await;
        assert_eq!(
            (&answer["type"], &answer["code"]),
            (&json!("error"), &json!(code)),
            "{frame}"
        );
    }
    let pong = ada.ask(json!({"type": "PING", "t": 7})).await;
    assert_eq!((&pong["type"], &pong["t"]), (&json!("pong"), &json!(7)));
    // Neither harms the seat.
    ada.ask(json!({"type": "candidate", "candidate": "x.local nonsense"}))
        .await;
    ada.ask(json!({"type": "answer", "sdp": "nonsense", "rev": 99}))
        .await;
    for _ in 0..20 {
        ada.socket.send_raw(Message::binary(vec![0; 8])).await;
        assert_eq!(ada.socket.expect("error").await["code"], "MALFORMED");
    }
    ada.socket.send_raw(Message::text("[]")).await;
    assert_eq!(ada.socket.expect_close().await, Some(4002));

    // An answer that is none ends the seat: nothing can come of it.
    let mut bo = Caller::sit(&pair.bo, &pair.lounge).await;
    let offer = bo.socket.expect("offer").await;
    let answer = json!({"type": "answer", "sdp": "nonsense", "rev": offer["rev"]});
    bo.socket.send(answer).await;
    assert_eq!(bo.socket.expect("error").await["code"], "VALIDATION");
    assert_eq!(bo.socket.expect_close().await, Some(4002));
}

/// Sixty commands in ten seconds are heard, three times as many end it; a large frame does too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_is_stopped() {
    let pair = with(Options::default()).await;
    let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
    let restart = || json!({"type": "restart_ice", "ref": "r"});
    for _ in 0..61 {
        ada.socket.try_send(restart()).await;
    }
    let refused = ada.socket.expect("error").await;
    assert_eq!(refused["code"], "RATE_LIMITED");
    // What is still to be written when the socket is closed is lost, so these answers are not counted.
    for _ in 61..180 {
        ada.socket.try_send(restart()).await;
    }
    assert_eq!(ada.socket.expect_close().await, Some(4029));
    let mut bo = Caller::sit(&pair.bo, &pair.lounge).await;
    let long = "x".repeat(70_000);
    bo.socket
        .try_send(json!({"type": "candidate", "candidate": long}))
        .await;
    assert_eq!(bo.socket.expect_close().await, Some(4413));
}

/// A page of another site opens no voice socket, nor does a ticket for something else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_voice_socket_has_its_own_door() {
    let pair = with(Options::default()).await;
    let wish = json!({"purpose": "ws"});
    let ticket = pair.ada.post("/api/v1/auth/ticket", wish).await.expect(200);
    let query = format!("ticket={}", ticket["ticket"].as_str().unwrap());
    let mut other = Socket::call(&pair.app.base(), &pair.lounge, &query).await;
    assert_eq!(other.expect_close().await, Some(4401));
    let elsewhere = pair
        .ada
        .channel(json!({"name": "else", "kind": "voice"}))
        .await;
    let wish = json!({"purpose": "voice", "channelId": elsewhere});
    let ticket = pair.ada.post("/api/v1/auth/ticket", wish).await.expect(200);
    let query = format!("ticket={}", ticket["ticket"].as_str().unwrap());
    let mut other = Socket::call(&pair.app.base(), &pair.lounge, &query).await;
    assert_eq!(other.expect_close().await, Some(4401));
    let answer = crate::app::http::Request::get(&format!("/ws/voice/{}", pair.lounge));
    assert_eq!(answer.send(&pair.app.base()).await.status, 400);
}
