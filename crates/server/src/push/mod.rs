//! Web push: telling the browsers of people who are away what calls them.
//!
//! - A session subscribes its browser: an address of a push service, which is somebody else's server,
//!   and the keys to encrypt with. The subscription ends with the session.
//! - What calls somebody (a mention, an answer, a direct message, and everybody or a role of theirs)
//!   waits for `push.delay_seconds`. What they have read by then, or may not see any more, is not
//!   sent, nor anything to who is not to be disturbed or wants nothing from there. While
//!   they are at a device that is connected here they are not told; when they leave it within
//!   [`ATTENDED_MAX`] without having read it, they are.
//! - All that waits of one channel for one device is one push; a later one takes the place of an earlier
//!   one, at the push service (`Topic`) and on the screen.
//! - Every attempt asks again whether there is still something to tell, goes through
//!   [`outbound`](crate::outbound), and has its time and size limited there. A push service that is
//!   away is asked [`ATTEMPTS_MAX`] times, when it says so or ever later; an address where nobody is
//!   any more is forgotten.
//! - [`HEARD_MAX`] messages wait until it is looked up whom they reach, and [`WAITING_MAX`] devices and
//!   channels until they are told; [`AT_ONCE`] are told at the same time. Of more, nobody is told: the
//!   message is there all the same, and counts as unread.
//! - Nothing of this is stored: the node that commits a message tells of it, and what waits when the
//!   process ends is not sent. A restart repeats nothing.

mod background;
mod deliver;
pub mod http;
mod payload;
mod service;
mod state;
mod subscribe;
mod waiting;

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use metrics::{counter, describe_counter};
use parlor_protocol::{
    event::Event, ids::UserId, messages::Message, notifications::NotificationKind,
};
use tokio::sync::mpsc;

pub use self::{
    background::start,
    state::state,
    subscribe::{SubscribeError, subscribe, unsubscribe},
};
use crate::{config::Config, outbound::Outbound};

/// How many messages wait until it is looked up whom they reach.
const HEARD_MAX: usize = 1_024;
/// How many channels wait, each for one device, until they are told of.
const WAITING_MAX: usize = 16_384;
/// How many devices are told at the same time.
const AT_ONCE: usize = 16;
/// How many of them at one push service: all browsers of one maker have the same.
const AT_ONCE_PER_HOST: usize = 8;
/// How often a push service is asked to take one message.
const ATTEMPTS_MAX: u32 = 5;
/// How long a message waits for somebody who is at a device to read it there, or to leave it. As
/// long as it takes a client to say that nobody is at it.
const ATTENDED_MAX: Duration = Duration::from_mins(11);

const TOLD: &str = "parlor_push_total";
const UNTOLD: &str = "parlor_push_dropped_total";

/// What the numbers mean.
pub(crate) fn describe() {
    describe_counter!(TOLD, "Web push messages, by what the push service said.");
    describe_counter!(
        UNTOLD,
        "What nobody was told by web push because too much waited."
    );
}

fn count(result: &'static str) {
    counter!(TOLD, "result" => result).increment(1);
}

fn count_untold() {
    counter!(UNTOLD).increment(1);
}

/// The way to browsers.
pub struct Push {
    way: Option<Way>,
}

struct Way {
    queue: mpsc::Sender<Heard>,
    /// Taken by the one task that tells.
    heard: Mutex<Option<mpsc::Receiver<Heard>>>,
    outbound: Outbound,
    /// Whom push services write to.
    contact: Option<String>,
    delay: Duration,
}

/// A message that calls somebody.
#[derive(Debug)]
struct Heard {
    message: Message,
    calls: Vec<(UserId, NotificationKind)>,
}

impl Push {
    /// As the settings say.
    ///
    /// # Errors
    /// When TLS cannot be set up, which no setting brings about.
    pub fn new(config: &Config) -> Result<Self, rustls::Error> {
        let way = if config.push.enabled {
            let (queue, heard) = mpsc::channel(HEARD_MAX);
            let public = config.http.public_url.as_ref();
            let public = public.filter(|url| url.is_secure());
            Some(Way {
                queue,
                heard: Mutex::new(Some(heard)),
                outbound: Outbound::new(config.outbound.allow.clone(), AT_ONCE_PER_HOST)?,
                contact: (config.push.contact.clone())
                    .or_else(|| public.map(|url| url.as_str().to_owned())),
                delay: Duration::from_secs(config.push.delay_seconds.into()),
            })
        } else {
            None
        };
        Ok(Self { way })
    }

    /// Whether there is any.
    pub const fn works(&self) -> bool {
        self.way.is_some()
    }

    /// A message was written, and this was told of it. Never waits.
    pub fn hear(&self, message: &Message, events: &[Event]) {
        let Some(way) = &self.way else { return };
        let called = events.iter().filter_map(|event| match event {
            Event::Notification {
                stream: Some(stream),
                kind,
                ..
            } => Some((UserId::from_raw(stream.raw()), *kind)),
            _ => None,
        });
        let calls: Vec<_> = called.collect();
        let many = message.mentions.everyone || !message.mentions.role_ids.is_empty();
        if calls.is_empty() && !many {
            return;
        }
        let message = message.clone();
        if way.queue.try_send(Heard { message, calls }).is_err() {
            count_untold();
        }
    }

    fn heard(&self) -> Option<(&Way, mpsc::Receiver<Heard>)> {
        let way = self.way.as_ref()?;
        let mut heard = way.heard.lock().unwrap_or_else(PoisonError::into_inner);
        Some((way, heard.take()?))
    }
}
