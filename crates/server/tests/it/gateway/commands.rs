//! What may be said, and what is answered.

use serde_json::{Value, json};

use super::opening::token_from_before;
use crate::app::{Person, Socket};

fn is_error(frame: &Value, code: &str) {
    assert_eq!(
        (&frame["type"], &frame["code"]),
        (&json!("ERROR"), &json!(code)),
        "{frame}"
    );
    assert!(
        frame["detail"]
            .as_str()
            .is_some_and(|detail| !detail.is_empty()),
        "{frame}"
    );
}

on_both_engines! {
    /// Each command answers what the contract says, and repeats its `ref`.
    async fn every_command_is_answered(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut socket = ada.socket().await;
        let joined = socket.ask("j", json!({"type": "join_channel", "channelId": general})).await;
        assert_eq!(joined, json!({"type": "CHANNEL_JOINED", "ref": "j", "channelId": general, "seq": 0}));

        let send = json!({"type": "send_message", "channelId": general, "content": "hi", "nonce": "n"});
        let ack = socket.ask("s", send).await;
        let message = &ada.history(&general).await["items"][0];
        let expected = json!({
            "type": "ACK", "ref": "s", "nonce": "n", "channelId": general, "messageId": message["id"], "seq": 1,
        });
        assert_eq!(ack, expected);

        let react = json!({"type": "add_reaction", "channelId": general, "messageId": message["id"], "emoji": "👍"});
        assert_eq!(socket.ask("a", react.clone()).await, json!({"type": "ACK", "ref": "a", "seq": 2}));
        assert_eq!(socket.ask("b", react.clone()).await, json!({"type": "ACK", "ref": "b", "seq": 2}));
        let mut unreact = react;
        unreact["type"] = "remove_reaction".into();
        assert_eq!(socket.ask("c", unreact.clone()).await, json!({"type": "ACK", "ref": "c", "seq": 3}));
        assert_eq!(socket.ask("d", unreact).await, json!({"type": "ACK", "ref": "d", "seq": 3}));

        let pong = socket.ask("p", json!({"type": "ping", "t": [1, "x"]})).await;
        assert_eq!(pong, json!({"type": "PONG", "ref": "p", "t": [1, "x"], "streams": {&general: 3}}));
        let status = json!({"type": "status_update", "status": "away", "statusText": "tea"});
        assert_eq!(socket.ask("u", status).await, json!({"type": "ACK", "ref": "u"}));
        let typing = json!({"type": "typing", "channelId": general});
        assert_eq!(socket.ask("t", typing).await, json!({"type": "ACK", "ref": "t"}));
        let renewed = socket.ask("r", json!({"type": "authenticate", "token": ada.access_token})).await;
        assert_eq!(renewed, json!({"type": "ACK", "ref": "r"}));
        let resumed = socket.ask("z", json!({"type": "resume", "streams": {}})).await;
        assert_eq!(resumed, json!({"type": "SYNCED", "ref": "z"}));
        let left = socket.ask("l", json!({"type": "leave_channel", "channelId": general})).await;
        assert_eq!(left, json!({"type": "CHANNEL_LEFT", "ref": "l", "channelId": general}));
        assert_eq!(socket.settle().await["streams"], json!({}));
    }

    /// Types have no case, fields may be written with underscores, ids may be numbers, and what
    /// nobody knows is no matter.
    async fn commands_may_be_written_in_many_ways(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let number: i64 = general.parse().unwrap();
        let mut socket = ada.socket().await;
        let joined = socket.ask("1", json!({"type": "JOIN_Channel", "channel_id": number, "seq": 0, "later": {}})).await;
        assert_eq!(joined["type"], "CHANNEL_JOINED");
        let sent = socket.ask("2", json!({"type": "Send_Message", "channel_id": general, "content": "a"})).await;
        assert_eq!(sent["type"], "ACK");
        let message: i64 = sent["messageId"].as_str().unwrap().parse().unwrap();
        let reply = json!({"type": "SEND_MESSAGE", "channelId": number, "content": "b", "reply_to_id": message});
        assert_eq!(socket.ask("3", reply).await["seq"], 2);
        let react = json!({"type": "add_reaction", "message_id": message, "emoji": "🎉"});
        assert_eq!(socket.ask("4", react).await["seq"], 3);
        assert_eq!(socket.ask("5", json!({"type": "PING"})).await["type"], "PONG");
        let answered = &ada.history(&general).await["items"][1]["replyTo"]["id"];
        assert_eq!(*answered, sent["messageId"]);
    }

    /// What is wrong with a command is said, with its `ref` and nonce; the socket stays.
    async fn a_bad_command_is_refused_and_the_socket_stays(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut socket = ada.socket().await;
        for kind in ["dance", "NEW_MESSAGE", "ready", "ACK", "SYNC", "USER_STATUS", ""] {
            is_error(&socket.ask(kind, json!({"type": kind})).await, "UNKNOWN_TYPE");
        }
        for (code, command) in [
            ("VALIDATION", json!({"type": "join_channel"})),
            ("VALIDATION", json!({"type": "join_channel", "channelId": [general]})),
            ("VALIDATION", json!({"type": "join_channel", "channelId": general, "seq": -1})),
            ("VALIDATION", json!({"type": "resume", "streams": {"x": 1}})),
            ("VALIDATION", json!({"type": "send_message", "channelId": general, "content": " \n "})),
            ("VALIDATION", json!({"type": "send_message", "channelId": general, "content": "a\0"})),
            ("VALIDATION", json!({"type": "send_message", "channelId": general, "content": "x".repeat(4_001)})),
            ("VALIDATION", json!({"type": "send_message", "channelId": general, "content": "a", "nonce": ""})),
            ("VALIDATION", json!({"type": "send_message", "channelId": general, "content": "a", "replyToId": "1"})),
            ("VALIDATION", json!({"type": "authenticate"})),
            ("VALIDATION", json!({"type": "status_update"})),
            ("VALIDATION", json!({"type": "status_update", "status": "asleep"})),
            ("VALIDATION", json!({"type": "status_update", "status": "idle", "statusText": "x".repeat(129)})),
            ("VALIDATION", json!({"type": "status_update", "status": "idle", "statusText": 5})),
            ("VALIDATION", json!({"type": "status_update", "status": "idle", "statusExpiresAt": "2100-01-01T00:00:00Z"})),
            ("VALIDATION", json!({"type": "status_update", "status": "idle", "statusText": null, "statusExpiresAt": "2100-01-01T00:00:00Z"})),
            ("VALIDATION", json!({"type": "status_update", "status": "idle", "statusText": "x", "statusExpiresAt": "2020-01-01T00:00:00Z"})),
            ("VALIDATION", json!({"type": "typing"})),
            ("NOT_FOUND", json!({"type": "typing", "channelId": "1"})),
            ("NOT_FOUND", json!({"type": "join_channel", "channelId": "1"})),
            ("NOT_FOUND", json!({"type": "join_channel", "channelId": ada.space().await})),
            ("NOT_FOUND", json!({"type": "send_message", "channelId": "1", "content": "a", "nonce": "n"})),
            ("NOT_FOUND", json!({"type": "add_reaction", "messageId": "1", "emoji": "👍"})),
            ("UNAUTHENTICATED", json!({"type": "authenticate", "token": "x"})),
        ] {
            let nonce = command["nonce"].clone();
            let error = socket.ask("r", command).await;
            is_error(&error, code);
            assert_eq!(error["nonce"], nonce, "{error}");
        }
        let message = ada.say(&general, "hi").await;
        let react = json!({"type": "add_reaction", "messageId": message["id"], "emoji": "no emoji"});
        is_error(&socket.ask("e", react).await, "VALIDATION");
        let elsewhere = json!({"type": "add_reaction", "channelId": "1", "messageId": message["id"], "emoji": "👍"});
        is_error(&socket.ask("w", elsewhere).await, "NOT_FOUND");
        socket.send(json!({"type": "ping", "ref": 7})).await;
        is_error(&socket.expect("ERROR").await, "VALIDATION");
        socket.send(json!({"type": "ping", "ref": "x".repeat(65)})).await;
        let error = socket.expect("ERROR").await;
        is_error(&error, "VALIDATION");
        assert_eq!(error.get("ref"), None);
        assert_eq!(ada.history(&general).await["items"].as_array().unwrap().len(), 1);
        socket.settle().await;
    }

    /// What is there but not for one's eyes answers as what does not exist.
    async fn hidden_is_missing(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let space = ada.space().await;
        let mut socket = bo.socket().await;
        for hidden in [&ada.id, &bo.id, &space] {
            for command in [
                json!({"type": "join_channel"}),
                json!({"type": "join_channel", "seq": 0}),
                json!({"type": "send_message", "content": "a", "nonce": "n"}),
                json!({"type": "typing"}),
            ] {
                let mut ask = async |id: &str| {
                    let mut command = command.clone();
                    command["channelId"] = id.into();
                    socket.ask("r", command).await
                };
                let (here, nowhere) = (ask(hidden).await, ask("1").await);
                is_error(&here, "NOT_FOUND");
                assert_eq!(here, nowhere);
            }
        }
        let before = socket.seen.len();
        let resume = json!({"type": "resume", "streams": {&ada.id: 0, "1": 7}});
        assert_eq!(socket.ask("z", resume).await["type"], "SYNCED");
        let reset = |stream: &str| json!({"type": "SYNC_RESET", "stream": stream, "seq": 0, "reason": "NO_ACCESS"});
        let resets = &socket.seen[before..socket.seen.len() - 1];
        assert!(resets.len() == 2 && resets.contains(&reset(&ada.id)) && resets.contains(&reset("1")), "{resets:?}");
        assert_eq!(socket.settle().await["streams"], json!({}), "nothing of it is followed");
    }

    /// A credential is renewed by one of the same session only.
    async fn only_the_same_session_renews(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let laptop = Person::login(&app, "ada", Person::PASSWORD).await;
        let mut socket = ada.socket().await;
        let expired = token_from_before(&app, &ada, 10 * 60 + 6).await;
        for token in [&bo.access_token, &laptop.access_token, &ada.refresh_token, &expired] {
            is_error(&socket.ask("r", json!({"type": "authenticate", "token": token})).await, "UNAUTHENTICATED");
        }
        let fresh = app.post("/api/v1/auth/refresh", json!({"refresh_token": ada.refresh_token})).await.expect(200);
        let renewal = json!({"type": "authenticate", "token": fresh["access_token"]});
        assert_eq!(socket.ask("r", renewal).await["type"], "ACK");
        // Without a `ref` nothing is said.
        socket.send(json!({"type": "authenticate", "token": fresh["access_token"]})).await;
        let seen = socket.seen.len();
        socket.settle().await;
        assert_eq!(socket.seen.len(), seen + 1);
    }

    /// The 61st command in 10 s is told to wait, the 180th ends it; messages have their own pace.
    async fn who_talks_too_much_is_told_to_wait(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut socket = ada.socket().await;
        for number in 1..=21 {
            let send = json!({"type": "send_message", "channelId": general, "content": "a", "nonce": format!("{number}")});
            let answer = socket.ask("s", send).await;
            if number <= 20 {
                assert_eq!(answer["type"], "ACK", "{number}: {answer}");
            } else {
                is_error(&answer, "RATE_LIMITED");
                assert!((1..=5_000).contains(&answer["retryAfterMs"].as_u64().unwrap()), "{answer}");
                assert_eq!(answer["nonce"], "21");
            }
        }
        for number in 22..180 {
            socket.send(json!({"type": "ping", "ref": format!("{number}")})).await;
        }
        for number in 22..180 {
            let answer = socket.next_answer().await.unwrap();
            assert_eq!(answer["ref"], format!("{number}"));
            if number <= 60 {
                assert_eq!(answer["type"], "PONG", "{number}");
            } else {
                is_error(&answer, "RATE_LIMITED");
                assert!((1..=10_000).contains(&answer["retryAfterMs"].as_u64().unwrap()), "{answer}");
            }
        }
        socket.send(json!({"type": "ping"})).await;
        assert_eq!(socket.expect_close().await, Some(4029));
        assert_eq!(ada.history(&general).await["lastSeq"], 20);
    }

    /// The eleventh socket is refused, whichever device it is of; one that goes makes room, also
    /// when it goes without a word.
    async fn a_user_has_ten_sockets(app: TestApp) {
        let ada = app.owner().await;
        let laptop = Person::login(&app, "ada", Person::PASSWORD).await;
        let bo = app.join(&ada, "bo").await;
        let mut sockets = Vec::new();
        for _ in 0..5 {
            sockets.extend([ada.socket().await, laptop.socket().await]);
        }
        let query = format!("token={}", laptop.access_token);
        let mut eleventh = Socket::open(&app.base(), &query).await;
        assert_eq!(eleventh.expect_close().await, Some(4010));
        is_error(&eleventh.seen[0], "RATE_LIMITED");
        assert!(eleventh.seen.len() == 1);
        bo.socket().await.settle().await;
        assert!(app.metric("parlor_sockets_open ").await >= 10.0);

        drop(sockets.pop());
        while app.metric("parlor_sockets_open ").await > 9.0 {
            tokio::task::yield_now().await;
        }
        sockets.push(ada.socket().await);
        sockets.remove(0).close().await;
        sockets.push(ada.socket().await);
        for socket in &mut sockets {
            socket.settle().await;
        }
    }
}
