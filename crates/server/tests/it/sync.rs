//! `GET /sync`, and what follows from it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::app::{Person, Socket, reader::fast};

/// How often the space is changed meanwhile, in several ways each time.
const CHANGES: usize = 60;

/// How often somebody begins anew in that time.
const BEGINNINGS: usize = 12;

/// Channels or roles, by id, without where their streams stand.
type Known = BTreeMap<String, Value>;

/// What a client knows of the one space it sees.
#[derive(Debug, Clone, PartialEq)]
struct View {
    channels: Known,
    roles: Known,
    nickname: Value,
    last_message: Value,
}

/// A client that began with one `/sync` and goes on from its positions.
struct Client {
    view: View,
    /// Of the space, of `general` and of one's own stream.
    cursors: BTreeMap<String, u64>,
    socket: Socket,
}

fn known(things: &Value) -> Known {
    let things = things.as_array().unwrap().iter();
    let bare = |thing: &Value| {
        let mut thing = thing.clone();
        thing.as_object_mut().unwrap().remove("lastSeq");
        thing
    };
    things
        .map(|thing| (text(thing, "id"), bare(thing)))
        .collect()
}

fn text(thing: &Value, field: &str) -> String {
    thing[field].as_str().unwrap().to_owned()
}

/// What an answer of `/sync` shows, and where these streams stand in it.
fn read(sync: &Value, streams: &[&str]) -> (View, BTreeMap<String, u64>) {
    let space = &sync["spaces"][0];
    let states = sync["readStates"].as_array().unwrap().iter();
    let mut general = states.filter(|state| state["channelId"] == streams[1]);
    let view = View {
        channels: known(&space["channels"]),
        roles: known(&space["roles"]),
        nickname: space["me"]["nickname"].clone(),
        last_message: general.next().unwrap()["lastMessageSeq"].clone(),
    };
    let cursors = streams.iter().map(|stream| {
        let seq = sync["streams"][stream].as_u64();
        ((*stream).to_owned(), seq.unwrap())
    });
    (view, cursors.collect())
}

impl Client {
    async fn begin(person: &Person, streams: &[&str]) -> Self {
        let sync = person.get("/api/v1/sync").await.expect(200);
        let (view, cursors) = read(&sync, streams);
        let mut socket = person.socket().await;
        let resume = json!({"type": "resume", "streams": cursors});
        socket.send(resume).await;
        Self {
            view,
            cursors,
            socket,
        }
    }

    /// Follows until the streams stand there.
    async fn reach(&mut self, cursors: &BTreeMap<String, u64>) {
        while self.cursors != *cursors {
            let frame = self.socket.next().await.expect("what was changed");
            assert_ne!(frame["type"], "SYNC_RESET", "{frame}");
            if frame["type"] == "SYNC" {
                for event in frame["events"].as_array().unwrap() {
                    self.take(event);
                }
            } else if frame["seq"].is_u64() && frame["stream"].is_string() {
                self.take(&frame);
            }
        }
    }

    fn take(&mut self, event: &Value) {
        let cursor = self.cursors.get_mut(event["stream"].as_str().unwrap());
        let cursor = cursor.expect("a stream that was asked for");
        assert_eq!(event["seq"], *cursor + 1, "nothing twice, no hole: {event}");
        *cursor += 1;
        let put = |things: &mut Known, thing: &Value| {
            let (id, thing) = known(&json!([thing])).pop_first().unwrap();
            things.insert(id, thing);
        };
        match event["type"].as_str().unwrap() {
            "CHANNEL_CREATED" | "CHANNEL_UPDATED" => {
                put(&mut self.view.channels, &event["channel"]);
            }
            "CHANNEL_DELETED" => _ = self.view.channels.remove(&text(event, "channelId")),
            "ROLE_CREATED" | "ROLE_UPDATED" => put(&mut self.view.roles, &event["role"]),
            "ROLE_DELETED" => _ = self.view.roles.remove(&text(event, "roleId")),
            "MEMBER_UPDATED" => self.view.nickname = event["member"]["nickname"].clone(),
            "NEW_MESSAGE" => self.view.last_message = event["seq"].clone(),
            other => panic!("nobody did that: {other}"),
        }
    }
}

/// Changes the space in many ways, over and over.
async fn change(ada: Person, (space, general, seat): (String, String, String)) {
    let made = |answer: Value| text(&answer, "id");
    for number in 0..CHANGES {
        let name = json!({"name": format!("n-{number}")});
        let channels = format!("/api/v1/spaces/{space}/channels");
        let channel = made(ada.post(&channels, name.clone()).await.expect(201));
        let channel = format!("/api/v1/channels/{channel}");
        ada.say(&general, &format!("message {number}")).await;
        ada.patch(&channel, json!({"topic": "t"})).await.expect(200);
        let nickname = json!({"nickname": format!("nick-{number}")});
        ada.patch(&seat, nickname).await.expect(200);
        let roles = format!("/api/v1/spaces/{space}/roles");
        let role = made(ada.post(&roles, name).await.expect(201));
        let role = format!("/api/v1/roles/{role}");
        ada.patch(&role, json!({"color": "#123456"}))
            .await
            .expect(200);
        if !number.is_multiple_of(10) {
            ada.delete(&role).await.expect(204);
            ada.delete(&channel).await.expect(204);
        }
    }
}

on_both_engines! {
    /// What `/sync` shows is everything up to the positions in it and nothing after them: whoever
    /// reads it while others change the place, and goes on from there, knows in the end what who comes
    /// later is shown.
    async fn what_it_shows_and_what_follows_is_everything(app: TestApp) {
        let options = fast().env("PARLOR_LIMITS__SOCKETS_PER_USER_MAX", BEGINNINGS + 1);
        let app = app.with(options).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (space, general) = (ada.space().await, ada.general().await);
        let streams = [space.as_str(), general.as_str(), bo.id.as_str()];
        let place = (space.clone(), general.clone(), bo.seat(&space));
        let changing = tokio::spawn(change(ada.clone(), place));
        let mut clients = Vec::new();
        while clients.len() < BEGINNINGS {
            clients.push(Client::begin(&bo, &streams).await);
        }
        let began = clients.iter().map(|client| client.cursors[&space]);
        let began: std::collections::BTreeSet<u64> = began.collect();
        changing.await.unwrap();
        let sync = bo.get("/api/v1/sync").await.expect(200);
        let (view, cursors) = read(&sync, &streams);
        assert!(began.len() > 1 && began.iter().all(|seq| *seq < cursors[&space]), "{began:?}");
        for client in &mut clients {
            client.reach(&cursors).await;
            assert_eq!(client.view, view);
        }
    }
}
