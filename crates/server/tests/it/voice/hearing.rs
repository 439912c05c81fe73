//! Who is heard by whom.

use serde_json::json;

use super::Pair;
use crate::app::{Caller, Engine, TestApp};

async fn pair() -> Pair {
    Pair::of(TestApp::start(Engine::Sqlite).await).await
}

/// Two people in a call hear each other, and who speaks is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_hear_each_other() {
    let pair = pair().await;
    let (mut ada, _bo) = pair.talk().await;
    let told = ada.socket.expect("speaking").await;
    assert!(told["users"][0]["on"].is_boolean(), "{told}");
    // Whom she hears on which slot is told too.
    let is_bo =
        |frame: &serde_json::Value| frame["type"] == "slot" && frame["userId"] == *pair.bo.id;
    while !ada.socket.seen.iter().any(is_bo) {
        ada.socket.next().await.expect("the socket is open");
    }
}

/// Who mutes themself is silent, and so is who deafens themself, who hears nothing either; all are
/// told, and it can be undone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn own_switches_work() {
    let pair = pair().await;
    let (mut ada, mut bo) = pair.talk().await;
    let set = |muted: bool, deafened: bool| json!({"type": "voice_state", "muted": muted, "deafened": deafened});
    assert_eq!(ada.ask(set(true, false)).await["type"], "ack");
    let told = bo.socket.expect("voice_state").await;
    assert_eq!(told["userId"], *pair.ada.id);
    assert_eq!(told["state"]["muted"], true);
    bo.does_not_hear(&ada).await;
    ada.hears(&bo).await;

    ada.ask(set(false, true)).await;
    bo.does_not_hear(&ada).await;
    ada.does_not_hear(&bo).await;

    ada.ask(json!({"type": "voice_state", "deafened": false}))
        .await;
    bo.hears(&ada).await;
    ada.hears(&bo).await;
}

/// A direct conversation can be called: the other one's devices ring, and who answers is heard.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_rings() {
    let pair = pair().await;
    let wish = json!({"userIds": [pair.bo.id]});
    let dm = pair.ada.post("/api/v1/dms", wish).await.expect(201);
    let dm = dm["id"].as_str().unwrap();
    let mut listener = pair.bo.socket().await;
    let ada = Caller::join(&pair.ada, dm).await;
    let rings = listener.expect("VOICE_STATE").await;
    assert_eq!(
        (&rings["event"], &rings["ring"]),
        (&json!("joined"), &json!(true))
    );
    assert_eq!(rings["user"]["username"], "ada");
    let bo = Caller::join(&pair.bo, dm).await;
    let answered = listener.expect("VOICE_STATE").await;
    assert_eq!(answered["userId"], *pair.bo.id);
    assert!(answered.get("ring").is_none(), "{answered}");
    ada.phone.speak(true);
    bo.hears(&ada).await;
    // Nobody else is told of it, or comes in.
    let eve = pair.app.join(&pair.ada, "eve").await;
    let mut refused =
        crate::app::Socket::call(&eve.base, dm, &format!("token={}", eve.access_token)).await;
    assert_eq!(refused.expect_close().await, Some(4404));
    assert_eq!(refused.seen[0]["code"], "NOT_FOUND");
}
