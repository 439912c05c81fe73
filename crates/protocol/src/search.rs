//! Finding messages by what is in them.
//!
//! Text becomes [`Terms`] when it is written and a [`Query`] when it is asked for, both by the same
//! rules ([`words`]), on whichever database: what is found depends on nothing else.

mod query;
#[cfg(test)]
mod tests;
mod words;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    ids::{MessageId, first_id_at},
    messages::Message,
    time::Timestamp,
};

pub use query::{Clause, Query, Unsearchable};
pub use words::Terms;

/// `GET /search`: the messages found, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SearchResults {
    /// Newest first. The id of the last one is the `before` of the next page.
    pub items: Vec<Message>,
    /// Whether older ones were found too.
    pub has_more: bool,
    /// The words and phrases that were looked for, as typed, without quotes and stars: for
    /// marking them in the text.
    pub terms: Vec<String>,
}

/// What a message has besides words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Has {
    /// An address on the web.
    Link,
    /// A file, of whatever kind.
    File,
    /// A picture among its files.
    Image,
}

impl Has {
    /// The word for it on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::File => "file",
            Self::Image => "image",
        }
    }

    /// Whether a text has an address on the web in it.
    pub fn link_in(content: &str) -> bool {
        let mut colons = content.match_indices("://");
        colons.any(|(at, colon)| {
            let (before, after) = (&content[..at], &content[at + colon.len()..]);
            let web = ["http", "https"]
                .iter()
                .any(|scheme| before.ends_with(scheme));
            web && after.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        })
    }
}

/// One end of a stretch of time: a message, a moment, or a day, which stands for its first moment
/// (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The message with this id, itself outside.
    Message(MessageId),
    /// A moment.
    Moment(Timestamp),
}

impl Bound {
    /// Every id under this one is before the bound.
    pub fn end(self) -> i64 {
        match self {
            Self::Message(id) => id.raw(),
            Self::Moment(moment) => first_id_at(moment),
        }
    }

    /// Every id over this one is after the bound; a message of the very moment is.
    pub fn start(self) -> i64 {
        match self {
            Self::Message(id) => id.raw(),
            Self::Moment(moment) => first_id_at(moment).saturating_sub(1),
        }
    }
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const EXPECTED: &str =
            "must be a message id, or a time such as 2026-11-22 or 2026-11-22T10:00:00Z";
        let text = String::deserialize(deserializer)?;
        if let Ok(id) = text.parse() {
            return Ok(Self::Message(id));
        }
        let moment = match text.len() {
            // A day.
            10 => format!("{text}T00:00:00Z").parse(),
            _ => text.parse(),
        };
        moment
            .map(Self::Moment)
            .map_err(|_| de::Error::custom(EXPECTED))
    }
}
