//! Messages that call everybody or a role, until those who are here are told.

use parlor_protocol::messages::Message;
use tokio::sync::{Mutex, mpsc};

/// How many wait at most; of more, only the count of mentions tells.
const WAITING_MAX: usize = 256;

/// Messages that call many.
#[derive(Debug)]
pub struct Everybody {
    queue: mpsc::Sender<Message>,
    // tokio Mutex: one task waits with it for as long as the server runs.
    waiting: Mutex<mpsc::Receiver<Message>>,
}

impl Default for Everybody {
    fn default() -> Self {
        let (queue, waiting) = mpsc::channel(WAITING_MAX);
        let waiting = Mutex::new(waiting);
        Self { queue, waiting }
    }
}

impl Everybody {
    /// A message was written; if it calls everybody or a role, they are told.
    pub fn hear(&self, message: &Message) {
        if message.mentions.everyone || !message.mentions.role_ids.is_empty() {
            // Full: this is advice, and the count of mentions has it all the same.
            let _ = self.queue.try_send(message.clone());
        }
    }

    /// Waits for the next one; `None` never comes, as the queue lives as long as this.
    pub(super) async fn next(&self) -> Option<Message> {
        self.waiting.lock().await.recv().await
    }
}
