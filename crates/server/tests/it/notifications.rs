//! What calls people, over HTTP and on sockets.

use hyper::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Person};

impl Person {
    async fn want(&self, place: &str, body: Value) -> Answer {
        let path = format!("/api/v1/{place}/notifications");
        self.request(Method::PUT, &path)
            .json(body)
            .send(&self.base)
            .await
    }
}

on_both_engines! {
    /// Who is mentioned or answered hears of it in their own stream, live and after coming back, and
    /// finds it in their inbox.
    async fn mentions_and_replies_notify(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let sync = bo.get("/api/v1/sync").await.expect(200);
        let streams = json!({&bo.id: sync["streams"][&bo.id]});
        let mut socket = bo.socket().await;
        socket.send(json!({"type": "resume", "streams": streams})).await;
        socket.expect("SYNCED").await;

        let text = format!("<@{}> look! {}", bo.id, "x".repeat(200));
        let mention = ada.say(&general, &text).await;
        let told = socket.expect("NOTIFICATION").await;
        assert_eq!(told, json!({
            "type": "NOTIFICATION", "stream": bo.id, "seq": 2, "kind": "mention", "channelId": general,
            "messageId": mention["id"], "messageSeq": 1, "excerpt": &text[..120],
        }));
        let said = bo.say(&general, "I see").await;
        let path = format!("/api/v1/channels/{general}/messages");
        let reply = ada.post(&path, json!({"content": "good", "replyToId": said["id"]})).await.expect(201);
        let told = socket.expect("NOTIFICATION").await;
        assert_eq!((&told["kind"], &told["seq"], &told["messageId"]), (&json!("reply"), &json!(3), &reply["id"]));

        let mut later = bo.socket().await;
        later.send(json!({"type": "resume", "streams": streams})).await;
        let events = later.expect("SYNC").await["events"].clone();
        let kinds: Vec<_> = events.as_array().unwrap().iter().map(|event| event["kind"].clone()).collect();
        assert_eq!(kinds, [json!("mention"), json!("reply")]);

        let inbox = bo.get("/api/v1/notifications?limit=1").await.expect(200);
        assert_eq!((&inbox["items"][0]["messageId"], &inbox["hasMore"]), (&reply["id"], &json!(true)));
        assert_eq!(inbox["items"][0]["author"]["username"], "ada");
        let inbox = bo.get("/api/v1/notifications?before=3").await.expect(200);
        assert_eq!((&inbox["items"][0]["messageId"], &inbox["hasMore"]), (&mention["id"], &json!(false)));
        assert_eq!(ada.get("/api/v1/notifications").await.expect(200)["items"], json!([]));
        bo.get("/api/v1/notifications?limit=0").await.refused(422, "VALIDATION");
        app.get("/api/v1/notifications").await.refused(401, "UNAUTHENTICATED");
    }

    /// Everybody is told at once where they are here, without a position, and nothing is kept for
    /// each of them but the count; who may not call everybody calls nobody.
    async fn everybody_is_called_where_they_are_here(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let (mut of_bo, mut of_ada) = (bo.socket().await, ada.socket().await);
        bo.say(&general, "@everyone hello").await;
        let calling = ada.say(&general, "@everyone lunch").await;
        let told = of_bo.expect("NOTIFICATION").await;
        assert_eq!(told, json!({
            "type": "NOTIFICATION", "kind": "mention", "channelId": general,
            "messageId": calling["id"], "messageSeq": 2, "excerpt": "@everyone lunch",
        }));
        let sync = bo.get("/api/v1/sync").await.expect(200);
        let states = sync["readStates"].as_array().unwrap();
        let here = states.iter().find(|state| state["channelId"] == general).unwrap();
        assert_eq!((&here["unread"], &here["mentions"]), (&json!(1), &json!(1)));
        assert_eq!(bo.get("/api/v1/notifications").await.expect(200)["items"], json!([]));
        of_ada.send(json!({"type": "ping"})).await;
        of_ada.expect("PONG").await;
        assert!(of_ada.seen.iter().all(|frame| frame["type"] != "NOTIFICATION"));
    }

    /// What stands in code, in a word or in an address calls nobody, as clients show it: no count, no
    /// notification.
    async fn what_only_looks_like_a_call_is_none(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let mut socket = bo.following(&[&bo.id]).await;
        let code = format!("`<@{}>` and ```\n@everyone <@{}>\n```", bo.id, bo.id);
        for text in [code.as_str(), "write to ada@everyone.org", "see `@here`"] {
            let said = ada.say(&general, text).await;
            assert_eq!(said["mentions"], json!({"userIds": [], "roleIds": [], "everyone": false}), "{text}");
        }
        let called = ada.say(&general, &format!("`a` <@{}>", bo.id)).await;
        let told = socket.expect("NOTIFICATION").await;
        assert_eq!(told["messageId"], called["id"], "the first that calls");
        let sync = bo.get("/api/v1/sync").await.expect(200);
        let states = sync["readStates"].as_array().unwrap();
        let here = states.iter().find(|state| state["channelId"] == general).unwrap();
        assert_eq!((&here["unread"], &here["mentions"]), (&json!(4), &json!(1)));
        // An edit is read by the same rule.
        let path = format!("/api/v1/messages/{}", called["id"].as_str().unwrap());
        let edited = ada.patch(&path, json!({"content": code})).await.expect(200);
        assert_eq!(edited["mentions"]["userIds"], json!([]));
    }

    /// What one wants is said for a channel and for a space, and stands in `/sync`; what is not
    /// wanted does not come. Bad words change nothing.
    async fn people_are_called_by_what_they_want(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (general, space) = (ada.general().await, ada.space().await);
        let (in_channel, in_space) = (format!("channels/{general}"), format!("spaces/{space}"));
        let until = "2126-01-01T00:00:00.000Z";
        let set = bo.want(&in_space, json!({"level": "nothing"})).await.expect(200);
        assert_eq!(set, json!({"id": space, "level": "nothing", "mutedUntil": null}));
        ada.say(&general, &format!("one <@{}>", bo.id)).await;
        let set = bo.want(&in_channel, json!({"level": "mentions", "mutedUntil": until})).await.expect(200);
        assert_eq!(set, json!({"id": general, "level": "mentions", "mutedUntil": until}));
        ada.say(&general, &format!("two <@{}>", bo.id)).await;
        let settings = bo.get("/api/v1/sync").await.expect(200)["notificationSettings"].clone();
        assert_eq!(settings.as_array().unwrap().len(), 2);
        assert!(settings.as_array().unwrap().contains(&set));
        for bad in [json!({}), json!({"level": "loud"}), json!({"level": "all", "mutedUntil": "soon"})] {
            bo.want(&in_channel, bad).await.refused(422, "VALIDATION");
        }
        bo.want("channels/1", json!({"level": "all"})).await.refused(404, "NOT_FOUND");
        bo.want("spaces/1", json!({"level": "all"})).await.refused(404, "NOT_FOUND");
        assert_eq!(bo.get("/api/v1/notifications").await.expect(200)["items"], json!([]));
        bo.want(&in_channel, json!({"level": "all"})).await.expect(200);
        ada.say(&general, &format!("three <@{}>", bo.id)).await;
        let inbox = bo.get("/api/v1/notifications").await.expect(200);
        assert_eq!(inbox["items"].as_array().unwrap().len(), 1);
    }
}
