//! A deleted place is gone when that is answered; its rows and files go, and a space's many members are
//! told, in the background.

use parlor_auth::password::PasswordHash;
use parlor_protocol::{ids::UserId, time::Timestamp};
use parlor_storage::accounts::{Entry, NewAccount};
use serde_json::{Value, json};

use crate::{
    app::{Person, TestApp, reader},
    attachments::{kept, until_kept, upload},
};

/// More than a few of the writes that clear them away take.
const MESSAGES: usize = 350;

/// More than a few of the writes that tell them take.
const MEMBERS: i64 = 600;

/// Lets many come in who joined after somebody: nobody who could sign in.
async fn crowd(app: &TestApp, after: &Person) {
    app.terminate();
    app.ended().await;
    let storage = app.storage().await;
    let after: i64 = after.id.parse().unwrap();
    let arrivals = (1..=MEMBERS).map(|number| {
        let storage = storage.clone();
        tokio::spawn(async move {
            let name = format!("somebody-{number}");
            let account = NewAccount {
                id: UserId::from_raw(after + number),
                display_name: name.clone(),
                username: name,
                email: None,
                password: PasswordHash::from_stored("no password".to_owned()),
                created_at: Timestamp::from_millis(1_800_000_000_000),
                entry: Entry::Open,
                session: None,
            };
            let _events = storage.accounts().register(account).await.unwrap();
        })
    });
    for arrival in arrivals.collect::<Vec<_>>() {
        arrival.await.unwrap();
    }
    storage.close().await;
    app.restart().await;
}

/// What somebody's own log tells them, from its beginning.
async fn own_log(person: &Person) -> Vec<Value> {
    let mut socket = person.socket().await;
    socket
        .send(json!({"type": "resume", "streams": {(person.id.as_str()): 0}}))
        .await;
    let page = socket.expect("SYNC").await;
    page["events"].as_array().unwrap().clone()
}

/// Nothing that somebody can ask tells that they were in the space, or of who was there with them.
async fn is_alone(person: &Person, space: &str, other: &Person) {
    let sync = person.get("/api/v1/sync").await.expect(200);
    assert_eq!(sync["spaces"], json!([]));
    let streams: Vec<&String> = sync["streams"].as_object().unwrap().keys().collect();
    assert_eq!(streams, [&person.id]);
    let there = sync["presences"].as_array().unwrap().iter();
    assert!(
        there
            .map(|each| &each["userId"])
            .all(|user| *user != *other.id)
    );
    let spaces = person.get("/api/v1/spaces").await.expect(200);
    assert_eq!(spaces["items"], json!([]));
    for gone in [
        format!("/api/v1/spaces/{space}/members"),
        format!("/api/v1/users/{}", other.id),
    ] {
        person.get(&gone).await.refused(404, "NOT_FOUND");
    }
    let dm = person
        .post("/api/v1/dms", json!({"userIds": [other.id]}))
        .await;
    dm.refused(404, "NOT_FOUND");
}

on_both_engines! {
    /// Whoever deletes a large channel waits for none of it, nor does anybody else; a server that is
    /// killed in the middle goes on with it, and in the end the files are gone from the disk too.
    async fn a_large_channel_goes_in_the_background(started: TestApp) {
        let engine = started.engine;
        drop(started);
        let app = TestApp::start_with(engine, reader::fast()).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let channel = ada.channel(json!({"name": "large"})).await;
        let texts: Vec<String> = (0..MESSAGES).map(|number| format!("text {number}")).collect();
        let mut writers = reader::writers(&ada).await;
        reader::write_many(&mut writers, &channel, &texts).await;
        // In the newest message: all others go before it.
        let file = upload(&ada, "last.txt", b"the last").await;
        let body = json!({"content": "", "attachmentIds": [file["id"]]});
        let messages = format!("/api/v1/channels/{channel}/messages");
        let last = ada.post(&messages, body).await.expect(201);
        let path = format!("/api/v1/channels/{channel}");
        ada.delete(&path).await.expect(204);
        app.kill();
        app.restart().await;

        assert_eq!(kept(&app).len(), 1, "it was killed before the last of it went");
        let ada = ada.moved(&app);
        ada.get(&path).await.refused(404, "NOT_FOUND");
        ada.get(&messages).await.refused(404, "NOT_FOUND");
        let last = format!("/api/v1/messages/{}/reactions/x", last["id"].as_str().unwrap());
        ada.get(&last).await.refused(404, "NOT_FOUND");
        ada.get(file["url"].as_str().unwrap()).await.refused(404, "NOT_FOUND");
        let found = ada.get("/api/v1/search?q=text").await.expect(200);
        assert_eq!(found["items"], json!([]));
        ada.say(&general, "meanwhile").await;
        until_kept(&app, 0).await;
        ada.delete(&path).await.refused(404, "NOT_FOUND");
    }

    /// A space of many is gone for each of them when its deletion is answered, also for who is not told
    /// yet when the server is killed: they are told by the next one, once, and see nothing of it or of
    /// each other meanwhile.
    async fn a_space_of_many_goes_in_the_background(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        crowd(&app, &bo).await;
        let (ada, bo) = (ada.moved(&app), bo.moved(&app));
        let zoe = app.join(&ada, "zoe").await;
        let space = ada.space().await;
        let mut socket = zoe.socket().await;
        let streams = json!({(space.as_str()): 0, (zoe.id.as_str()): 0});
        socket.send(json!({"type": "resume", "streams": streams})).await;
        socket.expect("SYNCED").await;
        let joined = own_log(&zoe).await.len();
        let mut first = bo.socket().await;
        first.send(json!({"type": "resume", "streams": {(bo.id.as_str()): 0}})).await;
        first.expect("SYNCED").await;

        ada.delete(&format!("/api/v1/spaces/{space}")).await.expect(204);
        let reset = socket.expect("SYNC_RESET").await;
        assert_eq!((&reset["stream"], &reset["reason"]), (&json!(space), &json!("NO_ACCESS")));
        is_alone(&zoe, &space, &bo).await;
        // The first are told with the deletion itself.
        assert_eq!(first.expect("SPACE_LEFT").await["spaceId"], space);
        app.kill();
        let storage = app.storage().await;
        let stream = zoe.id.parse::<UserId>().unwrap().into();
        let page = storage.streams().page(stream, 0, 9).await.unwrap().unwrap();
        assert_eq!(page.events.len(), joined, "it was killed before the last was told");
        storage.close().await;
        app.restart().await;

        let (zoe, bo) = (zoe.moved(&app), bo.moved(&app));
        is_alone(&zoe, &space, &bo).await;
        let mut socket = zoe.socket().await;
        let from = json!({(zoe.id.as_str()): joined});
        socket.send(json!({"type": "resume", "streams": from})).await;
        let told = loop {
            let frame = socket.next().await.expect("SPACE_LEFT");
            let told = if frame["type"] == "SYNC" { frame["events"][0].clone() } else { frame };
            if told["type"] == "SPACE_LEFT" {
                break told;
            }
        };
        assert_eq!((&told["spaceId"], &told["seq"]), (&json!(space), &json!(joined + 1)));
        is_alone(&zoe, &space, &bo).await;
        assert_eq!(own_log(&zoe).await.len(), joined + 1);
    }
}
