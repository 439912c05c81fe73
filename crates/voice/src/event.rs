//! What the server is told.

use std::net::SocketAddr;

use bytes::Bytes;
use parlor_protocol::{
    ids::{ChannelId, UserId},
    voice::VideoKind,
};

use crate::SeatId;

/// What happened in the rooms.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// What the browser shall answer.
    Offer {
        /// Whose browser.
        seat: SeatId,
        /// Counted from 1 in each seat.
        rev: u32,
        /// The offer.
        sdp: String,
    },
    /// Whom a listener hears on one of the audio slots; told before the first sound of it.
    Slot {
        /// Who listens.
        seat: SeatId,
        /// The slot's name in the offer.
        mid: String,
        /// Who speaks there, or nobody any more.
        user: Option<UserId>,
    },
    /// What a viewer sees on one of the video slots; told before the first picture of it.
    VideoSlot {
        /// Who sees.
        seat: SeatId,
        /// The slot's name in the offer.
        mid: String,
        /// Whose video, and which; or nothing any more.
        shown: Option<(UserId, VideoKind)>,
    },
    /// Who began and who ceased to speak; changes only.
    Speaking {
        /// Where.
        room: ChannelId,
        /// Each with what holds now.
        users: Vec<(UserId, bool)>,
    },
    /// Sound can flow.
    Connected {
        /// Whose.
        seat: SeatId,
    },
    /// Nothing gets through at the moment; it may come back.
    Disconnected {
        /// Whose.
        seat: SeatId,
    },
    /// How well it gets through.
    Quality {
        /// Whose.
        seat: SeatId,
        /// There and back, in milliseconds.
        rtt_ms: f32,
        /// What is lost on the way to the server, 0 to 1.
        loss_up: f32,
        /// What is lost on the way to the listener, 0 to 1.
        loss_down: f32,
        /// How unevenly it arrives at the listener, in milliseconds.
        jitter_ms: f32,
    },
    /// A binary frame for the seat's WebSocket.
    Frame {
        /// Whose.
        seat: SeatId,
        /// As it shall go out.
        frame: Bytes,
    },
    /// How the socket is seen from outside.
    Seen {
        /// Who was asked.
        mirror: SocketAddr,
        /// What it said; nothing if it did not answer, or refused.
        address: Option<SocketAddr>,
    },
    /// The seat has ended here and nothing more is told of it: the server gives the reason to the person.
    Failed {
        /// Whose.
        seat: SeatId,
        /// Why.
        why: Failure,
    },
    /// The thread has ended without being asked: there is no voice from now on.
    Stopped,
}

/// Why a seat cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Every seat of [`Settings::seats_max`](crate::Settings::seats_max) is taken.
    #[error("no seat is free on this server")]
    NoSeat,
    /// What was to be advertised is no address that a browser could use.
    #[error("none of the server's addresses can be offered to a browser")]
    NoAddress,
    /// Not an answer, or not one to this offer.
    #[error("the answer does not fit the offer")]
    BadAnswer,
    /// The browser ended the connection: the page is closed or was loaded anew.
    #[error("the browser ended the connection")]
    Ended,
    /// A mistake of ours; only this seat pays for it.
    #[error("the connection broke by a mistake of the server")]
    Broken,
    /// Somebody else's certificate, or no encryption in common.
    #[error("the encrypted connection could not be made")]
    NoEncryption,
}
