//! One's own devices, passwords and tickets.

use hyper::Method;
use serde_json::{Value, json};

use crate::app::{Engine, Options, Person, Socket, TestApp, http::Request};

const SESSIONS: &str = "/api/v1/auth/sessions";
const PASSWORD: &str = "/api/v1/auth/password";
const TICKET: &str = "/api/v1/auth/ticket";
const ME: &str = "/api/v1/users/me";

async fn sessions(person: &Person) -> Vec<Value> {
    let list = person.get(SESSIONS).await.expect(200);
    list["items"].as_array().unwrap().clone()
}

fn change(current: &str, new: &str) -> Value {
    json!({"currentPassword": current, "newPassword": new})
}

async fn ticket(person: &Person, body: Value) -> String {
    let ticket = person.post(TICKET, body).await.expect(200);
    ticket["ticket"].as_str().unwrap().to_owned()
}

on_both_engines! {
    /// One sees one's own devices, newest first, and which of them asks.
    async fn devices_are_listed(app: TestApp) {
        let phone = app.owner().await;
        let login = json!({"username": "ada", "password": Person::PASSWORD});
        let request = Request::post("/api/v1/auth/login", login).header("user-agent", "Lap\ttop 1.0");
        let token = request.send(&app.base()).await.expect(200);
        let laptop = Person { access_token: token["access_token"].as_str().unwrap().to_owned(), ..phone.clone() };
        app.join(&phone, "bo").await;

        let seen = sessions(&phone).await;
        assert_eq!(seen.len(), 2, "{seen:?}");
        assert_eq!((&seen[0]["current"], &seen[1]["current"]), (&json!(false), &json!(true)));
        assert_eq!((&seen[0]["ip"], &seen[0]["userAgent"]), (&json!("127.0.0.1"), &json!("Laptop 1.0")));
        for field in ["id", "createdAt", "lastUsedAt"] {
            assert!(seen[0][field].is_string(), "{field}");
        }
        assert_eq!(sessions(&laptop).await[0]["current"], true);
    }

    /// Ending a device ends its tokens and sockets before it is acknowledged; others go on.
    async fn a_device_is_signed_out(app: TestApp) {
        let phone = app.owner().await;
        let laptop = Person::login(&app, "ada", Person::PASSWORD).await;
        let (mut on_phone, mut on_laptop) = (phone.socket().await, laptop.socket().await);
        let seen = sessions(&phone).await;
        let path = format!("{SESSIONS}/{}", seen[0]["id"].as_str().unwrap());
        phone.delete(&path).await.expect(204);
        laptop.get(ME).await.refused(401, "UNAUTHENTICATED");
        assert_eq!(on_laptop.expect_close().await, Some(4401));
        app.post("/api/v1/auth/refresh", json!({"refresh_token": laptop.refresh_token})).await.refused(401, "UNAUTHENTICATED");
        phone.delete(&path).await.expect(204);
        assert_eq!(sessions(&phone).await.len(), 1);
        on_phone.send(json!({"type": "ping"})).await;
        on_phone.expect("PONG").await;
    }

    /// The devices of others do not exist, and neither does nonsense.
    async fn only_ones_own_devices(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let theirs = sessions(&ada).await[0]["id"].as_str().unwrap().to_owned();
        let missing = bo.delete(&format!("{SESSIONS}/1")).await;
        let hidden = bo.delete(&format!("{SESSIONS}/{theirs}")).await;
        assert_eq!(hidden.json()["detail"], missing.json()["detail"]);
        hidden.refused(404, "NOT_FOUND");
        missing.refused(404, "NOT_FOUND");
        bo.delete(&format!("{SESSIONS}/nonsense")).await.refused(404, "NOT_FOUND");
        ada.get(ME).await.expect(200);
        app.get(SESSIONS).await.refused(401, "UNAUTHENTICATED");
    }

    /// Signing out everywhere leaves no device, and nobody else is touched.
    async fn logout_all_leaves_no_device(app: TestApp) {
        let phone = app.owner().await;
        let bo = app.join(&phone, "bo").await;
        let laptop = Person::login(&app, "ada", Person::PASSWORD).await;
        let mut socket = laptop.socket().await;
        phone.post("/api/v1/auth/logout-all", json!({})).await.expect(204);
        for person in [&phone, &laptop] {
            person.get(ME).await.refused(401, "UNAUTHENTICATED");
        }
        assert_eq!(socket.expect_close().await, Some(4401));
        bo.get(ME).await.expect(200);
    }

    /// Another password takes the current one, must be a good one, and signs out every other
    /// device; the old one is worth nothing any more.
    async fn a_password_is_changed(app: TestApp) {
        let phone = app.owner().await;
        let laptop = Person::login(&app, "ada", Person::PASSWORD).await;
        let mut socket = laptop.socket().await;
        let new = "quarry-lantern-77";
        let wrong = phone.post(PASSWORD, change("not-the-one", new)).await;
        assert_eq!(wrong.header("www-authenticate"), None);
        wrong.refused(403, "INVALID_CREDENTIALS");
        for weak in ["short", "password", "ada", "Parlor", "a\0aaaaaaaaaa"] {
            let problem = phone.post(PASSWORD, change(Person::PASSWORD, weak)).await.refused(422, "VALIDATION");
            assert!(problem["fields"]["newPassword"].is_string(), "{problem}");
        }
        laptop.get(ME).await.expect(200);

        phone.post(PASSWORD, change(Person::PASSWORD, new)).await.expect(204);
        phone.get(ME).await.expect(200);
        laptop.get(ME).await.refused(401, "UNAUTHENTICATED");
        assert_eq!(socket.expect_close().await, Some(4401));
        let login = |password: &str| json!({"username": "ada", "password": password});
        app.post("/api/v1/auth/login", login(Person::PASSWORD)).await.refused(401, "INVALID_CREDENTIALS");
        app.post("/api/v1/auth/login", login(new)).await.expect(200);
    }

    /// Long passwords count to their last byte.
    async fn a_long_password_counts_whole(app: TestApp) {
        let ada = app.owner().await;
        let long: String = (0..40).map(|word| format!("{}é", (word * 7919) % 1000)).collect();
        assert!(long.len() > 72);
        ada.post(PASSWORD, change(Person::PASSWORD, &long)).await.expect(204);
        let login = |password: &str| json!({"username": "ada", "password": password});
        app.post("/api/v1/auth/login", login(&long)).await.expect(200);
        let mut other = long.clone();
        other.pop();
        app.post("/api/v1/auth/login", login(&other)).await.refused(401, "INVALID_CREDENTIALS");
    }

    /// A ticket opens one socket, of its session, while that lives.
    async fn a_ticket_opens_one_socket(app: TestApp) {
        let ada = app.owner().await;
        let answer = ada.post(TICKET, json!({"purpose": "ws"})).await.expect(200);
        assert_eq!(answer["expires_in"], 30);
        let text = answer["ticket"].as_str().unwrap();
        assert!(text.starts_with("wt_") && text.len() == 25, "{text}");
        let query = format!("ticket={text}");
        let mut socket = Socket::open(&app.base(), &query).await;
        assert_eq!(socket.expect("READY").await["userId"], ada.id);
        let mut again = Socket::open(&app.base(), &query).await;
        assert_eq!(again.expect_close().await, Some(4401));

        let left = ticket(&ada, json!({"purpose": "ws"})).await;
        ada.post("/api/v1/auth/logout", json!({})).await.expect(204);
        let mut late = Socket::open(&app.base(), &format!("ticket={left}")).await;
        assert_eq!(late.expect_close().await, Some(4401));
    }

    /// A ticket is for what it was asked for: another purpose, and a channel one may not see, get
    /// nowhere.
    async fn a_ticket_is_bound(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let file = ada.post(TICKET, json!({"purpose": "file"})).await.expect(200);
        assert_eq!(file["expires_in"], 600);
        for purpose in [json!({"purpose": "file"}), json!({"purpose": "voice", "channelId": general})] {
            let text = ticket(&ada, purpose).await;
            let mut socket = Socket::open(&app.base(), &format!("ticket={text}")).await;
            assert_eq!(socket.expect_close().await, Some(4401));
        }
        ada.post(TICKET, json!({"purpose": "voice"})).await.refused(422, "VALIDATION");
        ada.post(TICKET, json!({"purpose": "moon"})).await.refused(422, "VALIDATION");
        ada.post(TICKET, json!({})).await.refused(422, "VALIDATION");
        for purpose in ["ws", "voice", "file"] {
            ada.post(TICKET, json!({"purpose": purpose, "channelId": "1"})).await.refused(404, "NOT_FOUND");
        }
        app.post(TICKET, json!({"purpose": "ws"})).await.refused(401, "UNAUTHENTICATED");
    }

    /// What another process does to a session in the database is felt here: the operator resets a
    /// password beside the running server.
    async fn an_end_from_outside_is_heard(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (mut of_bo, mut of_ada) = (bo.socket().await, ada.socket().await);
        bo.get(ME).await.expect(200);
        let output = app.command(&["user", "reset-password", "bo"]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert_eq!(of_bo.expect_close().await, Some(4401));
        bo.get(ME).await.refused(401, "UNAUTHENTICATED");
        of_ada.send(json!({"type": "ping"})).await;
        of_ada.expect("PONG").await;
        let output = String::from_utf8(output.stdout).unwrap();
        let new = output.lines().find_map(|line| line.strip_prefix("password: ")).unwrap();
        Person::login(&app, "bo", new).await;
    }
}

/// Nobody has more devices than the limit: the one not used for longest is signed out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn devices_are_bounded() {
    let options = Options::default().env("PARLOR_LIMITS__SESSIONS_PER_USER_MAX", 2);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let first = app.owner().await;
    let second = Person::login(&app, "ada", Person::PASSWORD).await;
    let mut socket = first.socket().await;
    let third = Person::login(&app, "ada", Person::PASSWORD).await;
    first.get(ME).await.refused(401, "UNAUTHENTICATED");
    assert_eq!(socket.expect_close().await, Some(4401));
    second.get(ME).await.expect(200);
    assert_eq!(sessions(&third).await.len(), 2);
    second
        .request(Method::DELETE, SESSIONS)
        .send(&app.base())
        .await
        .refused(405, "METHOD_NOT_ALLOWED");
}
