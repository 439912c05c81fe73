//! Files: sending them in, putting them into messages, getting them out, and their end.

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use hyper::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::app::{Answer, Options, Person, TestApp, http::Request};

pub const PATH: &str = "/api/v1/attachments";
const BOUNDARY: &str = "----a boundary";

/// One part of a form: field, file name, content.
pub type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

pub fn form(parts: &[Part]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, filename, content) in parts {
        let filename = filename.map_or(String::new(), |filename| {
            format!("; filename=\"{filename}\"")
        });
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{filename}\r\nContent-Type: text/html\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

pub fn multipart() -> String {
    format!("multipart/form-data; boundary=\"{BOUNDARY}\"")
}

async fn send(person: &Person, parts: &[Part<'_>]) -> Answer {
    let request = person
        .request(Method::POST, PATH)
        .body(&multipart(), form(parts));
    request.send(&person.base).await
}

pub async fn upload(person: &Person, filename: &str, content: &[u8]) -> Value {
    send(person, &[("file", Some(filename), content)])
        .await
        .expect(201)
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} in {value}"))
}

/// Sends files, and the status of that.
async fn post(person: &Person, channel: &str, body: Value) -> Answer {
    person
        .post(&format!("/api/v1/channels/{channel}/messages"), body)
        .await
}

async fn post_files(person: &Person, channel: &str, files: &[&Value]) -> Value {
    let ids: Vec<_> = files.iter().map(|file| &file["id"]).collect();
    post(
        person,
        channel,
        json!({"content": "", "attachmentIds": ids}),
    )
    .await
    .expect(201)
}

/// Every file that is kept or on its way.
pub fn kept(app: &TestApp) -> Vec<PathBuf> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&app.data().join("files"), &mut files);
    files
}

/// Waits until so many files are kept.
pub async fn until_kept(app: &TestApp, count: usize) {
    for _ in 0..600 {
        if kept(app).len() == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{count} files wanted: {:?}", kept(app));
}

fn make_old(file: &Path) {
    let old = SystemTime::now() - Duration::from_hours(2);
    File::options()
        .write(true)
        .open(file)
        .unwrap()
        .set_modified(old)
        .unwrap();
}

on_both_engines! {
    /// Who sent a file says what it shows, before and after it is in a message; those who read there
    /// are told, and nobody is told of nothing. The message is not edited by it.
    async fn files_are_described_later(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let (space, general) = (ada.space().await, ada.general().await);
        let file = upload(&bo, "a.txt", b"hi").await;
        let path = format!("{PATH}/{}", text(&file, "id"));
        let described = bo.patch(&path, json!({"alt": "A list"})).await.expect(200);
        assert_eq!(described["alt"], "A list");
        ada.patch(&path, json!({"alt": "x"})).await.refused(404, "NOT_FOUND");
        let message = post_files(&bo, &general, &[&file]).await;
        assert_eq!(message["attachments"][0]["alt"], "A list");

        let mut socket = cy.following(&[&general]).await;
        let described = bo.patch(&path, json!({"alt": "Seeds to buy"})).await.expect(200);
        let told = socket.expect("MESSAGE_UPDATED").await;
        assert_eq!(told["message"]["attachments"], json!([described]));
        assert_eq!((&told["message"]["id"], &told["message"]["editedAt"]), (&message["id"], &Value::Null));
        let seq = told["seq"].clone();
        bo.patch(&path, json!({"alt": "Seeds to buy"})).await.expect(200);
        assert_eq!(bo.patch(&path, json!({})).await.expect(200)["alt"], "Seeds to buy");
        for nothing in [json!(null), json!("")] {
            let described = bo.patch(&path, json!({"alt": nothing})).await.expect(200);
            assert_eq!(described.get("alt"), None);
        }
        let told = socket.expect("MESSAGE_UPDATED").await;
        assert_eq!(told["seq"].as_u64().unwrap(), seq.as_u64().unwrap() + 1);

        for other in [&ada, &cy] {
            other.patch(&path, json!({"alt": "x"})).await.refused(403, "FORBIDDEN");
        }
        for bad in [json!({"alt": 7}), json!({"alt": " "}), json!({"alt": "x".repeat(1_025)})] {
            bo.patch(&path, bad).await.refused(422, "VALIDATION");
        }
        let in_a_day = crate::audit::in_a_day();
        ada.patch(&bo.seat(&space), json!({"timeoutUntil": in_a_day})).await.expect(200);
        bo.patch(&path, json!({"alt": "x"})).await.refused(403, "FORBIDDEN");
        ada.patch(&bo.seat(&space), json!({"timeoutUntil": null})).await.expect(200);
        let message = format!("/api/v1/messages/{}", text(&message, "id"));
        bo.delete(&message).await.expect(204);
        bo.patch(&path, json!({"alt": "x"})).await.refused(404, "NOT_FOUND");
    }

    /// A file goes in, into a message, and out again, the same everywhere: history, the event, the
    /// replay; and it is gone with its message, from the disk too.
    async fn a_file_goes_with_its_message(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let parts: [Part; 3] = [("alt", None, "a plain text".as_bytes()), ("unknown", None, b"x"), ("file", Some("../Grüße \u{202e}a.txt"), b"hello, file")];
        let answer = send(&ada, &parts).await;
        let file = answer.expect(201);
        assert_eq!((text(&file, "filename"), text(&file, "contentType")), ("Grüße a.txt", "text/plain"));
        assert_eq!((&file["sizeBytes"], &file["alt"]), (&json!(11), &json!("a plain text")));
        for absent in ["width", "height", "placeholder", "thumbnailUrl"] {
            assert_eq!(file.get(absent), None, "{absent}");
        }
        let mut socket = bo.socket().await;
        socket.join(&general, None).await;
        let message = post_files(&ada, &general, &[&file]).await;
        assert_eq!(message["attachments"], json!([file]));
        assert_eq!(socket.expect("NEW_MESSAGE").await["message"]["attachments"], json!([file]));
        assert_eq!(bo.history(&general).await["items"][0]["attachments"], json!([file]));
        let path = format!("/api/v1/messages/{}", text(&message, "id"));
        assert_eq!(bo.get(&path).await.expect(200)["attachments"], json!([file]));

        let got = bo.get(text(&file, "url")).await;
        assert_eq!((got.status.as_u16(), &got.body[..]), (200, &b"hello, file"[..]));
        assert_eq!(kept(&app).len(), 1);
        ada.patch(&path, json!({"content": " "})).await.expect(200);
        ada.delete(&path).await.expect(204);
        bo.get(text(&file, "url")).await.refused(404, "NOT_FOUND");
        until_kept(&app, 0).await;
    }

    /// The socket's send says the same, and a repeat of its nonce sends nothing twice.
    async fn files_are_sent_over_the_socket(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let file = upload(&ada, "a.bin", b"\0\x01").await;
        let mut socket = ada.socket().await;
        let command = json!({"type": "send_message", "channelId": general, "content": "", "nonce": "n",
            "attachment_ids": [file["id"]]});
        socket.send(command.clone()).await;
        let first = socket.expect("ACK").await;
        socket.send(command).await;
        assert_eq!(socket.expect("ACK").await["messageId"], first["messageId"]);
        socket.send(json!({"type": "send_message", "channelId": general, "content": "", "nonce": "n"})).await;
        assert_eq!(socket.expect("ERROR").await["code"], "VALIDATION");
        assert_eq!(ada.history(&general).await["items"][0]["attachments"], json!([file]));
    }

    /// A file in no message is its uploader's alone: nobody else reads it or sends it; it goes into
    /// one message, once.
    async fn a_waiting_file_is_its_uploaders_alone(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let file = upload(&ada, "a.txt", b"mine").await;
        let url = text(&file, "url");
        ada.get(url).await.expect(200);
        bo.get(url).await.refused(404, "NOT_FOUND");
        app.get(url).await.refused(401, "UNAUTHENTICATED");
        let id = &file["id"];
        post(&bo, &general, json!({"content": "x", "attachmentIds": [id]})).await.refused(422, "VALIDATION");
        for ids in [json!([id, id]), json!(["1"]), json!("1"), json!([null]), json!({})] {
            let refused = post(&ada, &general, json!({"content": "x", "attachmentIds": ids})).await.refused(422, "VALIDATION");
            assert!(refused["fields"].to_string().contains("attachmentIds"), "{refused}");
        }
        post(&ada, &general, json!({"content": "  ", "attachmentIds": []})).await.refused(422, "VALIDATION");
        post(&ada, &general, json!({"content": "\0", "attachmentIds": [id]})).await.refused(422, "VALIDATION");
        post_files(&ada, &general, &[&file]).await;
        post(&ada, &general, json!({"content": "x", "attachmentIds": [id]})).await.refused(422, "VALIDATION");
        bo.get(url).await.expect(200);
        assert_eq!(ada.history(&general).await["items"].as_array().unwrap().len(), 1);
    }

    /// Who may not attach files writes without them: over HTTP and over the socket, and the file stays
    /// theirs for where they may.
    async fn attaching_needs_its_right(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (space, general) = (ada.space().await, ada.general().await);
        let file = upload(&bo, "a.txt", b"a file").await;
        let with = json!({"content": "look", "attachmentIds": [file["id"]]});
        let path = format!("/api/v1/channels/{general}/overrides/{space}");
        ada.put(&path, json!({"allow": [], "deny": ["ATTACH_FILES"]})).await.expect(204);
        post(&bo, &general, with.clone()).await.refused(403, "FORBIDDEN");
        let mut socket = bo.socket().await;
        let mut command = with.clone();
        command["type"] = json!("send_message");
        command["channelId"] = json!(general);
        command["nonce"] = json!("n");
        socket.send(command).await;
        assert_eq!(socket.expect("ERROR").await["code"], "FORBIDDEN");
        assert_eq!(ada.history(&general).await["items"], json!([]));
        bo.say(&general, "only words").await;
        let mine = upload(&ada, "b.txt", b"the owner may").await;
        post_files(&ada, &general, &[&mine]).await;
        ada.delete(&path).await.expect(204);
        assert_eq!(post(&bo, &general, with).await.expect(201)["attachments"], json!([file]));
    }

    /// A ticket of purpose `file` opens files, again and again; of another purpose, none.
    async fn a_ticket_opens_files(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let file = upload(&ada, "a.txt", b"mine").await;
        post_files(&ada, &general, &[&file]).await;
        let url = text(&file, "url");
        for (body, status) in [
            (json!({"purpose": "file"}), 200),
            (json!({"purpose": "file", "channelId": general}), 200),
            (json!({"purpose": "ws"}), 401),
        ] {
            let ticket = ada.post("/api/v1/auth/ticket", body).await.expect(200);
            for _ in 0..2 {
                let got = app.get(&format!("{url}?ticket={}", text(&ticket, "ticket"))).await;
                assert_eq!(got.status.as_u16(), status);
            }
        }
        app.get(&format!("{url}?ticket=wt_nonsense")).await.refused(401, "UNAUTHENTICATED");
        let sync = ada.get("/api/v1/sync").await.expect(200);
        let channels = sync["spaces"][0]["channels"].as_array().unwrap();
        let other = channels.iter().find(|channel| channel["id"] != json!(general)).unwrap();
        let ticket = ada.post("/api/v1/auth/ticket", json!({"purpose": "file", "channelId": other["id"]})).await.expect(200);
        app.get(&format!("{url}?ticket={}", text(&ticket, "ticket"))).await.refused(401, "UNAUTHENTICATED");
    }

    /// Each download asks anew who sees the message: who lost the channel or the space has lost the file,
    /// by a ticket of before too, and is told what is told of a file that never was.
    async fn a_file_is_for_who_sees_its_message(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (space, general) = (ada.space().await, ada.general().await);
        let file = upload(&ada, "a.txt", b"for some").await;
        post_files(&ada, &general, &[&file]).await;
        let url = text(&file, "url");
        let ticket = bo.post("/api/v1/auth/ticket", json!({"purpose": "file"})).await.expect(200);
        let by_ticket = format!("{url}?ticket={}", text(&ticket, "ticket"));
        let missing = bo.get(&format!("{PATH}/1/a.txt")).await.refused(404, "NOT_FOUND")["detail"].clone();
        let is_shown = async |shown: bool| {
            for answer in [bo.get(url).await, app.get(&by_ticket).await] {
                if shown {
                    assert_eq!((answer.status.as_u16(), &answer.body[..]), (200, &b"for some"[..]));
                } else {
                    assert_eq!(answer.refused(404, "NOT_FOUND")["detail"], missing);
                }
            }
        };
        is_shown(true).await;
        ada.change(&general, &bo.id, json!({"deny": ["VIEW_CHANNEL"]})).await.expect(204);
        is_shown(false).await;
        ada.change(&general, &bo.id, json!({})).await.expect(204);
        is_shown(true).await;
        ada.delete(&bo.seat(&space)).await.expect(204);
        is_shown(false).await;
        ada.get(url).await.expect(200);
    }

    /// Nothing that a browser could run is shown: pages, scripts, drawings and what pretends to be
    /// a picture are saved, sandboxed, and their type is nobody's word.
    async fn nothing_is_run(app: TestApp) {
        let ada = app.owner().await;
        let both = b"GIF89a/*<script>alert(1)</script>*/=1;";
        for (name, content) in [
            ("a.html", &b"<!doctype html><script>alert(1)</script>"[..]),
            ("a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
            ("a.pdf", b"%PDF-1.7 ..."),
            ("a.js", b"alert(1)"),
            ("a.exe", b"MZ\0\0\0"),
        ] {
            let file = upload(&ada, name, content).await;
            let got = ada.get(text(&file, "url")).await;
            assert_eq!(&got.body[..], content, "{name}");
            assert_eq!(got.header("content-type"), Some("application/octet-stream"), "{name}");
            assert!(got.header("content-disposition").unwrap().starts_with("attachment; "), "{name}");
            assert_eq!(got.header("x-content-type-options"), Some("nosniff"), "{name}");
            let policy = got.header("content-security-policy").unwrap();
            assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
            assert_eq!(got.header("cache-control"), Some("private, no-cache"), "{name}");
        }
        let polyglot = send(&ada, &[("file", Some("a.gif"), both)]).await;
        if polyglot.status.as_u16() == 201 {
            let got = ada.get(text(&polyglot.json(), "url")).await;
            assert!(got.header("content-disposition").unwrap().starts_with("attachment; "));
        } else {
            polyglot.refused(422, "VALIDATION");
        }
    }

    /// Parts of a file, as RFC 9110 has them; a file that the asker has is not sent again; HEAD
    /// says what GET would.
    async fn parts_are_served(app: TestApp) {
        let ada = app.owner().await;
        let content: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        let file = upload(&ada, "a.bin", &content).await;
        let url = text(&file, "url").to_owned();
        let get = |name: &'static str, value: String| {
            let request = ada.request(Method::GET, &url).header(name, &value).header("accept-encoding", "gzip");
            let base = ada.base.clone();
            async move { request.send(&base).await }
        };
        let whole = get("x-nothing", String::new()).await;
        assert_eq!((whole.status.as_u16(), &whole.body[..]), (200, &content[..]));
        assert_eq!(whole.header("content-length"), Some("200000"));
        assert_eq!(whole.header("content-encoding"), None);
        assert_eq!(whole.header("accept-ranges"), Some("bytes"));
        let etag = whole.header("etag").unwrap().to_owned();
        for (range, status, first, last) in [
            ("bytes=0-0", 206, 0, 0), ("bytes=100-70000", 206, 100, 70_000), ("bytes=199999-", 206, 199_999, 199_999),
            ("bytes=-5", 206, 199_995, 199_999), ("bytes=5-1", 200, 0, 199_999), ("bytes=0-1,3-4", 200, 0, 199_999),
        ] {
            let part = get("range", range.to_owned()).await;
            assert_eq!((part.status.as_u16(), &part.body[..]), (status, &content[first..=last]), "{range}");
            let said = (status == 206).then(|| format!("bytes {first}-{last}/200000"));
            assert_eq!(part.header("content-range"), said.as_deref(), "{range}");
        }
        let behind = get("range", "bytes=200000-".to_owned()).await;
        assert_eq!(behind.header("content-range"), Some("bytes */200000"));
        behind.refused(416, "VALIDATION");
        for known in [etag.clone(), format!("\"x\", W/{etag}"), "*".to_owned()] {
            let same = get("if-none-match", known).await;
            assert_eq!((same.status.as_u16(), same.body.len()), (304, 0));
        }
        assert_eq!(get("if-none-match", "\"x\"".to_owned()).await.status, 200);
        let other = ada.request(Method::GET, &url).header("range", "bytes=0-0").header("if-range", "\"x\"");
        assert_eq!(other.send(&ada.base).await.status, 200);
        let head = ada.request(Method::HEAD, &url).send(&ada.base).await;
        assert_eq!((head.status.as_u16(), head.header("content-length"), head.body.len()), (200, Some("200000"), 0));
        ada.get(&format!("{PATH}/{}/other.bin", text(&file, "id"))).await.refused(404, "NOT_FOUND");
        ada.get(&format!("{PATH}/{}/thumbnail/a.bin", text(&file, "id"))).await.refused(404, "NOT_FOUND");
        ada.get(&format!("{PATH}/1/a.bin")).await.refused(404, "NOT_FOUND");
        ada.get(&format!("{PATH}/x/a.bin")).await.refused(404, "NOT_FOUND");
    }

    /// What is not one file in a form keeps nothing.
    async fn what_is_no_upload_is_refused(app: TestApp) {
        let ada = app.owner().await;
        let file: Part = ("file", Some("a"), b"x");
        let cases: [(&[Part], u16, &str); 6] = [
            (&[], 422, "VALIDATION"),
            (&[("upload", Some("a"), b"x")], 422, "VALIDATION"),
            (&[("file", Some("a"), b"")], 422, "VALIDATION"),
            (&[file, file], 422, "VALIDATION"),
            (&[file, ("alt", None, b"\xff")], 422, "VALIDATION"),
            (&[file, ("alt", None, b"a\0b")], 422, "VALIDATION"),
        ];
        for (parts, status, code) in cases {
            send(&ada, parts).await.refused(status, code);
        }
        send(&ada, &[file, ("alt", None, "ä".repeat(1_025).as_bytes())]).await.refused(422, "VALIDATION");
        send(&ada, &[file, ("alt", None, "ä".repeat(1_024).as_bytes())]).await.expect(201);
        send(&ada, &vec![("x", None, &b""[..]); 17]).await.refused(400, "MALFORMED");
        ada.post(PATH, json!({})).await.refused(415, "UNSUPPORTED_MEDIA_TYPE");
        let whole = form(&[file]);
        let cut = ada.request(Method::POST, PATH).body(&multipart(), whole[..whole.len() - 9].to_vec());
        cut.send(&ada.base).await.refused(400, "MALFORMED");
        let nobody = Request::new(Method::POST, PATH).body(&multipart(), whole);
        nobody.send(&ada.base).await.refused(401, "UNAUTHENTICATED");
        until_kept(&app, 1).await;
    }

    /// A connection that breaks off in the middle of a file leaves nothing.
    async fn a_broken_upload_leaves_nothing(app: TestApp) {
        let ada = app.owner().await;
        let host = ada.base.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let body = form(&[("file", Some("a"), &vec![7; 100_000])]);
        let head = format!(
            "POST {PATH} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
            ada.access_token, multipart(), body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&body[..50_000]).await.unwrap();
        until_kept(&app, 1).await;
        stream.shutdown().await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
        until_kept(&app, 0).await;
    }
}

/// Each limit is reached, and one step above it is refused.
mod limits {
    use super::*;

    async fn on(engine: crate::app::Engine) {
        let options = Options::default()
            .env("PARLOR_LIMITS__UPLOAD_BYTES_MAX", 2_000_000)
            .env("PARLOR_LIMITS__UPLOAD_BYTES_PER_USER_MAX", 3_000_000)
            .env("PARLOR_LIMITS__UNATTACHED_PER_USER_MAX", 2)
            .env("PARLOR_LIMITS__ATTACHMENTS_PER_MESSAGE_MAX", 1);
        let app = TestApp::start_with(engine, options).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let at_limit = vec![1; 2_000_000];
        let big = upload(&ada, "big", &at_limit).await;
        let over = vec![1; 2_000_001];
        send(&ada, &[("file", Some("a"), &over)])
            .await
            .refused(413, "TOO_LARGE");
        send(&ada, &[("x", Some("a"), &over)])
            .await
            .refused(413, "TOO_LARGE");
        send(&ada, &[("file", Some("a"), &vec![1; 3_000_000])])
            .await
            .refused(413, "TOO_LARGE");

        let second = upload(&ada, "second", b"2").await;
        let ids = json!([big["id"], second["id"]]);
        post(
            &ada,
            &general,
            json!({"content": "x", "attachmentIds": ids}),
        )
        .await
        .refused(422, "VALIDATION");
        post_files(&ada, &general, &[&big]).await;
        send(&ada, &[("file", Some("a"), &vec![2; 1_000_000])])
            .await
            .refused(413, "TOO_LARGE");
        for name in ["third", "fourth"] {
            upload(&ada, name, name.as_bytes()).await;
        }
        ada.get(text(&second, "url"))
            .await
            .refused(404, "NOT_FOUND");
        ada.get(text(&big, "url")).await.expect(200);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        on(crate::app::Engine::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        if let Some(engine) = crate::app::Engine::postgres() {
            on(engine).await;
        }
    }
}

on_both_engines! {
    /// Whatever a kill leaves behind is taken away by the next start: drafts, files without a row;
    /// and what was aside when a row needs it comes back. What was answered is there.
    async fn a_kill_leaves_nothing_and_loses_nothing(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let file = upload(&ada, "a.txt", b"kept").await;
        let same = upload(&ada, "b.txt", b"kept").await;
        post_files(&ada, &general, &[&file]).await;
        let [place] = &kept(&app)[..] else { panic!("equal bytes are kept once") };
        app.kill();
        let root = app.data().join("files");
        let name = place.strip_prefix(&root).unwrap().to_str().unwrap().replace('/', "");
        std::fs::rename(place, root.join("aside").join(&name)).unwrap();
        let orphan = root.join("ab").join("0".repeat(62));
        let forgotten = root.join("aside").join("cd".repeat(32));
        let [draft, young] = ["old", "young"].map(|name| root.join("drafts").join(name));
        for file in [&orphan, &forgotten, &draft, &young] {
            std::fs::write(file, b"x").unwrap();
        }
        make_old(&orphan);
        make_old(&draft);
        app.restart().await;
        until_kept(&app, 2).await;
        assert!(place.exists() && young.exists(), "{:?}", kept(&app));
        let ada = ada.moved(&app);
        for file in [&file, &same] {
            assert_eq!(&ada.get(text(file, "url")).await.body[..], b"kept");
        }
    }

    /// Files that are deleted and sent in again at the same time, with equal bytes, are never
    /// lost: what was answered can be read.
    async fn equal_bytes_that_come_and_go_are_never_lost(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        for _ in 0..10 {
            let first = upload(&ada, "a.txt", b"the same").await;
            let message = post_files(&ada, &general, &[&first]).await;
            let path = format!("/api/v1/messages/{}", text(&message, "id"));
            let (deleted, second) = tokio::join!(ada.delete(&path), upload(&ada, "b.txt", b"the same"));
            deleted.expect(204);
            let message = post_files(&ada, &general, &[&second]).await;
            assert_eq!(&ada.get(text(&second, "url")).await.body[..], b"the same");
            ada.delete(&format!("/api/v1/messages/{}", text(&message, "id"))).await.expect(204);
        }
        until_kept(&app, 0).await;
    }
}
