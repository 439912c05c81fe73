//! What is recorded: what people asked for, what they were answered, what they were told without
//! asking, and what was done to them.

mod digest;
mod recorder;

use parlor_protocol::{error::Code, streams::Seq};
use serde::{Deserialize, Serialize};

pub use digest::Digest;
pub use recorder::{Recorder, read};

/// Something that happened, at a moment of one monotonic clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Microseconds since the run began.
    pub at: u64,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// One device of one person, from one sign-in to the next.
pub type Client = u32;

/// One thing that somebody asked for.
pub type Op = u64;

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// A run begins.
    Begin {
        /// What its dice were seeded with.
        seed: u64,
        /// Which database, and how it was set up, for the reader.
        setup: String,
    },
    /// A device signed in.
    SignedIn {
        /// It.
        client: Client,
        /// Whose.
        user: i64,
    },
    /// Somebody asks for something.
    Invoke {
        /// For the answer.
        op: Op,
        /// Who.
        client: Client,
        /// What.
        action: Action,
    },
    /// It was done.
    Ok {
        /// What was asked.
        op: Op,
        /// With what it brought.
        outcome: Outcome,
    },
    /// It was certainly not done.
    Fail {
        /// What was asked.
        op: Op,
        /// Why.
        code: Option<Code>,
    },
    /// Whether it was done is not known.
    Unknown {
        /// What was asked.
        op: Op,
    },
    /// A socket is open.
    Opened {
        /// Whose.
        client: Client,
    },
    /// A socket has ended.
    Ended {
        /// Whose.
        client: Client,
        /// The close code, if there was one.
        code: Option<u16>,
    },
    /// A client asks for what comes after a cursor.
    Asked {
        /// Who.
        client: Client,
        /// In which stream.
        stream: i64,
        /// After what.
        cursor: Seq,
    },
    /// A durable event came over a socket, whatever was made of it.
    Wire {
        /// Whose socket.
        client: Client,
        /// Which stream.
        stream: i64,
        /// Where in it.
        seq: Seq,
        /// It carries a nonce that is not the reader's.
        foreign_nonce: bool,
    },
    /// A client begins to follow a stream, or goes on elsewhere than where it stood.
    Follows {
        /// Who.
        client: Client,
        /// Which stream.
        stream: i64,
        /// It was told everything up to here, or knows that it was not.
        cursor: Seq,
    },
    /// A client stopped following a stream.
    Left {
        /// Who.
        client: Client,
        /// Which stream.
        stream: i64,
    },
    /// A durable event was applied: somebody saw it.
    Applied {
        /// Who.
        client: Client,
        /// Which stream.
        stream: i64,
        /// Where in it.
        seq: Seq,
        /// What it said.
        digest: Digest,
    },
    /// Somebody was told how far they have read.
    ReadState {
        /// Who.
        client: Client,
        /// Where.
        channel: i64,
        /// How far.
        read_seq: Seq,
    },
    /// Something was done to the server, the network or somebody.
    Fault {
        /// What.
        kind: String,
        /// To whom, for the reader.
        detail: String,
    },
    /// From now on nothing more is done to anybody.
    Calm,
    /// Where a client stands when all is over, in one stream it follows.
    Stands {
        /// Who.
        client: Client,
        /// Which stream.
        stream: i64,
        /// Its cursor.
        cursor: Seq,
    },
    /// A client's socket is open when all is over, and it does not hide.
    There {
        /// Who.
        client: Client,
    },
    /// A client's socket is not open when all is over, and it should be.
    Lost {
        /// Who.
        client: Client,
    },
    /// Who is there when all is over, as the server tells it.
    Online {
        /// Users.
        users: Vec<i64>,
    },
    /// The log of a channel when all is over, one position after the other.
    Log {
        /// Which.
        channel: i64,
        /// Where.
        seq: Seq,
        /// What stands there.
        digest: Digest,
    },
    /// Where a channel's stream stands when all is over.
    Tip {
        /// Which.
        channel: i64,
        /// Its last position.
        last_seq: Seq,
    },
    /// A message that stands when all is over, as the history tells it.
    Stored {
        /// Where.
        channel: i64,
        /// It.
        message: Stored,
    },
    /// How somebody stands in a channel when all is over.
    Unread {
        /// Who.
        user: i64,
        /// Where.
        channel: i64,
        /// How far they have read.
        read_seq: Seq,
        /// How many messages of others come after it.
        unread: u32,
    },
}

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// To write a message. Its content begins with the nonce and a `|`.
    Send {
        /// Where.
        channel: i64,
        /// Under which name.
        nonce: String,
        /// The text.
        content: String,
    },
    /// To give one's own message another text.
    Edit {
        /// Which.
        message: i64,
        /// The text.
        content: String,
    },
    /// To delete one's own message.
    Delete {
        /// Which.
        message: i64,
    },
    /// To react, or to take a reaction back.
    React {
        /// To what.
        message: i64,
        /// How.
        emoji: String,
        /// `false`: to take it back.
        on: bool,
    },
    /// To mark as read.
    MarkRead {
        /// Where.
        channel: i64,
        /// Up to here.
        seq: Seq,
    },
    /// To read the newest page.
    Read {
        /// Where.
        channel: i64,
    },
    /// To take all rights in these streams from somebody.
    Remove {
        /// From whom.
        user: i64,
        /// Where.
        streams: Vec<i64>,
    },
    /// To give them back.
    Admit {
        /// To whom.
        user: i64,
    },
    /// To end one's session.
    Logout,
}

/// What an action brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<i64>,
    /// Its position; of a read, where the stream stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// The positions of the messages of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Vec<Seq>>,
}

/// A message that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its id.
    pub message: i64,
    /// Its position.
    pub seq: Seq,
    /// Who wrote it.
    pub author: i64,
    /// Its text.
    pub content: String,
    /// How many react, by emoji, in the order of the emoji.
    pub reactions: Vec<(String, u32)>,
}
