//! Trying the ways without a call, and the numbers that an operator watches.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Pair;
use crate::app::{Caller, Engine, Options, Phone, TestApp};

const CHECK: &str = "/api/v1/voice/check";
const ANSWER: &str = "/api/v1/voice/check/answer";
/// No connection takes this long to come up, also on a loaded machine.
const PATIENCE: Duration = Duration::from_mins(1);

fn offer<'a>(check: &'a Value, way: &str) -> &'a Value {
    let offers = check["offers"].as_array().unwrap();
    offers.iter().find(|it| it["way"] == way).unwrap()
}

/// Whoever is signed in tries the ways, and a connection comes up on an offer that is answered; where TCP is taken, it is offered
/// at its own port. A second try takes the place of the first, and nobody is in a call by it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ways_are_tried() {
    let options = Options::default().env("PARLOR_VOICE__TCP_LISTEN", "127.0.0.1:0");
    let pair = Pair::of(TestApp::start_with(Engine::Sqlite, options).await).await;
    let none = json!({"way": "udp", "sdp": ""});
    pair.bo.post(ANSWER, none).await.refused(404, "NOT_FOUND");

    pair.bo.post(CHECK, json!({})).await.expect(200);
    let check = pair.bo.post(CHECK, json!({})).await.expect(200);
    let (udp, tcp) = (offer(&check, "udp"), offer(&check, "tcp"));
    assert!(
        udp["addresses"][0]
            .as_str()
            .unwrap()
            .starts_with("127.0.0.1:")
    );
    assert_ne!(udp["addresses"], tcp["addresses"]);
    let phone = Phone::new(1);
    let sdp = phone.answer(udp["sdp"].as_str().unwrap());
    let answered = pair
        .bo
        .post(ANSWER, json!({"way": "udp", "sdp": sdp}))
        .await;
    assert_eq!(answered.status, 204);
    let end = Instant::now() + PATIENCE;
    while !phone.is_connected() {
        assert!(Instant::now() < end, "no connection");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(pair.list(&pair.ada).await["items"], json!([]));
    let wrong = json!({"way": "ws", "sdp": ""});
    pair.bo.post(ANSWER, wrong).await.refused(422, "VALIDATION");
    // An answer that is none ends the try of this way, and harms nobody.
    let nonsense = json!({"way": "tcp", "sdp": "nonsense"});
    assert_eq!(pair.bo.post(ANSWER, nonsense).await.status, 204);
    pair.talk().await;
}

/// Where there is no voice, there is nothing to try.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_voice_nothing_is_tried() {
    let options = Options::default().env("PARLOR_VOICE__ENABLED", false);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let refused = ada.post(CHECK, json!({})).await;
    refused.refused(403, "FORBIDDEN");
}

/// Calls, people by way, packets and bytes stand in `/metrics`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_are_counted() {
    let pair = Pair::of(TestApp::start(Engine::Sqlite).await).await;
    let (_ada, mut bo) = pair.talk().await;
    let cy = pair.app.join(&pair.ada, "cy").await;
    let mut cy = Caller::sit(&cy, &pair.lounge).await;
    cy.ask(json!({"type": "transport", "transport": "ws"}))
        .await;
    bo.ask(json!({"type": "transport", "transport": "tcp"}))
        .await;
    let answer = pair.app.get("/metrics").await;
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    let value = |series: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(series));
        let line = line.unwrap_or_else(|| panic!("{series} in\n{text}"));
        line.trim().parse::<u64>().unwrap()
    };
    assert_eq!(value("parlor_voice_calls"), 1);
    for way in ["udp", "tcp", "ws"] {
        assert_eq!(
            value(&format!("parlor_voice_seats{{way=\"{way}\"}}")),
            1,
            "{way}"
        );
    }
    for direction in ["in", "out"] {
        let series = format!("_total{{way=\"udp\",direction=\"{direction}\"}}");
        let packets = value(&format!("parlor_voice_packets{series}"));
        assert!(packets >= 20, "{packets}");
        assert!(value(&format!("parlor_voice_bytes{series}")) > 20 * packets);
    }
}
