//! Making, changing and deleting spaces.

use serde_json::{Value, json};

use crate::app::{Options, Person, TestApp};

async fn names(person: &Person) -> Vec<Value> {
    let spaces = person.get("/api/v1/spaces").await.expect(200);
    let spaces = spaces["items"].as_array().unwrap().iter();
    spaces.map(|space| space["name"].clone()).collect()
}

on_both_engines! {
    /// Who runs the instance makes a space: it is his, has two channels, and is in his list and his
    /// own stream.
    async fn a_space_is_made(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let mut socket = ada.socket().await;
        socket.send(json!({"type": "resume", "streams": {(ada.id.as_str()): 1}})).await;
        socket.expect("SYNCED").await;
        let body = json!({"name": "Chess", "description": "Two\nsides"});
        let space = ada.post("/api/v1/spaces", body.clone()).await.expect(201);
        assert_eq!((&space["name"], &space["description"]), (&json!("Chess"), &json!("Two\nsides")));
        assert_eq!(space["ownerId"], ada.id);
        assert_eq!(socket.expect("SPACE_JOINED").await["space"]["id"], space["id"]);
        let path = format!("/api/v1/spaces/{}", space["id"].as_str().unwrap());
        assert_eq!(ada.get(&path).await.expect(200), space);
        let channels = ada.get(&format!("{path}/channels")).await.expect(200);
        assert_eq!(channels["items"].as_array().unwrap().len(), 2);
        assert_eq!(names(&ada).await.len(), 2);

        bo.post("/api/v1/spaces", body).await.refused(403, "FORBIDDEN");
        bo.get(&path).await.refused(404, "NOT_FOUND");
        bo.patch(&path, json!({"name": "Mine"})).await.refused(404, "NOT_FOUND");
        bo.delete(&path).await.refused(404, "NOT_FOUND");
        for bad in [
            json!({"name": ""}), json!({"name": "x".repeat(65)}), json!({}), json!({"name": 1}),
            json!({"name": "x", "description": "x".repeat(1025)}), json!({"name": "a\u{202e}b"}),
        ] {
            ada.post("/api/v1/spaces", bad).await.refused(422, "VALIDATION");
        }
        assert_eq!(names(&ada).await.len(), 2);
    }

    /// A changed space is told to its members; not by who may not manage it.
    async fn a_space_is_changed(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let space = ada.space().await;
        let path = format!("/api/v1/spaces/{space}");
        let seq = bo.get(&path).await.expect(200)["lastSeq"].clone();
        let mut socket = bo.socket().await;
        socket.send(json!({"type": "resume", "streams": {(space.as_str()): seq}})).await;
        socket.expect("SYNCED").await;
        let changed = ada.patch(&path, json!({"name": "Home", "description": "d"})).await.expect(200);
        assert_eq!((&changed["name"], &changed["description"]), (&json!("Home"), &json!("d")));
        assert_eq!(socket.expect("SPACE_UPDATED").await["space"], changed);
        ada.patch(&path, json!({"name": ""})).await.refused(422, "VALIDATION");
        bo.patch(&path, json!({"name": "Mine"})).await.refused(403, "FORBIDDEN");
        bo.delete(&path).await.refused(403, "FORBIDDEN");
        assert_eq!(bo.get(&path).await.expect(200)["name"], "Home");
    }

    /// Its owner, and nobody else, hands a space over to a member who can look after it: everybody
    /// hears of it, it is written down, and who had it keeps what any member has, at once.
    async fn a_space_is_handed_over(app: TestApp) {
        let ada = app.owner().await;
        let [bo, cy, di] = [app.join(&ada, "bo").await, app.join(&ada, "cy").await, app.join(&ada, "di").await];
        let space = ada.space().await;
        let path = format!("/api/v1/spaces/{space}");
        let other = ada.post("/api/v1/spaces", json!({"name": "Other"})).await.expect(201);
        di.delete(&di.seat(&space)).await.expect(204);
        ada.give(&bo, &["ADMINISTRATOR"]).await;
        let body = json!({"name": "staff", "private": true, "memberIds": [bo.id]});
        let staff = bo.channel(body).await;
        bo.change(&staff, &ada.id, json!({"deny": ["VIEW_CHANNEL"]})).await.refused(403, "FORBIDDEN");
        ada.change(&staff, &ada.id, json!({"deny": ["VIEW_CHANNEL"]})).await.expect(204);

        bo.patch(&path, json!({"ownerId": bo.id})).await.refused(403, "FORBIDDEN");
        let in_a_day = parlor::clock::now().plus_millis(86_400_000).to_string();
        ada.patch(&cy.seat(&space), json!({"timeoutUntil": in_a_day})).await.expect(200);
        for nobody in [cy.id.as_str(), &di.id, "1"] {
            let problem = ada.patch(&path, json!({"name": "x", "ownerId": nobody})).await.refused(422, "VALIDATION");
            assert!(problem["fields"]["ownerId"].is_string(), "{problem}");
        }
        ada.patch(&format!("/api/v1/admin/users/{}", bo.id), json!({"disabled": true})).await.expect(200);
        ada.patch(&path, json!({"ownerId": bo.id})).await.refused(422, "VALIDATION");
        ada.patch(&format!("/api/v1/admin/users/{}", bo.id), json!({"disabled": false})).await.expect(200);
        assert_eq!(ada.patch(&path, json!({"ownerId": ada.id})).await.expect(200)["ownerId"], ada.id);
        assert_eq!(ada.get(&path).await.expect(200)["name"], "Parlor");

        let bo = Person::login(&app, "bo", Person::PASSWORD).await;
        let mut hers = ada.following(&[&space, &staff]).await;
        let seq = bo.get(&path).await.expect(200)["lastSeq"].clone();
        let mut his = bo.socket().await;
        his.send(json!({"type": "resume", "streams": {(space.as_str()): seq}})).await;
        his.expect("SYNCED").await;
        let given = ada.patch(&path, json!({"name": "Hall", "ownerId": bo.id})).await.expect(200);
        assert_eq!((&given["name"], &given["ownerId"]), (&json!("Hall"), &json!(bo.id)));
        assert_eq!(his.expect("SPACE_UPDATED").await["space"], given);
        assert_eq!(hers.expect("SYNC_RESET").await["stream"], staff);
        ada.get(&format!("/api/v1/channels/{staff}")).await.refused(404, "NOT_FOUND");
        for refused in [json!({"ownerId": ada.id}), json!({"name": "Mine"})] {
            ada.patch(&path, refused).await.refused(403, "FORBIDDEN");
        }
        let log = bo.get(&format!("{path}/audit-log?limit=2")).await.expect(200);
        let told = log["items"].as_array().unwrap().iter();
        let told: Vec<_> = told.map(|entry| (&entry["actor"]["id"], &entry["action"], &entry["targetId"])).collect();
        assert_eq!(told, [
            (&json!(ada.id), &json!("space_handed_over"), &json!(bo.id)),
            (&json!(ada.id), &json!("space_updated"), &json!(space)),
        ]);
        ada.delete(&ada.seat(&space)).await.expect(204);
        bo.patch(&path, json!({"ownerId": ada.id})).await.refused(422, "VALIDATION");
        assert_eq!(names(&ada).await, [other["name"].clone()]);
    }

    /// A deleted space takes everything with it, for everybody and at once.
    async fn a_space_is_deleted(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (space, general) = (ada.space().await, ada.general().await);
        let message = ada.say(&general, "hello").await;
        let path = format!("/api/v1/spaces/{space}");
        let mut socket = bo.socket().await;
        let streams = json!({(space.as_str()): 0, (general.as_str()): 0, (bo.id.as_str()): 0});
        socket.send(json!({"type": "resume", "streams": streams})).await;
        socket.expect("SYNCED").await;

        assert_eq!(ada.delete(&path).await.status, 204);
        ada.delete(&path).await.refused(404, "NOT_FOUND");
        // As it happens, or in a page: what waited for somebody who lost a right is read again.
        let left = loop {
            let frame = socket.next().await.expect("SPACE_LEFT");
            let told = if frame["type"] == "SYNC" { frame["events"][0].clone() } else { frame };
            if told["type"] == "SPACE_LEFT" {
                break told;
            }
        };
        assert_eq!(left["spaceId"], space);
        for gone in [
            path.clone(), format!("{path}/members"), format!("/api/v1/channels/{general}"),
            format!("/api/v1/channels/{general}/messages"),
            format!("/api/v1/messages/{}", message["id"].as_str().unwrap()),
        ] {
            for person in [&ada, &bo] {
                person.get(&gone).await.refused(404, "NOT_FOUND");
            }
        }
        let sync = bo.get("/api/v1/sync").await.expect(200);
        assert_eq!(sync["spaces"], json!([]));
        for stream in [&space, &general] {
            socket.send(json!({"type": "resume", "streams": {(stream.as_str()): 0}})).await;
            socket.expect("SYNCED").await;
        }
        let resets = socket.seen.iter().filter(|frame| frame["type"] == "SYNC_RESET");
        assert!(resets.clone().count() >= 2);
        assert!(resets.clone().all(|frame| frame["reason"] == "NO_ACCESS"));

        let own = bo.socket().await;
        let mut own = own;
        own.send(json!({"type": "resume", "streams": {(bo.id.as_str()): 0}})).await;
        let page = own.expect("SYNC").await;
        let kinds = page["events"].as_array().unwrap().iter().map(|event| event["type"].clone());
        assert_eq!(kinds.collect::<Vec<_>>(), ["SPACE_LEFT", "SPACE_LEFT"]);
    }
}

/// With `spaces.create = members` whoever has an account makes spaces, up to the limit.
#[tokio::test(flavor = "multi_thread")]
async fn members_make_spaces_where_they_may() {
    let options = Options::default()
        .env("PARLOR_SPACES__CREATE", "members")
        .env("PARLOR_LIMITS__SPACES_PER_OWNER_MAX", 2);
    let app = TestApp::start_with(crate::app::Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    for _ in 0..2 {
        let made = bo.post("/api/v1/spaces", json!({"name": "Bo's"})).await;
        assert_eq!(made.expect(201)["ownerId"], bo.id);
    }
    let third = bo.post("/api/v1/spaces", json!({"name": "Bo's"})).await;
    third.refused(422, "VALIDATION");
    // Nor is one given to them.
    let path = format!("/api/v1/spaces/{}", ada.space().await);
    let given = ada.patch(&path, json!({"ownerId": bo.id})).await;
    given.refused(422, "VALIDATION");
}
