//! Calls: real voice sockets, and real sound over UDP and over the sockets themselves.

mod check;
mod frames;
mod hearing;
mod limits;
mod mirror;
mod rights;
mod rosters;
mod seats;
mod video;

use serde_json::{Value, json};

use crate::app::{Caller, Person, TestApp};

/// An owner and a member, and the voice channel of their space.
pub struct Pair {
    pub app: TestApp,
    pub ada: Person,
    pub bo: Person,
    pub lounge: String,
}

impl Pair {
    pub async fn of(app: TestApp) -> Self {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let lounge = ada.channel(json!({"name": "call", "kind": "voice"})).await;
        Self {
            app,
            ada,
            bo,
            lounge,
        }
    }

    /// Both in the call, who hear each other.
    pub async fn talk(&self) -> (Caller, Caller) {
        let ada = Caller::join(&self.ada, &self.lounge).await;
        let bo = Caller::join(&self.bo, &self.lounge).await;
        ada.phone.speak(true);
        bo.phone.speak(true);
        ada.hears(&bo).await;
        bo.hears(&ada).await;
        (ada, bo)
    }

    /// Who is in the call, as `GET /channels/{id}/voice` tells somebody.
    pub async fn list(&self, person: &Person) -> Value {
        let path = format!("/api/v1/channels/{}/voice", self.lounge);
        person.get(&path).await.expect(200)
    }
}

/// The ids of people in a list.
pub fn ids(items: &Value) -> Vec<&str> {
    let items = items.as_array().unwrap().iter();
    items.map(|it| it["user"]["id"].as_str().unwrap()).collect()
}
