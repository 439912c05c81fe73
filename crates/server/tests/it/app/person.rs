//! Somebody with an account, signed in.

use hyper::Method;
use serde_json::{Value, json};

use super::{Answer, Socket, TestApp, http::Request};

/// Somebody with an account, signed in over HTTP.
#[derive(Clone)]
pub struct Person {
    /// Where the server was when they signed in; [`Person::moved`] follows a restart.
    pub base: String,
    pub id: String,
    pub username: String,
    pub access_token: String,
    pub refresh_token: String,
}

impl Person {
    pub const PASSWORD: &str = "heliotrope-umbrella-41";

    /// Registers with this body and signs in with the answer.
    pub async fn register(app: &TestApp, body: Value) -> Self {
        let username = body["username"].as_str().unwrap().to_owned();
        let token = app.post("/api/v1/auth/register", body).await.expect(201);
        Self::from_token(app, &username, &token).await
    }

    /// Signs in on another device.
    pub async fn login(app: &TestApp, username: &str, password: &str) -> Self {
        let body = json!({"username": username, "password": password});
        let token = app.post("/api/v1/auth/login", body).await.expect(200);
        Self::from_token(app, username, &token).await
    }

    async fn from_token(app: &TestApp, username: &str, token: &Value) -> Self {
        let text = |field: &str| token[field].as_str().unwrap().to_owned();
        let mut person = Self {
            base: app.base(),
            id: String::new(),
            username: username.to_owned(),
            access_token: text("access_token"),
            refresh_token: text("refresh_token"),
        };
        let me = person.get("/api/v1/users/me").await.expect(200);
        me["id"].as_str().unwrap().clone_into(&mut person.id);
        person
    }

    /// The same person, where the server is now.
    pub fn moved(&self, app: &TestApp) -> Self {
        Self {
            base: app.base(),
            ..self.clone()
        }
    }

    pub fn request(&self, method: Method, path: &str) -> Request {
        Request::new(method, path).bearer(&self.access_token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path).send(&self.base).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.request(Method::POST, path)
            .json(body)
            .send(&self.base)
            .await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.request(Method::PATCH, path)
            .json(body)
            .send(&self.base)
            .await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.request(Method::DELETE, path).send(&self.base).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.request(Method::PUT, path)
            .json(body)
            .send(&self.base)
            .await
    }

    /// Makes a channel in the first space; gives its id.
    pub async fn channel(&self, body: Value) -> String {
        let path = format!("/api/v1/spaces/{}/channels", self.space().await);
        let channel = self.post(&path, body).await.expect(201);
        channel["id"].as_str().unwrap().to_owned()
    }

    /// Sets what a channel gives and takes.
    pub async fn change(&self, channel: &str, target: &str, body: Value) -> Answer {
        let path = format!("/api/v1/channels/{channel}/overrides/{target}");
        self.put(&path, body).await
    }

    /// The ids of the channels one sees in the first space, however one asks.
    pub async fn sees(&self) -> Vec<String> {
        let ids = |channels: &Value| -> Vec<String> {
            let channels = channels.as_array().unwrap().iter();
            let ids = channels.map(|channel| channel["id"].as_str().unwrap().to_owned());
            ids.collect()
        };
        let sync = self.get("/api/v1/sync").await.expect(200);
        let path = format!("/api/v1/spaces/{}/channels", self.space().await);
        let listed = ids(&self.get(&path).await.expect(200)["items"]);
        assert_eq!(ids(&sync["spaces"][0]["channels"]), listed);
        let streams = sync["streams"].as_object().unwrap();
        assert!(listed.iter().all(|id| streams.contains_key(id)));
        listed
    }

    /// The id of the first space one belongs to.
    pub async fn space(&self) -> String {
        let spaces = self.get("/api/v1/spaces").await.expect(200);
        spaces["items"][0]["id"].as_str().unwrap().to_owned()
    }

    /// The id of the channel `general`.
    pub async fn general(&self) -> String {
        let sync = self.get("/api/v1/sync").await.expect(200);
        let channels = sync["spaces"][0]["channels"].as_array().unwrap();
        let general = channels.iter().find(|channel| channel["name"] == "general");
        general.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// The code of a new invite into the first space.
    pub async fn invite(&self) -> String {
        let path = format!("/api/v1/spaces/{}/invites", self.space().await);
        let invite = self.post(&path, json!({})).await.expect(201);
        invite["code"].as_str().unwrap().to_owned()
    }

    /// Writes into a channel.
    pub async fn say(&self, channel: &str, content: &str) -> Value {
        let path = format!("/api/v1/channels/{channel}/messages");
        self.post(&path, json!({"content": content}))
            .await
            .expect(201)
    }

    /// The newest page of a channel.
    pub async fn history(&self, channel: &str) -> Value {
        self.get(&format!("/api/v1/channels/{channel}/messages"))
            .await
            .expect(200)
    }

    /// A socket that follows these streams from their beginning.
    pub async fn following(&self, streams: &[&str]) -> Socket {
        let mut socket = self.socket().await;
        let from: serde_json::Map<_, _> = streams
            .iter()
            .map(|stream| ((*stream).to_owned(), json!(0)))
            .collect();
        socket
            .send(json!({"type": "resume", "streams": from}))
            .await;
        socket.expect("SYNCED").await;
        socket
    }

    /// Gives somebody a new role of the first space, above all others, with these permissions; gives
    /// its id.
    pub async fn give(&self, user: &Self, permissions: &[&str]) -> String {
        let space = self.space().await;
        let body = json!({"name": "role", "permissions": permissions});
        let path = format!("/api/v1/spaces/{space}/roles");
        let role = self.post(&path, body).await.expect(201);
        let role = role["id"].as_str().unwrap().to_owned();
        self.patch(&format!("/api/v1/roles/{role}"), json!({"position": 99}))
            .await
            .expect(200);
        self.patch(&user.seat(&space), json!({"roleIds": [role]}))
            .await
            .expect(200);
        role
    }

    /// Where a space has them as a member.
    pub fn seat(&self, space: &str) -> String {
        format!("/api/v1/spaces/{space}/members/{}", self.id)
    }

    /// A socket, opened with a ticket and past its `READY`.
    pub async fn socket(&self) -> Socket {
        let ticket = self
            .post("/api/v1/auth/ticket", json!({"purpose": "ws"}))
            .await
            .expect(200);
        let ticket = ticket["ticket"].as_str().unwrap();
        let mut socket = Socket::open(&self.base, &format!("ticket={ticket}")).await;
        socket.expect("READY").await;
        socket
    }
}
