//! Somebody in a call: their voice socket, and their phone.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Person, Socket, phone::Phone};

/// Sound that does not come within this time does not come, also on a loaded machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// Packets that are proof of being heard.
const ENOUGH: usize = 10;
/// How long somebody is listened to who must not be heard: many packets long.
const SILENCE: Duration = Duration::from_millis(600);

/// Somebody in a call.
pub struct Caller {
    pub socket: Socket,
    pub phone: Phone,
    /// What came first.
    pub ready: Value,
    mark: u64,
    /// The newest offer that was answered.
    pub rev: u64,
}

impl Caller {
    /// Comes into a call, and waits until sound can flow.
    pub async fn join(person: &Person, channel: &str) -> Self {
        let mut caller = Self::sit(person, channel).await;
        caller.pick_up().await;
        caller
    }

    /// Takes a seat; nothing is answered yet.
    pub async fn sit(person: &Person, channel: &str) -> Self {
        let mut socket = Self::dial(person, channel, "").await;
        let ready = socket.expect("ready").await;
        let mark = person.id.parse().unwrap();
        Self {
            socket,
            phone: Phone::new(mark),
            ready,
            mark,
            rev: 0,
        }
    }

    /// Opens a voice socket with a ticket.
    pub async fn dial(person: &Person, channel: &str, more: &str) -> Socket {
        let wish = json!({"purpose": "voice", "channelId": channel});
        let ticket = person.post("/api/v1/auth/ticket", wish).await.expect(200);
        let ticket = ticket["ticket"].as_str().unwrap();
        let query = format!("ticket={ticket}{more}");
        Socket::call(&person.base, channel, &query).await
    }

    /// Answers the next offer, and waits until sound can flow.
    pub async fn pick_up(&mut self) {
        let offer = self.socket.expect("offer").await;
        self.answer(&offer).await;
        let end = Instant::now() + PATIENCE;
        while !self.phone.is_connected() {
            assert!(Instant::now() < end, "no connection");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub async fn answer(&mut self, offer: &Value) {
        let sdp = self.phone.answer(offer["sdp"].as_str().unwrap());
        self.rev = offer["rev"].as_u64().unwrap();
        let answer = json!({"type": "answer", "sdp": sdp, "rev": self.rev});
        self.socket.send(answer).await;
    }

    /// What takes the same seat again.
    pub fn pass(&self) -> String {
        let text = |field: &str| self.ready[field].as_str().unwrap();
        format!("&resume={}.{}", text("sessionId"), text("resumeToken"))
    }

    /// Waits until somebody is heard from now on.
    pub async fn hears(&self, other: &Self) {
        let before = self.phone.heard(other.mark);
        let end = Instant::now() + PATIENCE;
        while self.phone.heard(other.mark) < before + ENOUGH {
            assert!(Instant::now() < end, "they are not heard");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Makes sure that somebody is not heard, though the call is there and they may go on speaking.
    /// What was on its way is let in first.
    pub async fn does_not_hear(&self, other: &Self) {
        tokio::time::sleep(SILENCE / 2).await;
        let before = self.phone.heard(other.mark);
        tokio::time::sleep(SILENCE).await;
        assert_eq!(self.phone.heard(other.mark), before, "they are heard");
    }

    /// Waits until somebody's screen is seen from now on.
    pub async fn sees(&self, other: &Self) {
        let before = self.phone.seen(other.mark);
        let end = Instant::now() + PATIENCE;
        while self.phone.seen(other.mark) < before + ENOUGH {
            assert!(Instant::now() < end, "they are not seen");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Makes sure that somebody's screen is not seen, though they may go on sending it.
    pub async fn does_not_see(&self, other: &Self) {
        tokio::time::sleep(SILENCE / 2).await;
        let before = self.phone.seen(other.mark);
        tokio::time::sleep(SILENCE).await;
        assert_eq!(self.phone.seen(other.mark), before, "they are seen");
    }

    /// A command, and what it is answered.
    pub async fn ask(&mut self, command: Value) -> Value {
        self.socket.ask("r", command).await
    }

    /// Does something about somebody; gives the type of the answer, or the code of the refusal.
    pub async fn moderate(&mut self, user: &Person, action: &str, more: Value) -> String {
        let mut command = json!({"type": "moderate", "userId": user.id, "action": action});
        for (field, value) in more.as_object().into_iter().flatten() {
            command[field] = value.clone();
        }
        let answer = self.ask(command).await;
        let told = answer.get("code").unwrap_or(&answer["type"]);
        told.as_str().unwrap().to_owned()
    }

    /// The ids of who is told to be there.
    pub fn participants(&self) -> Vec<String> {
        let all = self.ready["participants"].as_array().unwrap().iter();
        all.map(|it| it["user"]["id"].as_str().unwrap().to_owned())
            .collect()
    }
}
