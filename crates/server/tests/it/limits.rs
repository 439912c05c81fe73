//! Every limit is reached: here, or by a test that is named here.

mod elsewhere;

use std::collections::BTreeSet;

use hyper::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    app::{Answer, Options, Person, TestApp},
    attachments::{PATH, form, kept, multipart, until_kept, upload},
};

/// What the server is told, and what the tests here reach.
const HERE: [(&str, &str, u32); 18] = [
    ("message_chars_max", "PARLOR_LIMITS__MESSAGE_CHARS_MAX", 10),
    ("username_chars_min", "PARLOR_LIMITS__USERNAME_CHARS_MIN", 3),
    ("username_chars_max", "PARLOR_LIMITS__USERNAME_CHARS_MAX", 5),
    (
        "display_name_chars_max",
        "PARLOR_LIMITS__DISPLAY_NAME_CHARS_MAX",
        6,
    ),
    (
        "status_text_chars_max",
        "PARLOR_LIMITS__STATUS_TEXT_CHARS_MAX",
        4,
    ),
    ("name_chars_max", "PARLOR_LIMITS__NAME_CHARS_MAX", 8),
    ("topic_chars_max", "PARLOR_LIMITS__TOPIC_CHARS_MAX", 4),
    ("nonce_chars_max", "PARLOR_LIMITS__NONCE_CHARS_MAX", 4),
    ("emoji_bytes_max", "PARLOR_LIMITS__EMOJI_BYTES_MAX", 4),
    (
        "reactions_per_message_max",
        "PARLOR_LIMITS__REACTIONS_PER_MESSAGE_MAX",
        1,
    ),
    ("password_chars_min", "PARLOR_LIMITS__PASSWORD_CHARS_MIN", 9),
    (
        "password_chars_max",
        "PARLOR_LIMITS__PASSWORD_CHARS_MAX",
        30,
    ),
    ("alt_chars_max", "PARLOR_LIMITS__ALT_CHARS_MAX", 4),
    ("search_chars_max", "PARLOR_LIMITS__SEARCH_CHARS_MAX", 6),
    (
        "invites_per_space_max",
        "PARLOR_LIMITS__INVITES_PER_SPACE_MAX",
        4,
    ),
    (
        "voice_bits_per_s_max",
        "PARLOR_LIMITS__VOICE_BITS_PER_S_MAX",
        64_000,
    ),
    (
        "uploads_at_once_per_user_max",
        "PARLOR_LIMITS__UPLOADS_AT_ONCE_PER_USER_MAX",
        1,
    ),
    (
        "uploads_at_once_max",
        "PARLOR_LIMITS__UPLOADS_AT_ONCE_MAX",
        2,
    ),
];

/// A call that takes so much, and one more than it takes.
#[derive(Clone)]
struct Case {
    limit: &'static str,
    method: Method,
    path: String,
    at: Value,
    over: Value,
}

fn case(limit: &'static str, (method, path): (Method, &str), at: Value, over: Value) -> Case {
    let path = path.to_owned();
    Case {
        limit,
        method,
        path,
        at,
        over,
    }
}

/// The value of one field at a limit in characters, and above it. None of them is one byte.
fn chars(field: &str, most: usize) -> (Value, Value) {
    let text = |length: usize| json!({field: "ü".repeat(length)});
    (text(most), text(most + 1))
}

/// Somebody new, by an invite.
fn newcomer(invite: &str, username: &str, password: &str) -> Value {
    json!({"username": username, "password": password, "invite": invite})
}

async fn ask(person: &Person, case: &Case, body: &Value) -> Answer {
    let request = person.request(case.method.clone(), &case.path);
    request.json(body.clone()).send(&person.base).await
}

/// The id of what was made.
fn id(made: &Value) -> &str {
    made["id"].as_str().unwrap()
}

/// What is changed, by its path, and an invite.
struct Ground {
    space: String,
    channel: String,
    lounge: String,
    file: String,
    /// The reactions of two messages.
    reactions: [String; 2],
    invite: String,
}

impl Ground {
    async fn of(ada: &Person) -> Self {
        let (space, general) = (ada.space().await, ada.general().await);
        let sync = ada.get("/api/v1/sync").await.expect(200);
        let channels = sync["spaces"][0]["channels"].as_array().unwrap().iter();
        let mut lounges = channels.filter(|channel| channel["kind"] == "voice");
        let lounge = id(lounges.next().unwrap());
        let [one, other] = [
            ada.say(&general, "one").await,
            ada.say(&general, "other").await,
        ];
        let file = upload(ada, "a.txt", b"a file").await;
        Self {
            space: format!("/api/v1/spaces/{space}"),
            channel: format!("/api/v1/channels/{general}"),
            lounge: format!("/api/v1/channels/{lounge}"),
            file: format!("{PATH}/{}", id(&file)),
            reactions: [one, other].map(|said| format!("/api/v1/messages/{}/reactions", id(&said))),
            invite: ada.invite().await,
        }
    }

    /// Texts at their limits and above.
    fn texts(&self) -> Vec<Case> {
        let messages = format!("{}/messages", self.channel);
        let me = "/api/v1/users/me";
        let texts = [
            (
                "message_chars_max",
                (Method::POST, messages.as_str()),
                chars("content", 10),
            ),
            (
                "display_name_chars_max",
                (Method::PATCH, me),
                chars("displayName", 6),
            ),
            (
                "status_text_chars_max",
                (Method::PATCH, me),
                chars("statusText", 4),
            ),
            (
                "name_chars_max",
                (Method::PATCH, &self.lounge),
                chars("name", 8),
            ),
            (
                "name_chars_max",
                (Method::PATCH, &self.space),
                chars("name", 8),
            ),
            (
                "topic_chars_max",
                (Method::PATCH, &self.channel),
                chars("topic", 4),
            ),
            (
                "topic_chars_max",
                (Method::PATCH, &self.space),
                chars("description", 4),
            ),
            (
                "alt_chars_max",
                (Method::PATCH, &self.file),
                chars("alt", 4),
            ),
        ];
        let case = |(limit, call, (at, over))| case(limit, call, at, over);
        texts.into_iter().map(case).collect()
    }

    /// What is not only a text.
    fn things(&self) -> Vec<Case> {
        let messages = format!("{}/messages", self.channel);
        let [one, other] = &self.reactions;
        let nonce = |nonce: &str| json!({"content": "x", "nonce": nonce});
        let emoji = |emoji: &str| json!({"emoji": emoji});
        let bitrate = |bits: u32| json!({"bitrate": bits});
        vec![
            case(
                "nonce_chars_max",
                (Method::POST, &messages),
                nonce("nnnn"),
                nonce("nnnnn"),
            ),
            case(
                "emoji_bytes_max",
                (Method::POST, one),
                emoji("👍"),
                emoji("❤️"),
            ),
            case(
                "reactions_per_message_max",
                (Method::POST, other),
                emoji("👍"),
                emoji("😀"),
            ),
            case(
                "voice_bits_per_s_max",
                (Method::PATCH, &self.lounge),
                bitrate(64_000),
                bitrate(64_001),
            ),
        ]
    }

    /// Names and passwords of newcomers.
    fn newcomers(&self) -> Vec<Case> {
        let call = || (Method::POST, "/api/v1/auth/register");
        let with = |name: &str, password: &str| newcomer(&self.invite, name, password);
        let named = |name: &str| with(name, Person::PASSWORD);
        let long = "violet-tuba-9-violet-tuba-9-44";
        let longer = format!("{long}4");
        vec![
            case("username_chars_min", call(), named("abc"), named("ab")),
            case(
                "username_chars_max",
                call(),
                named("abcde"),
                named("abcdef"),
            ),
            case(
                "password_chars_min",
                call(),
                with("pmin", "tuba-9-vi"),
                with("pmin2", "tuba-9-v"),
            ),
            case(
                "password_chars_max",
                call(),
                with("pmax", long),
                with("pmax2", &longer),
            ),
        ]
    }
}

/// Begins to send a file, and stops half-way.
async fn begin_upload(app: &TestApp, person: &Person) -> TcpStream {
    let before = kept(app).len();
    let host = person.base.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let body = form(&[("file", Some("a"), &vec![7; 100_000])]);
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {}\r\nContent-Type: {}\r\n\
         Content-Length: {}\r\n\r\n",
        person.access_token,
        multipart(),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body[..50_000]).await.unwrap();
    until_kept(app, before + 1).await;
    stream
}

/// One person sends one file at a time, and two do so together; when one ends there is room again.
async fn uploads(app: &TestApp, [ada, bob, cyd]: [&Person; 3]) {
    let file = async |person: &Person| {
        let body = form(&[("file", Some("b"), b"more")]);
        let request = person.request(Method::POST, PATH).body(&multipart(), body);
        request.send(&person.base).await
    };
    let before = kept(app).len();
    let mut first = begin_upload(app, ada).await;
    file(ada).await.refused(429, "RATE_LIMITED");
    let mut second = begin_upload(app, bob).await;
    file(cyd).await.refused(503, "OVERLOADED");
    for stream in [&mut first, &mut second] {
        stream.shutdown().await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    until_kept(app, before).await;
    for person in [ada, bob, cyd] {
        file(person).await.expect(201);
    }
}

/// A space has so many invites that can be used.
async fn invites(ada: &Person) {
    let path = format!("/api/v1/spaces/{}/invites", ada.space().await);
    let listed = async || {
        ada.get(&path).await.expect(200)["items"]
            .as_array()
            .unwrap()
            .len()
    };
    while listed().await < 4 {
        ada.post(&path, json!({})).await.expect(201);
    }
    ada.post(&path, json!({})).await.refused(422, "VALIDATION");
    let listed = ada.get(&path).await.expect(200);
    let code = listed["items"][0]["code"].as_str().unwrap();
    ada.delete(&format!("/api/v1/invites/{code}"))
        .await
        .expect(204);
    ada.post(&path, json!({})).await.expect(201);
}

on_both_engines! {
    /// What is as much as may be is taken, and one more is refused and does nothing.
    async fn each_is_reached(app: TestApp) {
        let told = |options: Options, (_, setting, value): (_, &'static str, u32)| options.env(setting, value);
        let app = app.with(HERE.into_iter().fold(Options::default(), told)).await;
        let ada = app.owner().await;
        let (bob, cyd) = (app.join(&ada, "bob").await, app.join(&ada, "cyd").await);
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let ground = Ground::of(&ada).await;
        for case in [ground.texts(), ground.things(), ground.newcomers()].concat() {
            let taken = ask(&ada, &case, &case.at).await;
            let answer = String::from_utf8_lossy(&taken.body);
            assert!(taken.status.is_success(), "{}: {} {answer}", case.limit, case.path);
            let refused = ask(&ada, &case, &case.over).await.refused(422, "VALIDATION");
            assert!(refused["detail"].is_string(), "{}: {refused}", case.limit);
            reached.insert(case.limit);
        }
        ada.get("/api/v1/search?q=sixsix").await.expect(200);
        ada.get("/api/v1/search?q=sevenses").await.refused(422, "VALIDATION");
        uploads(&app, [&ada, &bob, &cyd]).await;
        invites(&ada).await;
        reached.extend(["search_chars_max", "uploads_at_once_per_user_max", "uploads_at_once_max", "invites_per_space_max"]);
        assert_eq!(reached, HERE.iter().map(|(limit, ..)| *limit).collect());
    }
}
