//! Writing much, and reading a stream as a client must.

use serde_json::{Value, json};

use super::{Options, Person, Socket};

/// More than anybody may say in a test about pace.
pub const FAST: u32 = 1_000_000;

/// What a client keeps of one stream. It accepts no hole and nothing twice.
pub struct Reader {
    stream: String,
    pub cursor: u64,
    pub events: Vec<Value>,
    /// How many `SYNC` pages came.
    pub pages: usize,
}

impl Reader {
    pub fn new(stream: &str, cursor: u64) -> Self {
        Self {
            stream: stream.to_owned(),
            cursor,
            events: Vec::new(),
            pages: 0,
        }
    }

    /// Takes in a frame, if it is about this stream.
    pub fn take(&mut self, frame: &Value) {
        if frame["stream"] != self.stream.as_str() {
            return;
        }
        assert_ne!(frame["type"], "SYNC_RESET", "{frame}");
        if frame["type"] != "SYNC" {
            return self.event(frame);
        }
        self.pages += 1;
        assert_eq!(frame["from"], self.cursor + 1, "{frame}");
        let events = frame["events"].as_array().unwrap();
        assert!((1..=200).contains(&events.len()), "{} events", events.len());
        // The limit is of the events' bytes; what is around them and how they are written is not.
        assert!(
            frame.to_string().len() < 66 * 1024,
            "{} bytes",
            frame.to_string().len()
        );
        for event in events {
            assert_eq!(event["stream"], self.stream.as_str(), "{event}");
            self.event(event);
        }
        assert_eq!(frame["to"], self.cursor);
    }

    fn event(&mut self, event: &Value) {
        assert_eq!(
            event["seq"],
            self.cursor + 1,
            "the next and no other: {event}"
        );
        self.cursor += 1;
        self.events.push(event.clone());
    }

    /// Reads on until the stream has come this far.
    pub async fn reach(&mut self, socket: &mut Socket, seq: u64) {
        while self.cursor < seq {
            let frame = socket.next().await;
            let frame =
                frame.unwrap_or_else(|| panic!("closed {:?} at {}", socket.closed, self.cursor));
            self.take(&frame);
            if socket.seen.len().is_multiple_of(20) {
                // It may take a while, and who says nothing is taken for gone.
                socket.send(json!({"type": "ping"})).await;
            }
        }
    }

    /// The texts of the messages that came.
    pub fn contents(&self) -> Vec<&str> {
        let messages = self
            .events
            .iter()
            .filter(|event| event["type"] == "NEW_MESSAGE");
        messages
            .map(|event| event["message"]["content"].as_str().unwrap())
            .collect()
    }
}

/// Writes many messages through several sockets of one person, as fast as they are acknowledged.
/// Each socket keeps the order of its own.
pub async fn write_many(writers: &mut [Socket], channel: &str, texts: &[String]) {
    let share = texts.len().div_ceil(writers.len());
    let shares = writers.iter_mut().zip(texts.chunks(share));
    futures_util::future::join_all(shares.map(|(socket, texts)| write(socket, channel, texts)))
        .await;
}

async fn write(socket: &mut Socket, channel: &str, texts: &[String]) {
    const UNANSWERED: usize = 8;
    for (sent, content) in texts.iter().enumerate() {
        if sent >= UNANSWERED {
            socket.expect("ACK").await;
        }
        let send = json!({"type": "send_message", "channelId": channel, "content": content});
        socket.send(send).await;
    }
    for _ in 0..texts.len().min(UNANSWERED) {
        socket.expect("ACK").await;
    }
}

/// So many sockets to write with.
pub async fn writers(author: &Person) -> Vec<Socket> {
    const WRITERS: usize = 8;
    let mut writers = Vec::new();
    for _ in 0..WRITERS {
        writers.push(author.socket().await);
    }
    writers
}

pub fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list
}

pub fn fast() -> Options {
    Options::default()
        .env("PARLOR_LIMITS__SENDS_PER_5_S", FAST)
        .env("PARLOR_LIMITS__CHANGES_PER_10_S", FAST)
        .env("PARLOR_LIMITS__COMMANDS_PER_10_S", FAST)
}
