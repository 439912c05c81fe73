//! Taking along what is one's own.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use hyper::Method;
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::{
    app::{Engine, Options, Person, TestApp, Wire, http::Request},
    attachments::upload,
    pictures::portray,
};

const PATH: &str = "/api/v1/users/me/export";

/// What is in a zip, as another program reads it.
fn unpack(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(zip)).unwrap();
    let unpacked = (0..zip.len()).map(|index| {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (name, content)
    });
    unpacked.collect()
}

/// All of what is theirs, unpacked.
pub async fn export(person: &Person) -> BTreeMap<String, Vec<u8>> {
    let answer = person.get(PATH).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    assert_eq!(answer.header("content-encoding"), None);
    let saved_as = "attachment; filename=\"parlor-export.zip\"";
    assert_eq!(answer.header("content-disposition"), Some(saved_as));
    unpack(&answer.body)
}

fn json(file: &[u8]) -> Value {
    serde_json::from_slice(file).unwrap()
}

/// What stands in a file of lines.
pub fn lines(file: &[u8]) -> Vec<Value> {
    let lines = std::str::from_utf8(file).unwrap().lines();
    lines.map(|line| json(line.as_bytes())).collect()
}

fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap()
}

on_both_engines! {
    /// One gets one's account, places, messages that stand, reactions and files, page after page,
    /// and not a word of anybody else.
    async fn what_is_ones_own(app: TestApp) {
        let often = Options::default().env("PARLOR_LIMITS__SENDS_PER_5_S", 1_000).env("PARLOR_LIMITS__CHANGES_PER_10_S", 10_000);
        let app = app.with(often).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let hers = ada.say(&general, "a word of hers").await;
        let reactions = format!("/api/v1/messages/{}/reactions", id(&hers));
        bo.post(&reactions, json!({"emoji": "\u{1f44d}"})).await.expect(201);
        let gone = bo.say(&general, "taken back").await;
        bo.delete(&format!("/api/v1/messages/{}", id(&gone))).await.expect(204);
        for n in 0..201 {
            bo.say(&general, &format!("number {n}")).await;
        }
        let sent = upload(&bo, "über mich.txt", b"about me").await;
        let waiting = upload(&bo, "later.txt", b"about later").await;
        upload(&ada, "hers.txt", b"about her").await;
        let body = json!({"content": "look", "attachmentIds": [id(&sent)], "replyToId": id(&hers)});
        bo.post(&format!("/api/v1/channels/{general}/messages"), body).await.expect(201);
        bo.put(&format!("/api/v1/channels/{general}/notifications"), json!({"level": "mentions"})).await.expect(200);
        portray(&bo).await;
        // Where one is no member any more one's words are still one's own.
        let space = bo.space().await;
        bo.delete(&format!("/api/v1/spaces/{space}/members/me")).await.expect(204);

        let files = export(&bo).await;
        let (attached, kept) = (format!("files/{}-über mich.txt", id(&sent)), format!("files/{}-later.txt", id(&waiting)));
        let mut names = vec![
            "README.txt", "account.json", "avatar.webp", "conversations.json", &attached, &kept, "messages.jsonl",
            "notification-settings.json", "reactions.jsonl", "read-states.json", "sessions.json", "spaces.json",
        ];
        names.sort_unstable();
        assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), names);
        assert_eq!((&files[&attached][..], &files[&kept][..]), (&b"about me"[..], &b"about later"[..]));
        assert_eq!(&files["avatar.webp"][8..12], b"WEBP");
        assert_eq!(json(&files["account.json"])["username"], "bo");
        assert_eq!(json(&files["sessions.json"]).as_array().unwrap().len(), 1);
        assert_eq!(json(&files["spaces.json"]), json!([]));
        let written = lines(&files["messages.jsonl"]);
        assert_eq!(written.len(), 202);
        for (n, line) in written[..201].iter().enumerate() {
            assert_eq!((&line["content"], &line["channelId"]), (&json!(format!("number {n}")), &json!(general)));
        }
        assert_eq!(written[201]["replyToId"], hers["id"]);
        assert_eq!(written[201]["attachments"][0]["id"], sent["id"]);
        assert_eq!(lines(&files["reactions.jsonl"])[0]["messageId"], hers["id"]);
        let words: Vec<u8> = files.into_values().flatten().collect();
        for theirs in ["a word of hers", "taken back", "about her"] {
            assert!(!String::from_utf8_lossy(&words).contains(theirs), "{theirs}");
        }
        // Who is a member sees where.
        let files = export(&ada).await;
        let spaces = json(&files["spaces.json"]);
        assert_eq!((&spaces[0]["space"]["id"], &spaces[0]["me"]["userId"]), (&json!(space), &json!(ada.id)));
        assert!(!json(&files["read-states.json"]).as_array().unwrap().is_empty());
        app.get(PATH).await.refused(401, "UNAUTHENTICATED");
    }
}

/// A browser saves it by a ticket, which is good for this alone and once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_opens_it_once() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let ticket = async |purpose: &str| {
        let body = json!({"purpose": purpose});
        let ticket = ada.post("/api/v1/auth/ticket", body).await.expect(200);
        format!("{PATH}?ticket={}", ticket["ticket"].as_str().unwrap())
    };
    let path = ticket("export").await;
    assert!(unpack(&app.get(&path).await.body).contains_key("account.json"));
    app.get(&path).await.refused(401, "UNAUTHENTICATED");
    app.get(&ticket("file").await)
        .await
        .refused(401, "UNAUTHENTICATED");
}

/// Only so many an hour.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_so_many() {
    let options = Options::default().env("PARLOR_LIMITS__EXPORTS_PER_HOUR", 1);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    export(&ada).await;
    let refused = ada.get(PATH).await;
    assert!(refused.header("retry-after").is_some());
    refused.refused(429, "RATE_LIMITED");
}

/// More than the system holds between two programs, and nothing can be left out of it.
fn long() -> Vec<u8> {
    const BYTES: usize = 16 * 1024 * 1024;
    let mut state = 1_u32;
    let mut bytes = Vec::with_capacity(BYTES);
    while bytes.len() < BYTES {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        bytes.extend(state.to_le_bytes());
    }
    bytes
}

async fn begun(person: &Person) -> Wire {
    let mut wire = Wire::open(&person.base).await;
    let bearer = format!("Authorization: Bearer {}", person.access_token);
    wire.ask(&format!("GET {PATH}"), &[&bearer]).await;
    assert_eq!(wire.head().await.unwrap().0, 200);
    wire
}

/// While one is made its owner begins no other, and everybody together only so many. It ends with
/// the session, and then what came has no end; the place is free again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_at_a_time_while_the_session_lasts() {
    let options = Options::default().env("PARLOR_LIMITS__EXPORTS_AT_ONCE_MAX", 1);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    upload(&bo, "long", &long()).await;
    let mut wire = begun(&bo).await;
    bo.get(PATH).await.refused(429, "RATE_LIMITED");
    let refused = ada.get(PATH).await;
    assert!(refused.header("retry-after").is_some());
    refused.refused(503, "OVERLOADED");

    let request = Request::new(Method::POST, "/api/v1/auth/logout").bearer(&bo.access_token);
    request.send(&bo.base).await.expect(204);
    wire.closed().await;
    assert!(!wire.saw("PK\u{5}\u{6}") && !wire.saw("\r\n0\r\n\r\n"));
    loop {
        let answer = ada.get(PATH).await;
        if answer.status == 200 {
            assert!(unpack(&answer.body).contains_key("account.json"));
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}
