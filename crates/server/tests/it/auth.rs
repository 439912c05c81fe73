//! Getting in, staying in, getting out.

use hyper::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Engine, Options, Person, TestApp, http::Request};

const REGISTER: &str = "/api/v1/auth/register";
const LOGIN: &str = "/api/v1/auth/login";
const REFRESH: &str = "/api/v1/auth/refresh";
const LOGOUT: &str = "/api/v1/auth/logout";

fn account(username: &str, invite: &str) -> Value {
    json!({"username": username, "password": Person::PASSWORD, "invite": invite})
}

fn credentials(username: &str, password: &str) -> Value {
    json!({"username": username, "password": password})
}

/// `POST refresh` with a token in the body.
async fn refresh(app: &TestApp, token: &str) -> Answer {
    app.post(REFRESH, json!({"refresh_token": token})).await
}

/// The refresh token of an answer that must be one.
async fn next(app: &TestApp, token: &str) -> String {
    let answer = refresh(app, token).await.expect(200);
    answer["refresh_token"].as_str().unwrap().to_owned()
}

/// Behind a proxy that says nothing of itself everybody seems to sit at this machine: where the
/// settings speak of an address or a proxy, only the printed token makes the first account.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bare_proxy_is_not_the_operator() {
    let first = || json!({"username": "eve", "password": Person::PASSWORD});
    for (name, value) in [
        ("PARLOR_HTTP__PUBLIC_URL", "https://chat.example"),
        ("PARLOR_HTTP__TRUSTED_PROXIES", "127.0.0.1"),
    ] {
        let options = Options::default().env(name, value);
        let app = TestApp::start_with(Engine::Sqlite, options).await;
        app.post(REGISTER, first())
            .await
            .refused(403, "SETUP_REQUIRED");
        app.owner().await;
    }
    let options = Options::default().env("PARLOR_HTTP__PUBLIC_URL", "http://localhost:8080");
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    app.post(REGISTER, first()).await.expect(201);
}

/// A problem document without what is new in each.
fn body(answer: Answer) -> Value {
    let mut body = answer.json();
    body.as_object_mut().unwrap().remove("requestId");
    body
}

on_both_engines! {
    /// The first account takes the printed token, or a request from the machine itself through
    /// nothing; then the token is worth nothing any more.
    async fn the_first_account_is_the_operators(app: TestApp) {
        let instance = app.get("/api/v1/instance").await.expect(200);
        assert_eq!(instance["setupRequired"], true);
        let first = |setup: Value| json!({"username": "ada", "password": Person::PASSWORD, "setupToken": setup});
        app.post(REGISTER, first(json!("wrong"))).await.refused(403, "SETUP_REQUIRED");
        for (name, value) in [("x-forwarded-for", "127.0.0.1"), ("forwarded", "for=127.0.0.1"), ("host", "chat.example")] {
            let request = Request::post(REGISTER, first(Value::Null)).header(name, value);
            request.send(&app.base()).await.refused(403, "SETUP_REQUIRED");
        }
        let token = app.setup_token().expect("the set-up line");
        app.post(REGISTER, first(json!(token))).await.expect(201);

        let instance = app.get("/api/v1/instance").await.expect(200);
        assert_eq!((&instance["setupRequired"], &instance["registration"]), (&json!(false), &json!("invite")));
        let second = json!({"username": "bo", "password": Person::PASSWORD, "setupToken": token});
        app.post(REGISTER, second).await.refused(403, "REGISTRATION_CLOSED");
        app.kill();
        app.restart().await;
        assert!(app.setup_token().is_none(), "no link is printed when there is an owner");
    }

    /// From the machine itself no token is needed, and of many who come at once one is first.
    async fn one_comes_first(app: TestApp) {
        let racers = (0..4).map(|number| {
            let body = json!({"username": format!("racer{number}"), "password": Person::PASSWORD});
            let base = app.base();
            tokio::spawn(async move { Request::post(REGISTER, body).send(&base).await })
        });
        let mut owners = 0;
        for racer in racers.collect::<Vec<_>>() {
            let answer = racer.await.unwrap();
            if answer.status == 201 {
                let token = answer.json()["access_token"].as_str().unwrap().to_owned();
                let me = Request::get("/api/v1/users/me").bearer(&token).send(&app.base()).await.expect(200);
                assert_eq!(me["owner"], true);
                owners += 1;
            } else {
                answer.refused(403, "REGISTRATION_CLOSED");
            }
        }
        assert_eq!(owners, 1);
    }

    /// A name and an address belong to one person, in whatever letters they are written.
    async fn names_are_unique(app: TestApp) {
        let ada = app.owner().await;
        let code = ada.invite().await;
        let with = |username: &str, email: Value| {
            json!({"username": username, "password": Person::PASSWORD, "invite": code, "email": email, "displayName": "Bo 🌻"})
        };
        let taken = app.post(REGISTER, with("ADA", Value::Null)).await.refused(409, "CONFLICT");
        assert_eq!(taken["reasons"], json!({"username": {"reason": "TAKEN"}}));
        app.post(REGISTER, with("bo", json!("Bo@Example.org"))).await.expect(201);
        let taken = app.post(REGISTER, with("cy", json!("bo@example.ORG"))).await.refused(409, "CONFLICT");
        assert_eq!(taken["reasons"], json!({"email": {"reason": "TAKEN"}}));
        app.post(LOGIN, credentials("BO@example.org", Person::PASSWORD)).await.expect(200);
        app.post(LOGIN, credentials("bO", Person::PASSWORD)).await.expect(200);
    }

    /// Why a field is wrong has a name, for clients that say it in another language.
    async fn reasons_have_names(app: TestApp) {
        let ada = app.owner().await;
        let code = ada.invite().await;
        for (field, value, reason) in [
            ("username", json!("b"), json!({"reason": "TOO_SHORT", "limit": 2})),
            ("username", json!("b".repeat(33)), json!({"reason": "TOO_LONG", "limit": 32})),
            ("username", json!("b b"), json!({"reason": "CHARACTERS"})),
            ("displayName", json!(" "), json!({"reason": "EMPTY"})),
            ("email", json!("nowhere"), json!({"reason": "NOT_AN_ADDRESS"})),
            ("password", json!("short"), json!({"reason": "TOO_SHORT", "limit": 8})),
            ("password", json!("password123"), json!({"reason": "GUESSABLE"})),
        ] {
            let mut account = json!({"username": "bo", "password": Person::PASSWORD, "invite": code});
            account[field] = value;
            let problem = app.post(REGISTER, account).await.refused(422, "VALIDATION");
            assert_eq!(problem["reasons"], json!({field: reason}), "{problem}");
            assert!(problem["fields"][field].is_string(), "{problem}");
        }
    }

    /// What is missing, mistyped, out of bounds or weak is named, and no account is made of it.
    async fn a_bad_registration_is_refused(app: TestApp) {
        let ada = app.owner().await;
        let code = ada.invite().await;
        let long = "x".repeat(257);
        for (field, value) in [
            ("username", Value::Null), ("username", json!("a")), ("username", json!("ä b")),
            ("username", json!("x".repeat(33))), ("username", json!({"$ne": null})),
            ("password", json!("short")), ("password", json!(long)), ("password", json!("password")),
            ("password", json!("nul\0nul\0nul\0")), ("password", json!("newcomer")), ("password", json!(12_345_678)),
            ("email", json!("nobody")), ("email", json!("a@b\0")), ("displayName", json!("")),
            ("displayName", json!("a\u{202e}b")), ("displayName", json!("x".repeat(65))), ("invite", json!(5)),
        ] {
            let mut body = account("newcomer", &code);
            body[field] = value;
            let problem = app.post(REGISTER, body).await.refused(422, "VALIDATION");
            assert!(problem["fields"][field].is_string(), "{field}: {problem}");
        }
        app.post(REGISTER, account("newcomer", &code)).await.expect(201);
    }

    /// Who is wrong about the name and who is wrong about the password read the same.
    async fn a_login_tells_nothing(app: TestApp) {
        app.owner().await;
        let wrong = body(app.post(LOGIN, credentials("ada", "not-her-password")).await);
        for (name, password) in [
            ("nobody", "not-her-password"), ("nobody@example.org", Person::PASSWORD), ("", ""), ("ada", ""),
            ("ada", "a\0"), ("a\0", Person::PASSWORD), ("ada\0", Person::PASSWORD), (&"x".repeat(10_000), "x"),
            ("ada", &"x".repeat(10_000)), ("ada' OR '1'='1", Person::PASSWORD), ("%", Person::PASSWORD),
        ] {
            let answer = app.post(LOGIN, credentials(name, password)).await;
            assert_eq!(answer.status, 401, "{name:?} {password:?}");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
            assert_eq!(body(answer), wrong, "{name:?} {password:?}");
        }
        assert_eq!(wrong["code"], "INVALID_CREDENTIALS");
        let right = app.post(LOGIN, credentials("ada", Person::PASSWORD)).await.expect(200);
        assert_eq!((&right["token_type"], &right["expires_in"]), (&json!("bearer"), &json!(600)));
    }

    /// Forms and JSON sign in alike, at both paths; everything else is told what is wrong with it.
    async fn a_login_speaks_two_formats(app: TestApp) {
        app.owner().await;
        let form = format!("username=ada&password={}", Person::PASSWORD);
        for path in [LOGIN, "/login"] {
            let send = |kind: &str, body: &str| Request::new(Method::POST, path).body(kind, body.to_owned());
            let base = app.base();
            let kind = "application/x-www-form-urlencoded";
            send(kind, &form).send(&base).await.expect(200);
            let json = credentials("ada", Person::PASSWORD).to_string();
            send("application/json; charset=utf-8", &json).send(&base).await.expect(200);
            send(kind, "username=ada").send(&base).await.refused(422, "VALIDATION");
            send("application/json", "{").send(&base).await.refused(400, "MALFORMED");
            send("application/json", "").send(&base).await.refused(400, "MALFORMED");
            send("application/json", "[]").send(&base).await.refused(422, "VALIDATION");
            send("application/json", r#"{"username":{"$ne":null},"password":"x"}"#).send(&base).await.refused(422, "VALIDATION");
            send("text/plain", &json).send(&base).await.refused(415, "UNSUPPORTED_MEDIA_TYPE");
            let huge = format!("{{\"username\":\"{}\"}}", "x".repeat(1_100_000));
            send("application/json", &huge).send(&base).await.refused(413, "TOO_LARGE");
        }
    }

    /// The short paths are the same doors.
    async fn short_paths_are_aliases(app: TestApp) {
        let ada = app.owner().await;
        let code = ada.invite().await;
        app.post("/register", account("bo", &code)).await.expect(201);
        let token = app.post("/login", credentials("bo", Person::PASSWORD)).await.expect(200);
        let token = app.post("/refresh", json!({"refresh_token": token["refresh_token"]})).await.expect(200);
        app.post("/logout", json!({"refresh_token": token["refresh_token"]})).await.expect(204);
        for name in ["register", "login", "refresh"] {
            for wrong in [json!({"username": "x", "password": "y"}), json!({"refresh_token": "rt_x"}), json!({"username": 1})] {
                let short = app.post(&format!("/{name}"), wrong.clone()).await;
                let long = app.post(&format!("/api/v1/auth/{name}"), wrong).await;
                assert_eq!(short.status, long.status, "{name}");
                assert_eq!(body(short), body(long), "{name}");
            }
        }
    }

    /// A refresh token is spent for the next one; a repeat, as of a second tab or after a lost
    /// reply, gets the same; the chain has one live end.
    async fn a_refresh_rotates(app: TestApp) {
        let ada = app.owner().await;
        let first = ada.refresh_token.clone();
        assert!(first.starts_with("rt_") && first.len() == 46, "{first}");
        let second = next(&app, &first).await;
        assert_ne!(second, first);
        assert_eq!(next(&app, &first).await, second);
        let third = next(&app, &second).await;
        assert_eq!(next(&app, &first).await, second, "a straggling tab");
        assert_eq!(next(&app, &second).await, third);
        let answer = refresh(&app, &third).await.expect(200);
        let token = answer["access_token"].as_str().unwrap();
        Request::get("/api/v1/users/me").bearer(token).send(&app.base()).await.expect(200);
    }

    /// Tabs that refresh at the same moment all get the same successor.
    async fn racing_tabs_converge(app: TestApp) {
        let ada = app.owner().await;
        let tabs = (0..8).map(|_| {
            let (base, body) = (app.base(), json!({"refresh_token": ada.refresh_token}));
            tokio::spawn(async move { Request::post(REFRESH, body).send(&base).await.expect(200) })
        });
        let mut successors = std::collections::BTreeSet::new();
        for tab in tabs.collect::<Vec<_>>() {
            successors.insert(tab.await.unwrap()["refresh_token"].to_string());
        }
        assert_eq!(successors.len(), 1);
    }

    /// A spent token that comes too often ends the whole session: its successors, its access
    /// tokens, its sockets.
    async fn reuse_ends_the_session(app: TestApp) {
        let ada = app.owner().await;
        let mut socket = ada.socket().await;
        let other = Person::login(&app, "ada", Person::PASSWORD).await;
        let second = next(&app, &ada.refresh_token).await;
        let third = next(&app, &second).await;
        let mut repeats = 0;
        while refresh(&app, &ada.refresh_token).await.status == 200 {
            repeats += 1;
        }
        assert!(repeats <= 10, "{repeats} repeats");
        for token in [&ada.refresh_token, &second, &third] {
            refresh(&app, token).await.refused(401, "UNAUTHENTICATED");
        }
        ada.get("/api/v1/users/me").await.refused(401, "UNAUTHENTICATED");
        assert_eq!(socket.expect_close().await, Some(4401));
        other.get("/api/v1/users/me").await.expect(200);
        next(&app, &other.refresh_token).await;
    }

    /// What is no refresh token, or none any more, is 401, whatever it is.
    async fn other_texts_refresh_nothing(app: TestApp) {
        let ada = app.owner().await;
        let unknown = format!("rt_{}", "A".repeat(43));
        for token in ["", "x", "rt_", &unknown, &ada.access_token, "rt_\0", &"x".repeat(100_000)] {
            refresh(&app, token).await.refused(401, "UNAUTHENTICATED");
        }
        app.post(REFRESH, json!({})).await.refused(401, "UNAUTHENTICATED");
        app.post(REFRESH, json!({"refresh_token": null})).await.refused(401, "UNAUTHENTICATED");
        app.post(REFRESH, json!({"refresh_token": 5})).await.refused(422, "VALIDATION");
        Request::new(Method::POST, REFRESH).send(&app.base()).await.refused(401, "UNAUTHENTICATED");
    }

    /// A browser's refresh token lives in a cookie, goes round in it, and is taken away by the
    /// attributes it was set with; the cookie alone opens nothing else.
    async fn a_cookie_carries_the_refresh_token(app: TestApp) {
        app.owner().await;
        let login = Request::post(LOGIN, credentials("ada", Person::PASSWORD)).header("x-token-delivery", "cookie");
        let answer = login.send(&app.base()).await;
        let cookie = answer.header("set-cookie").expect("a cookie").to_owned();
        let (pair, attributes) = cookie.split_once("; ").unwrap();
        assert!(pair.starts_with("refresh_token=rt_"), "{pair}");
        assert_eq!(attributes, "Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
        let token = answer.expect(200);
        assert_eq!(token["refresh_token"], "");

        let refresh = Request::new(Method::POST, REFRESH).header("cookie", pair);
        let answer = refresh.send(&app.base()).await;
        let next = answer.header("set-cookie").expect("answered by cookie").to_owned();
        assert_eq!(answer.expect(200)["refresh_token"], "");
        let (next, _) = next.split_once("; ").unwrap();
        assert_ne!(next, pair);

        Request::get("/api/v1/users/me").header("cookie", next).send(&app.base()).await.refused(401, "UNAUTHENTICATED");
        let foreign = Request::new(Method::POST, REFRESH).header("cookie", next).header("origin", "http://evil.example");
        foreign.send(&app.base()).await.refused(403, "FORBIDDEN");
        let foreign = Request::post(LOGIN, credentials("ada", Person::PASSWORD)).header("sec-fetch-site", "cross-site");
        foreign.send(&app.base()).await.refused(403, "FORBIDDEN");

        let logout = Request::new(Method::POST, LOGOUT).header("cookie", next);
        let answer = logout.send(&app.base()).await;
        assert_eq!(answer.header("set-cookie"), Some("refresh_token=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"));
        answer.expect(204);
        let refresh = Request::new(Method::POST, REFRESH).header("cookie", next);
        refresh.send(&app.base()).await.refused(401, "UNAUTHENTICATED");
    }

    /// No credential passes for another, and none that was made elsewhere passes at all.
    async fn credentials_do_not_mix(app: TestApp) {
        let ada = app.owner().await;
        let ticket = ada.post("/api/v1/auth/ticket", json!({"purpose": "file"})).await.expect(200);
        let elsewhere = TestApp::start(Engine::Sqlite).await.owner().await;
        let payload = ada.access_token.split('.').nth(1).unwrap();
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{payload}.");
        for token in [
            &ada.refresh_token, ticket["ticket"].as_str().unwrap(), &elsewhere.access_token, &unsigned,
            &ada.access_token[..ada.access_token.len() - 1], &format!("{}x", ada.access_token), "x", "null",
        ] {
            let request = Request::get("/api/v1/users/me").bearer(token);
            request.send(&app.base()).await.refused(401, "UNAUTHENTICATED");
        }
        ada.get("/api/v1/users/me").await.expect(200);
    }

    /// Signing out ends the session at once, everywhere, and may be repeated.
    async fn logout_is_at_once(app: TestApp) {
        let ada = app.owner().await;
        let (mut one, mut two) = (ada.socket().await, ada.socket().await);
        ada.post(LOGOUT, json!({})).await.expect(204);
        ada.get("/api/v1/users/me").await.refused(401, "UNAUTHENTICATED");
        refresh(&app, &ada.refresh_token).await.refused(401, "UNAUTHENTICATED");
        assert_eq!(one.expect_close().await, Some(4401));
        assert_eq!(two.expect_close().await, Some(4401));
        ada.post(LOGOUT, json!({"refresh_token": ada.refresh_token})).await.expect(204);
        Request::new(Method::POST, LOGOUT).send(&app.base()).await.expect(204);
        app.post(LOGOUT, json!({"refresh_token": "nonsense"})).await.expect(204);
    }

    /// When the access token and the refresh token name two sessions, both end; a refresh token
    /// that was spent still names its session.
    async fn logout_ends_what_it_names(app: TestApp) {
        let one = app.owner().await;
        let two = Person::login(&app, "ada", Person::PASSWORD).await;
        let three = Person::login(&app, "ada", Person::PASSWORD).await;
        next(&app, &two.refresh_token).await;
        one.post(LOGOUT, json!({"refresh_token": two.refresh_token})).await.expect(204);
        one.get("/api/v1/users/me").await.refused(401, "UNAUTHENTICATED");
        two.get("/api/v1/users/me").await.refused(401, "UNAUTHENTICATED");
        three.get("/api/v1/users/me").await.expect(200);
        app.post(LOGOUT, json!({"refresh_token": three.refresh_token})).await.expect(204);
        three.get("/api/v1/users/me").await.refused(401, "UNAUTHENTICATED");
    }

    /// After a power cut everybody is still signed in, and who had signed out is still out.
    async fn sessions_survive_a_power_cut(app: TestApp) {
        let ada = app.owner().await;
        let out = Person::login(&app, "ada", Person::PASSWORD).await;
        out.post(LOGOUT, json!({})).await.expect(204);
        app.kill();
        app.restart().await;
        ada.moved(&app).get("/api/v1/users/me").await.expect(200);
        next(&app, &ada.refresh_token).await;
        out.moved(&app).get("/api/v1/users/me").await.refused(401, "UNAUTHENTICATED");
        refresh(&app, &out.refresh_token).await.refused(401, "UNAUTHENTICATED");
    }

    /// Nothing that opens a door is ever written to the log.
    async fn the_log_keeps_secrets(app: TestApp) {
        let setup = app.setup_token().unwrap();
        let ada = app.owner().await;
        let second = next(&app, &ada.refresh_token).await;
        let ticket = ada.post("/api/v1/auth/ticket", json!({"purpose": "ws"})).await.expect(200);
        let ticket = ticket["ticket"].as_str().unwrap().to_owned();
        let code = ada.invite().await;
        app.get(&format!("/ws?ticket={ticket}")).await;
        app.get(&format!("/ws?token={}", ada.access_token)).await;
        app.get(&format!("/api/v1/invites/{code}")).await.expect(200);
        app.post(LOGIN, credentials("ada", "wrong-but-secret")).await.expect(401);
        let log = app.log();
        assert!(log.contains("/api/v1/auth/login"), "requests are logged: {log}");
        let secrets = [&setup, &ada.access_token, &ada.refresh_token, &second, &ticket, &code, Person::PASSWORD, "wrong-but-secret"];
        for secret in secrets {
            assert!(!log.contains(secret.trim_start_matches("rt_")), "{secret} is in the log");
        }
    }
}

/// Where registration is open, who comes without an invite joins the first space; where it is
/// closed, an invite does not help.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn registration_is_a_setting() {
    let setting = |value: &str| Options::default().env("PARLOR_ACCOUNTS__REGISTRATION", value);
    let app = TestApp::start_with(Engine::Sqlite, setting("open")).await;
    let ada = app.owner().await;
    let body = json!({"username": "bo", "password": Person::PASSWORD});
    let bo = Person::register(&app, body).await;
    assert_eq!(bo.space().await, ada.space().await);
    app.post(REGISTER, account("cy", "nonsense"))
        .await
        .refused(403, "REGISTRATION_CLOSED");
    // Once it is gone, nobody is led into the next one.
    let private = json!({"name": "Private"});
    ada.post("/api/v1/spaces", private).await.expect(201);
    let first = format!("/api/v1/spaces/{}", ada.space().await);
    ada.delete(&first).await.expect(204);
    let body = json!({"username": "di", "password": Person::PASSWORD});
    let di = Person::register(&app, body).await;
    let spaces = di.get("/api/v1/spaces").await.expect(200);
    assert_eq!(spaces["items"], json!([]));

    let app = TestApp::start_with(Engine::Sqlite, setting("closed")).await;
    let code = app.owner().await.invite().await;
    app.post(REGISTER, account("bo", &code))
        .await
        .refused(403, "REGISTRATION_CLOSED");
}

/// Behind TLS the cookie is bound to host, path and TLS by its name, and one without the prefix,
/// which a neighbour could have set, is not read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secure_cookie_has_a_prefix() {
    let options = Options::default().env("PARLOR_HTTP__PUBLIC_URL", "https://chat.example");
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let login = Request::post(LOGIN, credentials("ada", Person::PASSWORD))
        .header("x-token-delivery", "cookie");
    let answer = login.send(&app.base()).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-refresh_token=rt_"), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure"),
        "{cookie}"
    );
    let pair = format!("refresh_token={}", ada.refresh_token);
    let refresh = Request::new(Method::POST, REFRESH).header("cookie", &pair);
    refresh
        .send(&app.base())
        .await
        .refused(401, "UNAUTHENTICATED");
    let refresh = Request::new(Method::POST, REFRESH).header("cookie", &format!("__Host-{pair}"));
    refresh.send(&app.base()).await.expect(200);
}

/// On another machine's plain `http` a browser would not keep a secure cookie: it gets one that it
/// keeps where the owner says that everybody there is trusted, and only there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_line_is_a_setting() {
    for (insecure, name, secure) in [
        ("false", "__Host-refresh_token=rt_", true),
        ("true", "refresh_token=rt_", false),
    ] {
        let options = Options::default().env("PARLOR_HTTP__INSECURE", insecure);
        let app = TestApp::start_with(Engine::Sqlite, options).await;
        app.owner().await;
        let login = Request::post(LOGIN, credentials("ada", Person::PASSWORD))
            .header("host", "parlor.lan:8080")
            .header("x-token-delivery", "cookie");
        let answer = login.send(&app.base()).await;
        let cookie = answer.header("set-cookie").unwrap().to_owned();
        assert!(cookie.starts_with(name), "{cookie}");
        assert_eq!(cookie.ends_with("; Secure"), secure, "{cookie}");
        let (pair, _) = cookie.split_once("; ").unwrap();
        let refresh = Request::new(Method::POST, REFRESH)
            .header("host", "parlor.lan:8080")
            .header("cookie", pair);
        refresh.send(&app.base()).await.expect(200);
    }
}
