//! When a session ends, what it had open ends with it; and how a credential ages.

use hyper::Method;
use parlor_realtime::session::SILENCE_MAX;
use serde_json::{Value, json};

use super::opening::token_from_before;
use crate::app::{Engine, Person, Socket, TestApp, http::Request};

/// Whoever is signed out here, and what is said afterwards.
struct Scene {
    app: TestApp,
    ada: Person,
    general: String,
    phone: Person,
    sockets: Vec<Socket>,
}

impl Scene {
    /// Ada on two devices; the one called phone has sockets and is about to be signed out.
    async fn new(app: TestApp) -> Self {
        let ada = app.owner().await;
        let phone = Person::login(&app, "ada", Person::PASSWORD).await;
        let general = ada.general().await;
        let mut sockets = vec![phone.socket().await, phone.socket().await];
        for socket in &mut sockets {
            socket.join(&general, None).await;
        }
        Self {
            app,
            ada,
            general,
            phone,
            sockets,
        }
    }

    /// The call has returned: nothing that happens from here on may reach the phone.
    async fn ended(&mut self, survivor: &Person) {
        let Self {
            app,
            general,
            phone,
            sockets,
            ..
        } = self;
        survivor.say(general, "after the end").await;
        for socket in sockets {
            // It may not have heard yet that it is closed; nobody listens to it.
            socket
                .try_send(json!({"type": "send_message", "channelId": general, "content": "ghost"}))
                .await;
            assert_eq!(socket.expect_close().await, Some(4401));
            assert!(
                socket
                    .seen
                    .iter()
                    .all(|frame| !frame.to_string().contains("after the end")),
                "{:?}",
                socket.seen
            );
        }
        let history = survivor.history(general).await;
        let contents = history["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|message| &message["content"]);
        assert_eq!(contents.collect::<Vec<_>>(), ["after the end"]);
        let mut again = Socket::open(&app.base(), &format!("token={}", phone.access_token)).await;
        assert_eq!(again.expect_close().await, Some(4401));
    }
}

async fn ticket(person: &Person) -> String {
    let ticket = person
        .post("/api/v1/auth/ticket", json!({"purpose": "ws"}))
        .await
        .expect(200);
    ticket["ticket"].as_str().unwrap().to_owned()
}

async fn refresh(app: &TestApp, token: &Value) -> crate::app::Answer {
    app.post("/api/v1/auth/refresh", json!({"refresh_token": token}))
        .await
}

on_both_engines! {
    /// Logging out closes the session's sockets before the answer, and kills its tickets.
    async fn logout_closes(app: TestApp) {
        let mut scene = Scene::new(app).await;
        let left = ticket(&scene.phone).await;
        scene.phone.post("/api/v1/auth/logout", json!({})).await.expect(204);
        let mut late = Socket::open(&scene.app.base(), &format!("ticket={left}")).await;
        assert_eq!(late.expect_close().await, Some(4401));
        let survivor = scene.ada.clone();
        scene.ended(&survivor).await;
    }

    /// So does the refresh token alone.
    async fn logout_by_refresh_token_closes(app: TestApp) {
        let mut scene = Scene::new(app).await;
        let body = json!({"refresh_token": scene.phone.refresh_token});
        scene.app.post("/logout", body).await.expect(204);
        let survivor = scene.ada.clone();
        scene.ended(&survivor).await;
    }

    /// A device that is revoked from another is closed; the other is not.
    async fn revoking_closes(app: TestApp) {
        let mut scene = Scene::new(app).await;
        let mut own = scene.ada.socket().await;
        let sessions = scene.phone.get("/api/v1/auth/sessions").await.expect(200);
        let session = sessions["items"].as_array().unwrap().iter().find(|session| session["current"] == true).unwrap();
        let path = format!("/api/v1/auth/sessions/{}", session["id"].as_str().unwrap());
        scene.ada.request(Method::DELETE, &path).send(&scene.app.base()).await.expect(204);
        let survivor = scene.ada.clone();
        scene.ended(&survivor).await;
        own.settle().await;
    }

    /// Signing out everywhere closes every socket of the user, and of nobody else.
    async fn logout_all_closes_everything(app: TestApp) {
        let mut scene = Scene::new(app).await;
        let bo = scene.app.join(&scene.ada, "bo").await;
        let mut of_bo = bo.socket().await;
        scene.sockets.push(scene.ada.socket().await);
        scene.ada.post("/api/v1/auth/logout-all", json!({})).await.expect(204);
        scene.ended(&bo).await;
        of_bo.settle().await;
    }

    /// Another password closes every socket but those of the device that changed it.
    async fn another_password_closes(app: TestApp) {
        let mut scene = Scene::new(app).await;
        let mut own = scene.ada.socket().await;
        let body = json!({"currentPassword": Person::PASSWORD, "newPassword": "quarry-lantern-77"});
        scene.ada.post("/api/v1/auth/password", body).await.expect(204);
        let survivor = scene.ada.clone();
        scene.ended(&survivor).await;
        own.settle().await;
    }

    /// A refresh token that is used again by somebody who should not have it closes the session's
    /// sockets, the thief's and the owner's.
    async fn a_stolen_refresh_token_closes(app: TestApp) {
        let mut scene = Scene::new(app).await;
        let first = json!(scene.phone.refresh_token);
        let second = refresh(&scene.app, &first).await.expect(200)["refresh_token"].clone();
        refresh(&scene.app, &second).await.expect(200);
        // Two tabs may do the same at the same time, but not this often.
        let mut repeats = 0;
        loop {
            let reuse = refresh(&scene.app, &first).await;
            if reuse.status == 401 {
                reuse.refused(401, "UNAUTHENTICATED");
                break;
            }
            assert_eq!(reuse.expect(200)["refresh_token"], second);
            repeats += 1;
            assert!(repeats <= 10);
        }
        let survivor = scene.ada.clone();
        scene.ended(&survivor).await;
    }

    /// A browser's logout, by cookie and without a bearer, does the same.
    async fn logout_by_cookie_closes(app: TestApp) {
        let mut scene = Scene::new(app).await;
        let cookie = format!("refresh_token={}", scene.phone.refresh_token);
        let request = Request::post("/api/v1/auth/logout", json!({})).header("cookie", &cookie);
        request.send(&scene.app.base()).await.expect(204);
        let survivor = scene.ada.clone();
        scene.ended(&survivor).await;
    }
}

/// A socket is told that its credential ends, and is closed when it does not bring another; one that
/// does stays. Meanwhile the server asks whether the machine on the other side is still there, and a
/// ticket that nobody used is over after its 30 s.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_credential_ages() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let left = ticket(&ada).await;
    let old = token_from_before(&app, &ada, 10 * 60 - 8).await;
    let query = format!("token={old}");
    let (mut idle, mut renewed) = (
        Socket::open(&app.base(), &query).await,
        Socket::open(&app.base(), &query).await,
    );
    let told = renewed.expect("TOKEN_EXPIRING").await;
    assert!(told["expiresInMs"].as_u64().unwrap() <= 8_000, "{told}");
    let renewal = json!({"type": "authenticate", "token": ada.access_token});
    assert_eq!(renewed.ask("r", renewal).await["type"], "ACK");
    idle.expect("TOKEN_EXPIRING").await;
    while idle.pings == 0 {
        assert!(idle.hear().await, "a ping before the end");
    }
    assert_eq!(idle.expect_close().await, Some(4401));
    renewed.settle().await;
    let mut late = Socket::open(&app.base(), &format!("ticket={left}")).await;
    assert_eq!(late.expect_close().await, Some(4401));
    assert!(
        renewed
            .seen
            .iter()
            .filter(|frame| frame["type"] == "TOKEN_EXPIRING")
            .count()
            == 1
    );
}

/// Who says nothing for 60 s, as when the machine on the other side is gone, is closed with 4009; who
/// answers the server's pings and says nothing else, too, for what a client says is a ping of its own;
/// who says it stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_silent_is_closed() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let (mut gone, mut silent, mut alive) =
        (ada.socket().await, ada.socket().await, ada.socket().await);
    let began = std::time::Instant::now();
    let pinging = async {
        while began.elapsed() < SILENCE_MAX {
            tokio::time::sleep(SILENCE_MAX / 4).await;
            alive.settle().await;
        }
    };
    let (closed, ()) = tokio::join!(silent.expect_close(), pinging);
    assert_eq!(closed, Some(4009));
    assert!(began.elapsed() >= SILENCE_MAX, "{:?}", began.elapsed());
    assert_eq!(gone.expect_close().await, Some(4009));
    alive.settle().await;
}
