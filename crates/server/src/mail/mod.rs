//! Mail: what the instance writes to people, one letter after the other.
//!
//! - Without `mail.host` there is none, and who runs the instance makes reset links instead.
//! - A letter waits in a bounded queue ([`QUEUE_MAX`]); when that is full, the request that would
//!   write one more is told to come back (`OVERLOADED`), whoever it was for.
//! - Whether there is an account with an address is looked up by the one who sends, long after the
//!   request was answered: neither the answer nor its time tells.
//! - A letter that the server of `mail.host` does not take is tried [`ATTEMPTS_MAX`] times, then
//!   given up, and the log says so. What waits when the process ends is lost: people ask again.
//! - Links lead to `http.public_url` alone, never where a header of a request says.

mod letter;
mod post;

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{authentication::Credentials, client::Tls},
};
use parlor_protocol::{ids::UserId, limits::Limits};
use tokio::sync::mpsc;

pub use post::post;

use crate::{
    config::{Config, Encryption},
    pool::Overloaded,
    rate::{Rate, Rates},
};

/// How many letters wait at most.
const QUEUE_MAX: usize = 256;
/// How often a letter is tried.
const ATTEMPTS_MAX: u32 = 3;
/// How long one try may take.
const ATTEMPT_MAX: Duration = Duration::from_secs(30);
/// The window of `limits.mails_per_hour`.
const WINDOW: Duration = Duration::from_hours(1);

/// What is to be written.
pub enum Letter {
    /// To whoever has this address, if anybody: a link that lets them take another password.
    Reset {
        /// As typed.
        email: String,
    },
    /// A link that proves this address.
    Confirm {
        /// Where to.
        email: String,
        /// What the link carries.
        token: String,
    },
    /// To the address that somebody had before: they have another one now.
    Changed {
        /// Where to.
        email: String,
    },
}

/// The way out.
pub struct Mail {
    way: Option<Way>,
    rates: Rates<String>,
}

struct Way {
    queue: mpsc::Sender<Letter>,
    /// Taken by the one task that sends.
    letters: Mutex<Option<mpsc::Receiver<Letter>>>,
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    address: String,
}

impl Mail {
    /// As the settings say. `None` inside where they name no server: they have been checked.
    pub fn new(config: &Config, limits: &Limits) -> Self {
        Self {
            way: way(config),
            rates: Rates::new(Rate {
                count: limits.mails_per_hour,
                per: WINDOW,
            }),
        }
    }

    /// Whether mail is sent at all.
    pub const fn works(&self) -> bool {
        self.way.is_some()
    }

    /// Takes one of the letters to this address, or of this person, that anybody can ask for.
    ///
    /// # Errors
    /// How long to wait when there is none left.
    pub fn take(&self, of: &str, now: Instant) -> Result<(), Duration> {
        self.rates.take(of.to_lowercase(), now)
    }

    /// The same for what one person has sent.
    ///
    /// # Errors
    /// How long to wait when there is none left.
    pub fn take_of(&self, user: UserId, now: Instant) -> Result<(), Duration> {
        self.rates.take(user.to_string(), now)
    }

    /// Queues a letter.
    ///
    /// # Errors
    /// [`Overloaded`] when the queue is full, or no mail is sent.
    pub fn send(&self, letter: Letter) -> Result<(), Overloaded> {
        let way = self.way.as_ref().ok_or(Overloaded)?;
        way.queue.try_send(letter).map_err(|_| Overloaded)
    }

    fn letters(&self) -> Option<(&Way, mpsc::Receiver<Letter>)> {
        let way = self.way.as_ref()?;
        let mut letters = way.letters.lock().unwrap_or_else(PoisonError::into_inner);
        Some((way, letters.take()?))
    }
}

fn way(config: &Config) -> Option<Way> {
    let mail = &config.mail;
    let host = mail.host.as_deref()?;
    let from = mail.from.as_deref()?.parse().ok()?;
    let address = config.http.public_url.as_ref()?.to_string();
    let transport = match mail.encryption {
        Encryption::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(host).ok()?,
        Encryption::Starttls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host).ok()?,
        Encryption::None => {
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host).tls(Tls::None)
        }
    };
    let transport = match mail.port {
        Some(port) => transport.port(port),
        None => transport,
    };
    let transport = match (&mail.username, &mail.password) {
        (Some(name), Some(password)) => {
            let credentials = Credentials::new(name.clone(), password.expose().to_owned());
            transport.credentials(credentials)
        }
        _ => transport,
    };
    let (queue, letters) = mpsc::channel(QUEUE_MAX);
    Some(Way {
        queue,
        letters: Mutex::new(Some(letters)),
        transport: transport.timeout(Some(ATTEMPT_MAX)).build(),
        from,
        address,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        let mut config = Config::default();
        config.mail.host = Some("mail.example.org".to_owned());
        config.mail.from = Some("Parlor <parlor@example.org>".to_owned());
        config.http.public_url = Some("https://chat.example.org".parse().unwrap());
        Mail::new(&config, &Limits::default())
    }

    /// A full queue refuses the next letter at once; what waits in it is kept.
    #[tokio::test]
    async fn the_queue_is_bounded() {
        let mail = mail();
        let letter = || Letter::Changed {
            email: "bo@example.org".to_owned(),
        };
        for _ in 0..QUEUE_MAX {
            assert_eq!(mail.send(letter()), Ok(()));
        }
        assert_eq!(mail.send(letter()), Err(Overloaded));
        let (_, mut letters) = mail.letters().unwrap();
        assert!(letters.recv().await.is_some());
        assert_eq!(mail.send(letter()), Ok(()));
        assert!(mail.letters().is_none(), "one task sends");
    }

    /// Without a server nothing is sent, and nothing waits.
    #[test]
    fn there_may_be_no_mail() {
        let mail = Mail::new(&Config::default(), &Limits::default());
        assert!(!mail.works());
        let letter = Letter::Reset {
            email: "bo@example.org".to_owned(),
        };
        assert_eq!(mail.send(letter), Err(Overloaded));
    }
}
