//! Slow mode.

use serde_json::json;

use crate::app::Options;
use crate::app::TestApp;

on_both_engines! {
    /// Between two messages one waits, over HTTP and on the socket; a repeat of a send does not, nor
    /// does who manages channels; a refused send costs nothing.
    async fn members_wait_between_messages(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let (path, messages) =
            (format!("/api/v1/channels/{general}"), format!("/api/v1/channels/{general}/messages"));
        let slow = ada.patch(&path, json!({"slowModeSeconds": 3600})).await.expect(200);
        assert_eq!(slow["slowModeSeconds"], 3600);
        bo.post(&messages, json!({"content": ""})).await.refused(422, "VALIDATION");
        let first = json!({"content": "one", "nonce": "n"});
        let one = bo.post(&messages, first.clone()).await.expect(201);
        let refusal = bo.post(&messages, json!({"content": "two"})).await.refused(429, "RATE_LIMITED");
        let wait = refusal["retryAfterMs"].as_u64().unwrap();
        assert!((3_500_000..=3_600_000).contains(&wait), "{wait}");
        assert_eq!(bo.post(&messages, first).await.expect(200)["id"], one["id"]);
        let mut socket = bo.socket().await;
        socket
            .send(json!({"type": "send_message", "channelId": general, "content": "x", "nonce": "m"}))
            .await;
        let error = socket.expect("ERROR").await;
        assert_eq!(error["code"], "RATE_LIMITED");
        assert!(error["retryAfterMs"].as_u64().unwrap() > 3_000_000);
        for _ in 0..3 {
            ada.say(&general, "the owner does not wait").await;
        }
        ada.change(&general, &bo.id, json!({"allow": ["MANAGE_MESSAGES"]})).await.expect(204);
        bo.say(&general, "nor does who manages messages").await;
        ada.patch(&path, json!({"slowModeSeconds": 21601})).await.refused(422, "VALIDATION");
    }
}

/// The limit is a setting.
#[tokio::test(flavor = "multi_thread")]
async fn the_longest_wait_is_a_setting() {
    let options = Options::default().env("PARLOR_LIMITS__SLOW_MODE_SECONDS_MAX", 5);
    let app = TestApp::start_with(crate::app::Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let path = format!("/api/v1/channels/{}", ada.general().await);
    ada.patch(&path, json!({"slowModeSeconds": 6}))
        .await
        .refused(422, "VALIDATION");
    ada.patch(&path, json!({"slowModeSeconds": 5}))
        .await
        .expect(200);
}
