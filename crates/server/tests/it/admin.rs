//! Running the instance: who may, and what becomes of those it is done to.

use hyper::Method;
use serde_json::{Value, json};

use crate::app::{Engine, Options, Person, TestApp};

const USERS: &str = "/api/v1/admin/users";
const SETTINGS: &str = "/api/v1/admin/settings";
const RESET: &str = "/api/v1/auth/reset";
const ME: &str = "/api/v1/users/me";
const NEW: &str = "marigold-bicycle-92";

async fn patch(admin: &Person, user: &Person, change: Value) -> Value {
    let path = format!("{USERS}/{}", user.id);
    admin.patch(&path, change).await.expect(200)
}

async fn names(admin: &Person, query: &str) -> Vec<String> {
    let page = admin.get(&format!("{USERS}?{query}")).await.expect(200);
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|user| user["username"].as_str().unwrap().to_owned())
        .collect()
}

/// What is kept is counted: for who runs the instance, and of each person.
async fn counts(app: &TestApp) {
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    let path = "/api/v1/admin/storage";
    let before = ada.get(path).await.expect(200);
    assert!(
        before["databaseBytes"].as_u64().unwrap() > 10_000,
        "{before}"
    );
    assert!(before["freeBytes"].as_u64().is_some(), "{before}");
    assert_eq!(
        (
            &before["uploads"],
            &before["uploadBytes"],
            &before["previewBytes"]
        ),
        (&json!(0), &json!(0), &json!(0))
    );
    assert_eq!(before["files"], "folder");
    for text in ["twelve bytes", "and twenty more bytes"] {
        crate::attachments::upload(&bo, "a.txt", text.as_bytes()).await;
    }
    let after = ada.get(path).await.expect(200);
    assert_eq!(
        (&after["uploads"], &after["uploadBytes"]),
        (&json!(2), &json!(33))
    );
    let people = ada.get(&format!("{USERS}?q=bo")).await.expect(200);
    assert_eq!(people["items"][0]["uploadBytes"], 33);
    bo.get(path).await.refused(403, "FORBIDDEN");
}

async fn reset_link(admin: &Person, user: &Person) -> String {
    let path = format!("{USERS}/{}/reset-link", user.id);
    let link = admin.post(&path, json!({})).await.expect(201);
    assert!(link["expiresAt"].is_string(), "{link}");
    let token = link["token"].as_str().unwrap().to_owned();
    assert_eq!(link["url"], format!("/reset#token={token}"));
    token
}

fn spend(token: &str, password: &str) -> Value {
    json!({"token": token, "newPassword": password})
}

async fn login(app: &TestApp, username: &str, password: &str) -> crate::app::Answer {
    app.post(
        "/api/v1/auth/login",
        json!({"username": username, "password": password}),
    )
    .await
}

on_both_engines! {
    /// What the instance keeps is counted.
    async fn storage_is_counted(app: TestApp) {
        counts(&app).await;
    }

    /// Everybody is listed, in pages and by what stands in their names and addresses, with what
    /// only who runs the instance may know.
    async fn everybody_is_listed(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "Cy").await);
        bo.patch(ME, json!({"email": "Bo_1%@example.org", "displayName": "Robert"})).await.expect(200);
        assert_eq!(names(&ada, "").await, ["ada", "bo", "Cy"]);
        let first = ada.get(&format!("{USERS}?limit=2")).await.expect(200);
        assert_eq!(first["hasMore"], true);
        assert_eq!(names(&ada, &format!("limit=2&after={}", bo.id)).await, ["Cy"]);
        for (query, found) in [("q=BO_1%25", vec!["bo"]), ("q=robert", vec!["bo"]), ("q=c", vec!["Cy"]),
            ("q=_", vec!["bo"]), ("q=%25", vec!["bo"]), ("q=!", vec![])] {
            assert_eq!(names(&ada, query).await, found, "{query}");
        }
        let page = ada.get(&format!("{USERS}?q=bo")).await.expect(200);
        let seen = &page["items"][0];
        assert_eq!((&seen["id"], &seen["email"], &seen["sessions"]), (&json!(bo.id), &json!("Bo_1%@example.org"), &json!(1)));
        assert_eq!((&seen["owner"], &seen["admin"], &seen["disabled"]), (&json!(false), &json!(false), &json!(false)));
        assert!(seen["lastUsedAt"].is_string() && seen.get("passwordHash").is_none(), "{seen}");
        cy.post("/api/v1/auth/logout-all", json!({})).await.expect(204);
        let page = ada.get(&format!("{USERS}?q=cy")).await.expect(200);
        assert_eq!((&page["items"][0]["sessions"], &page["items"][0]["lastUsedAt"]), (&json!(0), &Value::Null));
        for bad in ["q=%00", "limit=0", "limit=101", "limit=x", "after=x"] {
            ada.get(&format!("{USERS}?{bad}")).await.refused(422, "VALIDATION");
        }
        ada.get(&format!("{USERS}?q={}", "x".repeat(257))).await.refused(422, "VALIDATION");
    }

    /// Nobody else may do any of it, and an admin nothing to who stands as high or higher.
    async fn only_from_above(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy, di) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await, app.join(&ada, "di").await);
        assert_eq!(patch(&ada, &bo, json!({"admin": true})).await["admin"], true);
        patch(&ada, &cy, json!({"admin": true})).await;
        assert_eq!(bo.get(ME).await.expect(200)["admin"], true);
        let calls = |user: &Person| [
            (Method::PATCH, format!("{USERS}/{}", user.id), json!({"disabled": true})),
            (Method::POST, format!("{USERS}/{}/logout-all", user.id), json!({})),
            (Method::POST, format!("{USERS}/{}/reset-link", user.id), json!({})),
        ];
        for above in [&ada, &cy, &bo] {
            for (method, path, body) in calls(above) {
                bo.request(method, &path).json(body).send(&app.base()).await.refused(403, "FORBIDDEN");
            }
        }
        for (method, path, body) in calls(&ada) {
            ada.request(method, &path).json(body).send(&app.base()).await.refused(403, "FORBIDDEN");
        }
        bo.patch(&format!("{USERS}/{}", di.id), json!({"admin": true})).await.refused(403, "FORBIDDEN");
        for (method, path, body) in calls(&bo).into_iter().chain([
            (Method::GET, USERS.to_owned(), json!({})), (Method::GET, SETTINGS.to_owned(), json!({})),
            (Method::PATCH, SETTINGS.to_owned(), json!({"name": "Mine"})),
        ]) {
            di.request(method, &path).json(body).send(&app.base()).await.refused(403, "FORBIDDEN");
        }
        for missing in ["1", "nonsense"] {
            bo.patch(&format!("{USERS}/{missing}"), json!({"disabled": true})).await.refused(404, "NOT_FOUND");
            bo.post(&format!("{USERS}/{missing}/logout-all"), json!({})).await.refused(404, "NOT_FOUND");
            bo.post(&format!("{USERS}/{missing}/reset-link"), json!({})).await.refused(404, "NOT_FOUND");
        }
        for person in [&ada, &bo, &cy, &di] {
            person.get(ME).await.expect(200);
        }
        // An admin may make spaces; one who is none any more may nothing.
        bo.post("/api/v1/spaces", json!({"name": "Second"})).await.expect(201);
        di.post("/api/v1/spaces", json!({"name": "Third"})).await.refused(403, "FORBIDDEN");
        patch(&ada, &bo, json!({"admin": false})).await;
        bo.get(USERS).await.refused(403, "FORBIDDEN");
    }

    /// Who is disabled is out at once, on HTTP and on sockets, stays out whatever they hold, and
    /// comes back when they may.
    async fn a_disabled_account_is_out(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let token = reset_link(&ada, &bo).await;
        ada.give(&bo, &["CREATE_INVITE"]).await;
        let invite = bo.invite().await;
        let general = ada.general().await;
        bo.say(&general, "still here").await;
        let (mut on_phone, mut hers) = (bo.socket().await, ada.socket().await);
        assert_eq!(patch(&ada, &bo, json!({"disabled": true})).await["disabled"], true);
        bo.get(ME).await.refused(401, "UNAUTHENTICATED");
        assert_eq!(on_phone.expect_close().await, Some(4403));
        app.post("/api/v1/auth/refresh", json!({"refresh_token": bo.refresh_token})).await.refused(401, "UNAUTHENTICATED");
        app.post(RESET, spend(&token, NEW)).await.refused(404, "NOT_FOUND");
        login(&app, "bo", Person::PASSWORD).await.refused(403, "FORBIDDEN");
        login(&app, "bo", "wrong-password-1").await.refused(401, "INVALID_CREDENTIALS");
        app.get(&format!("/api/v1/invites/{invite}")).await.refused(404, "NOT_FOUND");
        assert_eq!(ada.history(&general).await["items"][0]["content"], "still here");
        hers.send(json!({"type": "ping"})).await;
        hers.expect("PONG").await;

        // A link made now sets the password, and opens nothing.
        let token = reset_link(&ada, &bo).await;
        app.post(RESET, spend(&token, NEW)).await.expect(204);
        login(&app, "bo", NEW).await.refused(403, "FORBIDDEN");
        assert_eq!(patch(&ada, &bo, json!({"disabled": false})).await["disabled"], false);
        bo.get(ME).await.refused(401, "UNAUTHENTICATED");
        Person::login(&app, "bo", NEW).await;
        app.get(&format!("/api/v1/invites/{invite}")).await.expect(200);
    }

    /// An admin who is disabled runs nothing, and one who is signed out comes back with his
    /// password.
    async fn signing_out(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let mut socket = bo.socket().await;
        ada.post(&format!("{USERS}/{}/logout-all", bo.id), json!({})).await.expect(204);
        bo.get(ME).await.refused(401, "UNAUTHENTICATED");
        assert_eq!(socket.expect_close().await, Some(4401));
        ada.post(&format!("{USERS}/{}/logout-all", bo.id), json!({})).await.expect(204);
        Person::login(&app, "bo", Person::PASSWORD).await;
    }

    /// A reset link lets its bearer take another password, once; everybody who was signed in is
    /// out, and the newest link is the only one.
    async fn a_reset_link_is_spent_once(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let mut socket = bo.socket().await;
        let old = reset_link(&ada, &bo).await;
        let token = reset_link(&ada, &bo).await;
        for bad in [&old, "", "lt_", "nonsense", &bo.refresh_token] {
            app.post(RESET, spend(bad, NEW)).await.refused(404, "NOT_FOUND");
        }
        let weak = app.post(RESET, spend(&token, "bo")).await.refused(422, "VALIDATION");
        assert!(weak["fields"]["newPassword"].is_string(), "{weak}");
        bo.get(ME).await.expect(200);

        let first = format!("{NEW}-1");
        let (base, second) = (app.base(), format!("{NEW}-2"));
        let of = |password: &str| crate::app::http::Request::post(RESET, spend(&token, password)).send(&base);
        let (one, other) = tokio::join!(of(&first), of(&second));
        let statuses = [one.status.as_u16(), other.status.as_u16()];
        assert!(statuses == [204, 404] || statuses == [404, 204], "{statuses:?}");
        let chosen = if statuses[0] == 204 { first } else { second };
        bo.get(ME).await.refused(401, "UNAUTHENTICATED");
        assert_eq!(socket.expect_close().await, Some(4401));
        login(&app, "bo", Person::PASSWORD).await.refused(401, "INVALID_CREDENTIALS");
        let bo = Person::login(&app, "bo", &chosen).await;

        // Whoever takes a password in another way makes all links worthless.
        let token = reset_link(&ada, &bo).await;
        let change = json!({"currentPassword": chosen, "newPassword": NEW});
        bo.post("/api/v1/auth/password", change).await.expect(204);
        app.post(RESET, spend(&token, Person::PASSWORD)).await.refused(404, "NOT_FOUND");
    }

    /// Settings change at once and for everybody, outlive a restart, and go back to what the server
    /// is started with.
    async fn settings_change_while_it_runs(app: TestApp) {
        let ada = app.owner().await;
        let before = ada.get(SETTINGS).await.expect(200);
        assert_eq!(before, json!({"name": "Parlor", "registration": "invite", "spaceCreation": "admins"}));
        for bad in [json!({"name": ""}), json!({"name": "x".repeat(65)}), json!({"registration": "martians"}), json!({"spaceCreation": 5})] {
            ada.patch(SETTINGS, bad).await.refused(422, "VALIDATION");
        }
        assert_eq!(ada.get(SETTINGS).await.expect(200), before);
        let body = json!({"username": "bo", "password": Person::PASSWORD});
        app.post("/api/v1/auth/register", body.clone()).await.refused(403, "REGISTRATION_CLOSED");
        let change = json!({"name": "Hall", "registration": "open", "spaceCreation": "members"});
        assert_eq!(ada.patch(SETTINGS, change.clone()).await.expect(200), change);
        let bo = Person::register(&app, body).await;
        bo.post("/api/v1/spaces", json!({"name": "Mine"})).await.expect(201);
        let instance = app.get("/api/v1/instance").await.expect(200);
        assert_eq!((&instance["name"], &instance["registration"]), (&json!("Hall"), &json!("open")));
        app.terminate();
        app.ended().await;
        app.restart().await;
        let ada = ada.moved(&app);
        assert_eq!(ada.get(SETTINGS).await.expect(200), change);
        let back = json!({"name": null, "registration": null, "spaceCreation": null});
        assert_eq!(ada.patch(SETTINGS, back).await.expect(200), before);
    }
}

/// On another node an account is out, and a setting in force, within two seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_nodes_hear_of_it() {
    let Some(engine) = Engine::postgres() else {
        return;
    };
    let app = TestApp::start(engine).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    let twin = app.twin().await;
    let there = Person::login(&twin, "bo", Person::PASSWORD).await;
    let mut socket = there.socket().await;
    patch(&ada, &bo, json!({"disabled": true})).await;
    assert_eq!(socket.expect_close().await, Some(4403));
    there.get(ME).await.refused(401, "UNAUTHENTICATED");
    ada.patch(SETTINGS, json!({"name": "Hall"}))
        .await
        .expect(200);
    while twin.get("/api/v1/instance").await.expect(200)["name"] != "Hall" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Links are tried only so often from one address, and lead where the operator says people come in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_are_limited_and_lead_home() {
    let options = Options::default()
        .env("PARLOR_LIMITS__RESETS_PER_10_MIN", 2)
        .env("PARLOR_HTTP__PUBLIC_URL", "https://chat.example.org");
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    let path = format!("{USERS}/{}/reset-link", bo.id);
    let link = ada.post(&path, json!({})).await.expect(201);
    let url = link["url"].as_str().unwrap();
    assert!(
        url.starts_with("https://chat.example.org/reset#token=lt_"),
        "{url}"
    );
    for _ in 0..2 {
        app.post(RESET, spend("lt_x", NEW))
            .await
            .refused(404, "NOT_FOUND");
    }
    let refused = app
        .post(RESET, spend(link["token"].as_str().unwrap(), NEW))
        .await;
    assert!(refused.header("retry-after").is_some());
    refused.refused(429, "RATE_LIMITED");
    assert!(!app.log().contains(link["token"].as_str().unwrap()));
}
