//! Deleting one's own account, with or without what one wrote.

use serde_json::{Value, json};

use crate::app::{Person, TestApp};

const DELETE: &str = "/api/v1/auth/delete-account";
const ME: &str = "/api/v1/users/me";

fn leave(content: &str) -> Value {
    json!({"password": Person::PASSWORD, "content": content})
}

async fn found(person: &Person, words: &str) -> usize {
    let found = person
        .get(&format!("/api/v1/search?q={words}"))
        .await
        .expect(200);
    found["items"].as_array().unwrap().len()
}

async fn bo_is_out(app: &TestApp, bo: &Person) {
    bo.get(ME).await.refused(401, "UNAUTHENTICATED");
    app.post(
        "/api/v1/auth/refresh",
        json!({"refresh_token": bo.refresh_token}),
    )
    .await
    .refused(401, "UNAUTHENTICATED");
    for name in [
        "bo".to_owned(),
        "bo@example.org".to_owned(),
        format!("@{}", bo.id),
        format!("deleted-{}", bo.id),
    ] {
        let login = json!({"username": name, "password": Person::PASSWORD});
        app.post("/api/v1/auth/login", login)
            .await
            .refused(401, "INVALID_CREDENTIALS");
    }
}

on_both_engines! {
    /// What somebody wrote stays, without their name; the name is free, the spaces know, and
    /// everything that was theirs alone is gone.
    async fn what_they_wrote_stays(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        bo.patch(ME, json!({"email": "bo@example.org", "displayName": "Robert"})).await.expect(200);
        let (space, general) = (ada.space().await, ada.general().await);
        let written = bo.say(&general, "gooseberry pie").await;
        let answer = json!({"content": "thanks", "replyToId": written["id"]});
        ada.post(&format!("/api/v1/channels/{general}/messages"), answer).await.expect(201);
        let (mut his, mut hers) = (bo.socket().await, ada.socket().await);
        hers.send(json!({"type": "resume", "streams": {&*space: 0}})).await;
        hers.expect("SYNCED").await;
        bo.post(DELETE, json!({"password": "wrong-password-1", "content": "keep"})).await.refused(403, "INVALID_CREDENTIALS");
        bo.post(DELETE, json!({"password": Person::PASSWORD, "content": "burn"})).await.refused(422, "VALIDATION");
        bo.post(DELETE, json!({"password": Person::PASSWORD})).await.refused(422, "VALIDATION");
        bo.get(ME).await.expect(200);

        bo.post(DELETE, leave("keep")).await.expect(204);
        assert!(his.expect_close().await.is_some());
        let left = hers.expect("MEMBER_LEFT").await;
        assert_eq!((&left["userId"], &left["reason"]), (&json!(bo.id), &json!("left")));
        bo_is_out(&app, &bo).await;
        let history = ada.history(&general).await;
        let [first, second] = &history["items"].as_array().unwrap()[..] else { panic!("{history}") };
        assert_eq!((&first["content"], &first["author"]["id"]), (&json!("gooseberry pie"), &json!(bo.id)));
        assert_eq!(first["author"]["displayName"], "Deleted user");
        assert_eq!(second["replyTo"]["author"]["displayName"], "Deleted user");
        assert!(!history.to_string().contains("Robert") && !history.to_string().contains("\"bo\""), "{history}");
        assert_eq!(found(&ada, "gooseberry").await, 1);
        let users = ada.get("/api/v1/admin/users").await.expect(200);
        assert_eq!(users["items"].as_array().unwrap().len(), 1);
        ada.patch(&format!("/api/v1/admin/users/{}", bo.id), json!({"admin": true})).await.refused(404, "NOT_FOUND");

        let again = app.join(&ada, "bo").await;
        assert_ne!(again.id, bo.id);
        again.patch(ME, json!({"email": "bo@example.org"})).await.expect(200);
    }

    /// With everything they wrote: messages, files and reactions go from channels, search and
    /// replays; what others wrote stays.
    async fn what_they_wrote_goes(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let hers = ada.say(&general, "apple crumble").await;
        let path = format!("/api/v1/messages/{}/reactions", hers["id"].as_str().unwrap());
        bo.post(&path, json!({"emoji": "👍"})).await.expect(201);
        let mut last = Value::Null;
        for n in 0..3 {
            last = bo.say(&general, &format!("gooseberry pie {n}")).await;
        }
        let mut socket = ada.socket().await;
        socket.send(json!({"type": "join_channel", "channelId": general})).await;
        socket.expect("CHANNEL_JOINED").await;

        bo.post(DELETE, leave("delete")).await.expect(204);
        bo_is_out(&app, &bo).await;
        socket.expect("MESSAGE_DELETED").await;
        let removed = socket.expect("REACTION_REMOVED").await;
        assert_eq!(removed["payload"]["count"], 0);
        let history = ada.history(&general).await;
        let items = history["items"].as_array().unwrap();
        assert_eq!((items.len(), &items[0]["content"]), (1, &json!("apple crumble")));
        assert_eq!(items[0]["reactions"], json!([]));
        assert_eq!((found(&ada, "gooseberry").await, found(&ada, "crumble").await), (0, 1));
        let message = format!("/api/v1/messages/{}", last["id"].as_str().unwrap());
        ada.get(&message).await.refused(404, "NOT_FOUND");

        let mut late = ada.socket().await;
        late.send(json!({"type": "resume", "streams": {&*general: 0}})).await;
        late.expect("SYNCED").await;
        let seen = Value::from(late.seen.clone()).to_string();
        assert!(seen.contains("apple crumble") && !seen.contains("gooseberry"), "{seen}");
    }

    /// Who owns something says first what becomes of it.
    async fn what_is_theirs_comes_first(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        ada.post(DELETE, leave("keep")).await.refused(409, "CONFLICT");
        ada.patch("/api/v1/admin/settings", json!({"spaceCreation": "members"})).await.expect(200);
        let space = bo.post("/api/v1/spaces", json!({"name": "Orchard"})).await.expect(201);
        let refused = bo.post(DELETE, leave("keep")).await.refused(409, "CONFLICT");
        assert!(refused["detail"].as_str().unwrap().contains("Orchard"), "{refused}");
        bo.get(ME).await.expect(200);
        bo.delete(&format!("/api/v1/spaces/{}", space["id"].as_str().unwrap())).await.expect(204);
        bo.post(DELETE, leave("keep")).await.expect(204);
    }
}
