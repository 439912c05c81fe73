//! Pins: over HTTP, on the socket, and in what is told later.

use serde_json::{Value, json};

use crate::app::{Engine, Options, Person, Socket, TestApp};

async fn pins(person: &Person, channel: &str) -> Vec<Value> {
    let path = format!("/api/v1/channels/{channel}/pins");
    let list = person.get(&path).await.expect(200);
    list["items"].as_array().unwrap().clone()
}

fn ids(messages: &[Value]) -> Vec<&Value> {
    messages.iter().map(|message| &message["id"]).collect()
}

fn path(message: &Value) -> String {
    format!("/api/v1/messages/{}/pin", message["id"].as_str().unwrap())
}

/// A socket that has everything of a channel from its beginning: gives the types and subjects.
async fn replayed(person: &Person, channel: &str) -> Vec<(String, String)> {
    let mut socket: Socket = person.socket().await;
    socket
        .send(json!({"type": "join_channel", "channelId": channel, "seq": 0}))
        .await;
    let page = socket.expect("SYNC").await;
    let events = page["events"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let told = events.map(|event| (text(&event["type"]), text(&event["messageId"])));
    told.collect()
}

on_both_engines! {
    /// Who manages messages pins and unpins, as often as they like; all who follow hear of it once,
    /// and the list has the newest pin first.
    async fn messages_are_pinned(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let mut messages = Vec::new();
        for content in ["one", "two", "three"] {
            messages.push(bo.say(&general, content).await);
        }
        let [one, two, three] = [&messages[0], &messages[1], &messages[2]];
        let mut socket = bo.socket().await;
        socket.join(&general, None).await;
        bo.put(&path(one), json!({})).await.refused(403, "FORBIDDEN");
        for message in [two, one, one] {
            ada.put(&path(message), json!({})).await.expect(204);
        }
        for (message, seq) in [(two, 4), (one, 5)] {
            let event = json!({"type": "MESSAGE_PINNED", "stream": general, "seq": seq, "channelId": general, "messageId": message["id"]});
            assert_eq!(socket.next().await.unwrap(), event);
        }
        let pinned = pins(&bo, &general).await;
        assert_eq!(ids(&pinned), [&one["id"], &two["id"]]);
        assert!(pinned.iter().all(|message| message["pinned"] == true));
        let history = bo.history(&general).await;
        let marked: Vec<_> = history["items"].as_array().unwrap().iter().map(|message| &message["pinned"]).collect();
        assert_eq!(marked, [true, true, false]);
        let shown = bo.get(&format!("/api/v1/messages/{}", one["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(shown["pinned"], true);

        bo.delete(&path(one)).await.refused(403, "FORBIDDEN");
        for message in [two, two, three] {
            ada.delete(&path(message)).await.expect(204);
        }
        let event = json!({"type": "MESSAGE_UNPINNED", "stream": general, "seq": 6, "channelId": general, "messageId": two["id"]});
        assert_eq!(socket.next().await.unwrap(), event);
        assert_eq!(ids(&pins(&bo, &general).await), [&one["id"]]);
        // An edit carries it on.
        bo.patch(&format!("/api/v1/messages/{}", one["id"].as_str().unwrap()), json!({"content": "uno"})).await.expect(200);
        assert_eq!(socket.expect("MESSAGE_UPDATED").await["message"]["pinned"], true);
        socket.settle().await;
    }

    /// A pin goes with its message; and what is told later is what holds then: a pin that was taken
    /// back as its end, anything about a deleted message as that.
    async fn pins_are_replayed_as_they_stand(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut messages = Vec::new();
        for content in ["kept", "loose", "gone"] {
            let message = ada.say(&general, content).await;
            ada.put(&path(&message), json!({})).await.expect(204);
            messages.push(message);
        }
        let id = |at: usize| messages[at]["id"].as_str().unwrap().to_owned();
        ada.delete(&path(&messages[1])).await.expect(204);
        ada.delete(&format!("/api/v1/messages/{}", id(2))).await.expect(204);
        assert_eq!(ids(&pins(&ada, &general).await), [&messages[0]["id"]]);
        for method in ["put", "delete"] {
            let answer = match method {
                "put" => ada.put(&path(&messages[2]), json!({})).await,
                _ => ada.delete(&path(&messages[2])).await,
            };
            answer.refused(404, "NOT_FOUND");
        }
        let told = replayed(&ada, &general).await;
        let expected = [
            ("NEW_MESSAGE", String::new()),
            ("MESSAGE_PINNED", id(0)),
            ("NEW_MESSAGE", String::new()),
            ("MESSAGE_UNPINNED", id(1)),
            ("MESSAGE_DELETED", id(2)),
            ("MESSAGE_DELETED", id(2)),
            ("MESSAGE_UNPINNED", id(1)),
            ("MESSAGE_DELETED", id(2)),
        ];
        assert_eq!(told, expected.map(|(kind, message)| (kind.to_owned(), message)));
    }

    /// What is hidden is missing; a permalink leads into the middle of its history.
    async fn hidden_messages_are_not_pinned(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let room = ada.channel(json!({"name": "room", "kind": "text", "private": true})).await;
        let message = ada.say(&room, "psst").await;
        let missing = json!({"id": "1"});
        for of in [&message, &missing] {
            bo.put(&path(of), json!({})).await.refused(404, "NOT_FOUND");
            bo.delete(&path(of)).await.refused(404, "NOT_FOUND");
        }
        for channel in [&room, &"1".to_owned()] {
            bo.get(&format!("/api/v1/channels/{channel}/pins")).await.refused(404, "NOT_FOUND");
        }
        let general = ada.general().await;
        let mut said = Vec::new();
        for content in ["a", "b", "c", "d", "e"] {
            said.push(bo.say(&general, content).await["id"].clone());
        }
        let page = |query: String| format!("/api/v1/channels/{general}/messages?{query}");
        let middle = said[2].as_str().unwrap();
        for (query, expected) in [
            (format!("around={middle}&limit=3"), &said[1..4]),
            (format!("before={middle}&limit=1"), &said[1..2]),
            (format!("after={middle}"), &said[3..5]),
        ] {
            let found = bo.get(&page(query)).await.expect(200);
            let items = found["items"].as_array().unwrap();
            assert_eq!(ids(items), expected.iter().collect::<Vec<_>>());
        }
    }
}

/// A channel has so many pins and no more; unpinning and deleting make room.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pins_are_limited() {
    let options = Options::default().env("PARLOR_LIMITS__PINS_PER_CHANNEL_MAX", 2);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let general = ada.general().await;
    let mut messages = Vec::new();
    for content in ["one", "two", "three", "four"] {
        messages.push(ada.say(&general, content).await);
    }
    let pin = async |at: usize| ada.put(&path(&messages[at]), json!({})).await;
    pin(0).await.expect(204);
    pin(1).await.expect(204);
    pin(2).await.refused(422, "VALIDATION");
    pin(1).await.expect(204);
    ada.delete(&path(&messages[0])).await.expect(204);
    pin(2).await.expect(204);
    let gone = messages[1]["id"].as_str().unwrap();
    ada.delete(&format!("/api/v1/messages/{gone}"))
        .await
        .expect(204);
    pin(3).await.expect(204);
    assert_eq!(
        ids(&pins(&ada, &general).await),
        [&messages[3]["id"], &messages[2]["id"]]
    );
}
