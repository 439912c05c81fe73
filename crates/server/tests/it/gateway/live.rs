//! What one does, the others see as it happens.

use serde_json::{Value, json};

use crate::app::{
    Person, Socket, TestApp,
    reader::{Reader, fast, write_many, writers},
};

/// The events of a stream that a socket was sent, in the order in which they came.
fn events<'a>(socket: &'a Socket, stream: &str) -> Vec<&'a Value> {
    let frames = socket.seen.iter();
    frames
        .filter(|frame| frame["stream"] == stream && frame["seq"].is_u64())
        .collect()
}

/// Two people who read `general` live, and its id.
async fn two_people(app: &TestApp) -> (Person, Socket, Person, Socket, String) {
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    let general = ada.general().await;
    let (mut of_ada, mut of_bo) = (ada.socket().await, bo.socket().await);
    of_ada.join(&general, None).await;
    of_bo.join(&general, None).await;
    (ada, of_ada, bo, of_bo, general)
}

on_both_engines! {
    /// Whatever happens in a channel reaches everybody who joined it, once, in order, complete;
    /// a nonce reaches its author only, on every device.
    async fn what_happens_is_seen_at_once(app: TestApp) {
        let (ada, mut of_ada, bo, mut of_bo, general) = two_people(&app).await;
        let mut laptop = ada.socket().await;
        laptop.join(&general, None).await;

        let send = json!({"type": "send_message", "channelId": general, "content": "hi", "nonce": "n-1"});
        of_ada.send(send).await;
        let own = of_ada.expect("NEW_MESSAGE").await;
        let stored = ada.history(&general).await["items"][0].clone();
        assert_eq!((&own["stream"], &own["channelId"], &own["seq"]), (&json!(general), &json!(general), &json!(1)));
        let mut message = own["message"].clone();
        assert_eq!(message["nonce"], "n-1");
        assert_eq!(message, stored);
        assert_eq!(laptop.expect("NEW_MESSAGE").await["message"]["nonce"], "n-1");
        let theirs = of_bo.expect("NEW_MESSAGE").await;
        message.as_object_mut().unwrap().remove("nonce");
        assert_eq!(theirs["message"], message);

        let id = stored["id"].as_str().unwrap();
        let react = json!({"type": "add_reaction", "messageId": id, "emoji": "👍"});
        of_bo.send(react).await;
        let added = of_ada.expect("REACTION_ADDED").await;
        let created = &added["payload"]["createdAt"];
        assert!(created.is_string());
        let payload = json!({
            "channelId": general, "messageId": id, "userId": bo.id, "emoji": "👍", "count": 1, "createdAt": created,
        });
        assert_eq!(added, json!({
            "type": "REACTION_ADDED", "stream": general, "seq": 2, "channelId": general, "payload": payload,
        }));
        let path = format!("/api/v1/messages/{id}/reactions");
        ada.post(&path, json!({"emoji": "👍"})).await.expect(201);
        assert_eq!(of_bo.expect("REACTION_ADDED").await["payload"]["userId"], bo.id);
        let second = of_bo.expect("REACTION_ADDED").await;
        assert_eq!((&second["payload"]["userId"], &second["payload"]["count"]), (&json!(ada.id), &json!(2)));
        ada.delete(&format!("{path}/%F0%9F%91%8D")).await.expect(204);
        let removed = of_bo.expect("REACTION_REMOVED").await;
        assert_eq!(removed, json!({
            "type": "REACTION_REMOVED", "stream": general, "seq": 4, "channelId": general,
            "payload": {"channelId": general, "messageId": id, "userId": ada.id, "emoji": "👍", "count": 1},
        }));

        ada.patch(&format!("/api/v1/messages/{id}"), json!({"content": "hello"})).await.expect(200);
        let edited = of_bo.expect("MESSAGE_UPDATED").await;
        assert_eq!((&edited["seq"], &edited["message"]["seq"]), (&json!(5), &json!(1)));
        assert_eq!((&edited["message"]["content"], edited["message"].get("nonce")), (&json!("hello"), None));
        let reactions = &edited["message"]["reactions"];
        assert_eq!((&reactions[0]["count"], reactions[0].get("me")), (&json!(1), None));
        assert_eq!(of_ada.expect("MESSAGE_UPDATED").await["message"]["nonce"], "n-1");
        ada.delete(&format!("/api/v1/messages/{id}")).await.expect(204);
        let deleted = json!({"type": "MESSAGE_DELETED", "stream": general, "seq": 6, "channelId": general, "messageId": id});
        for socket in [&mut of_ada, &mut laptop, &mut of_bo] {
            assert_eq!(socket.expect("MESSAGE_DELETED").await, deleted);
            socket.settle().await;
            let seqs = events(socket, &general).iter().map(|event| event["seq"].as_u64().unwrap()).collect::<Vec<_>>();
            assert_eq!(seqs, [1, 2, 3, 4, 5, 6]);
        }
    }

    /// However many write at once, by HTTP and socket, everybody sees one order without a hole.
    async fn everybody_sees_one_order(app: TestApp) {
        let (ada, of_ada, bo, of_bo, general) = two_people(&app).await;
        let by_http = async |person: &Person| {
            for number in 0..15 {
                person.say(&general, &format!("{} by HTTP {number}", person.username)).await;
            }
        };
        let by_socket = async |mut socket: Socket| {
            for number in 0..5 {
                let nonce = format!("socket {number}");
                socket.send(json!({"type": "send_message", "channelId": general, "content": nonce, "nonce": nonce})).await;
            }
            let mut acks = 0;
            while acks < 5 || events(&socket, &general).len() < 40 {
                let frame = socket.next().await.unwrap();
                assert_ne!(frame["type"], "ERROR", "{frame}");
                acks += usize::from(frame["type"] == "ACK");
            }
            socket.settle().await;
            socket
        };
        let (.., of_ada, of_bo) = tokio::join!(by_http(&ada), by_http(&bo), by_socket(of_ada), by_socket(of_bo));
        let seen = |socket: &Socket| {
            let events = events(socket, &general).into_iter();
            events.map(|event| (event["seq"].as_u64().unwrap(), event["message"]["id"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(seen(&of_ada), seen(&of_bo));
        assert_eq!(seen(&of_ada).iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), (1..=40).collect::<Vec<_>>());
        for socket in [&of_ada, &of_bo] {
            for ack in socket.seen.iter().filter(|frame| frame["type"] == "ACK") {
                let seq = ack["seq"].as_u64().unwrap();
                assert!(seen(socket).contains(&(seq, ack["messageId"].clone())), "{ack}");
            }
        }
    }

    /// One socket's messages to a channel keep the order in which they were sent.
    async fn one_sender_keeps_his_order(app: TestApp) {
        let (_ada, mut of_ada, _bo, mut of_bo, general) = two_people(&app).await;
        for number in 0..20 {
            of_ada.send(json!({"type": "send_message", "channelId": general, "content": format!("{number}")})).await;
        }
        for number in 0..20 {
            assert_eq!(of_bo.expect("NEW_MESSAGE").await["message"]["content"], format!("{number}"));
        }
        of_ada.settle().await;
    }

    /// A repeated nonce is answered as the first time, by socket and HTTP alike, and nobody sees it
    /// twice; with other content it is a conflict.
    async fn a_repeat_changes_nothing(app: TestApp) {
        let (ada, mut of_ada, _bo, mut of_bo, general) = two_people(&app).await;
        let send = |content: &str| json!({"type": "send_message", "channelId": general, "content": content, "nonce": "n"});
        let first = of_ada.ask("1", send("once")).await;
        let mut again = of_ada.ask("2", send("once")).await;
        again["ref"] = "1".into();
        assert_eq!(again, first);
        let mut laptop = ada.socket().await;
        assert_eq!(laptop.ask("1", send("once")).await, first);
        let conflict = laptop.ask("3", send("other")).await;
        assert_eq!((&conflict["code"], &conflict["nonce"]), (&json!("CONFLICT"), &json!("n")));
        let path = format!("/api/v1/channels/{general}/messages");
        let by_http = ada.post(&path, json!({"content": "once", "nonce": "n"})).await.expect(200);
        assert_eq!((&by_http["id"], &by_http["seq"]), (&first["messageId"], &first["seq"]));
        ada.say(&general, "next").await;
        of_bo.expect("NEW_MESSAGE").await;
        assert_eq!(of_bo.expect("NEW_MESSAGE").await["message"]["content"], "next");
        assert_eq!(of_bo.settle().await["streams"][&general], 2);
    }

    /// A channel that was not joined, or was left, says nothing; what is acknowledged is there.
    async fn a_channel_not_joined_is_silent(app: TestApp) {
        let (ada, mut of_ada, bo, mut of_bo, general) = two_people(&app).await;
        let mut passive = bo.socket().await;
        of_bo.ask("l", json!({"type": "leave_channel", "channelId": general})).await;
        of_ada.send(json!({"type": "send_message", "channelId": general, "content": "hi", "nonce": "n"})).await;
        let ack = of_ada.expect("ACK").await;
        assert_eq!(bo.history(&general).await["items"][0]["id"], ack["messageId"]);
        // Sending does not join either.
        passive.ask("s", json!({"type": "send_message", "channelId": general, "content": "ho"})).await;
        for socket in [&mut of_bo, &mut passive] {
            assert_eq!(socket.settle().await["streams"], json!({}));
            assert!(events(socket, &general).is_empty(), "{:?}", socket.seen);
        }
        assert_eq!(of_bo.join(&general, None).await["seq"], 2);
        ada.say(&general, "again").await;
        assert_eq!(of_bo.expect("NEW_MESSAGE").await["seq"], 3);
        passive.settle().await;
        assert!(events(&passive, &general).is_empty());
    }

    /// A newcomer is seen in the stream of his space, and sees it in his own.
    async fn a_newcomer_is_seen(app: TestApp) {
        let ada = app.owner().await;
        let space = ada.space().await;
        let mut socket = ada.socket().await;
        socket.ask("z", json!({"type": "resume", "streams": {&space: 0}})).await;
        let before = socket.seen.iter().filter(|frame| frame["type"] == "SYNC").map(|sync| sync["to"].as_u64().unwrap()).max();
        let bo = app.join(&ada, "bo").await;
        let joined = socket.expect("MEMBER_JOINED").await;
        assert_eq!((&joined["stream"], &joined["spaceId"]), (&json!(space), &json!(space)));
        assert_eq!(joined["seq"].as_u64(), before.map(|seq| seq + 1));
        assert_eq!((&joined["member"]["userId"], &joined["member"]["user"]["username"]), (&json!(bo.id), &json!("bo")));
        let mut own = bo.socket().await;
        own.ask("z", json!({"type": "resume", "streams": {&bo.id: 0, &space: 0}})).await;
        let own_page = own.seen.iter().find(|frame| frame["stream"] == bo.id.as_str());
        let event = &own_page.unwrap()["events"][0];
        assert_eq!((&event["type"], &event["space"]["id"]), (&json!("SPACE_JOINED"), &json!(space)));
    }

    /// Whoever joins while others write misses nothing from where he was told to stand, and hears
    /// nothing once he has left.
    async fn joining_and_leaving_is_exact(app: TestApp) {
        let app = app.with(fast()).await;
        let (ada, _, _, mut of_bo, general) = two_people(&app).await;
        let mut writers = writers(&ada).await;
        let texts = (0..300).map(|number| number.to_string()).collect::<Vec<_>>();
        let visits = async {
            let mut seen = 0;
            while seen < 20 {
                let left = of_bo.ask("l", json!({"type": "leave_channel", "channelId": general})).await;
                assert_eq!(left["type"], "CHANNEL_LEFT");
                let between = of_bo.seen.len();
                of_bo.settle().await;
                assert_eq!(of_bo.seen.len(), between + 1, "left is left: {:?}", of_bo.seen.last());
                let joined = of_bo.join(&general, None).await;
                assert_eq!(of_bo.seen.len(), between + 2, "nothing before the join");
                let mut reader = Reader::new(&general, joined["seq"].as_u64().unwrap());
                for _ in 0..3 {
                    let frame = of_bo.next().await.unwrap();
                    reader.take(&frame);
                    seen += 1;
                }
            }
        };
        tokio::select! {
            () = visits => {}
            () = write_many(&mut writers, &general, &texts) => panic!("it was not while others wrote"),
        }
    }

    /// The largest message arrives whole, live and from the log, however its text is written.
    async fn the_largest_message_arrives(app: TestApp) {
        let (_, mut of_ada, bo, mut of_bo, general) = two_people(&app).await;
        let texts = ["🌊", "\u{1}", "\"", "\u{fffd}"];
        let texts = texts.map(|text| format!("a{}", text.repeat(3_999)));
        for text in &texts {
            let send = json!({"type": "send_message", "channelId": general, "content": text});
            let answer = of_ada.ask("s", send).await;
            assert_eq!(answer["type"], "ACK", "{answer}");
            assert_eq!(of_bo.expect("NEW_MESSAGE").await["message"]["content"], *text);
        }
        let mut late = bo.socket().await;
        late.join(&general, Some(0)).await;
        let mut reader = Reader::new(&general, 0);
        late.seen.iter().for_each(|frame| reader.take(frame));
        assert_eq!(reader.contents(), texts);
    }

    /// What was said before the socket was closed is done, although its sender did not wait.
    async fn last_words_count(app: TestApp) {
        let (ada, mut of_ada, _bo, mut of_bo, general) = two_people(&app).await;
        for number in 0..3 {
            of_ada.send(json!({"type": "send_message", "channelId": general, "content": format!("{number}")})).await;
        }
        of_ada.close().await;
        for number in 0..3 {
            assert_eq!(of_bo.expect("NEW_MESSAGE").await["message"]["content"], format!("{number}"));
        }
        assert_eq!(ada.history(&general).await["lastSeq"], 3);
    }
}
