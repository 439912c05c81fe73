//! Frames as RFC 6455 has them, and as it does not.

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_tungstenite::tungstenite::{
    Bytes, Message,
    protocol::{
        CloseFrame,
        frame::{
            Frame,
            coding::{CloseCode, Data, OpCode},
        },
    },
};

use crate::app::{Engine, Options, Socket, TestApp};

/// The largest frame a client may send, in bytes.
const FRAME_MAX: usize = 65_536;
/// What the client's machine and the server's hold together at most, in bytes; more has to be read.
const MUCH: usize = 12 * 1024 * 1024;

fn part(opcode: Data, last: bool, data: &str) -> Frame {
    Frame::message(
        Bytes::copy_from_slice(data.as_bytes()),
        OpCode::Data(opcode),
        last,
    )
}

fn is_malformed(frame: Option<serde_json::Value>) {
    let frame = frame.expect("an answer");
    assert_eq!(
        (&frame["type"], &frame["code"]),
        (&json!("ERROR"), &json!("MALFORMED")),
        "{frame}"
    );
}

/// A text frame of so many bytes that is a good command.
fn ping_of(bytes: usize) -> String {
    let empty = json!({"type": "ping", "ref": "r", "t": ""})
        .to_string()
        .len();
    json!({"type": "ping", "ref": "r", "t": "x".repeat(bytes - empty)}).to_string()
}

/// The masked header of a client's frame whose payload does not follow.
fn header(first: u8, length: u64) -> Vec<u8> {
    let mut header = vec![first, 0x80 | 127];
    header.extend(length.to_be_bytes());
    header.extend([0; 4]);
    header
}

/// Somebody's socket, for tests that are about frames alone.
async fn socket() -> (TestApp, Socket) {
    let app = TestApp::start(Engine::Sqlite).await;
    let socket = app.owner().await.socket().await;
    (app, socket)
}

/// Twenty malformed frames in a minute are told what they are, the next one closes; binary frames
/// count.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_frames_are_forgiven_twenty_times() {
    let (_app, mut socket) = socket().await;
    for text in [
        "",
        "{",
        "null",
        "[]",
        "\"ping\"",
        "{}",
        "{\"type\":7}",
        "{\"type\":\"ping\"",
        "\u{feff}{}",
        "{\"type\":\"ping\"}{}",
    ] {
        socket.send_raw(Message::text(text)).await;
        is_malformed(socket.next().await);
    }
    for data in [&b"\x00\xff"[..], b"{\"type\":\"ping\"}"]
        .into_iter()
        .cycle()
        .take(10)
    {
        socket.send_raw(Message::binary(data.to_vec())).await;
        is_malformed(socket.next().await);
    }
    socket.settle().await;
    socket.send_raw(Message::text("no")).await;
    assert_eq!(socket.expect_close().await, Some(4002));
}

/// A `ref` that could be read is repeated even where the rest makes no sense.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_malformed_frame_keeps_its_ref() {
    let (_app, mut socket) = socket().await;
    let error = socket.ask("r", json!({"kind": "ping"})).await;
    is_malformed(Some(error));
}

/// Text that is not UTF-8 closes with 1007, also where the bad byte comes in a later fragment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_utf_8_closes() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let bad = Bytes::from_static(b"{\"type\":\"ping\xff\"}");
    let mut socket = ada.socket().await;
    socket
        .send_frame(Frame::message(bad.clone(), OpCode::Data(Data::Text), true))
        .await;
    assert_eq!(socket.expect_close().await, Some(1007));
    let mut socket = ada.socket().await;
    socket.send_frame(part(Data::Text, false, "{")).await;
    socket
        .send_frame(Frame::message(bad, OpCode::Data(Data::Continue), true))
        .await;
    assert_eq!(socket.expect_close().await, Some(1007));
}

/// What breaks RFC 6455 itself closes with 1002.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_frame_closes() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    for bytes in [
        // Not masked; a reserved bit; an opcode nobody knows; a ping in parts; a part of nothing.
        &[0x81, 0x02, b'{', b'}'][..],
        &[0xC1, 0x80, 0, 0, 0, 0],
        &[0x83, 0x80, 0, 0, 0, 0],
        &[0x09, 0x80, 0, 0, 0, 0],
        &[0x80, 0x80, 0, 0, 0, 0],
    ] {
        let mut socket = ada.socket().await;
        socket.tcp().write_all(bytes).await.unwrap();
        assert_eq!(socket.expect_close().await, Some(1002), "{bytes:x?}");
    }
}

/// A frame of exactly 64 KiB is read; with one byte more its sender learns that it was too large,
/// however much more of it he has to say.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frame_has_at_most_64_kib() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let mut socket = ada.socket().await;
    socket.send_raw(Message::text(ping_of(FRAME_MAX))).await;
    assert_eq!(socket.expect("PONG").await["ref"], "r");
    socket.send_raw(Message::text(ping_of(FRAME_MAX + 1))).await;
    assert_eq!(socket.expect_close().await, Some(4413));

    let mut socket = ada.socket().await;
    socket.send_raw(Message::binary(vec![0; MUCH])).await;
    assert_eq!(socket.expect_close().await, Some(4413));

    // It is enough to announce it.
    let mut socket = ada.socket().await;
    socket
        .tcp()
        .write_all(&header(0x81, u64::MAX >> 1))
        .await
        .unwrap();
    assert_eq!(socket.expect_close().await, Some(4413));
}

/// A message may come in parts, with pings between them; together they have the same limit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_may_come_in_parts() {
    let (_app, mut socket) = socket().await;
    let whole = ping_of(FRAME_MAX);
    let (first, rest) = whole.split_at(11);
    let (second, third) = rest.split_at(30_000);
    socket.send_frame(part(Data::Text, false, first)).await;
    socket
        .send_raw(Message::Ping(Bytes::from_static(b"between")))
        .await;
    socket.send_frame(part(Data::Continue, false, second)).await;
    socket.send_frame(part(Data::Continue, true, third)).await;
    assert_eq!(socket.expect("PONG").await["ref"], "r");

    let half = "x".repeat(FRAME_MAX / 2);
    socket.send_frame(part(Data::Text, false, &half)).await;
    socket.send_frame(part(Data::Continue, false, &half)).await;
    socket.send_frame(part(Data::Continue, true, "x")).await;
    assert_eq!(socket.expect_close().await, Some(4413));
}

/// Who is closed while he still talks reads why: the flood is heard out, not reset.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_talks_on_reads_why_he_was_closed() {
    let (_app, mut socket) = socket().await;
    for _ in 0..400 {
        socket.send_raw(Message::binary(vec![0; 8 * 1024])).await;
    }
    assert_eq!(socket.expect_close().await, Some(4002));
    let answers = socket.seen.iter().filter(|frame| frame["type"] == "ERROR");
    assert_eq!(answers.count(), 20);
}

/// A close is answered with the same code, and the connection ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_close_is_answered() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    for code in [1000, 1001, 3000, 4999] {
        let mut socket = ada.socket().await;
        let frame = CloseFrame {
            code: CloseCode::from(code),
            reason: "bye".into(),
        };
        socket.send_raw(Message::Close(Some(frame))).await;
        assert_eq!(socket.expect_close().await, Some(code));
    }
}

/// A client need not wait for the answer to its upgrade before it speaks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_may_speak_at_once() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let host = app.base().replace("http://", "");
    let ping = br#"{"type":"ping","ref":"at once"}"#;
    let head = format!(
        "GET /ws?token={} HTTP/1.1\r\nhost: {host}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        ada.access_token
    );
    let mut bytes = head.into_bytes();
    bytes.extend([0x81, 0x80 | u8::try_from(ping.len()).unwrap(), 0, 0, 0, 0]);
    bytes.extend(ping);
    let mut stream = TcpStream::connect(&host).await.unwrap();
    stream.write_all(&bytes).await.unwrap();
    let mut answer = Vec::new();
    while !String::from_utf8_lossy(&answer).contains("at once") {
        assert!(stream.read_buf(&mut answer).await.unwrap() > 0);
    }
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(answer.starts_with("HTTP/1.1 101"), "{answer}");
    // RFC 6455 section 1.3 has this very pair.
    assert!(answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{answer}");
    assert!(answer.find("READY") < answer.find("PONG"), "{answer}");
}

/// The longest message that the settings may allow reaches those who listen and those who come
/// later; settings that allow longer ones make no server, and are refused in `config`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_longest_message_is_carried() {
    const LONGEST: usize = 21_000;
    let options = Options::default().env("PARLOR_LIMITS__MESSAGE_CHARS_MAX", LONGEST);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let general = ada.general().await;
    let mut live = ada.socket().await;
    live.join(&general, None).await;
    let content = "\u{1f33b}".repeat(LONGEST);
    ada.say(&general, &content).await;
    let heard = live.expect("NEW_MESSAGE").await;
    assert!(heard["message"]["content"] == content.as_str());
    let mut later = ada.socket().await;
    later.join(&general, Some(0)).await;
    let page = later.seen.iter().find(|frame| frame["type"] == "SYNC");
    let message = &page.expect("a page")["events"][0]["message"];
    assert!(message["content"] == content.as_str());
}
