//! What was written and is not acknowledged yet. No clock, no socket.
//!
//! A message stays here until the server says that it is on disk, or that it will not take it. After
//! every new connection whatever is here is sent again, in order, under the same nonce: so it is
//! there once, however often it was sent.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use parlor_protocol::{
    error::Code,
    ids::{AttachmentId, ChannelId, MessageId},
};
use serde::{Deserialize, Serialize};

use crate::error::means_not_done;

/// When a message is sent again after an answer that leaves its outcome unknown.
pub const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// How many messages may wait. One more is refused to whoever writes it.
pub const PENDING_MAX: usize = 1_000;

/// One message that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    /// 1 to 64 characters, never used before by this author.
    pub nonce: String,
    /// Where to.
    pub channel_id: ChannelId,
    /// The text.
    pub content: String,
    /// What it answers.
    pub reply_to_id: Option<MessageId>,
    /// Its files, which were uploaded before.
    pub attachment_ids: Vec<AttachmentId>,
}

impl Pending {
    /// A message that is text only.
    pub fn text(
        channel_id: ChannelId,
        nonce: impl Into<String>,
        content: impl Into<String>,
    ) -> Self {
        Self {
            nonce: nonce.into(),
            channel_id,
            content: content.into(),
            reply_to_id: None,
            attachment_ids: Vec::new(),
        }
    }
}

/// Where waiting messages outlive the process. Both are called before anything goes over the wire
/// that depends on them.
pub trait Store: Send {
    /// Keeps a message until it is forgotten.
    fn keep(&mut self, message: &Pending);
    /// The message is on the server's disk, or will never be.
    fn forget(&mut self, nonce: &str);
}

/// Keeps nothing: what was not acknowledged goes with the process.
impl Store for () {
    fn keep(&mut self, _: &Pending) {}
    fn forget(&mut self, _: &str) {}
}

/// What an `ERROR` about a message means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is not sent again.
    Final {
        /// What was refused.
        message: Pending,
        /// Whether it is certain that it is not there. It is not, where an earlier attempt had no
        /// answer: that one may have been carried out, before the right to write was lost.
        certain: bool,
    },
    /// It stays and is sent again.
    ForNow,
    /// There is no such message here.
    Unknown,
}

/// The messages of one person that wait, in the order they were written.
pub struct Outbox {
    entries: BTreeMap<u64, Entry>,
    next: u64,
    store: Box<dyn Store>,
}

struct Entry {
    message: Pending,
    sent: Sent,
    /// An attempt had no answer, or one that leaves it open.
    open: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sent {
    /// Not on this connection.
    No,
    /// On this connection; no answer yet.
    Yes,
    /// It was answered with "not now": from this moment on it is sent again.
    Again(Instant),
}

impl Default for Outbox {
    fn default() -> Self {
        Self::new(Box::new(()), Vec::new())
    }
}

impl Outbox {
    /// An outbox on this store, with what was kept in it, oldest first.
    pub fn new(store: Box<dyn Store>, kept: Vec<Pending>) -> Self {
        let entries = kept.into_iter().map(|message| Entry {
            message,
            sent: Sent::No,
            // It may have been sent by the run before.
            open: true,
        });
        let entries: BTreeMap<u64, Entry> = (0..).zip(entries).collect();
        Self {
            next: entries.len() as u64,
            entries,
            store,
        }
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether everything is acknowledged.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes a message in. Full: gives it back.
    pub fn add(&mut self, message: Pending) -> Result<(), Pending> {
        if self.entries.len() >= PENDING_MAX {
            return Err(message);
        }
        self.store.keep(&message);
        let entry = Entry {
            message,
            sent: Sent::No,
            open: false,
        };
        self.entries.insert(self.next, entry);
        self.next += 1;
        Ok(())
    }

    /// What to send now, in order; from then on it counts as sent on this connection.
    pub fn due(&mut self, now: Instant) -> Vec<Pending> {
        let due = self.entries.values_mut().filter(|entry| match entry.sent {
            Sent::No => true,
            Sent::Yes => false,
            Sent::Again(at) => at <= now,
        });
        due.map(|entry| {
            entry.sent = Sent::Yes;
            entry.message.clone()
        })
        .collect()
    }

    /// When [`Outbox::due`] will have something by itself.
    pub fn due_at(&self) -> Option<Instant> {
        let again = self.entries.values().filter_map(|entry| match entry.sent {
            Sent::Again(at) => Some(at),
            Sent::No | Sent::Yes => None,
        });
        again.min()
    }

    /// The connection is gone: whatever has no answer is sent again on the next one.
    pub fn disconnected(&mut self) {
        for entry in self.entries.values_mut() {
            entry.open |= entry.sent == Sent::Yes;
            entry.sent = Sent::No;
        }
    }

    /// An `ACK`: the message is on the server's disk. `None` when it is no longer here.
    pub fn acknowledged(&mut self, nonce: &str) -> Option<Pending> {
        let at = self.find(nonce)?;
        self.store.forget(nonce);
        self.entries.remove(&at).map(|entry| entry.message)
    }

    /// An `ERROR` about a message.
    pub fn refused(
        &mut self,
        now: Instant,
        nonce: &str,
        (code, retry_after): (Code, Option<Duration>),
    ) -> Refusal {
        let Some(at) = self.find(nonce) else {
            return Refusal::Unknown;
        };
        let Some(entry) = self.entries.get_mut(&at) else {
            return Refusal::Unknown;
        };
        let certain = !entry.open;
        entry.open |= !means_not_done(code);
        if code != Code::RateLimited && means_not_done(code) {
            return self
                .acknowledged(nonce)
                .map_or(Refusal::Unknown, |message| Refusal::Final {
                    message,
                    certain,
                });
        }
        entry.sent = Sent::Again(now + retry_after.unwrap_or(AGAIN_AFTER));
        Refusal::ForNow
    }

    fn find(&self, nonce: &str) -> Option<u64> {
        let found = self
            .entries
            .iter()
            .find(|(_, entry)| entry.message.nonce == nonce);
        found.map(|(at, _)| *at)
    }
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outbox({} waiting)", self.entries.len())
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeSet,
        sync::{Arc, Mutex},
    };

    use proptest::prelude::*;

    use super::*;

    fn message(number: usize) -> Pending {
        Pending::text(ChannelId::from_raw(1), format!("n{number}"), "hi")
    }

    fn nonces(messages: &[Pending]) -> Vec<&str> {
        messages.iter().map(|message| &*message.nonce).collect()
    }

    /// What has no answer is sent again on every new connection, in order, until it has one.
    #[test]
    fn a_message_is_sent_until_it_is_acknowledged() {
        let now = Instant::now();
        let mut outbox = Outbox::default();
        for number in 0..3 {
            outbox.add(message(number)).unwrap();
        }
        assert_eq!(nonces(&outbox.due(now)), ["n0", "n1", "n2"]);
        assert!(outbox.due(now).is_empty(), "once a connection");
        outbox.acknowledged("n1").unwrap();
        outbox.disconnected();
        assert_eq!(nonces(&outbox.due(now)), ["n0", "n2"]);
        assert_eq!(outbox.acknowledged("n1"), None);
        outbox.acknowledged("n0").unwrap();
        outbox.acknowledged("n2").unwrap();
        assert!(outbox.is_empty());
    }

    /// "No" takes it out; "not now" and "I do not know" send it again, when the server says.
    #[test]
    fn a_refusal_is_final_or_for_now() {
        let now = Instant::now();
        let mut outbox = Outbox::default();
        for number in 0..3 {
            outbox.add(message(number)).unwrap();
        }
        outbox.due(now);
        let refusal = outbox.refused(now, "n0", (Code::Forbidden, None));
        let (message, certain) = (message(0), true);
        assert_eq!(refusal, Refusal::Final { message, certain });
        let wait = Duration::from_secs(3);
        let refusal = outbox.refused(now, "n1", (Code::RateLimited, Some(wait)));
        assert_eq!(refusal, Refusal::ForNow);
        outbox.refused(now, "n2", (Code::Internal, None));
        assert_eq!(outbox.due_at(), Some(now + AGAIN_AFTER));
        assert_eq!(nonces(&outbox.due(now + AGAIN_AFTER)), ["n2"]);
        assert_eq!(nonces(&outbox.due(now + wait)), ["n1"]);
        let refusal = outbox.refused(now, "n9", (Code::Forbidden, None));
        assert_eq!(refusal, Refusal::Unknown);
    }

    /// Somebody may have lost the right to write between an attempt without an answer and the next.
    #[test]
    fn a_refusal_after_an_attempt_without_an_answer_is_not_certain() {
        let now = Instant::now();
        for lost in [true, false] {
            let mut outbox = Outbox::default();
            outbox.add(message(0)).unwrap();
            outbox.due(now);
            if lost {
                outbox.disconnected();
            } else {
                outbox.refused(now, "n0", (Code::Internal, None));
            }
            outbox.due(now + AGAIN_AFTER);
            let refusal = outbox.refused(now, "n0", (Code::NotFound, None));
            let (message, certain) = (message(0), false);
            assert_eq!(refusal, Refusal::Final { message, certain });
        }
    }

    #[test]
    fn one_more_than_a_thousand_is_given_back() {
        let mut outbox = Outbox::default();
        for number in 0..PENDING_MAX {
            outbox.add(message(number)).unwrap();
        }
        assert_eq!(outbox.add(message(9_999)), Err(message(9_999)));
    }

    /// What the store holds.
    #[derive(Clone, Default)]
    struct Shelf(Arc<Mutex<BTreeSet<String>>>);

    impl Store for Shelf {
        fn keep(&mut self, message: &Pending) {
            self.0.lock().unwrap().insert(message.nonce.clone());
        }
        fn forget(&mut self, nonce: &str) {
            self.0.lock().unwrap().remove(nonce);
        }
    }

    proptest! {
        /// Whatever is lost on the way: the store holds exactly what has no answer yet, and once the
        /// network is good every message has arrived, for the first time in the order written.
        #[test]
        fn every_message_arrives(losses in prop::collection::vec((any::<bool>(), any::<bool>()), 0..60)) {
            let now = Instant::now();
            let shelf = Shelf::default();
            let mut outbox = Outbox::new(Box::new(shelf.clone()), Vec::new());
            let mut arrived: Vec<String> = Vec::new();
            let mut written = 0;
            for (goes, comes) in losses.into_iter().chain([(true, true)]) {
                outbox.add(message(written)).unwrap();
                written += 1;
                outbox.disconnected();
                for sent in outbox.due(now) {
                    if !goes { break }
                    if !arrived.contains(&sent.nonce) {
                        arrived.push(sent.nonce.clone());
                    }
                    if comes {
                        outbox.acknowledged(&sent.nonce);
                    }
                }
                prop_assert_eq!(shelf.0.lock().unwrap().len(), outbox.len());
            }
            prop_assert!(outbox.is_empty());
            let all: Vec<String> = (0..written).map(|number| message(number).nonce).collect();
            prop_assert_eq!(arrived, all);
        }
    }
}
