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
        assert_eq!(page["to"], gone["seq"]);
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
