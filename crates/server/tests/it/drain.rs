//! Taking leave: who listens is told, what was said is kept, and the process ends.

use std::{collections::BTreeMap, time::Duration};

use serde_json::json;
use tokio::{io::AsyncWriteExt as _, net::TcpStream, time::timeout};

use crate::app::{
    Socket,
    reader::{Reader, fast},
};

/// What the contract gives a server to end, and what one without anything to wait for needs.
const DRAIN_MAX: Duration = Duration::from_secs(30);
const SOON: Duration = Duration::from_secs(10);

on_both_engines! {
    /// Whoever listens is told when to come back, each another moment, and closed with 1012; the
    /// process ends well. Whoever comes back has missed nothing.
    async fn sockets_are_told_to_come_back(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut sockets = Vec::new();
        for _ in 0..5 {
            sockets.push(ada.socket().await);
        }
        sockets[0].join(&general, None).await;
        app.terminate();
        let mut waits = Vec::new();
        for socket in &mut sockets {
            let told = socket.expect("RECONNECT").await;
            assert!(told["reason"].is_string());
            waits.push(told["afterMs"].as_u64().unwrap());
            assert_eq!(socket.expect_close().await, Some(1012));
        }
        assert!(waits.iter().all(|wait| (500..5_000).contains(wait)), "{waits:?}");
        waits.dedup();
        assert!(waits.len() > 1, "not all at once");
        let code = timeout(SOON, app.ended()).await.expect("it ends soon");
        assert_eq!(code, Some(0), "{}", app.log());

        app.restart().await;
        let ada = ada.moved(&app);
        ada.say(&general, "while away").await;
        let mut socket = ada.socket().await;
        socket.ask("z", json!({"type": "resume", "streams": {&general: 0}})).await;
        let mut reader = Reader::new(&general, 0);
        socket.seen.iter().for_each(|frame| reader.take(frame));
        assert_eq!(reader.contents(), ["while away"]);
    }

    /// What was said right before is either acknowledged and there, or can be said again without
    /// being there twice.
    async fn an_acknowledged_message_is_there_afterwards(app: TestApp) {
        const MESSAGES: usize = 300;
        let app = app.with(fast()).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut socket = ada.socket().await;
        let send = |number: usize| {
            json!({"type": "send_message", "channelId": general, "content": format!("{number}"), "nonce": format!("{number}")})
        };
        let mut acked = BTreeMap::new();
        let (mut said, mut is_open) = (0, true);
        while is_open {
            if said < MESSAGES && socket.try_send(send(said)).await {
                said += 1;
            }
            if said == 20 {
                app.terminate();
            }
            // One answer for each that is said, so that some are under way all the time, and never so
            // many that one is refused.
            let mut awaits = said > 10;
            while is_open && awaits {
                let frame = socket.next().await;
                is_open = frame.is_some();
                if let Some(ack) = frame.filter(|frame| frame["type"] == "ACK") {
                    acked.insert(ack["nonce"].as_str().unwrap().to_owned(), ack["messageId"].clone());
                    awaits = acked.len() + 10 < said;
                }
            }
        }
        assert_eq!(timeout(SOON, app.ended()).await.expect("it ends soon"), Some(0));
        assert!(!acked.is_empty());

        app.restart().await;
        let ada = ada.moved(&app);
        let mut socket = ada.socket().await;
        for number in 0..said {
            let answer = socket.ask("again", send(number)).await;
            let first = acked.entry(number.to_string()).or_insert_with(|| answer["messageId"].clone());
            assert_eq!(answer["messageId"], *first, "{answer}");
        }
        let mut all = ada.socket().await;
        all.join(&general, Some(0)).await;
        let mut reader = Reader::new(&general, 0);
        all.seen.iter().for_each(|frame| reader.take(frame));
        assert_eq!(reader.events.len(), said, "each once");
        for (event, number) in reader.events.iter().zip(0..) {
            let message = &event["message"];
            assert_eq!(message["nonce"], message["content"]);
            let nonce = message["nonce"].as_str().unwrap();
            assert_eq!(message["id"], acked[nonce]);
            assert_eq!(nonce.parse::<i32>().unwrap(), number, "in the order they were said");
        }
    }

    /// Whoever does not read, does not close or never finished his request holds nobody up for
    /// longer than the contract says.
    async fn nobody_holds_it_up(app: TestApp) {
        let ada = app.owner().await;
        let host = app.base().replace("http://", "");
        let mut half = TcpStream::connect(&host).await.unwrap();
        half.write_all(b"POST /login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{").await.unwrap();
        let silent = TcpStream::connect(&host).await.unwrap();
        let deaf = ada.socket().await;
        app.terminate();
        let code = timeout(DRAIN_MAX, app.ended()).await.expect("it ends");
        assert_eq!(code, Some(0));
        drop((half, silent, deaf));
    }

    /// Who is asked twice does not wait for anybody.
    async fn a_second_signal_ends_at_once(app: TestApp) {
        let ada = app.owner().await;
        let host = app.base().replace("http://", "");
        let mut half = TcpStream::connect(&host).await.unwrap();
        half.write_all(b"POST /login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{").await.unwrap();
        let mut socket = ada.socket().await;
        app.terminate();
        socket.expect("RECONNECT").await;
        assert_eq!(socket.expect_close().await, Some(1012));
        app.terminate();
        let code = timeout(SOON, app.ended()).await.expect("it ends at once");
        assert_eq!(code, Some(130));
        assert!(Socket::try_open(&app.base(), "", &[]).await.is_err());
    }
}
