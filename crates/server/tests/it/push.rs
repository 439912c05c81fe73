//! Telling browsers what calls their people while no window is open, through a push service that the
//! test runs.

mod service;

use std::time::Duration;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use self::service::{Browser, Service, Taken};
use crate::app::{Options, Person, TestApp};

const PATH: &str = "/api/v1/users/me/push";

/// The server, its owner and bo, whose browser is subscribed.
async fn stage(app: TestApp, service: &Service, delay: u32) -> (TestApp, Person, Person, Browser) {
    let app = app.with(service.options(delay)).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    let browser = Browser::new(service, "bo");
    browser.subscribe(&bo).await.expect(200);
    (app, ada, bo, browser)
}

impl Person {
    async fn dm(&self, other: &Self) -> String {
        let body = json!({"userIds": [other.id]});
        let opened = self.post("/api/v1/dms", body).await;
        opened.expect(201)["id"].as_str().unwrap().to_owned()
    }

    async fn calls(&self, other: &Self, channel: &str) -> Value {
        self.say(channel, &format!("hello <@{}>", other.id)).await
    }
}

/// What the service can read: who sends, signed with the key that browsers are told.
fn check_head(taken: &Taken, service: &Service, public_key: &str) {
    let header = &taken.headers["authorization"];
    let (jwt, key) = header
        .strip_prefix("vapid t=")
        .and_then(|rest| rest.split_once(", k="))
        .unwrap();
    assert_eq!(key, public_key);
    let (signed, signature) = jwt.rsplit_once('.').unwrap();
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let verifier = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, bytes(key));
    verifier
        .verify(signed.as_bytes(), &bytes(signature))
        .unwrap();
    let claims: Value = serde_json::from_slice(&bytes(signed.split_once('.').unwrap().1)).unwrap();
    assert_eq!(claims["aud"], service.origin());
    assert_eq!(claims["sub"], "mailto:admin@example.org");
    let encoding = taken.headers["content-encoding"].as_str();
    assert_eq!(
        (encoding, taken.headers["ttl"].as_str()),
        ("aes128gcm", "86400")
    );
    assert_eq!(taken.headers["topic"].len(), 32);
    assert!(!taken.headers.contains_key("cookie"));
}

on_both_engines! {
    /// Who is away is told of a mention, an answer and a direct message: who, where, what, with names
    /// and not ids, and what the push service sees of it is who sends. Text is left out on a device
    /// that wants that.
    async fn who_is_away_is_told(app: TestApp) {
        let mut service = Service::start().await;
        let (app, ada, bo, browser) = stage(app, &service, 0).await;
        let instance = app.get("/api/v1/instance").await.expect(200);
        assert_eq!(instance["features"], json!(["push"]));
        let state = bo.get(PATH).await.expect(200);
        assert_eq!(state["subscription"], json!({"hidesText": false, "failing": false}));
        let general = ada.general().await;
        let message = ada.say(&general, &format!("<@{}> **look**", bo.id)).await;
        let taken = service.next().await;
        check_head(&taken, &service, state["publicKey"].as_str().unwrap());
        assert_eq!(taken.headers["urgency"], "normal");
        assert_eq!(browser.decrypt(&taken.body), json!({
            "kind": "mention", "channelId": general, "messageId": message["id"], "author": "ada",
            "channel": "general", "excerpt": "@bo **look**", "count": 1,
        }));
        let said = bo.say(&general, "I see").await;
        let path = format!("/api/v1/channels/{general}/messages");
        ada.post(&path, json!({"content": "good", "replyToId": said["id"]})).await.expect(201);
        assert_eq!(service.told(&browser).await["kind"], "reply");

        let mut hiding = browser.says();
        hiding["hidesText"] = json!(true);
        let state = bo.put(PATH, hiding).await.expect(200);
        assert_eq!(state["subscription"]["hidesText"], true);
        let dm = ada.dm(&bo).await;
        ada.say(&dm, "psst").await;
        let taken = service.next().await;
        assert_eq!(taken.headers["urgency"], "high");
        let told = browser.decrypt(&taken.body);
        let (kind, channel, excerpt) = (&told["kind"], &told["channel"], &told["excerpt"]);
        assert_eq!((kind, channel, excerpt), (&json!("dm"), &Value::Null, &Value::Null));
    }

    /// Everybody is called, also who is away; a role calls those who hold it.
    async fn everybody_and_roles_are_told(app: TestApp) {
        let mut service = Service::start().await;
        let (app, ada, bo, of_bo) = stage(app, &service, 0).await;
        let cy = app.join(&ada, "cy").await;
        let of_cy = Browser::new(&service, "cy");
        of_cy.subscribe(&cy).await.expect(200);
        let general = ada.general().await;
        let role = ada.give(&cy, &[]).await;
        ada.say(&general, &format!("<@&{role}> over here")).await;
        let told = service.told(&of_cy).await;
        assert_eq!((&told["kind"], &told["excerpt"]), (&json!("mention"), &json!("@role over here")));
        ada.say(&general, "@everyone lunch").await;
        let mut paths = [service.next().await.path, service.next().await.path];
        paths.sort();
        assert_eq!(paths, ["/send/bo", "/send/cy"]);
        // Who is away is not here, and who may not call everybody calls nobody.
        ada.say(&general, "@here tea").await;
        bo.say(&general, "@everyone no").await;
        ada.calls(&bo, &general).await;
        service.told(&of_bo).await;
    }

    /// What waits of one channel is one push, of which the newest message shows; the next push takes
    /// its place, and that of another channel does not.
    async fn a_channel_is_told_of_once(app: TestApp) {
        let mut service = Service::start().await;
        let (_app, ada, bo, browser) = stage(app, &service, 3).await;
        let general = ada.general().await;
        let other = ada.channel(json!({"name": "other"})).await;
        ada.calls(&bo, &general).await;
        ada.calls(&bo, &general).await;
        let last = ada.calls(&bo, &general).await;
        let gone = ada.calls(&bo, &general).await;
        let path = format!("/api/v1/messages/{}", gone["id"].as_str().unwrap());
        ada.delete(&path).await.expect(204);
        let first = service.next().await;
        let told = browser.decrypt(&first.body);
        assert_eq!((&told["messageId"], &told["count"]), (&last["id"], &json!(3)));
        ada.calls(&bo, &general).await;
        let second = service.next().await;
        assert_eq!(first.headers["topic"], second.headers["topic"]);
        assert_eq!(browser.decrypt(&second.body)["count"], 1);
        ada.calls(&bo, &other).await;
        assert_ne!(service.next().await.headers["topic"], first.headers["topic"]);
    }

    /// Who is at a device is not told, and is told once they leave it without having read; what was
    /// read, deleted or muted meanwhile is told nobody, and nothing is while one is not to be
    /// disturbed, or may not see the place any more.
    async fn nobody_is_told_in_vain(app: TestApp) {
        let mut service = Service::start().await;
        let (app, ada, bo, browser) = stage(app, &service, 2).await;
        let (general, dm) = (ada.general().await, ada.dm(&bo).await);
        let muted = ada.channel(json!({"name": "muted"})).await;
        // Read.
        let message = ada.calls(&bo, &general).await;
        bo.put(&format!("/api/v1/channels/{general}/read"), json!({"seq": message["seq"]})).await.expect(200);
        // Muted.
        ada.calls(&bo, &muted).await;
        let until = json!({"level": "all", "mutedUntil": "2126-01-01T00:00:00.000Z"});
        bo.put(&format!("/api/v1/channels/{muted}/notifications"), until).await.expect(200);
        ada.say(&dm, "one").await;
        assert_eq!(service.told(&browser).await["excerpt"], "one");

        // Not to be disturbed.
        let mut socket = bo.socket().await;
        socket.send(json!({"type": "status_update", "status": "dnd", "ref": "a"})).await;
        socket.expect("ACK").await;
        drop(socket);
        ada.calls(&bo, &general).await;
        let cy = app.join(&ada, "cy").await;
        let of_cy = Browser::new(&service, "cy");
        of_cy.subscribe(&cy).await.expect(200);
        ada.calls(&cy, &general).await;
        service.told(&of_cy).await;

        // At a device, and then not.
        let mut socket = bo.socket().await;
        socket.send(json!({"type": "status_update", "status": "online", "ref": "b"})).await;
        socket.expect("ACK").await;
        ada.say(&dm, "two").await;
        ada.calls(&cy, &general).await;
        service.told(&of_cy).await;
        socket.send(json!({"type": "status_update", "status": "idle", "ref": "c"})).await;
        assert_eq!(service.told(&browser).await["excerpt"], "two");

        // Removed.
        ada.calls(&bo, &general).await;
        let space = ada.space().await;
        ada.delete(&bo.seat(&space)).await.expect(204);
        ada.calls(&cy, &general).await;
        service.told(&of_cy).await;
        ada.say(&dm, "three").await;
        assert_eq!(service.told(&browser).await["excerpt"], "three");
    }

    /// A subscription ends with its session, whoever ends that, and with the account; the other
    /// devices are told on.
    async fn it_ends_with_the_session(app: TestApp) {
        let mut service = Service::start().await;
        let (app, ada, bo, _) = stage(app, &service, 0).await;
        let dm = ada.dm(&bo).await;
        let second = Person::login(&app, "bo", Person::PASSWORD).await;
        let of_second = Browser::new(&service, "second");
        of_second.subscribe(&second).await.expect(200);
        bo.post("/api/v1/auth/logout", json!({"refreshToken": bo.refresh_token})).await.expect(204);
        ada.say(&dm, "one").await;
        service.told(&of_second).await;
        let third = Person::login(&app, "bo", Person::PASSWORD).await;
        let of_third = Browser::new(&service, "third");
        of_third.subscribe(&third).await.expect(200);
        let sessions = third.get("/api/v1/auth/sessions").await.expect(200);
        let other = sessions["items"].as_array().unwrap().iter().find(|each| each["current"] == false);
        let path = format!("/api/v1/auth/sessions/{}", other.unwrap()["id"].as_str().unwrap());
        third.delete(&path).await.expect(204);
        ada.say(&dm, "two").await;
        service.told(&of_third).await;
        ada.patch(&format!("/api/v1/admin/users/{}", bo.id), json!({"disabled": true})).await.expect(200);
        ada.say(&dm, "three").await;
        let cy = app.join(&ada, "cy").await;
        let of_cy = Browser::new(&service, "cy");
        of_cy.subscribe(&cy).await.expect(200);
        ada.calls(&cy, &ada.general().await).await;
        service.told(&of_cy).await;
    }

    /// Where nobody is any more, nothing is sent again; a service that is busy is asked when it says
    /// so; one that refuses shows as failing until it takes something.
    async fn push_services_answer_what_they_like(app: TestApp) {
        let mut service = Service::start().await;
        let (app, ada, bo, browser) = stage(app, &service, 0).await;
        let dm = ada.dm(&bo).await;
        service.answer("429 Too Many Requests\r\nRetry-After: 2");
        ada.say(&dm, "busy").await;
        let first = service.next().await;
        let second = service.next().await;
        assert!(second.at - first.at >= Duration::from_secs(2));
        assert_eq!(browser.decrypt(&second.body)["excerpt"], "busy");
        assert_ne!(first.body, second.body, "encrypted anew");

        let failing = async |wanted: bool| {
            loop {
                let state = bo.get(PATH).await.expect(200);
                if state["subscription"]["failing"] == wanted {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        service.answer("403 Forbidden");
        ada.say(&dm, "refused").await;
        service.told(&browser).await;
        failing(true).await;
        service.answer("302 Found\r\nLocation: http://127.0.0.1:1/");
        ada.say(&dm, "sent on").await;
        service.told(&browser).await;
        ada.say(&dm, "taken").await;
        service.told(&browser).await;
        failing(false).await;

        service.answer("410 Gone");
        ada.say(&dm, "gone").await;
        service.told(&browser).await;
        while bo.get(PATH).await.expect(200)["subscription"] != Value::Null {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        for (result, least) in [("taken", 2.0), ("later", 1.0), ("refused", 2.0), ("gone", 1.0)] {
            let name = format!("parlor_push_total{{result=\"{result}\"}}");
            assert!(app.metric(&name).await >= least, "{result}");
        }
        assert!(!app.log().contains("/send/"), "no address in the log");
    }

    /// The address is somebody else's word: where it leads into the house, nobody goes, and it is
    /// forgotten.
    async fn nobody_goes_into_the_house(app: TestApp) {
        let mut service = Service::start().await;
        let (app, ada, bo, of_bo) = stage(app, &service, 0).await;
        let dm = ada.dm(&bo).await;
        let inside = Service::start().await;
        for address in [
            inside.origin(),
            format!("http://localhost:{}", service.port()),
            inside.origin().replace("http", "https"),
            "https://10.0.0.1/".to_owned(),
            "https://169.254.169.254/latest".to_owned(),
            "https://a:b@push.example/".to_owned(),
            "ftp://push.example/".to_owned(),
        ] {
            let refused = Browser::at(address).subscribe(&bo).await;
            refused.refused(422, "VALIDATION");
        }
        let trick = Browser::at(format!("https://localhost:{}/x", inside.port()));
        trick.subscribe(&bo).await.expect(200);
        ada.say(&dm, "hello").await;
        while bo.get(PATH).await.expect(200)["subscription"] != Value::Null {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        of_bo.subscribe(&bo).await.expect(200);
        ada.say(&dm, "again").await;
        service.told(&of_bo).await;
        drop(app);
    }

    /// Keys that are none, addresses that are too long and devices that are too many are refused with
    /// the field; what was subscribed stays. An address is one session's: of who came last.
    async fn bad_subscriptions_are_refused(app: TestApp) {
        let mut service = Service::start().await;
        let options = service.options(0)
            .env("PARLOR_LIMITS__PUSH_SUBSCRIPTIONS_PER_USER_MAX", 1)
            .env("PARLOR_LIMITS__PUSH_ENDPOINT_BYTES_MAX", 100);
        let app = app.with(options).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let browser = Browser::new(&service, "one");
        let good = browser.says();
        let with = |field: &str, value: Value| {
            let mut body = good.clone();
            body[field] = value;
            body
        };
        for (field, value) in [
            ("endpoint", json!("x")),
            ("endpoint", json!(format!("https://push.example/{}", "x".repeat(80)))),
            ("p256dh", json!("BBBB")),
            ("p256dh", json!("A".repeat(87))),
            ("auth", json!("AAAA")),
            ("auth", json!(format!("{}==", good["auth"].as_str().unwrap()))),
        ] {
            let problem = bo.put(PATH, with(field, value)).await.refused(422, "VALIDATION");
            assert!(problem["fields"].get(field).is_some(), "{problem}");
        }
        assert_eq!(bo.get(PATH).await.expect(200)["subscription"], Value::Null);
        browser.subscribe(&bo).await.expect(200);
        browser.subscribe(&bo).await.expect(200);
        let second = Person::login(&app, "bo", Person::PASSWORD).await;
        let other = Browser::new(&service, "two");
        other.subscribe(&second).await.refused(422, "VALIDATION");

        browser.subscribe(&ada).await.expect(200);
        assert_eq!(bo.get(PATH).await.expect(200)["subscription"], Value::Null);
        other.subscribe(&second).await.expect(200);
        ada.say(&ada.dm(&bo).await, "hello").await;
        service.told(&other).await;
        second.delete(PATH).await.expect(204);
        second.delete(PATH).await.expect(204);
        assert_eq!(second.get(PATH).await.expect(200)["subscription"], Value::Null);
        app.get(PATH).await.refused(401, "UNAUTHENTICATED");
    }

    /// A kill loses at most what waits, repeats nothing, and keeps subscriptions and the key; without
    /// web push there is none.
    async fn a_kill_repeats_nothing(app: TestApp) {
        let mut service = Service::start().await;
        let (app, ada, bo, browser) = stage(app, &service, 0).await;
        let dm = ada.dm(&bo).await;
        let key = bo.get(PATH).await.expect(200)["publicKey"].clone();
        ada.say(&dm, "before").await;
        service.told(&browser).await;
        app.kill();
        app.restart().await;
        let (ada, bo) = (ada.moved(&app), bo.moved(&app));
        assert_eq!(bo.get(PATH).await.expect(200)["publicKey"], key);
        ada.say(&dm, "after").await;
        assert_eq!(service.told(&browser).await["excerpt"], "after");

        let app = app.with(Options::default().env("PARLOR_PUSH__ENABLED", false)).await;
        let ada = app.owner().await;
        assert_eq!(app.get("/api/v1/instance").await.expect(200)["features"], json!([]));
        ada.get(PATH).await.refused(404, "NOT_FOUND");
        browser.subscribe(&ada).await.refused(404, "NOT_FOUND");
        ada.delete(PATH).await.expect(204);
    }
}
