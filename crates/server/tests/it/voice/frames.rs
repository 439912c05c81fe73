//! Sound in binary frames on the voice socket, where WebRTC does not get through, among others who have it by UDP.

use std::time::Duration;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::Pair;
use crate::app::{Caller, Engine, Person, TestApp};

/// Sound that does not come within this time does not come, also on a loaded machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// A packet of sound.
const PACKET: Duration = Duration::from_millis(20);
/// How long somebody is listened to who must not be heard.
const SILENCE: Duration = Duration::from_millis(600);

async fn pair() -> Pair {
    Pair::of(TestApp::start(Engine::Sqlite).await).await
}

/// A frame as a browser sends it, with a mark for sound.
fn frame(mark: u64, seq: u16) -> Vec<u8> {
    let mut frame = vec![1];
    frame.extend(20_u16.to_be_bytes());
    frame.extend((u32::from(seq) * 960).to_be_bytes());
    frame.extend(seq.to_be_bytes());
    frame.extend(mark.to_be_bytes());
    frame
}

/// Somebody whom no datagram reaches.
struct Cut {
    caller: Caller,
    mark: u64,
    seq: u16,
}

impl Cut {
    /// In the call, by frames.
    async fn off(person: &Person, channel: &str) -> Self {
        let mut caller = Caller::sit(person, channel).await;
        let by = json!({"type": "transport", "transport": "ws"});
        assert_eq!(caller.ask(by).await["type"], "ack");
        Self {
            caller,
            mark: person.id.parse().unwrap(),
            seq: 0,
        }
    }

    async fn say(&mut self, packets: usize) {
        for _ in 0..packets {
            self.seq = self.seq.wrapping_add(1);
            let frame = frame(self.mark, self.seq);
            self.caller.socket.send_raw(Message::binary(frame)).await;
            self.caller.socket.listen(PACKET).await;
        }
    }

    /// How many frames it has heard with this mark.
    fn heard(&self, mark: u64) -> usize {
        let mark = mark.to_be_bytes();
        let sounds = self.caller.socket.sounds.iter();
        sounds.filter(|frame| frame[9..] == mark).count()
    }

    /// Speaks until the other one hears it.
    async fn is_heard(&mut self, other: &Caller) {
        let before = other.phone.heard(self.mark);
        let heard = async {
            while other.phone.heard(self.mark) < before + 10 {
                self.say(1).await;
            }
        };
        let heard = tokio::time::timeout(PATIENCE, heard).await;
        heard.expect("what is said in frames is heard");
    }

    /// Speaks, and the other one hears nothing of it.
    async fn is_not_heard(&mut self, other: &Caller) {
        self.say(10).await;
        let before = other.phone.heard(self.mark);
        self.say(30).await;
        assert_eq!(other.phone.heard(self.mark), before);
    }

    async fn hears(&mut self, mark: u64) {
        let before = self.heard(mark);
        let heard = async {
            while self.heard(mark) < before + 10 {
                assert!(self.caller.socket.hear().await);
            }
        };
        let heard = tokio::time::timeout(PATIENCE, heard).await;
        heard.expect("what others say comes in frames");
    }

    async fn hears_nothing_of(&mut self, mark: u64) {
        self.caller.socket.listen(SILENCE / 2).await;
        let before = self.heard(mark);
        self.caller.socket.listen(SILENCE).await;
        assert_eq!(self.heard(mark), before);
    }
}

fn mark(person: &Person) -> u64 {
    person.id.parse().unwrap()
}

fn set(muted: bool, deafened: bool) -> Value {
    json!({"type": "voice_state", "muted": muted, "deafened": deafened})
}

/// One by UDP and one by frames hear each other, are told on which slot, and hear each other still when the one by frames comes
/// back on another socket. Back by WebRTC, nothing comes in frames any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_and_datagrams_meet() {
    let pair = pair().await;
    let ada = Caller::join(&pair.ada, &pair.lounge).await;
    ada.phone.speak(true);
    let mut bo = Cut::off(&pair.bo, &pair.lounge).await;
    assert_eq!(bo.caller.ready["transport"], "udp");
    bo.hears(mark(&pair.ada)).await;
    let first = bo.caller.socket.sounds[0].clone();
    let slot = u16::from_be_bytes([first[1], first[2]]).to_string();
    let told = bo.caller.socket.seen.iter();
    let is_ada = |it: &&Value| it["mid"] == slot && it["userId"] == *pair.ada.id;
    assert_eq!(told.filter(is_ada).count(), 1);
    bo.is_heard(&ada).await;

    let pass = bo.caller.pass();
    let mut again = Caller::dial(&pair.bo, &pair.lounge, &pass).await;
    let ready = again.expect("ready").await;
    assert_eq!(ready["sessionId"], bo.caller.ready["sessionId"]);
    assert_eq!(ready["transport"], "ws");
    bo.caller.socket = again;
    bo.hears(mark(&pair.ada)).await;
    bo.is_heard(&ada).await;

    let by = json!({"type": "transport", "transport": "tcp"});
    assert_eq!(bo.caller.ask(by).await["type"], "ack");
    bo.hears_nothing_of(mark(&pair.ada)).await;
    bo.is_not_heard(&ada).await;
}

/// Whoever is muted, deaf, or may not speak is so by frames as well, in the same moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rights_are_the_same_in_frames() {
    let pair = pair().await;
    let mut ada = Caller::join(&pair.ada, &pair.lounge).await;
    ada.phone.speak(true);
    let mut bo = Cut::off(&pair.bo, &pair.lounge).await;
    bo.is_heard(&ada).await;

    bo.caller.ask(set(true, false)).await;
    bo.is_not_heard(&ada).await;
    bo.hears(mark(&pair.ada)).await;
    bo.caller.ask(set(false, true)).await;
    bo.hears_nothing_of(mark(&pair.ada)).await;
    bo.is_not_heard(&ada).await;
    bo.caller.ask(set(false, false)).await;
    bo.is_heard(&ada).await;

    assert_eq!(ada.moderate(&pair.bo, "mute", json!({})).await, "ack");
    bo.is_not_heard(&ada).await;
    assert_eq!(ada.moderate(&pair.bo, "unmute", json!({})).await, "ack");
    bo.is_heard(&ada).await;

    let path = format!("/api/v1/channels/{}/overrides/{}", pair.lounge, pair.bo.id);
    let wish = json!({"deny": ["SPEAK"], "allow": []});
    pair.ada.put(&path, wish).await.expect(204);
    bo.is_not_heard(&ada).await;
    bo.hears(mark(&pair.ada)).await;
}

/// Who sends frames without having said so is not heard by them; what is no frame is told; a flood of frames ends the socket, and
/// the others are not flooded.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_have_limits() {
    let pair = pair().await;
    let ada = Caller::join(&pair.ada, &pair.lounge).await;
    let mut bo = Cut::off(&pair.bo, &pair.lounge).await;
    let by = json!({"type": "transport", "transport": "udp"});
    bo.caller.ask(by).await;
    bo.is_not_heard(&ada).await;
    for length in [0, 9, 9 + 1_276] {
        let frame = Message::binary(vec![1; length]);
        bo.caller.socket.send_raw(frame).await;
        let told = bo.caller.socket.expect("error").await;
        assert_eq!(told["code"], "MALFORMED", "{length}");
    }
    let by = json!({"type": "transport", "transport": "ws"});
    bo.caller.ask(by).await;
    let heard = ada.phone.heard(bo.mark);
    for seq in 1_000..5_600 {
        let frame = frame(bo.mark, seq);
        if !bo.caller.socket.try_send_raw(Message::binary(frame)).await {
            break;
        }
    }
    assert_eq!(bo.caller.socket.expect_close().await, Some(4029));
    let end = tokio::time::Instant::now() + SILENCE;
    tokio::time::sleep_until(end).await;
    let heard = ada.phone.heard(bo.mark) - heard;
    // The burst that one seat has, and what its budget grows by while a slow machine reads 4,500 frames.
    assert!((1..3_000).contains(&heard), "{heard}");
}
