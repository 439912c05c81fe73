//! How the media socket is seen from outside, by a STUN server that the owner chose.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Pair;
use crate::app::{Engine, Mirror, Options, TestApp};

const SEEN: &str = "203.0.113.9:40000";
/// No answer takes this long, also on a loaded machine.
const PATIENCE: Duration = Duration::from_mins(1);

async fn addresses(pair: &Pair) -> Vec<Value> {
    let check = pair.bo.post("/api/v1/voice/check", json!({})).await;
    let check = check.expect(200);
    check["offers"][0]["addresses"].as_array().unwrap().clone()
}

/// The media socket itself asks, again where it is not heard, and believes nobody else; what it is told is offered to browsers
/// first. Those who reach the server otherwise do as before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn browsers_are_told_what_is_seen_from_outside() {
    let mirror = Mirror::start(SEEN.parse().unwrap(), 1);
    let options = Options::default().env("PARLOR_VOICE__STUN", mirror.address);
    let pair = Pair::of(TestApp::start_with(Engine::Sqlite, options).await).await;
    let end = Instant::now() + PATIENCE;
    let told = loop {
        let told = addresses(&pair).await;
        if told[0] == SEEN {
            break told;
        }
        assert!(Instant::now() < end, "{told:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let askers = mirror.askers();
    assert!(askers.len() >= 2, "{askers:?}");
    let media = json!(askers[0].to_string());
    assert!(told.contains(&media), "{told:?} {askers:?}");
    let forged = |address: &Value| address.as_str().unwrap().starts_with("198.51.");
    assert!(!told.iter().any(forged), "{told:?}");
    assert!(pair.app.log().contains("sees the UDP port of voice as"));
    pair.talk().await;
}

/// Who says where the server is asks nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_public_address_needs_no_mirror() {
    let mirror = Mirror::start(SEEN.parse().unwrap(), 0);
    let options = Options::default()
        .env("PARLOR_VOICE__STUN", mirror.address)
        .env("PARLOR_VOICE__PUBLIC_ADDRESS", "127.0.0.1");
    let pair = Pair::of(TestApp::start_with(Engine::Sqlite, options).await).await;
    pair.talk().await;
    let told = addresses(&pair).await;
    assert!(told.len() == 1 && told[0] != SEEN, "{told:?}");
    assert!(mirror.askers().is_empty());
}
