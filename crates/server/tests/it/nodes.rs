//! Several nodes on one database: a right that is lost on one is lost on all.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::app::{Engine, Person, Socket, TestApp};

/// How soon another node knows.
const HEARD_MAX: Duration = Duration::from_secs(2);
/// How much later it may be seen here: the machine that runs the tests has other things to do.
const GRACE: Duration = Duration::from_secs(20);

/// Waits until the socket is shut out of a stream, and says how long it took.
async fn shut_out(socket: &mut Socket, stream: &str) -> Duration {
    let begun = Instant::now();
    loop {
        let reset = socket.expect("SYNC_RESET").await;
        if reset["stream"] == stream {
            assert_eq!(reset["reason"], "NO_ACCESS");
            return begun.elapsed();
        }
    }
}

/// Whoever loses a channel or a space on one node hears nothing more of it on another, also if they
/// follow nothing but the channel itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rights_end_on_every_node() {
    let Some(engine) = Engine::postgres() else {
        return;
    };
    let app = TestApp::start(engine).await;
    let ada = app.owner().await;
    app.join(&ada, "bo").await;
    app.join(&ada, "cy").await;
    let space = ada.space().await;
    let twin = app.twin().await;
    let bo = Person::login(&twin, "bo", Person::PASSWORD).await;
    let cy = Person::login(&twin, "cy", Person::PASSWORD).await;
    let role = ada.give(&bo, &[]).await;
    for way in ["private", "role", "override", "channel", "kick"] {
        let body = json!({"name": way, "private": way == "role"});
        let channel = ada.channel(body).await;
        let path = format!("/api/v1/channels/{channel}");
        let given = json!({"allow": ["VIEW_CHANNEL"]});
        if way == "role" {
            ada.change(&channel, &role, given.clone()).await.expect(204);
        }
        let mut his = bo.following(&[&channel]).await;
        let mut all = bo.following(&[&space, &channel]).await;
        let mut hers = cy.following(&[&space]).await;
        lose(&ada, &bo, (way, &space, &channel, &role)).await;
        let took = shut_out(&mut his, &channel).await;
        assert!(took < HEARD_MAX + GRACE, "{way}: {took:?}");
        shut_out(&mut all, &channel).await;
        if way == "kick" {
            shut_out(&mut all, &space).await;
        }
        bo.get(&path).await.refused(404, "NOT_FOUND");
        // Who kept the space hears of what comes next, and then the others would have.
        ada.channel(json!({"name": "after"})).await;
        hers.expect("CHANNEL_CREATED").await;
        for socket in [&mut his, &mut all] {
            let from = socket.seen.len();
            socket.send(json!({"type": "ping", "t": 1})).await;
            socket.expect("PONG").await;
            let told = |frame: &Value| frame.to_string().contains("without bo");
            assert!(!socket.seen[from..].iter().any(told), "{way}");
        }
    }
}

/// A space that is deleted on one node is gone on another: nobody there follows it any more, each is told
/// in their own stream, and its people do not hear of each other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_space_is_gone_on_every_node() {
    let Some(engine) = Engine::postgres() else {
        return;
    };
    let app = TestApp::start(engine).await;
    let ada = app.owner().await;
    app.join(&ada, "bo").await;
    app.join(&ada, "cy").await;
    let (space, general) = (ada.space().await, ada.general().await);
    let twin = app.twin().await;
    let bo = Person::login(&twin, "bo", Person::PASSWORD).await;
    let cy = Person::login(&twin, "cy", Person::PASSWORD).await;
    let mut his = bo.following(&[&space, &general]).await;
    let mut own = bo.following(&[&bo.id]).await;
    let mut hers = cy.socket().await;
    own.sees(&cy.id, "online", None).await;
    let path = format!("/api/v1/spaces/{space}");
    ada.delete(&path).await.expect(204);
    let begun = Instant::now();
    let mut out = BTreeSet::new();
    while out.len() < 2 {
        let reset = his.expect("SYNC_RESET").await;
        assert_eq!(reset["reason"], "NO_ACCESS");
        out.insert(reset["stream"].as_str().unwrap().to_owned());
    }
    assert_eq!(out, BTreeSet::from([space.clone(), general]));
    assert!(begun.elapsed() < HEARD_MAX + GRACE, "{:?}", begun.elapsed());
    bo.get(&path).await.refused(404, "NOT_FOUND");
    assert_eq!(own.expect("SPACE_LEFT").await["spaceId"], space);
    hers.send(json!({"type": "status_update", "status": "dnd"}))
        .await;
    hers.sees(&cy.id, "dnd", None).await;
    own.settle().await;
    assert_ne!(own.status_of(&cy.id).0, "dnd");
}

/// Takes a channel from somebody, in one of the ways there are, and speaks in it where it still is.
async fn lose(ada: &Person, bo: &Person, (way, space, channel, role): (&str, &str, &str, &str)) {
    let path = format!("/api/v1/channels/{channel}");
    match way {
        "private" => drop(ada.patch(&path, json!({"private": true})).await.expect(200)),
        "role" => drop(
            ada.patch(&bo.seat(space), json!({"roleIds": []}))
                .await
                .expect(200),
        ),
        "override" => {
            let taken = json!({"deny": ["VIEW_CHANNEL"]});
            ada.change(channel, &bo.id, taken).await.expect(204);
            ada.patch(&bo.seat(space), json!({"roleIds": [role]}))
                .await
                .expect(200);
        }
        "channel" => drop(ada.delete(&path).await.expect(204)),
        _ => drop(ada.delete(&bo.seat(space)).await.expect(204)),
    }
    if way != "channel" {
        ada.say(channel, "without bo").await;
    }
}
