//! Cameras and screens: who may show one, and who sees it.

use serde_json::{Value, json};

use super::Pair;
use crate::app::{Caller, Engine, Options, TestApp};

/// Shows a screen; the answer, or the code of the refusal.
async fn shows(caller: &mut Caller, kind: &str) -> Value {
    let answer = caller.ask(json!({"type": "publish", "kind": kind})).await;
    answer.get("code").unwrap_or(&answer["type"]).clone()
}

fn wish(user: &str, kind: &str) -> Value {
    json!({"type": "subscribe", "videos": [{"userId": user, "kind": kind, "quality": "high"}]})
}

/// Somebody shows a screen to somebody who looks at it.
async fn watch(pair: &Pair) -> (Caller, Caller) {
    let mut ada = Caller::join(&pair.ada, &pair.lounge).await;
    let mut bo = Caller::join(&pair.bo, &pair.lounge).await;
    bo.phone.show(true);
    assert_eq!(shows(&mut bo, "screen").await, "ack");
    bo.pick_up().await;
    assert_eq!(ada.ask(wish(&pair.bo.id, "screen")).await["type"], "ack");
    ada.pick_up().await;
    ada.sees(&bo).await;
    (ada, bo)
}

fn is_told(caller: &Caller, kind: &str, shown: bool) -> bool {
    let is_it = |frame: &Value| frame["type"] == "voice_state" && frame["state"][kind] == shown;
    caller.socket.seen.iter().any(is_it)
}

on_both_engines! {
    /// A screen is seen by who asks for it, until it ends or the right to it does; all are told.
    async fn a_screen_is_seen_while_it_may_be(app: TestApp) {
        let pair = Pair::of(app).await;
        let (mut ada, mut bo) = watch(&pair).await;
        assert!(is_told(&ada, "screen", true));
        let told = ada.socket.expect("video_slot").await;
        assert_eq!((&told["userId"], &told["kind"]), (&json!(pair.bo.id), &json!("screen")));
        bo.does_not_see(&ada).await;

        bo.ask(json!({"type": "unpublish", "kind": "screen"})).await;
        ada.does_not_see(&bo).await;
        assert_eq!(shows(&mut bo, "screen").await, "ack");
        ada.sees(&bo).await;

        // A moderator who mutes somebody blinds nobody.
        assert_eq!(ada.moderate(&pair.bo, "mute", json!({})).await, "ack");
        ada.sees(&bo).await;

        let everyone = pair.ada.space().await;
        let deny = json!({"deny": ["VIDEO"]});
        assert_eq!(pair.ada.change(&pair.lounge, &everyone, deny).await.status, 204);
        ada.does_not_see(&bo).await;
        let list = pair.list(&pair.ada).await;
        assert_eq!(list["items"][1]["state"]["screen"], false);
        assert_eq!(shows(&mut bo, "camera").await, "FORBIDDEN");
        // Who gains it in the middle of a call is told at once, as who lost it was.
        let told = |frame: &serde_json::Value| frame["type"] == "limits";
        let taken = bo.socket.seen.iter().find(|frame| told(frame)).unwrap();
        assert_eq!(taken["limits"].get("video"), None);
        let allow = json!({"deny": []});
        assert_eq!(pair.ada.change(&pair.lounge, &everyone, allow).await.status, 204);
        let gained = bo.socket.expect("limits").await;
        assert!(gained["limits"]["video"]["slots"].is_number(), "{gained}");
        assert_eq!(shows(&mut bo, "camera").await, "ack");
    }
}

/// Who comes back to their seat is told what they see.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn coming_back_tells_the_slots() {
    let pair = Pair::of(TestApp::start(Engine::Sqlite).await).await;
    let (ada, bo) = watch(&pair).await;
    let mut again = Caller::dial(&pair.ada, &pair.lounge, &ada.pass()).await;
    let slot = again.expect("video_slot").await;
    assert_eq!(slot["userId"], *pair.bo.id);
    ada.sees(&bo).await;
}

/// As many videos are shown in a call as may be; nothing is shown where video is off; what is no
/// video is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn videos_are_counted() {
    let options = Options::default().env("PARLOR_LIMITS__VOICE_VIDEOS_MAX", 1);
    let pair = Pair::of(TestApp::start_with(Engine::Sqlite, options).await).await;
    let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
    let mut bo = Caller::sit(&pair.bo, &pair.lounge).await;
    assert_eq!(ada.ready["limits"]["video"]["videos"], 1);
    assert_eq!(shows(&mut ada, "camera").await, "ack");
    assert_eq!(shows(&mut ada, "camera").await, "ack");
    assert_eq!(shows(&mut ada, "screen").await, "CONFLICT");
    assert_eq!(shows(&mut bo, "camera").await, "CONFLICT");
    assert_eq!(shows(&mut bo, "hologram").await, "VALIDATION");
    ada.ask(json!({"type": "unpublish", "kind": "camera"}))
        .await;
    assert_eq!(shows(&mut bo, "camera").await, "ack");
}

/// Where video is off, clients are told so, and it is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn video_can_be_off() {
    let options = Options::default().env("PARLOR_VOICE__VIDEO", false);
    let pair = Pair::of(TestApp::start_with(Engine::Sqlite, options).await).await;
    let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
    assert_eq!(ada.ready["limits"].get("video"), None);
    assert_eq!(shows(&mut ada, "camera").await, "FORBIDDEN");
}
