//! Writing, reading, editing and deleting, over HTTP.

use serde_json::{Value, json};

use crate::app::http::Request;

fn contents(history: &Value) -> Vec<&str> {
    let items = history["items"].as_array().unwrap();
    items
        .iter()
        .map(|message| message["content"].as_str().unwrap())
        .collect()
}

on_both_engines! {
    /// What one writes, the other reads, exactly as it was sent, in the order of `seq`.
    async fn a_message_is_read_as_it_was_sent(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let sent = "  Grüße 👩‍👩‍👧 \n\t<script>alert(1)</script> e\u{301} ";
        let message = ada.say(&general, sent).await;
        bo.say(&general, "second").await;
        let history = bo.history(&general).await;
        assert_eq!(contents(&history), [sent, "second"]);
        let first = &history["items"][0];
        assert_eq!(first["id"], message["id"]);
        assert_eq!(first["author"]["username"], "ada");
        assert_eq!(first["channelId"], general);
        assert!(first["seq"].as_u64() < history["items"][1]["seq"].as_u64());
        assert_eq!(history["hasMore"], false);
        assert_eq!(history["lastSeq"], history["items"][1]["seq"]);
        assert_eq!(first["editedAt"], Value::Null);
        assert_eq!(first["replyTo"], Value::Null);
        assert_eq!(first["reactions"], json!([]));
        assert_eq!(first["mentions"], json!({"userIds": [], "roleIds": [], "everyone": false}));
    }

    /// A repeated nonce answers 200 with the first result, for ever; other content is a conflict;
    /// the nonce is seen by its author only, and somebody else may use the same.
    async fn a_nonce_makes_repeats_harmless(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let path = format!("/api/v1/channels/{general}/messages");
        let body = json!({"content": "once", "nonce": "n-1"});
        let first = ada.post(&path, body.clone()).await.expect(201);
        assert_eq!(first["nonce"], "n-1");
        let again = ada.post(&path, body.clone()).await.expect(200);
        assert_eq!((&again["id"], &again["seq"]), (&first["id"], &first["seq"]));
        ada.post(&path, json!({"content": "other", "nonce": "n-1"})).await.refused(409, "CONFLICT");

        let message = format!("/api/v1/messages/{}", first["id"].as_str().unwrap());
        ada.patch(&message, json!({"content": "edited"})).await.expect(200);
        assert_eq!(ada.post(&path, body.clone()).await.expect(200)["id"], first["id"]);
        ada.delete(&message).await.expect(204);
        let after = ada.post(&path, body.clone()).await.expect(200);
        assert_eq!((&after["id"], &after["seq"]), (&first["id"], &first["seq"]));

        let key = Request::post(&path, json!({"content": "by header"}))
            .bearer(&ada.access_token)
            .header("idempotency-key", "n-2");
        assert_eq!(key.send(&ada.base).await.expect(201)["nonce"], "n-2");
        ada.post(&path, json!({"content": "by header", "nonce": "n-2"})).await.expect(200);

        let other = bo.post(&path, body).await.expect(201);
        assert_ne!(other["id"], first["id"]);
        let seen = ada.history(&general).await;
        let others = seen["items"].as_array().unwrap().iter().find(|m| m["id"] == other["id"]);
        assert_eq!(others.unwrap().get("nonce"), None);
    }

    /// Twenty writers with one nonce make one message.
    async fn concurrent_repeats_make_one_message(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let path = format!("/api/v1/channels/{general}/messages");
        let sends = (0..15).map(|_| {
            let (ada, path) = (ada.clone(), path.clone());
            tokio::spawn(async move {
                ada.post(&path, json!({"content": "same", "nonce": "n"})).await
            })
        });
        let mut statuses = Vec::new();
        for send in sends.collect::<Vec<_>>() {
            statuses.push(send.await.unwrap().status.as_u16());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[14], 201);
        assert!(statuses[..14].iter().all(|status| *status == 200), "{statuses:?}");
        assert_eq!(contents(&ada.history(&general).await), ["same"]);
    }

    /// Pages go backwards, forwards and around a message, and say whether more lie beyond.
    async fn history_pages(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut ids = Vec::new();
        for number in 0..7 {
            let said = ada.say(&general, &number.to_string()).await;
            ids.push(said["id"].as_str().unwrap().to_owned());
        }
        let page = async |query: &str| {
            let path = format!("/api/v1/channels/{general}/messages?{query}");
            ada.get(&path).await.expect(200)
        };
        let newest = page("limit=3").await;
        assert_eq!((contents(&newest), &newest["hasMore"]), (vec!["4", "5", "6"], &json!(true)));
        let before = page(&format!("limit=4&before={}", ids[4])).await;
        assert_eq!((contents(&before), &before["hasMore"]), (vec!["0", "1", "2", "3"], &json!(false)));
        let after = page(&format!("limit=2&after={}", ids[3])).await;
        assert_eq!((contents(&after), &after["hasMore"]), (vec!["4", "5"], &json!(true)));
        let around = page(&format!("limit=3&around={}", ids[3])).await;
        assert_eq!(contents(&around), ["2", "3", "4"]);

        for bad in ["limit=0", "limit=101", "limit=-1", "limit=x", "before=x", "limit=2&before=1&after=2"] {
            let path = format!("/api/v1/channels/{general}/messages?{bad}");
            ada.get(&path).await.refused(422, "VALIDATION");
        }
        let path = format!("/api/v1/channels/{general}/messages?before=1");
        ada.get(&path).await.refused(404, "NOT_FOUND");
    }

    /// The author edits and deletes; nobody else edits; who manages messages deletes. Deleting
    /// twice is no error, and a deleted message is gone from everywhere.
    async fn edit_and_delete(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let cy = app.join(&ada, "cy").await;
        let general = ada.general().await;
        let said = bo.say(&general, "frist").await;
        let path = format!("/api/v1/messages/{}", said["id"].as_str().unwrap());

        let edited = bo.patch(&path, json!({"content": "first"})).await.expect(200);
        assert_eq!((&edited["content"], &edited["seq"]), (&json!("first"), &said["seq"]));
        assert!(edited["editedAt"].is_string());
        ada.patch(&path, json!({"content": "mine"})).await.refused(403, "FORBIDDEN");
        cy.delete(&path).await.refused(403, "FORBIDDEN");
        bo.patch(&path, json!({"content": " "})).await.refused(422, "VALIDATION");
        assert_eq!(cy.get(&path).await.expect(200)["content"], "first");

        ada.delete(&path).await.expect(204);
        ada.delete(&path).await.expect(204);
        bo.get(&path).await.refused(404, "NOT_FOUND");
        bo.patch(&path, json!({"content": "back"})).await.refused(404, "NOT_FOUND");
        assert_eq!(contents(&bo.history(&general).await), Vec::<&str>::new());
        assert_eq!(bo.history(&general).await["lastSeq"], 3);
    }

    /// A reply shows what it answers, until that is deleted; it answers only within its channel.
    async fn replies(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let path = format!("/api/v1/channels/{general}/messages");
        let question = ada.say(&general, &"why ".repeat(50)).await;
        let answer = json!({"content": "because", "replyToId": question["id"]});
        let answer = ada.post(&path, answer).await.expect(201);
        assert_eq!(answer["replyTo"]["id"], question["id"]);
        assert_eq!(answer["replyTo"]["author"]["username"], "ada");
        assert_eq!(answer["replyTo"]["excerpt"].as_str().unwrap().chars().count(), 120);
        let bad = json!({"content": "because", "replyToId": "1"});
        ada.post(&path, bad).await.refused(422, "VALIDATION");
        ada.delete(&format!("/api/v1/messages/{}", question["id"].as_str().unwrap())).await.expect(204);
        let answer = format!("/api/v1/messages/{}", answer["id"].as_str().unwrap());
        assert_eq!(ada.get(&answer).await.expect(200)["replyTo"], Value::Null);
    }

    /// Every bad message is refused with the contract's words, and nothing is stored.
    async fn bad_messages_change_nothing(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let path = format!("/api/v1/channels/{general}/messages");
        let nonce = "n".repeat(65);
        for (body, field) in [
            (json!({"content": ""}), "content"),
            (json!({"content": " \n\u{200b}"}), "content"),
            (json!({"content": "x".repeat(4001)}), "content"),
            (json!({"content": "a\u{0}b"}), "content"),
            (json!({"content": 7}), "content"),
            (json!({"content": {"$ne": null}}), "content"),
            (json!({}), "content"),
            (json!({"content": "x", "nonce": ""}), "nonce"),
            (json!({"content": "x", "nonce": nonce}), "nonce"),
            (json!({"content": "x", "nonce": 7}), "nonce"),
            (json!({"content": "x", "replyToId": []}), "replyToId"),
        ] {
            let problem = ada.post(&path, body.clone()).await.refused(422, "VALIDATION");
            assert!(problem["fields"][field].is_string(), "{body}: {problem}");
        }
        ada.post(&path, json!({"content": "é".repeat(4000)})).await.expect(201);
        let history = ada.history(&general).await;
        assert_eq!(history["items"].as_array().unwrap().len(), 1);
        assert_eq!(history["lastSeq"], 1);

        let nobody = Request::post(&path, json!({"content": "x"}));
        nobody.send(&app.base()).await.refused(401, "UNAUTHENTICATED");
        for gone in ["/api/v1/channels/1/messages", "/api/v1/channels/x/messages"] {
            ada.post(gone, json!({"content": "x"})).await.refused(404, "NOT_FOUND");
        }
    }

    /// Twenty messages in five seconds; the next waits, and is told for how long.
    async fn writing_has_a_pace(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let path = format!("/api/v1/channels/{general}/messages");
        let mut sends = Vec::new();
        for number in 0..25 {
            let (ada, path) = (ada.clone(), path.clone());
            sends.push(tokio::spawn(async move {
                ada.post(&path, json!({"content": number.to_string()})).await
            }));
        }
        let (mut written, mut refused) = (0, 0);
        for send in sends {
            let answer = send.await.unwrap();
            if answer.status == 201 {
                written += 1;
            } else {
                assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() <= 5);
                let problem = answer.refused(429, "RATE_LIMITED");
                assert!(problem["retryAfterMs"].as_u64().unwrap() <= 5000);
                refused += 1;
            }
        }
        assert_eq!((written, refused), (20, 5));
        let history = ada.history(&general).await;
        assert_eq!(history["items"].as_array().unwrap().len(), 20);
    }
}
