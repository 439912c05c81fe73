//! What the server asks for.

use std::net::SocketAddr;

use bytes::Bytes;
use parlor_protocol::{
    ids::{ChannelId, UserId},
    voice::{VideoKind, VideoWish},
};

use crate::mirror::Transaction;

/// One person in one room on this node. The server makes it and never uses it twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeatId(pub u64);

/// What a room does with what a seat says and hears. Mute, deafen and lost permissions all end here, and only here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    /// What the seat says goes to the others.
    pub heard: bool,
    /// What the others say goes to the seat.
    pub hears: bool,
}

/// How sound comes to a seat and goes from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// RTP on the media socket.
    WebRtc,
    /// Opus in binary frames on the seat's own WebSocket, where nothing else gets through. The slots are then called `0`, `1` and so on, as
    /// in the frames. The WebRTC connection may be closed meanwhile (but not before); [`Command::RestartIce`] offers a new one.
    Frames,
}

/// What the server asks of the media thread. One that names a seat nobody took is ignored: seats end on both sides at once.
#[derive(Debug, Clone)]
pub enum Command {
    /// A person takes a seat; the answer is an [`Event::Offer`](crate::Event::Offer) with `rev` 1.
    Join {
        /// Who from now on is meant.
        seat: SeatId,
        /// Whom the seat hears.
        room: ChannelId,
        /// Whose voice it is.
        user: UserId,
        /// Where the browser shall find the media socket, best first.
        addresses: Vec<SocketAddr>,
        /// What the browser shall spend on its voice, in bits a second, before redundancy.
        bitrate_bps: u32,
        /// How it starts.
        gate: Gate,
    },
    /// The browser's answer to the offer `rev`; one to any other offer is ignored.
    Answer {
        /// Whose.
        seat: SeatId,
        /// Which offer it answers.
        rev: u32,
        /// As the browser wrote it.
        sdp: String,
    },
    /// Where the browser says that it may be found. The server asks nobody (ICE-lite) and learns addresses from who asks it, so that
    /// this changes nothing; browsers send it all the same.
    Candidate {
        /// Whose.
        seat: SeatId,
        /// As the browser wrote it, with or without `candidate:`.
        candidate: String,
    },
    /// From now on, and before anything that is already under way.
    Gate {
        /// Whose.
        seat: SeatId,
        /// What holds now.
        gate: Gate,
    },
    /// New ICE credentials, as a new offer.
    RestartIce {
        /// Whose.
        seat: SeatId,
    },
    /// A binary frame of the WebSocket, in place of RTP.
    Frame {
        /// Whose.
        seat: SeatId,
        /// As it came.
        frame: Bytes,
    },
    /// How the seat is reached from now on.
    Carry {
        /// Whose.
        seat: SeatId,
        /// By what.
        by: Carrier,
    },
    /// The seat shows something from now on; the first time, an [`Event::Offer`](crate::Event::Offer) has lines for it.
    Publish {
        /// Whose.
        seat: SeatId,
        /// What.
        kind: VideoKind,
        /// What its browser is told to keep below, all layers together, in bits a second.
        bitrate_bps: u32,
    },
    /// It shows it no more.
    Unpublish {
        /// Whose.
        seat: SeatId,
        /// What.
        kind: VideoKind,
    },
    /// The seat is sent these, as an [`Event::VideoSlot`](crate::Event::VideoSlot) says, and no others; the first of them, if there
    /// are more than slots. What is not shown just now is sent when it is.
    Subscribe {
        /// Who sees.
        seat: SeatId,
        /// What, of people in the same room.
        videos: Vec<VideoWish>,
    },
    /// The socket asks a STUN server how it is seen from there; the answer is an [`Event::Seen`](crate::Event::Seen). A new question
    /// takes the place of one that waits.
    Look {
        /// Whom.
        mirror: SocketAddr,
        /// By chance.
        transaction: Transaction,
    },
    /// The seat is given up.
    Leave {
        /// Which.
        seat: SeatId,
    },
}
