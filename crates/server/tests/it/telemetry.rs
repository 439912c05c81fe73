//! The log at its most talkative: what opens a door, and what people write, is never in it.

use hyper::Method;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::app::{Engine, Options, Person, Socket, TestApp, http::Request};

const WORDS: &str = "mellifluous-secret";
const LOGIN: &str = "/api/v1/auth/login";

/// Everything secret that came up.
#[derive(Default)]
struct Secrets(Vec<String>);

impl Secrets {
    /// Remembers one; gives it back for use.
    fn keep(&mut self, secret: impl Into<String>) -> String {
        let secret = secret.into();
        // What stands around the random part may be anybody's.
        let random = secret.trim_start_matches("rt_").trim_start_matches("wt_");
        // Of an access token, the signature makes it one.
        let random = random.rsplit('.').next().unwrap().to_owned();
        assert!(random.len() >= 10, "{random} could be there by chance");
        self.0.push(random);
        secret
    }

    /// A text that nobody else uses.
    fn words(&mut self, number: u32) -> String {
        self.keep(format!("{WORDS}-{number}"))
    }
}

async fn ticket(ada: &Person) -> String {
    let body = json!({"purpose": "ws"});
    let ticket = ada.post("/api/v1/auth/ticket", body).await.expect(200);
    ticket["ticket"].as_str().unwrap().to_owned()
}

/// Signs in and out in every way, well and badly.
async fn sign_in(app: &TestApp, ada: &Person, secrets: &mut Secrets) {
    let base = app.base();
    secrets.keep(Person::PASSWORD);
    secrets.keep(&ada.access_token);
    secrets.keep(&ada.refresh_token);
    let wrong = secrets.words(1);
    let login = |password: &str| json!({"username": "ada", "password": password});
    app.post(LOGIN, login(&wrong))
        .await
        .refused(401, "INVALID_CREDENTIALS");
    let form = format!("username=ada&password={}", Person::PASSWORD);
    let form = Request::new(Method::POST, "/login").body("application/x-www-form-urlencoded", form);
    let token = form.send(&base).await.expect(200);
    let refresh = secrets.keep(token["refresh_token"].as_str().unwrap());
    secrets.keep(token["access_token"].as_str().unwrap());
    let token = app
        .post("/refresh", json!({"refresh_token": refresh}))
        .await
        .expect(200);
    let next = secrets.keep(token["refresh_token"].as_str().unwrap());
    let cookie = format!("refresh_token={next}");
    let by_cookie = Request::new(Method::POST, "/refresh").header("cookie", &cookie);
    let answer = by_cookie.send(&base).await;
    secrets.keep(answer.cookies()[0].split(['=', ';']).nth(1).unwrap());
    answer.expect(200);
    // Spent twice over: the session ends.
    for _ in 0..12 {
        app.post("/refresh", json!({"refresh_token": refresh}))
            .await;
    }
    let other = Person::login(app, "ada", Person::PASSWORD).await;
    let new = secrets.words(2);
    let change = json!({"currentPassword": wrong, "newPassword": new});
    other
        .post("/api/v1/auth/password", change)
        .await
        .refused(403, "INVALID_CREDENTIALS");
    let logout = Request::new(Method::POST, "/logout").header("cookie", &cookie);
    logout
        .bearer(&secrets.keep(&other.access_token))
        .send(&base)
        .await
        .expect(204);
}

/// Puts secrets where they do not belong.
async fn misplace(app: &TestApp, ada: &Person, secrets: &mut Secrets) {
    let base = app.base();
    let secret = secrets.words(3);
    for (kind, body) in [
        ("application/json", format!("{{\"password\":\"{secret}\"")),
        ("application/json", format!("{{\"{secret}\":1}}")),
        (
            "application/json",
            format!("{{\"username\":{{\"{secret}\":\"{secret}\"}}}}"),
        ),
        ("application/json", format!("[\"{secret}\"]")),
        (
            "application/x-www-form-urlencoded",
            format!("{secret}={secret}&username={secret}"),
        ),
        ("text/plain", secret.clone()),
    ] {
        let request = Request::new(Method::POST, LOGIN).body(kind, body);
        assert!(request.send(&base).await.status.is_client_error());
    }
    for path in [
        format!("/api/{secret}"),
        format!("/api/v1/invites/{secret}"),
        format!("/api/v1/messages/{secret}?limit={secret}"),
        format!("/api/v1/spaces?{secret}={secret}"),
        format!("/{secret}"),
        format!("/ws?ticket={secret}&token={secret}"),
    ] {
        let request = Request::get(&path).bearer(&ada.access_token);
        let request = request
            .header("x-api-key", &secret)
            .header("user-agent", &secret);
        request.header("referer", &secret).send(&base).await;
    }
    for header in [
        format!("Basic {secret}"),
        format!("Bearer {secret}"),
        secret.clone(),
    ] {
        let request = Request::get("/api/v1/users/me").header("authorization", &header);
        request.send(&base).await.refused(401, "UNAUTHENTICATED");
    }
}

/// Writes at both doors, well and badly.
async fn talk(app: &TestApp, ada: &Person, secrets: &mut Secrets) {
    let (base, general) = (app.base(), ada.general().await);
    let message = ada.say(&general, &secrets.words(4)).await;
    let path = format!("/api/v1/messages/{}", message["id"].as_str().unwrap());
    ada.patch(&path, json!({"content": secrets.words(5)}))
        .await
        .expect(200);
    ada.patch("/api/v1/users/me", json!({"statusText": secrets.words(6)}))
        .await
        .expect(200);
    let email = format!("{}@example.org", secrets.words(7));
    ada.patch("/api/v1/users/me", json!({"email": email}))
        .await
        .expect(200);

    let ticket = secrets.keep(ticket(ada).await);
    let mut socket = Socket::open(&base, &format!("ticket={ticket}")).await;
    socket.expect("READY").await;
    socket.join(&general, Some(0)).await;
    let (content, nonce) = (secrets.words(8), secrets.words(9));
    let send =
        json!({"type": "send_message", "channelId": general, "content": content, "nonce": nonce});
    socket.send(send).await;
    socket.expect("ACK").await;
    socket
        .send(json!({"type": "authenticate", "token": ada.access_token}))
        .await;
    socket
        .send(json!({"type": "authenticate", "token": secrets.words(10)}))
        .await;
    socket.expect("ERROR").await;
    let secret = secrets.words(11);
    for garbage in [
        Message::text(secret.clone()),
        Message::text(json!({"type": secret}).to_string()),
        Message::text(json!({"type": "send_message", "channelId": secret}).to_string()),
        Message::binary(secret.clone().into_bytes()),
    ] {
        socket.send_raw(garbage).await;
        socket.expect("ERROR").await;
    }
    socket.close().await;
    for query in [
        format!("ticket={ticket}"),
        format!("token={}", ada.access_token),
    ] {
        let mut again = Socket::open(&base, &query).await;
        again.next().await;
    }
}

/// Lets everything happen on a server with these settings, and looks through its log.
async fn look_through(engine: Engine, format: &str) {
    let options = Options::default()
        .env("PARLOR_LOG__LEVEL", "trace")
        .env("PARLOR_LOG__FORMAT", format)
        .env("PARLOR_METRICS__TOKEN", format!("{WORDS}-metrics"));
    let app = TestApp::start_with(engine, options).await;
    let mut secrets = Secrets::default();
    secrets.keep(format!("{WORDS}-metrics"));
    secrets.keep(app.setup_token().unwrap());
    let wrong =
        json!({"username": "eve", "password": secrets.words(0), "setupToken": secrets.words(12)});
    app.post("/register", wrong)
        .await
        .refused(403, "SETUP_REQUIRED");
    let ada = app.owner().await;
    let code = secrets.keep(ada.invite().await);
    app.get(&format!("/api/v1/invites/{code}"))
        .await
        .expect(200);
    sign_in(&app, &ada, &mut secrets).await;
    misplace(&app, &ada, &mut secrets).await;
    talk(&app, &ada, &mut secrets).await;
    let metrics = Request::get("/metrics").header("x-real-ip", "192.0.2.1");
    metrics
        .bearer(&format!("{WORDS}-metrics"))
        .send(&app.base())
        .await
        .expect(200);

    let log = app.log();
    assert!(
        log.contains("DEBUG") && log.contains("INFO"),
        "it talks: {log}"
    );
    assert!(log.contains("answered") && log.contains("/api/v1/auth/login"));
    for secret in secrets.0 {
        let line = log.lines().find(|line| line.contains(&secret));
        assert_eq!(line, None, "{secret}");
    }
    let line = log.lines().find(|line| line.contains(WORDS));
    assert_eq!(line, None);
    if format == "json" {
        for line in log.lines() {
            let line: serde_json::Value = serde_json::from_str(line).expect("one object a line");
            assert!(
                line["level"].is_string() && line["timestamp"].is_string(),
                "{line}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_logged_for_people() {
    look_through(Engine::Sqlite, "text").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_logged_for_programs() {
    let engine = Engine::postgres().unwrap_or(Engine::Sqlite);
    look_through(engine, "json").await;
}

/// A line names whom a request came from, not the proxy that brought it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_names_the_client() {
    let options = Options::default().env("PARLOR_HTTP__TRUSTED_PROXIES", "127.0.0.1");
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let request = Request::get("/api/v1/instance").header("x-forwarded-for", "203.0.113.9");
    request.send(&app.base()).await.expect(200);
    let log = app.log();
    let line = log.lines().find(|line| line.contains("/api/v1/instance"));
    let line = line.unwrap_or_else(|| panic!("{log}"));
    assert!(line.contains("address=203.0.113.9"), "{line}");
}
