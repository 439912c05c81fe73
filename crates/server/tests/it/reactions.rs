//! Reacting, over HTTP.

use serde_json::json;

on_both_engines! {
    /// Reactions are counted for everybody, once a person, and show one's own; adding and removing
    /// twice is no error.
    async fn reactions_are_counted(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let said = ada.say(&general, "cake?").await;
        let message = format!("/api/v1/messages/{}", said["id"].as_str().unwrap());
        let path = format!("{message}/reactions");

        let reaction = bo.post(&path, json!({"emoji": "👍"})).await.expect(201);
        assert_eq!(reaction["messageId"], said["id"]);
        assert_eq!(reaction["userId"], bo.id);
        bo.post(&path, json!({"emoji": "👍"})).await.expect(200);
        ada.post(&path, json!({"emoji": "👍"})).await.expect(201);
        ada.post(&path, json!({"emoji": "❤️"})).await.expect(201);
        let seen = bo.get(&message).await.expect(200);
        assert_eq!(seen["reactions"], json!([
            {"emoji": "👍", "count": 2, "me": true}, {"emoji": "❤️", "count": 1, "me": false},
        ]));

        let thumb = format!("{path}/%F0%9F%91%8D");
        let who = ada.get(&format!("{thumb}?limit=1")).await.expect(200);
        assert_eq!((&who["items"][0]["user"]["username"], &who["hasMore"]), (&json!("ada"), &json!(true)));
        let after = who["items"][0]["user"]["id"].as_str().unwrap();
        let who = ada.get(&format!("{thumb}?after={after}")).await.expect(200);
        assert_eq!((&who["items"][0]["user"]["username"], &who["hasMore"]), (&json!("bo"), &json!(false)));

        bo.delete(&thumb).await.expect(204);
        bo.delete(&thumb).await.expect(204);
        let seen = bo.get(&message).await.expect(200);
        assert_eq!(seen["reactions"][0], json!({"emoji": "👍", "count": 1, "me": false}));
        // Three additions and one removal after the message itself.
        assert_eq!(bo.history(&general).await["lastSeq"], 5);
    }

    /// Not an emoji is 422; so is the 21st distinct one; a deleted or unknown message is 404.
    async fn bad_reactions_change_nothing(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let said = ada.say(&general, "x").await;
        let message = format!("/api/v1/messages/{}", said["id"].as_str().unwrap());
        let path = format!("{message}/reactions");
        for bad in [json!("x"), json!(""), json!("👍👍"), json!(7), json!(null), json!("👍".repeat(64))] {
            let problem = ada.post(&path, json!({"emoji": bad})).await.refused(422, "VALIDATION");
            assert!(problem["fields"]["emoji"].is_string(), "{problem}");
        }
        for index in 0..20_u32 {
            let emoji = char::from_u32(0x1f600 + index).unwrap().to_string();
            ada.post(&path, json!({"emoji": emoji})).await.expect(201);
        }
        ada.post(&path, json!({"emoji": "👍"})).await.refused(422, "VALIDATION");
        ada.post(&path, json!({"emoji": "😀"})).await.expect(200);
        assert_eq!(ada.history(&general).await["lastSeq"], 21);

        ada.post("/api/v1/messages/1/reactions", json!({"emoji": "👍"})).await.refused(404, "NOT_FOUND");
        ada.delete(&message).await.expect(204);
        ada.post(&path, json!({"emoji": "👍"})).await.refused(404, "NOT_FOUND");
        app.post(&path, json!({"emoji": "👍"})).await.refused(401, "UNAUTHENTICATED");
    }
}
