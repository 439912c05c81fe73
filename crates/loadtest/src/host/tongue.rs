//! How a host is spoken to over a socket.

use memchr::memmem;

use super::parlor::Person;
use crate::{
    frames::{self, of_client},
    marker::Marker,
};

/// The one channel of those that have only one.
const CHANNEL: &str = "119943830812721152";

/// How a host is spoken to.
pub(crate) enum Tongue {
    /// Parlor.
    Parlor {
        /// Who sits on the sockets, in turn.
        people: Vec<Person>,
        /// Where they write.
        channel: String,
        /// What each of them wants first.
        wants: Wants,
    },
    /// Parlor, in calls.
    Call {
        /// Who sits on the sockets, each on one.
        callers: Vec<Person>,
        /// In which channel each of them calls.
        channels: Vec<String>,
    },
    /// JSON to everybody who is there, for an access token where one is wanted.
    Json {
        /// Where the socket is.
        path: String,
    },
    /// The protocol of NATS, in WebSocket frames.
    Nats,
    /// There are no sockets but that of UDP.
    Datagrams,
    /// Nothing needs to be said.
    Silence,
}

/// What somebody wants first on a socket of Parlor.
pub(crate) enum Wants {
    /// To be let in.
    Ready,
    /// These channels, in turn.
    Join(Vec<String>),
    /// What happened in the channel since a position.
    Resume {
        /// Of the database.
        epoch: String,
        /// The last position that was heard.
        seq: u64,
    },
}

impl Tongue {
    /// Asks to become a socket.
    pub(crate) fn upgrade(&self, seat: usize) -> Vec<u8> {
        let bearer = |people: &[Person]| {
            let token = &people[seat % people.len()].access;
            format!("Authorization: Bearer {token}\r\n")
        };
        let (path, bearer) = match self {
            Self::Parlor { people, .. } => ("/ws".to_owned(), bearer(people)),
            Self::Call { callers, channels } => {
                let channel = &channels[seat % channels.len()];
                (format!("/ws/voice/{channel}"), bearer(callers))
            }
            Self::Json { path } => (path.clone(), String::new()),
            Self::Nats | Self::Datagrams | Self::Silence => ("/".to_owned(), String::new()),
        };
        format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{bearer}Connection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        .into_bytes()
    }

    /// What a socket says first.
    pub(crate) fn greeting(&self, seat: usize) -> Vec<u8> {
        match self {
            Self::Parlor { channel, wants, .. } => match wants {
                Wants::Ready => Vec::new(),
                Wants::Join(channels) => {
                    let channel = &channels[seat % channels.len()];
                    let join = format!(r#"{{"type":"join_channel","channelId":"{channel}"}}"#);
                    of_client(frames::TEXT, join.as_bytes())
                }
                Wants::Resume { epoch, seq } => {
                    let streams = format!(r#"{{"{channel}":{seq}}}"#);
                    let resume =
                        format!(r#"{{"type":"resume","epoch":"{epoch}","streams":{streams}}}"#);
                    of_client(frames::TEXT, resume.as_bytes())
                }
            },
            Self::Json { .. } => {
                let join = format!(r#"{{"type":"join_channel","channelId":"{CHANNEL}"}}"#);
                of_client(frames::TEXT, join.as_bytes())
            }
            Self::Nats => {
                let hello =
                    b"CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB chat 1\r\nPING\r\n";
                of_client(frames::BINARY, hello)
            }
            Self::Call { .. } | Self::Datagrams | Self::Silence => Vec::new(),
        }
    }

    /// Whether anybody needs a socket.
    pub(crate) fn has_sockets(&self) -> bool {
        !matches!(self, Self::Datagrams)
    }

    /// Whether a socket is where it should be as soon as it is a socket.
    pub(crate) fn lets_in_silently(&self) -> bool {
        matches!(self, Self::Silence)
    }

    /// Whether this says that a socket is where it should be.
    pub(crate) fn is_let_in(&self, payload: &[u8]) -> bool {
        let begins = |word: &[u8]| payload.starts_with(word);
        match self {
            Self::Parlor { wants, .. } => match wants {
                Wants::Ready => begins(br#"{"type":"READY""#),
                Wants::Join(_) => begins(br#"{"type":"CHANNEL_JOINED""#),
                Wants::Resume { .. } => begins(br#"{"type":"SYNCED""#),
            },
            Self::Call { .. } => begins(br#"{"type":"ready""#),
            Self::Json { .. } => begins(br#"{"type":"CHANNEL_JOINED""#),
            Self::Nats => memmem::find(payload, b"PONG\r\n").is_some(),
            Self::Datagrams | Self::Silence => true,
        }
    }

    /// What says that a socket is still there, where a server wants to hear that.
    pub(crate) fn sign_of_life(&self) -> Option<Vec<u8>> {
        let ping = || of_client(frames::TEXT, br#"{"type":"ping"}"#);
        matches!(self, Self::Parlor { .. } | Self::Call { .. }).then(ping)
    }

    /// Writes a message.
    pub(crate) fn post(&self, marker: Marker) -> Vec<u8> {
        match self {
            Self::Parlor { channel, .. } => post_to(channel, marker),
            Self::Call { .. } | Self::Json { .. } | Self::Datagrams | Self::Silence => {
                post_to(CHANNEL, marker)
            }
            Self::Nats => {
                let message = message(marker);
                let post = format!("PUB chat {}\r\n{message}\r\n", message.len());
                of_client(frames::BINARY, post.as_bytes())
            }
        }
    }
}

/// Writes a message into a channel.
pub(crate) fn post_to(channel: &str, marker: Marker) -> Vec<u8> {
    let (text, nonce) = (marker.text(), marker.nonce());
    let post = format!(
        r#"{{"type":"send_message","channelId":"{channel}","content":"{text}","nonce":"{nonce}"}}"#
    );
    of_client(frames::TEXT, post.as_bytes())
}

/// A message as everybody gets it: what Parlor sends, so that all send the same number of bytes.
pub(crate) fn message(marker: Marker) -> String {
    let (text, number) = (marker.text(), marker.number);
    format!(
        r#"{{"type":"NEW_MESSAGE","stream":"{CHANNEL}","seq":{number},"channelId":"{CHANNEL}","message":{{"id":"119943830812740001","channelId":"{CHANNEL}","seq":{number},"author":{{"id":"119943830812700000","username":"bench0","displayName":"bench0","avatarUrl":null,"bot":false,"createdAt":"2026-11-28T10:00:00.000Z"}},"content":"{text}","replyTo":null,"attachments":[],"embeds":[],"reactions":[],"mentions":{{"userIds":[],"roleIds":[],"everyone":false}},"pinned":false,"createdAt":"2026-11-28T10:00:00.000Z","editedAt":null}}}}"#
    )
}
