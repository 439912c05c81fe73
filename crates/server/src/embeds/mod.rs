//! Embeds: previews of the links in a message. Off until `embeds.enabled` says otherwise.
//!
//! - Links of a message, outside of code and of angle brackets, at most `limits.embeds_per_message_max`,
//!   where its author has `EMBED_LINKS`; and so many a minute of one person. More get no preview.
//! - A preview comes after the message: the links wait in a queue of [`QUEUE_MAX`], and
//!   [`MESSAGES_AT_ONCE`] messages are looked at at the same time. When the queue is full, or the
//!   process ends, there is no preview; nobody waits for one.
//! - Every request goes through [`outbound`](crate::outbound). What came is remembered for ten
//!   minutes.
//! - A picture is decoded under the limits of all pictures, made small, encoded anew and kept here;
//!   no reader ever asks the other server for anything.
//! - All pictures together have `limits.embed_images_bytes_max`: above it, those of the oldest
//!   messages go, and their previews keep their words.
//! - An edit keeps the previews whose links are still there and has new ones looked at. Author and
//!   who manages messages take all previews away, for good.
//!
//! Events: `MESSAGE_UPDATED`. The message is not edited by it.

mod background;
mod charset;
mod found;
pub mod http;
mod image;
mod look;
mod page;
mod remove;
mod room;
mod seen;

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use parlor_protocol::{
    embeds, ids::UserId, limits::Limits, messages::Message, permissions::Permission,
};
use parlor_storage::embeds::Read;
use tokio::sync::mpsc;

pub use self::{
    background::start,
    image::image,
    remove::{RemoveError, remove},
};
use self::{room::Broom, seen::Seen};
use crate::{
    config::Config,
    members::Access,
    outbound::Outbound,
    rate::{Rate, Rates},
};

/// How many messages wait until their links are looked at.
const QUEUE_MAX: usize = 256;
/// How many messages are looked at at the same time.
const MESSAGES_AT_ONCE: usize = 8;
/// The window of `limits.embeds_per_min`.
const WINDOW: Duration = Duration::from_mins(1);

/// The way to previews.
pub struct Embeds {
    per_message_max: usize,
    way: Option<Way>,
}

struct Way {
    queue: mpsc::Sender<Wanted>,
    /// Taken by the one task that hands them out.
    waiting: Mutex<Option<mpsc::Receiver<Wanted>>>,
    rates: Rates<UserId>,
    outbound: Outbound,
    seen: Seen,
    broom: Broom,
}

/// A message whose links are to be looked at.
#[derive(Debug)]
struct Wanted {
    author: UserId,
    read: Read,
    /// All that may have a preview, in their order.
    links: Vec<String>,
    /// Those of them that have none.
    fresh: Vec<String>,
}

impl Embeds {
    /// As the settings say.
    ///
    /// # Errors
    /// When TLS cannot be set up, which no setting brings about.
    pub fn new(config: &Config, limits: &Limits) -> Result<Self, rustls::Error> {
        let way = if config.embeds.enabled {
            let (queue, waiting) = mpsc::channel(QUEUE_MAX);
            Some(Way {
                queue,
                waiting: Mutex::new(Some(waiting)),
                rates: Rates::new(Rate {
                    count: limits.embeds_per_min,
                    per: WINDOW,
                }),
                outbound: Outbound::new(config.outbound.allow.clone(), 1)?,
                seen: Seen::default(),
                broom: Broom::default(),
            })
        } else {
            None
        };
        Ok(Self {
            per_message_max: limits.embeds_per_message_max,
            way,
        })
    }

    /// Whether there are any.
    pub const fn work(&self) -> bool {
        self.way.is_some()
    }

    /// The links of a text that may have previews, by whoever writes it there.
    pub fn links(&self, access: &Access, content: &str) -> Vec<String> {
        if self.way.is_none() || access.may(Permission::EmbedLinks).is_err() {
            return Vec::new();
        }
        embeds::links(content, self.per_message_max)
    }

    /// Has these links of a message looked at, those that have no preview yet. Never waits.
    pub fn want(&self, message: &Message, links: Vec<String>, now: Instant) {
        let Some(way) = &self.way else { return };
        let mut fresh = links.clone();
        fresh.retain(|link| message.embeds.iter().all(|embed| embed.url != *link));
        fresh.retain(|_| way.rates.take(message.author.id, now).is_ok());
        if fresh.is_empty() {
            return;
        }
        let wanted = Wanted {
            author: message.author.id,
            read: Read {
                message: message.id,
                channel: message.channel_id,
                content: message.content.clone(),
            },
            links,
            fresh,
        };
        if way.queue.try_send(wanted).is_err() {
            tracing::debug!("too many links wait for a preview");
        }
    }

    fn waiting(&self) -> Option<(&Way, mpsc::Receiver<Wanted>)> {
        let way = self.way.as_ref()?;
        let mut waiting = way.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        Some((way, waiting.take()?))
    }
}
