//! Who is let in, and who is not.

use std::fs;

use hyper::Method;
use parlor::clock;
use parlor_auth::{access_token, keys::KeyRing};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Error;

use crate::app::{Options, Person, Socket, TestApp, http::Request};

const TICKET: &str = "/api/v1/auth/ticket";

async fn ticket(person: &Person, purpose: &str) -> String {
    let ticket = person
        .post(TICKET, json!({"purpose": purpose}))
        .await
        .expect(200);
    ticket["ticket"].as_str().unwrap().to_owned()
}

/// The upgrade is accepted, and then the word is said and the socket closed.
async fn refused(
    app: &TestApp,
    (query, headers): (&str, &[(&'static str, &str)]),
    (code, close): (&str, u16),
) {
    let opened = Socket::try_open(&app.base(), query, headers).await;
    let mut socket = opened.expect("refused on the socket itself");
    assert_eq!(
        socket.expect_close().await,
        Some(close),
        "?{query} {headers:?}"
    );
    let seen = socket
        .seen
        .iter()
        .map(|frame| (&frame["type"], &frame["code"]));
    assert_eq!(
        seen.collect::<Vec<_>>(),
        [(&json!("ERROR"), &json!(code))],
        "?{query} {headers:?}"
    );
    assert!(socket.seen[0]["detail"].is_string());
}

async fn unauthenticated(app: &TestApp, query: &str, headers: &[(&'static str, &str)]) {
    refused(app, (query, headers), ("UNAUTHENTICATED", 4401)).await;
}

/// The socket opens, and `READY` names its owner.
async fn opens(person: &Person, query: &str, headers: &[(&'static str, &str)]) -> Value {
    let opened = Socket::try_open(&person.base, query, headers).await;
    let ready = opened.expect("an upgrade").next().await.expect("a frame");
    assert_eq!(
        (&ready["type"], &ready["userId"]),
        (&json!("READY"), &json!(person.id))
    );
    ready
}

/// The upgrade is refused by an HTTP answer, a problem document.
async fn forbidden(app: &TestApp, query: &str, origin: &str) {
    let opened = Socket::try_open(&app.base(), query, &[("origin", origin)]).await;
    let Err(Error::Http(answer)) = opened.map_err(|error| *error).map(drop) else {
        panic!("{origin} was let in");
    };
    assert_eq!(answer.status(), 403, "{origin}");
    let problem: Value = serde_json::from_slice(answer.body().as_ref().unwrap()).unwrap();
    assert_eq!(
        (&problem["code"], &problem["status"]),
        (&json!("FORBIDDEN"), &json!(403))
    );
}

/// A token of a session that was issued so many seconds before now.
pub(super) async fn token_from_before(app: &TestApp, person: &Person, seconds: i64) -> String {
    let keys = fs::read_to_string(app.data().join("secret.key")).unwrap();
    let keys = KeyRing::parse(&keys).unwrap();
    let sessions = person.get("/api/v1/auth/sessions").await.expect(200);
    let mut sessions = sessions["items"].as_array().unwrap().iter();
    let session = sessions.find(|session| session["current"] == true);
    let session = session.unwrap()["id"].as_str().unwrap().parse().unwrap();
    let then = clock::now().plus_millis(-seconds * 1000);
    access_token::issue(
        &keys,
        person.id.parse().unwrap(),
        session,
        then,
        &mut clock::rng(),
    )
}

on_both_engines! {
    /// `READY` is the first frame, and says what a client needs to know.
    async fn ready_is_the_first_word(app: TestApp) {
        let ada = app.owner().await;
        let ready = opens(&ada, &format!("ticket={}", ticket(&ada, "ws").await), &[]).await;
        let sessions = ada.get("/api/v1/auth/sessions").await.expect(200);
        let instance = app.get("/api/v1/instance").await.expect(200);
        assert_eq!(ready["v"], 1);
        assert_eq!(ready["sessionId"], sessions["items"][0]["id"]);
        assert_eq!(ready["heartbeatMs"], 25_000);
        assert_eq!(ready["node"], 0);
        assert_eq!(ready["limits"], instance["limits"]);
        assert_eq!(ready["limits"]["messageCharsMax"], 4_000);
        let epoch = ready["epoch"].as_str().unwrap();
        assert!(!epoch.is_empty());
        app.kill();
        app.restart().await;
        let again = ada.moved(&app).socket().await;
        assert_eq!(again.seen[0]["epoch"], epoch, "it stays with the database");
    }

    /// Ticket, bearer and token open a socket; the first that is there counts, also when it is bad.
    async fn the_first_credential_counts(app: TestApp) {
        let ada = app.owner().await;
        let bearer = format!("Bearer {}", ada.access_token);
        let token = format!("token={}", ada.access_token);
        opens(&ada, &token, &[]).await;
        opens(&ada, "", &[("authorization", &bearer)]).await;
        opens(&ada, "token=nonsense", &[("authorization", &bearer)]).await;
        let good = ticket(&ada, "ws").await;
        opens(&ada, &format!("ticket={good}&token=nonsense&v=1"), &[("authorization", "Bearer x")]).await;

        unauthenticated(&app, &format!("ticket={good}&{token}"), &[("authorization", &bearer)]).await;
        unauthenticated(&app, &token, &[("authorization", "Bearer nonsense")]).await;
        unauthenticated(&app, &format!("ticket=&{token}"), &[]).await;
    }

    /// Nothing else opens one: no credential, a cookie, what is for something else, what was
    /// changed, what has expired.
    async fn nothing_else_opens_a_socket(app: TestApp) {
        let ada = app.owner().await;
        let (token, refresh) = (&ada.access_token, &ada.refresh_token);
        let cookie = format!("refresh_token={refresh}; __Host-refresh_token={refresh}; access_token={token}");
        unauthenticated(&app, "", &[]).await;
        unauthenticated(&app, "", &[("cookie", &cookie)]).await;
        unauthenticated(&app, "", &[("authorization", &format!("Basic {token}"))]).await;
        let file = ticket(&ada, "file").await;
        for word in [refresh.as_str(), &file, "", "e30.e30.e30", &token[..token.len() - 1]] {
            for query in ["token", "ticket"] {
                unauthenticated(&app, &format!("{query}={word}"), &[]).await;
            }
            unauthenticated(&app, "", &[("authorization", &format!("Bearer {word}"))]).await;
        }
        unauthenticated(&app, &format!("ticket={token}"), &[]).await;
        unauthenticated(&app, &format!("token={}", ticket(&ada, "ws").await), &[]).await;
        let expired = token_from_before(&app, &ada, 10 * 60 + 6).await;
        unauthenticated(&app, &format!("token={expired}"), &[]).await;
        let fresh = token_from_before(&app, &ada, 9 * 60).await;
        opens(&ada, &format!("token={fresh}"), &[]).await;
    }

    /// A page of another site gets no socket, and costs nobody a ticket; a page of ours and no page
    /// at all do.
    async fn a_foreign_page_is_refused_before_the_upgrade(app: TestApp) {
        let app = app.with(Options::default().env("PARLOR_HTTP__ALLOWED_ORIGINS", "https://friend.example")).await;
        let ada = app.owner().await;
        let query = format!("ticket={}", ticket(&ada, "ws").await);
        for origin in ["https://evil.example", "null", "http://127.0.0.1:1", "http://friend.example", "nonsense"] {
            forbidden(&app, &query, origin).await;
        }
        opens(&ada, &query, &[("origin", &app.base())]).await;
        opens(&ada, &format!("ticket={}", ticket(&ada, "ws").await), &[("origin", "https://friend.example")]).await;
    }

    /// Another version of the language is said so, and costs no ticket.
    async fn another_version_is_refused(app: TestApp) {
        let ada = app.owner().await;
        let good = ticket(&ada, "ws").await;
        for version in ["2", "0", "", "one"] {
            refused(&app, (&format!("ticket={good}&v={version}"), &[]), ("VALIDATION", 4406)).await;
        }
        opens(&ada, &format!("ticket={good}&v=1"), &[]).await;
    }

    /// What is no WebSocket gets a problem document.
    async fn what_is_no_socket_is_told_so(app: TestApp) {
        let ada = app.owner().await;
        ada.get("/ws").await.refused(400, "MALFORMED");
        app.get(&format!("/ws?token={}", ada.access_token)).await.refused(400, "MALFORMED");
        let old = Request::get("/ws")
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
            .header("sec-websocket-version", "8");
        old.send(&app.base()).await.refused(400, "MALFORMED");
        ada.request(Method::POST, "/ws").send(&app.base()).await.refused(405, "METHOD_NOT_ALLOWED");
    }

    /// Where access tokens in addresses are switched off they open nothing; everything else does.
    async fn tokens_in_addresses_can_be_switched_off(app: TestApp) {
        let app = app.with(Options::default().env("PARLOR_WS__ALLOW_QUERY_TOKEN", false)).await;
        let ada = app.owner().await;
        unauthenticated(&app, &format!("token={}", ada.access_token), &[]).await;
        opens(&ada, "", &[("authorization", &format!("Bearer {}", ada.access_token))]).await;
        opens(&ada, &format!("ticket={}&token=x", ticket(&ada, "ws").await), &[]).await;
    }

    /// However much is logged, no credential is.
    async fn no_credential_is_logged(app: TestApp) {
        let app = app.with(Options::default().env("PARLOR_LOG__LEVEL", "trace")).await;
        let ada = app.owner().await;
        let (spent, left) = (ticket(&ada, "ws").await, ticket(&ada, "ws").await);
        opens(&ada, &format!("ticket={spent}"), &[]).await;
        unauthenticated(&app, &format!("ticket={spent}"), &[]).await;
        unauthenticated(&app, &format!("token={}", ada.refresh_token), &[]).await;
        opens(&ada, "", &[("authorization", &format!("Bearer {}", ada.access_token))]).await;
        let mut socket = Socket::open(&app.base(), &format!("token={}", ada.access_token)).await;
        let renewal = json!({"type": "authenticate", "token": ada.access_token});
        assert_eq!(socket.ask("again", renewal).await["type"], "ACK");
        let renewal = json!({"type": "authenticate", "token": ada.refresh_token});
        assert_eq!(socket.ask("wrong", renewal).await["type"], "ERROR");
        app.post("/api/v1/auth/refresh", json!({"refresh_token": ada.refresh_token})).await.expect(200);
        let (_, signature) = ada.access_token.rsplit_once('.').unwrap();
        let log = app.log();
        assert!(log.contains("/ws"), "it logs");
        for (what, secret) in [
            ("spent ticket", spent.as_str()), ("ticket", &left), ("refresh token", &ada.refresh_token),
            ("access token", signature), ("password", Person::PASSWORD),
        ] {
            let line = log.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{what} in the log");
        }
    }
}
