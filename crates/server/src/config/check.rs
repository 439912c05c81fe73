//! Settings that are each well-formed but make no server.

use parlor_protocol::{embeds, limits::Limits, text};
use tracing_subscriber::EnvFilter;

use super::{Config, Encryption};
use crate::gateway::{http::SENT_FRAME_BYTES_MAX, voice::PARTICIPANTS_MOST};

/// What makes no sense, as one sentence. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// A limit that lets nothing through.
    #[error("The setting `limits.{name}` must be at least 1.")]
    Nothing {
        /// Which limit.
        name: String,
    },
    /// A shortest that is longer than the longest.
    #[error("The setting `limits.{min}` must not be above `limits.{max}`.")]
    Crossed {
        /// The lower bound.
        min: &'static str,
        /// The upper bound.
        max: &'static str,
    },
    /// A limit the machinery cannot count to.
    #[error("The setting `limits.{name}` must be at most {most}.")]
    TooMuch {
        /// Which limit.
        name: &'static str,
        /// The highest number that works.
        most: u64,
    },
    /// Messages that no socket could carry.
    #[error(
        "The settings `limits.message_chars_max`, `limits.attachments_per_message_max`, \
         `limits.alt_chars_max` and `limits.embeds_per_message_max` allow messages of {bytes} bytes, and a socket carries {most}: lower \
         them."
    )]
    Heavy {
        /// How large a message could be.
        bytes: usize,
        /// The largest that works.
        most: usize,
    },
    /// A database that is not one of the two.
    #[error(
        "The setting `database_url` must begin with postgres://; leave it out to use SQLite in \
         the data directory."
    )]
    Database,
    /// A filter for the log that is not one.
    #[error(
        "The setting `log.level` must be error, warn, info, debug or trace, for all or by target \
         such as info,parlor=debug."
    )]
    LogLevel,
    /// Mail without an address to write from.
    #[error(
        "The setting `mail.host` needs `mail.from`, an address such as parlor@example.org, and \
         `http.public_url`, where its links lead."
    )]
    Mail,
    /// A name without a password, or the other way round.
    #[error("The settings `mail.username` and `mail.password` need each other.")]
    MailSignIn,
    /// A password that anybody on the way could read.
    #[error(
        "The setting `mail.encryption` must be tls or starttls where there is `mail.password`."
    )]
    MailInTheOpen,
    /// A place for files that is not said, or not whole.
    #[error(
        "The settings under `s3` need `s3.bucket`; `s3.access_key` and `s3.secret_key` need each \
         other, and `s3.endpoint` begins with https:// or http://."
    )]
    S3,
    /// Nothing a push service could write to.
    #[error(
        "The setting `push.contact` must begin with mailto: or https:, such as \
         mailto:admin@example.org."
    )]
    PushContact,
    /// A message that would wait longer than anybody remembers.
    #[error("The setting `push.delay_seconds` must be at most {most}.")]
    PushDelay {
        /// The longest that works.
        most: u32,
    },
    /// A name nobody could read.
    #[error("The setting `instance.name` {0}.")]
    Name(text::Refused),
}

/// Refuses what could not work.
pub(super) fn check(config: &Config) -> Result<(), Contradiction> {
    check_limits(&config.limits)?;
    text::name(&config.instance.name, config.limits.name_chars_max).map_err(Contradiction::Name)?;
    if EnvFilter::try_new(&config.log.level).is_err() {
        return Err(Contradiction::LogLevel);
    }
    check_mail(config)?;
    check_s3(config)?;
    check_push(config)?;
    let known = ["postgres://", "postgresql://"];
    match &config.database_url {
        Some(url) if !known.iter().any(|scheme| url.expose().starts_with(scheme)) => {
            Err(Contradiction::Database)
        }
        _ => Ok(()),
    }
}

fn check_mail(config: &Config) -> Result<(), Contradiction> {
    let mail = &config.mail;
    let from = mail.from.as_deref();
    let from = from.map(str::parse::<lettre::message::Mailbox>);
    let works = matches!(from, Some(Ok(_))) && config.http.public_url.is_some();
    if mail.host.is_some() && !works {
        return Err(Contradiction::Mail);
    }
    if mail.username.is_some() != mail.password.is_some() {
        return Err(Contradiction::MailSignIn);
    }
    if mail.password.is_some() && mail.encryption == Encryption::None {
        return Err(Contradiction::MailInTheOpen);
    }
    Ok(())
}

fn check_s3(config: &Config) -> Result<(), Contradiction> {
    let s3 = &config.s3;
    let said = s3.endpoint.is_some() || s3.access_key.is_some() || !s3.prefix.is_empty();
    let web = |endpoint: &String| {
        ["https://", "http://"]
            .iter()
            .any(|scheme| endpoint.starts_with(scheme))
    };
    let whole = (s3.bucket.as_ref().is_some_and(|bucket| !bucket.is_empty()) || !said)
        && s3.access_key.is_some() == s3.secret_key.is_some()
        && s3.endpoint.as_ref().is_none_or(web);
    whole.then_some(()).ok_or(Contradiction::S3)
}

fn check_push(config: &Config) -> Result<(), Contradiction> {
    const DELAY_MAX: u32 = 300;
    let reached = |contact: &String| {
        ["mailto:", "https:"]
            .iter()
            .any(|scheme| contact.starts_with(scheme))
    };
    if !config.push.contact.as_ref().is_none_or(reached) {
        return Err(Contradiction::PushContact);
    }
    if config.push.delay_seconds > DELAY_MAX {
        return Err(Contradiction::PushDelay { most: DELAY_MAX });
    }
    Ok(())
}

fn check_limits(limits: &Limits) -> Result<(), Contradiction> {
    for (name, value) in super::report::numbers(limits) {
        if value == 0 {
            return Err(Contradiction::Nothing { name });
        }
    }
    let crossed = |min, max| Err(Contradiction::Crossed { min, max });
    if limits.username_chars_min > limits.username_chars_max {
        return crossed("username_chars_min", "username_chars_max");
    }
    if limits.password_chars_min > limits.password_chars_max {
        return crossed("password_chars_min", "password_chars_max");
    }
    let bytes = message_bytes_max(limits);
    if bytes > SENT_FRAME_BYTES_MAX {
        let most = SENT_FRAME_BYTES_MAX;
        return Err(Contradiction::Heavy { bytes, most });
    }
    // All of them are named in one frame.
    if limits.voice_participants_max > PARTICIPANTS_MOST {
        return Err(Contradiction::TooMuch {
            name: "voice_participants_max",
            most: PARTICIPANTS_MOST.into(),
        });
    }
    // Draining waits for all of them at once, and counts them in 32 bits.
    let most = u32::MAX >> 3;
    if limits.connections_max > most as usize {
        return Err(Contradiction::TooMuch {
            name: "connections_max",
            most: most.into(),
        });
    }
    Ok(())
}

/// How large a message can be as an event, in bytes.
fn message_bytes_max(limits: &Limits) -> usize {
    /// JSON writes a character in at most so many bytes (RFC 8259 section 7).
    const CHAR: usize = 6;
    /// What stands around a text: ids, times, an author, an answered message, reactions.
    const MESSAGE: usize = 16 * 1024;
    /// What stands around a description: a file's name, its type, addresses.
    const ATTACHMENT: usize = 2 * 1024;
    /// What stands around the texts of a preview: its link, its picture.
    const EMBED: usize = embeds::URL_BYTES_MAX + 512;
    const EMBED_CHARS: usize =
        embeds::TITLE_CHARS_MAX + embeds::DESCRIPTION_CHARS_MAX + embeds::SITE_NAME_CHARS_MAX;
    let text = limits.message_chars_max.saturating_mul(CHAR);
    let attachment = limits
        .alt_chars_max
        .saturating_mul(CHAR)
        .saturating_add(ATTACHMENT);
    let attachments = limits
        .attachments_per_message_max
        .saturating_mul(attachment);
    let previews = limits
        .embeds_per_message_max
        .saturating_mul(EMBED + EMBED_CHARS * CHAR);
    text.saturating_add(attachments)
        .saturating_add(previews)
        .saturating_add(MESSAGE)
}
