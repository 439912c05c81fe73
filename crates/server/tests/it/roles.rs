//! Roles: who may touch which, and what is told of them.

use serde_json::{Value, json};

use crate::app::{Options, Person, TestApp};

async fn roles(person: &Person) -> Vec<Value> {
    let path = format!("/api/v1/spaces/{}/roles", person.space().await);
    let roles = person.get(&path).await.expect(200);
    roles["items"].as_array().unwrap().clone()
}

fn ranks(roles: &[Value]) -> Vec<(&str, u64)> {
    let rank = |role: &'_ Value| role["position"].as_u64().unwrap();
    let name = |role| -> &str { Value::as_str(role).unwrap() };
    roles
        .iter()
        .map(|role| (name(&role["name"]), rank(role)))
        .collect()
}

on_both_engines! {
    /// A role is made at position 1, changed, moved and deleted; all of it is told in the space's
    /// stream, live and later.
    async fn a_role_lives_and_dies(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let space = ada.space().await;
        let path = format!("/api/v1/spaces/{space}/roles");
        let seq = bo.get(&format!("/api/v1/spaces/{space}")).await.expect(200)["lastSeq"].clone();
        let mut socket = bo.socket().await;
        socket.send(json!({"type": "resume", "streams": {(space.as_str()): seq}})).await;
        socket.expect("SYNCED").await;

        let body = json!({"name": "Mods", "color": "#5865F2", "permissions": ["MANAGE_MESSAGES"]});
        let mods = ada.post(&path, body).await.expect(201);
        assert_eq!((&mods["position"], &mods["color"]), (&json!(1), &json!("#5865F2")));
        assert_eq!(mods["permissions"], json!(["MANAGE_MESSAGES"]));
        assert_eq!(socket.expect("ROLE_CREATED").await["role"], mods);
        ada.post(&path, json!({"name": "Guests"})).await.expect(201);
        let listed = roles(&bo).await;
        assert_eq!(ranks(&listed), [("@everyone", 0), ("Guests", 1), ("Mods", 2)]);
        let moved = socket.expect("ROLE_UPDATED").await;
        assert_eq!((&moved["role"]["id"], &moved["role"]["position"]), (&mods["id"], &json!(2)));

        let role = format!("/api/v1/roles/{}", mods["id"].as_str().unwrap());
        let wanted = json!({"name": "Keepers", "color": null, "position": 1});
        let changed = ada.patch(&role, wanted).await.expect(200);
        assert_eq!((&changed["name"], &changed["color"]), (&json!("Keepers"), &Value::Null));
        assert_eq!(ranks(&roles(&bo).await), [("@everyone", 0), ("Keepers", 1), ("Guests", 2)]);
        assert_eq!(ada.delete(&role).await.status, 204);
        ada.delete(&role).await.refused(404, "NOT_FOUND");
        let gone = socket.expect("ROLE_DELETED").await;
        assert_eq!(gone["roleId"], mods["id"]);

        let mut later = bo.socket().await;
        later.send(json!({"type": "resume", "streams": {(space.as_str()): seq}})).await;
        let page = later.expect("SYNC").await;
        for event in page["events"].as_array().unwrap() {
            if event["roleId"] == mods["id"] {
                assert_eq!(event["type"], "ROLE_DELETED");
            } else {
                assert_eq!(event["role"]["name"], "Guests");
            }
        }
        // Those that stood above it came one down.
        let closed_up = socket.expect("ROLE_UPDATED").await;
        assert_eq!((&closed_up["role"]["name"], &closed_up["role"]["position"]), (&json!("Guests"), &json!(1)));
        assert_eq!(page["to"], closed_up["seq"]);
    }

    /// Who may not manage roles changes none; who is no member finds none; what is wrong is said.
    async fn roles_are_for_those_who_manage_them(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let space = ada.space().await;
        let (path, everyone) = (format!("/api/v1/spaces/{space}/roles"), format!("/api/v1/roles/{space}"));
        let role = ada.post(&path, json!({"name": "Mods"})).await.expect(201);
        let role = format!("/api/v1/roles/{}", role["id"].as_str().unwrap());
        bo.post(&path, json!({"name": "Mine"})).await.refused(403, "FORBIDDEN");
        bo.patch(&role, json!({"name": "Mine"})).await.refused(403, "FORBIDDEN");
        bo.delete(&role).await.refused(403, "FORBIDDEN");
        for bad in [
            json!({"name": ""}), json!({"name": "x".repeat(65)}), json!({"name": "a\0"}), json!({}),
            json!({"name": "x", "color": "red"}), json!({"name": "x", "color": "#12345é"}),
            json!({"name": "x", "permissions": ["FLY"]}), json!({"name": "x", "permissions": 7}),
        ] {
            ada.post(&path, bad).await.refused(422, "VALIDATION");
        }
        ada.patch(&role, json!({"position": 0})).await.refused(422, "VALIDATION");
        ada.patch(&everyone, json!({"name": "All"})).await.refused(422, "VALIDATION");
        ada.patch(&everyone, json!({"position": 1})).await.refused(422, "VALIDATION");
        ada.delete(&everyone).await.refused(422, "VALIDATION");

        // @everyone may manage roles now, but nobody of them stands above any role, or gives what
        // he lacks.
        let all = ["VIEW_CHANNEL", "SEND_MESSAGES", "MANAGE_ROLES"];
        ada.patch(&everyone, json!({"permissions": all})).await.expect(200);
        bo.post(&path, json!({"name": "Mine"})).await.expect(201);
        let body = json!({"name": "Mine", "permissions": ["ADMINISTRATOR"]});
        bo.post(&path, body).await.refused(403, "FORBIDDEN");
        for path in [&role, &everyone] {
            bo.patch(path, json!({"permissions": []})).await.refused(403, "FORBIDDEN");
        }
        bo.delete(&role).await.refused(403, "FORBIDDEN");
    }

    /// Whoever manages roles lifts none to where he stands or above, whatever was made and deleted
    /// before; nor does he give to or take from who is not below him in a channel.
    async fn nobody_rises_above_himself(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let (space, general) = (ada.space().await, ada.general().await);
        let path = format!("/api/v1/spaces/{space}/roles");
        let make = async |person: &Person, name: &str| {
            let role = person.post(&path, json!({"name": name})).await.expect(201);
            role["id"].as_str().unwrap().to_owned()
        };
        let admins = make(&ada, "Admins").await;
        ada.patch(&cy.seat(&space), json!({"roleIds": [admins]})).await.expect(200);
        let mods = ada.post(&path, json!({"name": "Mods", "permissions": ["MANAGE_ROLES"]})).await.expect(201);
        ada.patch(&bo.seat(&space), json!({"roleIds": [mods["id"]]})).await.expect(200);
        let ladder = make(&bo, "X").await;
        for rung in [make(&bo, "Y").await, make(&bo, "Z").await] {
            bo.delete(&format!("/api/v1/roles/{rung}")).await.expect(204);
        }
        bo.patch(&bo.seat(&space), json!({"roleIds": [mods["id"], ladder]})).await.expect(200);
        for position in [2, 3, 4] {
            bo.patch(&format!("/api/v1/roles/{ladder}"), json!({"position": position})).await.refused(403, "FORBIDDEN");
        }
        let order: Vec<_> = roles(&ada).await.iter().map(|role| (role["name"].clone(), role["position"].clone())).collect();
        assert_eq!(json!(order), json!([["@everyone", 0], ["X", 1], ["Mods", 2], ["Admins", 3]]));

        let taken = json!({"deny": ["VIEW_CHANNEL"]});
        for above in [admins.as_str(), mods["id"].as_str().unwrap(), cy.id.as_str(), ada.id.as_str()] {
            bo.change(&general, above, taken.clone()).await.refused(403, "FORBIDDEN");
        }
        cy.get(&format!("/api/v1/channels/{general}")).await.expect(200);
        let given = json!({"allow": ["VIEW_CHANNEL"]});
        for below in [ladder.as_str(), bo.id.as_str(), space.as_str()] {
            bo.change(&general, below, given.clone()).await.expect(204);
        }
    }
}

/// The role over the limit is refused.
#[tokio::test(flavor = "multi_thread")]
async fn a_space_has_so_many_roles() {
    let options = Options::default().env("PARLOR_LIMITS__ROLES_PER_SPACE_MAX", 3);
    let app = TestApp::start_with(crate::app::Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let path = format!("/api/v1/spaces/{}/roles", ada.space().await);
    for _ in 0..3 {
        ada.post(&path, json!({"name": "r"})).await.expect(201);
    }
    ada.post(&path, json!({"name": "r"}))
        .await
        .refused(422, "VALIDATION");
    assert_eq!(roles(&ada).await.len(), 4);
}
