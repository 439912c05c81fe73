//! Web push: where browsers are told what calls their person, and what there is to tell.

use std::fmt;

use parlor_auth::push::Subscriber;
use parlor_protocol::{
    ids::{ChannelId, MessageId, SessionId, UserId},
    messages::Message,
    notifications::NotificationKind,
    time::Timestamp,
};

use crate::{Error, Storage};

mod due;
mod put;
mod rows;

pub(crate) use rows::{forget, forget_all};

/// Reads and writes subscriptions.
pub struct Pushes<'s> {
    pub(crate) storage: &'s Storage,
}

/// A browser that wants to be told.
pub struct NewSubscription {
    /// Whose.
    pub user: UserId,
    /// The device; its subscription ends with it.
    pub session: SessionId,
    /// Where messages for it are taken.
    pub endpoint: String,
    /// What they are encrypted with.
    pub subscriber: Subscriber,
    /// Whether what was written is left out.
    pub hides_text: bool,
    /// Now.
    pub now: Timestamp,
    /// How many subscriptions one person may have.
    pub per_user_max: u32,
}

/// Why a browser was not subscribed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PutError {
    /// The person has as many as they may.
    #[error("the person has as many subscriptions as they may")]
    TooMany,
    /// The session ended meanwhile.
    #[error("the session has ended")]
    Ended,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// What a session is told about its own subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subscribed {
    /// Whether what was written is left out.
    pub hides_text: bool,
    /// Whether the last message could not be handed over.
    pub failing: bool,
}

/// Where a message goes, and which one.
pub struct Due {
    /// Where messages for the browser are taken.
    pub endpoint: Endpoint,
    /// What they are encrypted with.
    pub subscriber: Subscriber,
    /// Whether what was written is left out.
    pub hides_text: bool,
    /// The newest message that still calls its person, unread.
    pub message: Message,
    /// Why it does.
    pub kind: NotificationKind,
    /// How many do.
    pub count: usize,
    /// What those are called whom it names: as it names them, and by name.
    pub names: Vec<(String, String)>,
    /// Where it stands; `None` in a direct conversation between two.
    pub channel_name: Option<String>,
}

/// An address that takes messages. Whoever knows it can send there, so it is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(pub(crate) String);

impl Endpoint {
    /// The address, to send to.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// A message that calls somebody on one device.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The device.
    pub session: SessionId,
    /// Where the messages stand.
    pub channel: ChannelId,
    /// Which messages, and why each calls; the newest last.
    pub calls: Vec<(MessageId, NotificationKind)>,
    /// Now.
    pub now: Timestamp,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Taken,
    /// It was given up.
    Failed,
    /// There is nobody at that address any more, or it is none to send to.
    Gone,
}

impl Pushes<'_> {
    /// Subscribes a device, in the place of what it had subscribed before. Who else was subscribed
    /// at this address is so no more: a browser has one person at a time.
    pub async fn put(&self, new: NewSubscription) -> Result<(), PutError> {
        self.storage.write(put::Put { new }).await
    }

    /// Ends the subscription of a device, if it has one.
    pub async fn remove(&self, session: SessionId) -> Result<(), Error> {
        self.storage.write(put::Remove { session }).await
    }

    /// The subscription of a device.
    pub async fn of(&self, session: SessionId) -> Result<Option<Subscribed>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::of_session(&mut reader.link(), session).await?)
    }

    /// The subscribed devices of these people.
    pub async fn devices(&self, users: &[UserId]) -> Result<Vec<(UserId, SessionId)>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::devices(&mut reader.link(), users).await?)
    }

    /// Those people with a subscribed device whom a message calls together with everybody or by a
    /// role they hold, and who want that.
    pub async fn called(&self, message: &Message, now: Timestamp) -> Result<Vec<UserId>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        Ok(due::called(&mut snapshot.link(), message, now).await?)
    }

    /// What there is to tell a device now. `None`: nothing. Its session or subscription ended, its
    /// person is not to be disturbed, wants nothing of this, has read it, or may not see it any more;
    /// or the messages are gone.
    pub async fn due(&self, asked: &Asked) -> Result<Option<Due>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        Ok(due::due(&mut snapshot.link(), asked).await?)
    }

    /// Notes what became of a message to this address of a device; nothing, where it has another
    /// one since.
    pub async fn settle(
        &self,
        (session, endpoint): (SessionId, Endpoint),
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<(), Error> {
        let settle = put::Settle {
            session,
            endpoint,
            outcome,
            now,
        };
        self.storage.write(settle).await
    }
}
