//! How far one has read, over HTTP and on sockets.

use hyper::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Person};

impl Person {
    async fn mark(&self, channel: &str, body: Value) -> Answer {
        let path = format!("/api/v1/channels/{channel}/read");
        self.request(Method::PUT, &path)
            .json(body)
            .send(&self.base)
            .await
    }

    /// How one stands in a channel, by `/sync`.
    async fn stands(&self, channel: &str) -> Value {
        let sync = self.get("/api/v1/sync").await.expect(200);
        let states = sync["readStates"].as_array().unwrap().iter();
        let mut here = states.filter(|state| state["channelId"] == channel);
        here.next().cloned().unwrap_or_default()
    }
}

fn state(channel: &str, [read, last, last_message, unread, mentions]: [u64; 5]) -> Value {
    json!({
        "channelId": channel, "readSeq": read, "lastSeq": last, "lastMessageSeq": last_message,
        "unread": unread, "mentions": mentions,
    })
}

on_both_engines! {
    /// What others wrote is unread until it is marked; a mark goes to the end at most, and back only
    /// on purpose; who writes has read. `/sync` says the same as the answer.
    async fn marks_move_forward(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        assert_eq!(bo.stands(&general).await, state(&general, [0, 0, 0, 0, 0]));
        ada.say(&general, "one").await;
        ada.say(&general, &format!("two <@{}>", bo.id)).await;
        let three = ada.say(&general, "three").await;
        assert_eq!(bo.stands(&general).await, state(&general, [0, 3, 3, 3, 1]));
        assert_eq!(ada.stands(&general).await, state(&general, [3, 3, 3, 0, 0]));

        for (body, expected) in [
            (json!({"seq": 2}), [2, 3, 3, 1, 0]),
            (json!({"seq": 1}), [2, 3, 3, 1, 0]),
            (json!({"seq": 1, "unread": true}), [1, 3, 3, 2, 1]),
            (json!({"seq": 9_007_199_254_740_991_u64}), [3, 3, 3, 0, 0]),
            (json!({"seq": 0, "unread": true}), [0, 3, 3, 3, 1]),
        ] {
            let answer = bo.mark(&general, body).await.expect(200);
            assert_eq!(answer, state(&general, expected));
            assert_eq!(bo.stands(&general).await, answer);
        }
        bo.say(&general, "four").await;
        assert_eq!(bo.stands(&general).await, state(&general, [4, 4, 4, 0, 0]));
        let three = format!("/api/v1/messages/{}", three["id"].as_str().unwrap());
        ada.delete(&three).await.expect(204);
        assert_eq!(ada.stands(&general).await, state(&general, [3, 5, 4, 1, 0]));
    }

    /// Everything in a space is read at once.
    async fn a_space_is_read_at_once(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        ada.say(&general, "hello").await;
        let path = format!("/api/v1/spaces/{}/read", bo.space().await);
        for _ in 0..2 {
            let read = bo.post(&path, json!({})).await.expect(200);
            let items = read["items"].as_array().unwrap();
            assert!(items.contains(&state(&general, [1, 1, 1, 0, 0])), "{read}");
            assert_eq!(items.len(), 2);
        }
        assert_eq!(bo.stands(&general).await, state(&general, [1, 1, 1, 0, 0]));
        bo.post("/api/v1/spaces/1/read", json!({})).await.refused(404, "NOT_FOUND");
        app.post(&path, json!({})).await.refused(401, "UNAUTHENTICATED");
    }

    /// A mark that is none changes nothing; a channel that is hidden or missing has none.
    async fn bad_marks_change_nothing(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        ada.say(&general, "hello").await;
        ada.mark(&general, json!({"seq": 0, "unread": true})).await.expect(200);
        for bad in [json!({}), json!({"seq": -1}), json!({"seq": "x"}), json!({"seq": 1.5}),
                    json!({"seq": null}), json!({"seq": 1, "unread": "yes"}), json!([])] {
            ada.mark(&general, bad).await.refused(422, "VALIDATION");
        }
        ada.mark("1", json!({"seq": 1})).await.refused(404, "NOT_FOUND");
        let space = ada.space().await;
        ada.mark(&space, json!({"seq": 1})).await.refused(404, "NOT_FOUND");
        let path = format!("/api/v1/channels/{general}/read");
        crate::app::http::Request::new(Method::PUT, &path).json(json!({"seq": 1})).send(&app.base())
            .await.refused(401, "UNAUTHENTICATED");
        assert_eq!(ada.stands(&general).await, state(&general, [0, 1, 1, 0, 0]));
    }

    /// All sockets of a person hear of a mark that one of them, or HTTP, or sending moved; nobody
    /// else does.
    async fn all_devices_hear_of_a_mark(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let (mut phone, mut laptop, mut other) = (bo.socket().await, bo.socket().await, ada.socket().await);
        for text in ["one", "two", &format!("three <@{}>", bo.id)] {
            ada.say(&general, text).await;
        }
        let told = |read: u64, unread: u64, mentions: u64| json!({
            "type": "READ_STATE", "channelId": general, "readSeq": read, "unread": unread, "mentions": mentions,
        });

        phone.send(json!({"type": "mark_read", "channelId": general, "seq": 1, "ref": "m"})).await;
        assert_eq!(phone.expect("ACK").await, json!({"type": "ACK", "ref": "m"}));
        for socket in [&mut phone, &mut laptop] {
            assert_eq!(socket.expect("READ_STATE").await, told(1, 2, 1));
        }
        bo.mark(&general, json!({"seq": 3})).await.expect(200);
        for socket in [&mut phone, &mut laptop] {
            assert_eq!(socket.expect("READ_STATE").await, told(3, 0, 0));
        }
        laptop.send(json!({"type": "MARK_READ", "channel_id": general, "seq": 0, "unread": true})).await;
        for socket in [&mut phone, &mut laptop] {
            assert_eq!(socket.expect("READ_STATE").await, told(0, 3, 1));
        }
        bo.say(&general, "four").await;
        for socket in [&mut phone, &mut laptop] {
            assert_eq!(socket.expect("READ_STATE").await, told(4, 0, 0));
        }
        phone.send(json!({"type": "mark_read", "channelId": "1", "seq": 1, "ref": "x"})).await;
        let error = phone.expect("ERROR").await;
        assert_eq!((&error["code"], &error["ref"]), (&json!("NOT_FOUND"), &json!("x")));
        phone.send(json!({"type": "mark_read", "channelId": general, "seq": -1, "ref": "y"})).await;
        assert_eq!(phone.expect("ERROR").await["code"], "VALIDATION");

        other.send(json!({"type": "ping"})).await;
        other.expect("PONG").await;
        let strangers = other.seen.iter().filter(|frame| frame["channelId"] == general);
        let strangers: Vec<_> = strangers.filter(|frame| frame["readSeq"].is_u64()).collect();
        // Ada's own marks moved when she wrote; of Bo's she heard nothing.
        assert!(strangers.iter().all(|frame| frame["readSeq"].as_u64() <= Some(3) && frame["unread"] == 0));
    }

    /// Whoever resumes their own stream is told how they stand everywhere; whoever does not, is not.
    async fn a_resume_of_ones_own_stream_brings_read_states(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        ada.say(&general, "hello").await;
        let sync = bo.get("/api/v1/sync").await.expect(200);
        let mut socket = bo.socket().await;
        socket.send(json!({"type": "resume", "ref": "r", "streams": sync["streams"]})).await;
        let synced = socket.expect("SYNCED").await;
        assert_eq!((&synced["ref"], &synced["readStates"]), (&json!("r"), &sync["readStates"]));
        socket.send(json!({"type": "resume", "streams": {&general: 0}})).await;
        assert_eq!(socket.expect("SYNCED").await, json!({"type": "SYNCED"}));
        bo.mark(&general, json!({"seq": 1})).await.expect(200);
        assert_eq!(socket.expect("READ_STATE").await["readSeq"], 1);
    }

    /// A socket hears within a second where channels stand that it has not joined: numbers, no
    /// words. Of one it has joined it hears the events, and somebody else's spaces are not its own.
    async fn passive_channels_give_tips(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let (mut passive, mut active) = (bo.socket().await, bo.socket().await);
        active.join(&general, None).await;
        for n in 0..15 {
            ada.say(&general, &format!("secret {n}")).await;
        }
        let mut tips = passive.expect("TIPS").await;
        while tips["messages"][&general] != 15 {
            tips = passive.expect("TIPS").await;
        }
        assert_eq!(tips, json!({"type": "TIPS", "streams": {&general: 15}, "messages": {&general: 15}}));
        assert!(!passive.seen.iter().any(|frame| frame.to_string().contains("secret")));
        let frames = passive.seen.iter().filter(|frame| frame["type"] == "TIPS").count();
        assert!(frames < 15, "{frames} frames");

        let last = bo.history(&general).await["items"][14]["id"].as_str().unwrap().to_owned();
        ada.delete(&format!("/api/v1/messages/{last}")).await.expect(204);
        let tips = passive.expect("TIPS").await;
        assert_eq!((&tips["streams"][&general], &tips["messages"][&general]), (&json!(16), &json!(14)));
        active.expect("MESSAGE_DELETED").await;
        assert!(active.seen.iter().all(|frame| frame["type"] != "TIPS"));
    }
}
