//! What passes between a session and its driver.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use parlor_protocol::{
    command::Command,
    error::Code,
    ids::{ChannelId, MessageId, NodeId},
    limits::Limits,
    presence::Choice,
    reads::ReadState,
    streams::Seq,
};

use super::{CallId, Fetched, Want};

/// What all sessions of a server have in common.
#[derive(Debug)]
pub struct Setting {
    /// Made with the database; another one resets every cursor.
    pub epoch: String,
    /// Which process this is.
    pub node: NodeId,
    /// The limits in force.
    pub limits: Limits,
}

/// What happened to a connection.
#[derive(Debug)]
pub enum Input<'a> {
    /// The client sent a text frame.
    Text(&'a str),
    /// The client sent a binary frame; there are none in this language.
    Binary,
    /// A command was carried out, or refused.
    Answered(CallId, Answer),
    /// A page came, or did not.
    Fetched(Want, Fetched),
    /// How the user stands in every channel came, or `None` when it could not be read.
    ReadStates(Option<Vec<ReadState>>),
    /// Time passed.
    Tick,
}

/// What became of a command.
#[derive(Debug)]
pub enum Answer {
    /// A message is stored.
    Sent {
        /// Its id; the first one's for a repeated nonce.
        message_id: MessageId,
        /// Its position.
        seq: Seq,
    },
    /// A reaction stands, or is gone.
    Reacted {
        /// The position of the change; where nothing changed, that of the channel.
        seq: Seq,
    },
    /// It is done, and there is nothing to say about it.
    Done,
    /// The user is to be seen like this, as far as this socket goes.
    Chosen(Choice),
    /// The credential is renewed until then.
    Renewed(Instant),
    /// The command was not carried out, or nobody knows.
    Refused {
        /// Why, for programs.
        code: Code,
        /// Why, for people.
        detail: String,
        /// When to try again.
        retry_after: Option<Duration>,
    },
}

/// What the server has to do for a connection.
#[derive(Debug)]
pub enum Output {
    /// Carry a command out and say what became of it: [`Input::Answered`].
    Call(CallId, Command),
    /// Check that the user may read the stream, and read a page: [`Input::Fetched`].
    Fetch(Want),
    /// Read how the user stands in every channel he may see: [`Input::ReadStates`].
    ReadStates,
    /// Tell him anew how he stands in these channels: while all was read, something changed there.
    Moved(BTreeSet<ChannelId>),
}
