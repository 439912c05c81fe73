//! How often strangers may try.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};

use crate::app::{Answer, Engine, Options, Person, TestApp, http::Request};

const LOGIN: &str = "/api/v1/auth/login";

fn credentials(username: &str, password: &str) -> Value {
    json!({"username": username, "password": password})
}

/// Makes sure of a 429 that says when to come back, in two places that agree.
#[track_caller]
fn limited(answer: Answer) -> u64 {
    let header: u64 = answer
        .header("retry-after")
        .expect("Retry-After")
        .parse()
        .unwrap();
    let problem = answer.refused(429, "RATE_LIMITED");
    let wait_ms = problem["retryAfterMs"].as_u64().expect("retryAfterMs");
    assert_eq!(header, wait_ms.div_ceil(1000).max(1));
    header
}

/// One address has so many logins in ten minutes, right or wrong; what it says of itself in
/// headers changes nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logins_by_address_are_limited() {
    let options = Options::default().env("PARLOR_LIMITS__LOGINS_PER_10_MIN", 3);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    for password in [Person::PASSWORD, "wrong", Person::PASSWORD] {
        app.post(LOGIN, credentials("ada", password)).await;
    }
    let wait_s = limited(app.post(LOGIN, credentials("ada", Person::PASSWORD)).await);
    assert!((1..=600).contains(&wait_s), "{wait_s}");
    for (name, value) in [
        ("x-forwarded-for", "203.0.113.9"),
        ("x-real-ip", "203.0.113.9"),
        ("forwarded", "for=203.0.113.9"),
    ] {
        let request =
            Request::post("/login", credentials("ada", Person::PASSWORD)).header(name, value);
        limited(request.send(&app.base()).await);
    }
    ada.get("/api/v1/users/me").await.expect(200);
}

/// Behind a trusted proxy everybody has a budget of their own, and an IPv6 household has one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_tells_addresses_apart() {
    let options = Options::default()
        .env("PARLOR_LIMITS__LOGINS_PER_10_MIN", 1)
        .env("PARLOR_HTTP__TRUSTED_PROXIES", "127.0.0.1");
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    app.owner().await;
    let login = async |from: &str| {
        let request = Request::post(LOGIN, credentials("ada", Person::PASSWORD));
        request
            .header("x-forwarded-for", from)
            .send(&app.base())
            .await
    };
    login("203.0.113.1").await.expect(200);
    limited(login("203.0.113.1").await);
    limited(login("198.51.100.1, 203.0.113.1").await);
    login("203.0.113.2").await.expect(200);
    login("2001:db8:1:2::1").await.expect(200);
    limited(login("2001:db8:1:2:ffff::2").await);
    login("2001:db8:1:3::1").await.expect(200);
}

/// One address has so many registrations in ten minutes; what is refused for other reasons costs
/// none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn registrations_by_address_are_limited() {
    let options = Options::default().env("PARLOR_LIMITS__REGISTRATIONS_PER_10_MIN", 2);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let code = ada.invite().await;
    let body = |username: &str| json!({"username": username, "password": Person::PASSWORD, "invite": code});
    for _ in 0..3 {
        app.post("/register", body("-"))
            .await
            .refused(422, "VALIDATION");
    }
    app.post("/register", body("bo")).await.expect(201);
    limited(app.post("/register", body("cy")).await);
    limited(app.post("/api/v1/auth/register", body("cy")).await);
}

/// After five wrong passwords in a row a name has to wait, longer each time, whether or not there
/// is such an account and whoever asks; the right password does not help before that, and makes
/// all new after it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_passwords_slow_a_name_down() {
    let many = Options::default().env("PARLOR_LIMITS__LOGINS_PER_10_MIN", 100_000);
    let app = TestApp::start_with(Engine::Sqlite, many).await;
    app.owner().await;
    let login = async |name: &str, password| app.post(LOGIN, credentials(name, password)).await;
    for name in ["ada", "nobody"] {
        for _ in 0..5 {
            login(name, "wrong")
                .await
                .refused(401, "INVALID_CREDENTIALS");
        }
        // Hashing may take longer than the first waits, so some of these may get their answer.
        let mut waits = 0;
        while waits < 3 {
            let answer = login(&name.to_uppercase(), "wrong").await;
            if answer.status == 429 {
                waits = limited(answer);
                tokio::time::sleep(Duration::from_millis(100)).await;
            } else {
                answer.refused(401, "INVALID_CREDENTIALS");
            }
        }
        limited(login(name, Person::PASSWORD).await);
    }
    while login("ada", Person::PASSWORD).await.status == 429 {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    for password in ["wrong", "wrong", Person::PASSWORD] {
        let expected = if password == "wrong" { 401 } else { 200 };
        login("ada", password).await.expect(expected);
    }
}

/// The cookie by which a browser's device is known, from an answer that signed somebody in.
#[track_caller]
fn device(answer: &Answer) -> String {
    let cookies = answer.cookies();
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.starts_with("device="))
        .unwrap_or_else(|| panic!("{cookies:?}"));
    for part in ["Path=/", "Max-Age=31536000", "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    cookie.split(';').next().unwrap().to_owned()
}

/// Who guesses at an account keeps nobody out of it: a browser that signed in there before has
/// attempts of its own, as few of them, and only for its own account.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_keeps_no_owner_out() {
    let many = Options::default().env("PARLOR_LIMITS__LOGINS_PER_10_MIN", 100_000);
    let app = TestApp::start_with(Engine::Sqlite, many).await;
    let ada = app.owner().await;
    app.join(&ada, "bo").await;
    let login = async |name: &str, password: &str, cookie: &str| {
        let request = Request::post(LOGIN, credentials(name, password));
        let request = request.header("x-token-delivery", "cookie");
        request.header("cookie", cookie).send(&app.base()).await
    };
    let of_ada = device(&login("ada", Person::PASSWORD, "").await);
    let of_bo = device(&login("bo", Person::PASSWORD, "").await);
    // Each failure makes the wait longer, until it is longer than what follows takes.
    let mut wait_s = 0;
    while wait_s < 12 {
        let answer = login("ada", "wrong", "").await;
        if answer.status == 429 {
            wait_s = limited(answer);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    limited(login("ada", Person::PASSWORD, "").await);
    limited(login("ada", Person::PASSWORD, &of_bo).await);
    limited(login("ada", Person::PASSWORD, "device=dt_made-up").await);
    let again = login("ada", Person::PASSWORD, &of_ada).await;
    let again = device(&again);
    assert_ne!(again, of_ada);
    let mut guesses = 0;
    while login("ada", "wrong", &of_ada).await.status != 429 {
        guesses += 1;
    }
    assert!(guesses >= 5, "as many as anybody has: {guesses}");
    login("ada", Person::PASSWORD, &again).await.expect(200);
}

/// One person changes their password so often, right or wrong: nobody fills the queue of those who
/// sign in. Guesses at their name from elsewhere are counted apart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_of_a_password_are_limited() {
    const NEW: &str = "quarry-lantern-77";
    let options = Options::default()
        .env("PARLOR_LIMITS__PASSWORD_CHANGES_PER_MIN", 2)
        .env("PARLOR_LIMITS__LOGINS_PER_10_MIN", 100_000);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    while app.post(LOGIN, credentials("ada", "wrong")).await.status != 429 {}
    let change = async |person: &Person, from: &str, to: &str| {
        let body = json!({"currentPassword": from, "newPassword": to});
        person.post("/api/v1/auth/password", body).await
    };
    change(&ada, Person::PASSWORD, NEW).await.expect(204);
    let wrong = change(&ada, "wrong", NEW).await;
    assert!(wrong.header("www-authenticate").is_none());
    wrong.refused(403, "INVALID_CREDENTIALS");
    assert!(limited(change(&ada, NEW, Person::PASSWORD).await) <= 60);
    change(&bo, Person::PASSWORD, NEW).await.expect(204);
}

/// One person changes so much in ten seconds, of whatever kind and on whatever device; reading is
/// free, and nobody else notices.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_are_limited() {
    const RATE: u32 = 8;
    let options = Options::default().env("PARLOR_LIMITS__CHANGES_PER_10_S", RATE);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    let other = Person::login(&app, "bo", Person::PASSWORD).await;
    let message = ada.say(&ada.general().await, "hello").await;
    let message = format!("/api/v1/messages/{}", message["id"].as_str().unwrap());
    let thumb = format!("{message}/reactions/%F0%9F%91%8D");
    let mut used = 0;
    loop {
        let answer = match used % 3 {
            0 => {
                bo.patch("/api/v1/users/me", json!({"displayName": "Bo"}))
                    .await
            }
            1 => other.patch(&message, json!({"content": "not mine"})).await,
            _ => bo.delete(&thumb).await,
        };
        if answer.status == 429 {
            assert!(limited(answer) <= 10);
            break;
        }
        used += 1;
        assert!(used <= RATE, "{used}");
    }
    assert_eq!(used, RATE);
    let invites = format!("/api/v1/spaces/{}/invites", bo.space().await);
    limited(other.post(&invites, json!({})).await);
    bo.get("/api/v1/users/me").await.expect(200);
    ada.patch("/api/v1/users/me", json!({"displayName": "Ada"}))
        .await
        .expect(200);
}

/// Of many guesses at once no more are looked at than one after the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_burst_of_guesses_is_no_way_around() {
    let app = TestApp::start(Engine::Sqlite).await;
    app.owner().await;
    let guesses = (0..30).map(|number| {
        let (base, body) = (app.base(), credentials("ada", &format!("guess-{number}")));
        tokio::spawn(async move { Request::post(LOGIN, body).send(&base).await.status.as_u16() })
    });
    let mut looked_at = 0;
    for guess in guesses.collect::<Vec<_>>() {
        match guess.await.unwrap() {
            401 => looked_at += 1,
            status => assert!(matches!(status, 429 | 503), "{status}"),
        }
    }
    // Five are free. What comes after waits; on a slow machine one or two waits pass meanwhile.
    assert!((1..=8).contains(&looked_at), "{looked_at}");
}

/// A flood of sign-ins is turned away above what the queue holds, and stalls nobody else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_passwords_stalls_nobody() {
    const FLOOD: usize = 200;
    let options = Options::default().env("PARLOR_LIMITS__LOGINS_PER_10_MIN", FLOOD);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let left = Arc::new(AtomicUsize::new(FLOOD));
    let flood = (0..FLOOD).map(|number| {
        let (base, left) = (app.base(), Arc::clone(&left));
        let body = credentials(&format!("nobody{number}"), "wrong");
        tokio::spawn(async move {
            let answer = Request::post(LOGIN, body).send(&base).await;
            left.fetch_sub(1, Ordering::SeqCst);
            answer
        })
    });
    let flood: Vec<_> = flood.collect();
    let mut served_meanwhile = 0;
    while left.load(Ordering::SeqCst) > 0 {
        ada.get("/api/v1/users/me").await.expect(200);
        served_meanwhile += 1;
    }
    let mut turned_away = 0;
    for one in flood {
        let answer = one.await.unwrap();
        if answer.status == 503 {
            assert!(answer.header("retry-after").is_some());
            answer.refused(503, "OVERLOADED");
            turned_away += 1;
        }
    }
    assert!(turned_away > 0, "the queue is bounded");
    assert!(
        served_meanwhile > 3,
        "{served_meanwhile} requests were served meanwhile"
    );
}

/// One session has so many refreshes a minute; the one too many does not spend the token.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refreshes_are_limited() {
    let options = Options::default().env("PARLOR_LIMITS__REFRESHES_PER_MIN", 2);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let other = Person::login(&app, "ada", Person::PASSWORD).await;
    let refresh = async |token: &str| app.post("/refresh", json!({"refresh_token": token})).await;
    let mut token = ada.refresh_token;
    for _ in 0..2 {
        let answer = refresh(&token).await.expect(200);
        token = answer["refresh_token"].as_str().unwrap().to_owned();
    }
    assert!(limited(refresh(&token).await) <= 60);
    assert_eq!(refresh(&token).await.status, 429, "and it stays so");
    refresh(&other.refresh_token).await.expect(200);
}
