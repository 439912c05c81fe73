//! Who is there, what they are up to, and who is writing.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::app::{Engine, Options, Person, TestApp};

fn update(status: &str) -> Value {
    json!({"type": "status_update", "status": status})
}

fn presence(person: &Person, status: &str, text: Option<&str>) -> Value {
    json!({"userId": person.id, "status": status, "statusText": text})
}

/// Who is there, as somebody is told who asks: the same in `/sync` and beside the members.
async fn looks(person: &Person) -> Vec<Value> {
    let sync = person.get("/api/v1/sync").await.expect(200);
    let path = format!("/api/v1/spaces/{}/members", person.space().await);
    let members = person.get(&path).await.expect(200);
    let sorted = |list: &Value| {
        let mut list = list.as_array().unwrap().clone();
        list.sort_by_key(|seen| seen["userId"].as_str().unwrap().to_owned());
        list
    };
    let seen = sorted(&sync["presences"]);
    assert_eq!(sorted(&members["presences"]), seen);
    seen
}

on_both_engines! {
    /// Everybody who shares a space hears how somebody wants to be seen, under all its names, with
    /// the line of their account; and whoever asks is told the same.
    async fn others_hear_of_it(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        assert_eq!(looks(&bo).await, Vec::<Value>::new(), "nobody is there without a socket");
        let mut there = bo.socket().await;
        let mut socket = ada.socket().await;
        there.sees(&ada.id, "online", None).await;
        socket.sees(&bo.id, "online", None).await;
        for (said, seen) in [("idle", "idle"), ("dnd", "dnd"), ("away", "idle"), ("busy", "dnd"), ("online", "online")] {
            socket.send(update(said)).await;
            there.sees(&ada.id, seen, None).await;
        }
        let mut command = update("dnd");
        command["statusText"] = "in a meeting".into();
        assert_eq!(socket.ask("s", command).await["type"], "ACK");
        there.sees(&ada.id, "dnd", Some("in a meeting")).await;
        assert_eq!(looks(&bo).await, [presence(&ada, "dnd", Some("in a meeting")), presence(&bo, "online", None)]);
        assert_eq!(ada.get("/api/v1/users/me").await.expect(200)["statusText"], "in a meeting");
        ada.patch("/api/v1/users/me", json!({"statusText": null})).await.expect(200);
        there.sees(&ada.id, "dnd", None).await;
    }

    /// Who hides looks to others exactly like who is not there: to those who hear and to those who
    /// ask; and does not type. Their own devices are told.
    async fn who_hides_is_offline(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let mut there = bo.socket().await;
        there.join(&general, None).await;
        let [mut phone, mut laptop] = [ada.socket().await, ada.socket().await];
        there.sees(&ada.id, "online", None).await;
        let mut command = update("invisible");
        command["statusText"] = "hiding".into();
        phone.send(command).await;
        there.sees(&ada.id, "offline", None).await;
        laptop.sees(&ada.id, "invisible", Some("hiding")).await;
        assert_eq!(looks(&bo).await, [presence(&bo, "online", None)]);
        assert_eq!(looks(&ada).await.len(), 2, "they see themself");
        let heard = there.statuses.len();
        phone.ask("t", json!({"type": "typing", "channelId": general})).await;
        laptop.send(update("offline")).await;
        laptop.settle().await;
        ada.patch("/api/v1/users/me", json!({"statusText": "still hiding"})).await.expect(200);
        laptop.sees(&ada.id, "invisible", Some("still hiding")).await;
        there.settle().await;
        assert_eq!(there.statuses.len(), heard);
        assert!(there.seen.iter().all(|frame| frame["type"] != "TYPING"));
    }

    /// What somebody chose outlives their devices and the server: they come back as they went, and
    /// nobody sees anything else of them meanwhile.
    async fn what_was_chosen_is_kept(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let mut socket = ada.socket().await;
        assert_eq!(socket.ask("s", update("dnd")).await["type"], "ACK");
        assert_eq!(ada.get("/api/v1/users/me").await.expect(200)["chosenStatus"], "dnd");
        assert_eq!(socket.ask("s", update("invisible")).await["type"], "ACK");
        app.kill();
        app.restart().await;
        let (ada, bo) = (ada.moved(&app), bo.moved(&app));
        assert_eq!(ada.get("/api/v1/sync").await.expect(200)["me"]["chosenStatus"], "invisible");
        let mut there = bo.socket().await;
        there.join(&general, None).await;
        let mut socket = ada.socket().await;
        socket.ask("t", json!({"type": "typing", "channelId": general})).await;
        socket.sees(&ada.id, "invisible", None).await;
        socket.ask("t", json!({"type": "typing", "channelId": general})).await;
        there.settle().await;
        assert!(there.statuses.iter().all(|told| told["userId"] != *ada.id), "{:?}", there.statuses);
        assert!(there.seen.iter().all(|frame| frame["type"] != "TYPING"));
        assert_eq!(looks(&bo).await, [presence(&bo, "online", None)]);
        assert_eq!(socket.ask("s", update("online")).await["type"], "ACK");
        there.sees(&ada.id, "online", None).await;
        assert_eq!(ada.get("/api/v1/users/me").await.expect(200).get("chosenStatus"), None);
    }

    /// Somebody is there as long as one of their devices is, and 8 s more; a device that comes back
    /// in that time is no news. After a crash nobody is there who was.
    async fn who_goes_is_seen_a_little_longer(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let mut there = bo.socket().await;
        let [phone, laptop] = [ada.socket().await, ada.socket().await];
        there.sees(&ada.id, "online", None).await;
        phone.close().await;
        laptop.close().await;
        let again = ada.socket().await;
        let gone = Instant::now();
        again.close().await;
        let heard = there.statuses.len();
        there.sees(&ada.id, "offline", None).await;
        assert!(gone.elapsed() >= Duration::from_secs(8), "{:?}", gone.elapsed());
        assert_eq!(there.statuses.len(), heard + 1);
        assert_eq!(looks(&bo).await, [presence(&bo, "online", None)]);
        let _socket = ada.socket().await;
        there.sees(&ada.id, "online", None).await;
        app.kill();
        app.restart().await;
        assert_eq!(looks(&bo.moved(&app)).await, Vec::<Value>::new());
    }

    /// `idle` shows while all devices say so.
    async fn one_device_that_is_used_is_enough(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let mut there = bo.socket().await;
        let [mut phone, mut laptop] = [ada.socket().await, ada.socket().await];
        there.sees(&ada.id, "online", None).await;
        phone.ask("i", update("idle")).await;
        laptop.ask("i", update("idle")).await;
        there.sees(&ada.id, "idle", None).await;
        phone.ask("o", update("online")).await;
        there.sees(&ada.id, "online", None).await;
        let told: Vec<_> = there.statuses.iter().filter(|told| told["userId"] == *ada.id).collect();
        assert_eq!(told.len(), 3, "{told:?}");
    }

    /// A line is shown until it expires, to others and to oneself.
    async fn a_line_expires(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let mut there = bo.socket().await;
        let _socket = ada.socket().await;
        let end = parlor::clock::now().plus_millis(4_000).to_string();
        let change = json!({"statusText": "lunch", "statusExpiresAt": end});
        let me = ada.patch("/api/v1/users/me", change).await.expect(200);
        assert_eq!((&me["statusText"], &me["statusExpiresAt"]), (&json!("lunch"), &json!(end)));
        there.sees(&ada.id, "online", Some("lunch")).await;
        there.sees(&ada.id, "online", None).await;
        let me = ada.get("/api/v1/users/me").await.expect(200);
        assert_eq!((&me["statusText"], me.get("statusExpiresAt")), (&Value::Null, None));
        assert_eq!(ada.get("/api/v1/sync").await.expect(200)["me"], me);
        let bad = [
            json!({"statusExpiresAt": "2100-01-01T00:00:00Z"}),
            json!({"statusText": null, "statusExpiresAt": "2100-01-01T00:00:00Z"}),
            json!({"statusText": "x", "statusExpiresAt": "2020-01-01T00:00:00Z"}),
        ];
        for change in bad {
            let problem = ada.patch("/api/v1/users/me", change).await.refused(422, "VALIDATION");
            assert!(problem["fields"]["statusExpiresAt"].is_string(), "{problem}");
        }
    }

    /// Who shares no space hears nothing; who comes into one is told of from then on.
    async fn strangers_hear_nothing(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let other = ada.post("/api/v1/spaces", json!({"name": "Other"})).await.expect(201);
        let path = format!("/api/v1/spaces/{}/invites", other["id"].as_str().unwrap());
        let invite = ada.post(&path, json!({})).await.expect(201);
        let body = json!({"username": "cy", "password": Person::PASSWORD, "invite": invite["code"]});
        let cy = Person::register(&app, body).await;
        let [mut bos, mut cys, _ada] = [bo.socket().await, cy.socket().await, ada.socket().await];
        bos.sees(&ada.id, "online", None).await;
        cys.sees(&ada.id, "online", None).await;
        bos.ask("d", update("dnd")).await;
        // By the time this is told, what came before it is.
        bos.sees(&bo.id, "dnd", None).await;
        cys.settle().await;
        assert_eq!((cys.status_of(&bo.id), bos.status_of(&cy.id)), (("offline", None), ("offline", None)));
        assert!(looks(&cy).await.iter().all(|seen| seen["userId"] != *bo.id));

        let code = ada.invite().await;
        cy.post(&format!("/api/v1/invites/{code}/accept"), json!({})).await.expect(200);
        bos.sees(&cy.id, "online", None).await;
        assert!(looks(&bo).await.contains(&presence(&cy, "online", None)));
        bos.ask("i", update("idle")).await;
        cys.sees(&bo.id, "idle", None).await;

        // A conversation is a place they share, too.
        bo.post("/api/v1/dms", json!({"userIds": [cy.id]})).await.expect(201);
        cy.delete(&cy.seat(&bo.space().await)).await.expect(204);
        bos.ask("b", update("busy")).await;
        cys.sees(&bo.id, "dnd", None).await;
        let sync = cy.get("/api/v1/sync").await.expect(200);
        assert!(sync["presences"].as_array().unwrap().contains(&presence(&bo, "dnd", None)));
    }

    /// Who writes is told to those who follow the channel, once in 4 s, and at once again when it
    /// was sent. To oneself, to others and after one was shut out it is not.
    async fn who_types_is_told_to_those_who_follow(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let cy = app.join(&ada, "cy").await;
        let room = ada.channel(json!({"name": "room", "kind": "text"})).await;
        let [mut adas, mut bos, mut cys] = [ada.socket().await, bo.socket().await, cy.socket().await];
        adas.join(&room, None).await;
        bos.join(&room, None).await;
        bos.sees(&ada.id, "online", None).await;
        let typing = json!({"type": "typing", "channelId": room});
        for reference in ["a", "b", "c"] {
            assert_eq!(adas.ask(reference, typing.clone()).await["type"], "ACK");
        }
        adas.ask("s", json!({"type": "send_message", "channelId": room, "content": "hi"})).await;
        adas.ask("d", typing.clone()).await;
        let told = json!({"type": "TYPING", "channelId": room, "userId": ada.id});
        assert_eq!(bos.expect("TYPING").await, told);
        assert_eq!(bos.next().await.unwrap()["type"], "NEW_MESSAGE", "the others were not passed on");
        assert_eq!(bos.expect("TYPING").await, told);
        for socket in [&mut adas, &mut cys] {
            socket.settle().await;
            assert!(socket.seen.iter().all(|frame| frame["type"] != "TYPING"));
        }
        // It is nowhere in the log.
        assert_eq!(ada.history(&room).await["lastSeq"], 1);

        ada.change(&room, &bo.id, json!({"allow": [], "deny": ["SEND_MESSAGES"]})).await.expect(204);
        assert_eq!(bos.ask("f", typing.clone()).await["code"], "FORBIDDEN");
        ada.change(&room, &bo.id, json!({"allow": [], "deny": ["VIEW_CHANNEL"]})).await.expect(204);
        assert_eq!(bos.ask("n", typing.clone()).await["code"], "NOT_FOUND");
        let before = bos.seen.len();
        adas.ask("e", json!({"type": "send_message", "channelId": room, "content": "hi"})).await;
        adas.ask("g", typing).await;
        bos.settle().await;
        assert!(bos.seen[before..].iter().all(|frame| frame["type"] != "TYPING"));
    }
}

/// Where more people who are there share a space than may be told, nobody is told of others or of
/// who types; when there are fewer again, they are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_is_not_told() {
    let options = Options::default().env("PARLOR_LIMITS__WATCHERS_MAX", 2);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let general = ada.general().await;
    let [bo, cy] = [app.join(&ada, "bo").await, app.join(&ada, "cy").await];
    let [mut adas, mut bos, mut cys] = [ada.socket().await, bo.socket().await, cy.socket().await];
    for (socket, person) in [(&mut adas, &ada), (&mut bos, &bo), (&mut cys, &cy)] {
        socket.join(&general, None).await;
        socket.sees(&person.id, "online", None).await;
    }
    let heard = bos.statuses.len();
    adas.ask("i", update("idle")).await;
    adas.sees(&ada.id, "idle", None).await;
    adas.ask("t", json!({"type": "typing", "channelId": general}))
        .await;
    bos.settle().await;
    assert_eq!(bos.statuses.len(), heard);
    assert!(bos.seen.iter().all(|frame| frame["type"] != "TYPING"));
    cys.close().await;
    let sees_ada = async || {
        let sync = bo.get("/api/v1/sync").await.expect(200);
        let seen = sync["presences"].as_array().unwrap();
        seen.contains(&presence(&ada, "idle", None))
    };
    while !sees_ada().await {
        tokio::task::yield_now().await;
    }
    adas.ask("d", update("dnd")).await;
    bos.sees(&ada.id, "dnd", None).await;
    adas.ask("u", json!({"type": "typing", "channelId": general}))
        .await;
    bos.expect("TYPING").await;
}
