//! kill -9 in the middle of sending: what was acknowledged is there, once, and the log has no hole.

use std::collections::BTreeMap;

use serde_json::json;

use crate::app::{Options, Person, Socket, TestApp};

/// How often the server is killed, and how many write meanwhile.
const KILLS: usize = 4;
const WRITERS: usize = 4;

/// nonce -> seq of everything that was acknowledged.
type Acknowledged = BTreeMap<String, u64>;

on_both_engines! {
    async fn an_acknowledged_message_survives(started: TestApp) {
        let engine = started.engine;
        drop(started);
        let options = Options::default()
            .env("PARLOR_LIMITS__SENDS_PER_5_S", 100_000)
            .env("PARLOR_LIMITS__COMMANDS_PER_10_S", 100_000);
        let app = TestApp::start_with(engine, options).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut acknowledged = Acknowledged::new();
        for round in 0..KILLS {
            let writers = (0..WRITERS).map(|writer| {
                let (ada, general) = (ada.moved(&app), general.clone());
                tokio::spawn(async move { write(ada, general, format!("{round}-{writer}")).await })
            });
            let writers = writers.collect::<Vec<_>>();
            // Until some writing is under way; how much differs from round to round.
            while ada.moved(&app).history(&general).await["lastSeq"].as_u64().unwrap()
                < acknowledged.len() as u64 + 10 * (round as u64 + 1)
            {
                tokio::task::yield_now().await;
            }
            app.kill();
            for writer in writers {
                acknowledged.append(&mut writer.await.unwrap());
            }
            app.restart().await;
        }
        assert!(acknowledged.len() > KILLS * 10, "{} acknowledged", acknowledged.len());
        check(&ada.moved(&app), &general, &acknowledged).await;
    }
}

/// Sends one message after the other until the server is gone; gives what it acknowledged.
async fn write(ada: Person, general: String, name: String) -> Acknowledged {
    let mut acknowledged = Acknowledged::new();
    let Some(mut socket) = open(&ada).await else {
        return acknowledged;
    };
    for number in 0.. {
        let nonce = format!("{name}-{number}");
        let send = json!({
            "type": "send_message", "channelId": general, "content": nonce, "nonce": nonce,
        });
        if !socket.try_send(send).await {
            break;
        }
        let Some(ack) = socket.next_of("ACK").await else {
            break;
        };
        acknowledged.insert(
            ack["nonce"].as_str().unwrap().to_owned(),
            ack["seq"].as_u64().unwrap(),
        );
    }
    acknowledged
}

async fn open(ada: &Person) -> Option<Socket> {
    let query = format!("token={}", ada.access_token);
    let mut socket = Socket::try_open(&ada.base, &query, &[]).await.ok()?;
    socket.next_of("READY").await.map(|_| socket)
}

/// Reads the whole log as a client would, and compares.
async fn check(ada: &Person, general: &str, acknowledged: &Acknowledged) {
    let mut socket = ada.socket().await;
    let joined = socket.join(general, Some(0)).await;
    let pages = socket.seen.iter().filter(|frame| frame["type"] == "SYNC");
    let events = pages
        .flat_map(|page| page["events"].as_array().unwrap())
        .collect::<Vec<_>>();
    let seqs = events
        .iter()
        .map(|event| event["seq"].as_u64().unwrap())
        .collect::<Vec<_>>();
    let last = joined["seq"].as_u64().unwrap();
    assert_eq!(
        seqs,
        (1..=last).collect::<Vec<_>>(),
        "no hole, nothing twice"
    );

    let mut written = BTreeMap::<&str, u64>::new();
    for message in events.iter().map(|event| &event["message"]) {
        assert_eq!(message["nonce"], message["content"]);
        let seq = message["seq"].as_u64().unwrap();
        let before = written.insert(message["content"].as_str().unwrap(), seq);
        assert_eq!(before, None, "written once");
    }
    for (nonce, seq) in acknowledged {
        assert_eq!(
            written.get(nonce.as_str()),
            Some(seq),
            "{nonce} was acknowledged"
        );
    }
}
