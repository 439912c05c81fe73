//! Between being allowed and being written lies a queue, and rights change meanwhile.

use std::time::Duration;

use serde_json::json;

use crate::app::{Engine, Hold, TestApp};

/// Waits until so many writes wait for their turn.
async fn waiting(app: &TestApp, writes: f64) {
    while app.metric("parlor_writes_waiting ").await < writes {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A message that was allowed while its author still might write, and that waits behind what takes
/// that away, is answered as if it had come later, and is not there.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_waits_loses_its_right_with_its_author() {
    let Some(engine) = Engine::postgres() else {
        return;
    };
    let app = TestApp::start(engine).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    let (space, general) = (ada.space().await, ada.general().await);
    let other = ada.channel(json!({"name": "other"})).await;
    let (seat, messages) = (
        bo.seat(&space),
        format!("/api/v1/channels/{general}/messages"),
    );
    bo.say(&general, "while he may").await;
    for way in ["override", "timeout", "kick"] {
        let mut hold = Hold::of(&app, &other);
        let busy = {
            let (ada, other) = (ada.clone(), other.clone());
            tokio::spawn(async move { ada.say(&other, "what the writer is busy with").await })
        };
        hold.somebody_waits();
        let taken = {
            let (ada, bo, seat, general) = (ada.clone(), bo.clone(), seat.clone(), general.clone());
            tokio::spawn(async move {
                let until = parlor::clock::now().plus_millis(60_000);
                match way {
                    "override" => {
                        ada.change(&general, &bo.id, json!({"deny": ["SEND_MESSAGES"]}))
                            .await
                    }
                    "timeout" => ada.patch(&seat, json!({"timeoutUntil": until})).await,
                    _ => ada.delete(&seat).await,
                }
            })
        };
        waiting(&app, 1.0).await;
        let late = {
            let (bo, messages) = (bo.clone(), messages.clone());
            tokio::spawn(async move { bo.post(&messages, json!({"content": "too late"})).await })
        };
        waiting(&app, 2.0).await;
        drop(hold);
        busy.await.unwrap();
        let taken = taken.await.unwrap();
        assert!(taken.status.is_success(), "{way}: {}", taken.status);
        let late = late.await.unwrap();
        if way == "kick" {
            late.refused(404, "NOT_FOUND");
        } else {
            late.refused(403, "FORBIDDEN");
        }
        let history = ada.history(&general).await;
        assert!(!history.to_string().contains("too late"), "{way}");
        if way == "override" {
            ada.change(&general, &bo.id, json!({})).await.expect(204);
        }
        if way == "timeout" {
            ada.patch(&seat, json!({"timeoutUntil": null}))
                .await
                .expect(200);
        }
    }
}

/// Many rights that are changed at the same time are all changed: each is judged on what the others
/// left, and nobody is told to come back.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_changes_at_once_are_all_made() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ada = app.owner().await;
    let space = ada.space().await;
    let mut seats = Vec::new();
    for n in 0..12 {
        let person = app.join(&ada, &format!("person{n}")).await;
        seats.push(person.seat(&space));
    }
    let kicks = seats.into_iter().map(|seat| {
        let ada = ada.clone();
        tokio::spawn(async move { ada.delete(&seat).await.status })
    });
    for kick in kicks.collect::<Vec<_>>() {
        assert_eq!(kick.await.unwrap(), 204);
    }
    let members = ada
        .get(&format!("/api/v1/spaces/{space}/members"))
        .await
        .expect(200);
    assert_eq!(members["items"].as_array().unwrap().len(), 1);
}

on_both_engines! {
    /// Who wrote a moment ago is judged by what holds now, whatever was taken or given meanwhile; and who
    /// is out is not told what is wrong with their text.
    async fn who_writes_again_is_judged_by_what_holds_now(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (space, general) = (ada.space().await, ada.general().await);
        let messages = format!("/api/v1/channels/{general}/messages");
        let (seat, place) = (bo.seat(&space), format!("/api/v1/channels/{general}"));
        let post = |content: &str| bo.post(&messages, json!({"content": content}));
        bo.say(&general, "one").await;

        ada.change(&general, &bo.id, json!({"deny": ["SEND_MESSAGES"]})).await.expect(204);
        post("denied").await.refused(403, "FORBIDDEN");
        ada.change(&general, &bo.id, json!({"allow": ["MENTION_EVERYONE"]})).await.expect(204);
        let called = post("@everyone").await.expect(201);
        assert_eq!(called["mentions"]["everyone"], true);
        ada.change(&general, &bo.id, json!({})).await.expect(204);
        let called = post("@everyone").await.expect(201);
        assert_eq!(called["mentions"]["everyone"], false);

        let until = parlor::clock::now().plus_millis(60_000);
        ada.patch(&seat, json!({"timeoutUntil": until})).await.expect(200);
        post("silenced").await.refused(403, "FORBIDDEN");
        ada.patch(&seat, json!({"timeoutUntil": null})).await.expect(200);
        post("two").await.expect(201);

        ada.patch(&place, json!({"slowModeSeconds": 600})).await.expect(200);
        post("the first of the slow ones").await.expect(201);
        post("the second").await.refused(429, "RATE_LIMITED");
        ada.patch(&place, json!({"slowModeSeconds": 0})).await.expect(200);
        post("three").await.expect(201);

        ada.delete(&seat).await.expect(204);
        post("").await.refused(404, "NOT_FOUND");
        post("out").await.refused(404, "NOT_FOUND");
    }
}
