//! Coming back: what happened meanwhile comes once, in order, and where it cannot it is said so.

use serde_json::{Value, json};

use crate::app::{
    Engine, Person, Socket, TestApp,
    reader::{Reader, fast, sorted, write_many, writers},
};

fn resets(socket: &Socket) -> Vec<&Value> {
    socket
        .seen
        .iter()
        .filter(|frame| frame["type"] == "SYNC_RESET")
        .collect()
}

on_both_engines! {
    /// A thousand messages that were missed come once and in order, in pages; then the channel is
    /// joined, and what happens from then on follows without a gap.
    async fn a_thousand_missed_messages_come_once(app: TestApp) {
        let app = app.with(fast()).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        ada.say(&general, "before").await;
        let texts = (0..1_000)
            .map(|number| format!("missed {number}"))
            .collect::<Vec<_>>();
        write_many(&mut writers(&ada).await, &general, &texts).await;

        let mut socket = bo.socket().await;
        let joined = socket.join(&general, Some(1)).await;
        assert_eq!(joined["seq"], 1_001);
        let mut reader = Reader::new(&general, 1);
        let pages = socket.seen.iter().filter(|frame| frame["type"] == "SYNC").collect::<Vec<_>>();
        for (number, page) in pages.iter().enumerate() {
            assert_eq!(page["more"], number + 1 < pages.len(), "page {number}");
            reader.take(page);
        }
        assert_eq!(reader.cursor, 1_001);
        assert_eq!(sorted(reader.contents()), sorted(texts));
        assert!(reader.pages >= 5);
        assert_eq!(socket.seen.last(), Some(&joined), "after the last page");
        ada.say(&general, "live").await;
        reader.reach(&mut socket, 1_002).await;
        assert_eq!(socket.seen.last().unwrap()["type"], "NEW_MESSAGE");
    }

    /// However often somebody breaks off and comes back while others write, nothing is missed and
    /// nothing comes twice.
    async fn coming_back_again_and_again_misses_nothing(app: TestApp) {
        const MESSAGES: usize = 600;
        let app = app.with(fast()).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let texts = (0..MESSAGES).map(|number| number.to_string()).collect::<Vec<_>>();
        let writing = {
            let (mut writers, general, texts) = (writers(&ada).await, general.clone(), texts.clone());
            tokio::spawn(async move { write_many(&mut writers, &general, &texts).await })
        };
        let mut reader = Reader::new(&general, 0);
        let mut visits = 0_usize;
        while reader.events.len() < MESSAGES {
            let mut socket = bo.socket().await;
            let (seq, number) = (reader.cursor, visits);
            if visits.is_multiple_of(2) {
                socket.send(json!({"type": "join_channel", "channelId": general, "seq": seq})).await;
            } else {
                socket.send(json!({"type": "resume", "streams": {&general: seq}})).await;
            }
            // Some visits end between two pages, some in the middle of what is live.
            for _ in 0..(3 + number * 7 % 60) {
                if reader.events.len() == MESSAGES {
                    break;
                }
                let frame = socket.next().await.unwrap();
                reader.take(&frame);
            }
            visits += 1;
        }
        writing.await.unwrap();
        assert_eq!(sorted(reader.contents()), sorted(texts));
        assert!(visits > 1, "it was no coming back");
    }

    /// What was missed comes as it is today: an edited text is the newest, what concerns a deleted
    /// message is its deletion, an undone reaction its end.
    async fn the_past_is_told_as_it_is_today(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let (kept, deleted) = (ada.say(&general, "first").await, ada.say(&general, "second").await);
        let path = |message: &Value| format!("/api/v1/messages/{}", message["id"].as_str().unwrap());
        let thumb = json!({"emoji": "👍"});
        ada.patch(&path(&kept), json!({"content": "newer"})).await.expect(200);
        bo.post(&format!("{}/reactions", path(&kept)), thumb.clone()).await.expect(201);
        bo.delete(&format!("{}/reactions/%F0%9F%91%8D", path(&kept))).await.expect(204);
        bo.post(&format!("{}/reactions", path(&deleted)), thumb).await.expect(201);
        ada.post(&format!("{}/reactions", path(&kept)), json!({"emoji": "🎉"})).await.expect(201);
        ada.delete(&path(&deleted)).await.expect(204);
        ada.patch(&path(&kept), json!({"content": "newest"})).await.expect(200);

        let mut socket = bo.socket().await;
        socket.join(&general, Some(0)).await;
        let mut reader = Reader::new(&general, 0);
        for frame in socket.seen.clone() {
            reader.take(&frame);
        }
        let told = reader.events.iter().map(|event| event["type"].as_str().unwrap()).collect::<Vec<_>>();
        assert_eq!(told, [
            "NEW_MESSAGE", "MESSAGE_DELETED", "MESSAGE_UPDATED", "REACTION_REMOVED", "REACTION_REMOVED",
            "MESSAGE_DELETED", "REACTION_ADDED", "MESSAGE_DELETED", "MESSAGE_UPDATED",
        ]);
        for event in [&reader.events[0], &reader.events[2], &reader.events[8]] {
            let message = &event["message"];
            assert_eq!((&message["content"], &message["seq"]), (&json!("newest"), &json!(1)));
            assert!(message["editedAt"].is_string());
            assert_eq!(message["reactions"][0]["count"], 1);
        }
        for event in [&reader.events[1], &reader.events[5], &reader.events[7]] {
            assert_eq!(event["messageId"], deleted["id"]);
        }
        let added = &reader.events[6]["payload"];
        assert_eq!((&added["emoji"], &added["count"], &added["userId"]), (&json!("🎉"), &json!(1), &json!(ada.id)));
        assert!(!json!(reader.events).to_string().contains("second"), "what was deleted is nowhere");
    }

    /// Many streams are resumed with one command, each from its own cursor, and one `SYNCED` says
    /// that all of them are there; what needs nothing is not spoken of.
    async fn many_streams_are_resumed_at_once(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (general, space) = (ada.general().await, ada.space().await);
        for number in 0..3 {
            ada.say(&general, &format!("{number}")).await;
        }
        let sync = bo.get("/api/v1/sync").await.expect(200);
        let tip = |stream: &str| sync["streams"][stream].as_u64().unwrap();
        let mut socket = bo.socket().await;
        let epoch = socket.seen[0]["epoch"].clone();
        let cursors = json!({&general: 1, &space: 0, &bo.id: tip(&bo.id)});
        let synced = socket.ask("z", json!({"type": "resume", "epoch": epoch, "streams": cursors})).await;
        // Whoever names his own stream missed read marks, which have no positions: he gets today's.
        assert_eq!(synced, json!({"type": "SYNCED", "ref": "z", "readStates": sync["readStates"]}));
        assert_eq!(socket.settle().await["streams"], json!({&general: 3, &space: tip(&space), &bo.id: tip(&bo.id)}));
        let mut readers = [Reader::new(&general, 1), Reader::new(&space, 0), Reader::new(&bo.id, tip(&bo.id))];
        for reader in &mut readers {
            for frame in &socket.seen {
                reader.take(frame);
            }
        }
        assert_eq!(readers[0].contents(), ["1", "2"]);
        assert_eq!(readers[1].cursor, tip(&space));
        assert_eq!(readers[2].pages, 0);
        assert_eq!(socket.seen.iter().filter(|frame| frame["type"] == "SYNCED").count(), 1);

        // The streams are followed from here on.
        ada.say(&general, "live").await;
        let cy = app.join(&ada, "cy").await;
        readers[0].reach(&mut socket, 4).await;
        while readers[1].cursor == tip(&space) {
            let frame = socket.next().await.unwrap();
            readers[1].take(&frame);
        }
        assert_eq!(readers[1].events.last().unwrap()["member"]["userId"], cy.id);
    }

    /// A cursor ahead of the stream and one of another life of the database are not believed: the
    /// reader is told where the stream stands, and goes on from there.
    async fn a_cursor_that_cannot_be_is_reset(app: TestApp) {
        let ada = app.owner().await;
        let (general, space) = (ada.general().await, ada.space().await);
        ada.say(&general, "one").await;
        let reset = |stream: &str, seq: &Value, reason: &str| {
            json!({"type": "SYNC_RESET", "stream": stream, "seq": seq, "reason": reason})
        };
        let mut socket = ada.socket().await;
        let joined = socket.join(&general, Some(7)).await;
        assert_eq!(joined["seq"], 1);
        assert_eq!(resets(&socket), [&reset(&general, &json!(1), "AHEAD")]);

        let mut socket = ada.socket().await;
        socket.ask("z", json!({"type": "resume", "streams": {&general: u64::MAX}})).await;
        assert_eq!(resets(&socket), [&reset(&general, &json!(1), "AHEAD")]);

        let mut socket = ada.socket().await;
        let resume = json!({"type": "resume", "epoch": "another", "streams": {&general: 0, &space: 1, "1": 1}});
        socket.ask("z", resume).await;
        let tip = ada.get("/api/v1/sync").await.expect(200)["streams"][&space].clone();
        let all = resets(&socket);
        assert_eq!(all.len(), 3);
        for expected in [reset(&general, &json!(1), "EPOCH"), reset(&space, &tip, "EPOCH"), reset("1", &json!(0), "NO_ACCESS")] {
            assert!(all.contains(&&expected), "{expected} in {all:?}");
        }
        assert!(socket.seen.iter().all(|frame| frame["type"] != "SYNC"));
        ada.say(&general, "two").await;
        assert_eq!(socket.expect("NEW_MESSAGE").await["seq"], 2);
    }

    /// A past that was forgotten is not told in part: the reader starts anew. What the log still
    /// has is told as ever.
    async fn a_forgotten_past_is_reset(app: TestApp) {
        const KEPT: u64 = 3;
        let ada = app.owner().await;
        let general = ada.general().await;
        for number in 1..=8 {
            ada.say(&general, &format!("{number}")).await;
        }
        app.kill();
        let storage = app.storage().await;
        let later = parlor::clock::now().plus_millis(60_000);
        storage.streams().prune(later, KEPT).await.unwrap();
        storage.close().await;
        app.restart().await;
        let ada = ada.moved(&app);

        for lost in [0, 4] {
            let mut socket = ada.socket().await;
            assert_eq!(socket.join(&general, Some(lost)).await["seq"], 8);
            let expected = json!({"type": "SYNC_RESET", "stream": general, "seq": 8, "reason": "GAP_TOO_LARGE"});
            assert_eq!(resets(&socket), [&expected]);
            assert!(socket.seen.iter().all(|frame| frame["type"] != "SYNC"), "not in part");
        }
        let mut socket = ada.socket().await;
        socket.join(&general, Some(5)).await;
        let mut reader = Reader::new(&general, 5);
        socket.seen.iter().for_each(|frame| reader.take(frame));
        assert_eq!(reader.contents(), ["6", "7", "8"]);
        assert_eq!(ada.history(&general).await["items"].as_array().unwrap().len(), 8, "messages stay");
    }

    /// Whoever asks again on the same socket, from further back, is told again; then it goes on
    /// live, with nothing in between.
    async fn one_may_ask_again(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        for number in 1..=4 {
            ada.say(&general, &format!("{number}")).await;
        }
        let mut socket = ada.socket().await;
        socket.join(&general, Some(2)).await;
        assert_eq!(socket.join(&general, Some(4)).await["seq"], 4);
        assert_eq!(socket.join(&general, None).await["seq"], 4);
        let pages = |socket: &Socket| socket.seen.iter().filter(|frame| frame["type"] == "SYNC").count();
        assert_eq!(pages(&socket), 1, "who stands at the end lacks nothing");
        let before = socket.seen.len();
        assert_eq!(socket.join(&general, Some(0)).await["seq"], 4);
        ada.say(&general, "5").await;
        let mut reader = Reader::new(&general, 0);
        socket.seen[before..].iter().for_each(|frame| reader.take(frame));
        reader.reach(&mut socket, 5).await;
        assert_eq!(reader.contents(), ["1", "2", "3", "4", "5"]);
    }

    /// One socket follows at most as many streams as the limit says.
    async fn streams_are_bounded(app: TestApp) {
        let ada = app.owner().await;
        let mut socket = ada.socket().await;
        let many = (1..=601).map(|id: u32| (id.to_string(), json!(0))).collect::<serde_json::Map<_, _>>();
        let refused = socket.ask("r", json!({"type": "resume", "streams": many})).await;
        assert_eq!((&refused["type"], &refused["code"]), (&json!("ERROR"), &json!("VALIDATION")));
        let general = ada.general().await;
        socket.join(&general, None).await;
    }
}

/// What another server writes into the same database is found, put in order with one's own, and
/// told to everybody here; so is the end of a session over there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_node_does_is_found() {
    const EACH: usize = 60;
    let Some(engine) = Engine::postgres() else {
        return;
    };
    let here = TestApp::start_with(engine, fast()).await;
    let there = here.twin().await;
    let ada = here.owner().await;
    let bo = here.join(&ada, "bo").await;
    let ada_there = Person::login(&there, "ada", Person::PASSWORD).await;
    let general = ada.general().await;
    let (mut of_bo, mut of_ada) = (bo.socket().await, ada_there.socket().await);
    of_bo.join(&general, None).await;
    of_ada.join(&general, None).await;

    let texts = |from: &str| {
        (0..EACH)
            .map(|number| format!("{from} {number}"))
            .collect::<Vec<_>>()
    };
    let (near, far) = (texts("here"), texts("there"));
    let (mut near_writers, mut far_writers) = (writers(&ada).await, writers(&ada_there).await);
    tokio::join!(
        write_many(&mut near_writers, &general, &near),
        write_many(&mut far_writers, &general, &far),
    );
    let all = sorted([near, far].concat());
    let mut readers = Vec::new();
    for socket in [&mut of_bo, &mut of_ada] {
        let mut reader = Reader::new(&general, 0);
        reader.reach(socket, 2 * EACH as u64).await;
        assert_eq!(sorted(reader.contents()), all);
        readers.push(reader);
    }
    let order = |reader: &Reader| {
        reader
            .contents()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(order(&readers[0]), order(&readers[1]), "one order on both");

    // The last word, after which nothing shows that it is missing.
    ada_there.say(&general, "last").await;
    readers[0].reach(&mut of_bo, 2 * EACH as u64 + 1).await;
    let bo_there = Person::login(&there, "bo", Person::PASSWORD).await;
    bo_there
        .post("/api/v1/auth/logout-all", json!({}))
        .await
        .expect(204);
    assert_eq!(of_bo.expect_close().await, Some(4401));
}
