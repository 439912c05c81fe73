//! The WebSocket itself (RFC 6455): frames in, frames out, at the same time.

use std::{
    future::poll_fn,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use parlor_protocol::close::Close;
use parlor_realtime::session::{Next, Outbox};
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::{self, error::ProtocolError};

use super::farewell::End;
use crate::http::Taken;

/// How long a reader may take nothing of what is written to him.
const STALL_MAX: Duration = Duration::from_secs(10);
/// How often a write that does not get on is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many frames go into one write.
const FRAMES_PER_WRITE: usize = 64;
/// After how many bytes no further frame goes into a write.
const BYTES_PER_WRITE: usize = 16 * 1024;
/// An idle line keeps room for this many frames.
const FRAMES_KEPT: usize = 4;

/// One socket's frames.
pub(super) struct Line {
    socket: WebSocket,
    taken: Taken,
    /// What the library was not given yet, the last one first.
    frames: Vec<Bytes>,
    ping: bool,
    /// Set until the system has taken all of it.
    write: Option<Write>,
}

/// A write that is under way.
struct Write {
    /// What the other side had taken when it was last seen to move.
    taken: u64,
    moved_at: Instant,
    look_at: Instant,
}

/// What happened on a line.
pub(super) enum Turn {
    /// The other side said something.
    Heard(Message),
    /// Everything is written.
    Written,
    /// A write takes its time: a moment to look whether it is still worth it.
    Waiting,
}

impl Line {
    /// A socket on which nobody has spoken yet, and what tells that the other side reads.
    pub(super) fn new(socket: WebSocket, taken: Taken) -> Self {
        Self {
            socket,
            taken,
            frames: Vec::new(),
            ping: false,
            write: None,
        }
    }

    /// The socket, with what it has begun to write.
    pub(super) fn into_socket(self) -> WebSocket {
        self.socket
    }

    /// Whether something is being written; nothing further should be taken on meanwhile.
    pub(super) fn is_writing(&self) -> bool {
        self.write.is_some()
    }

    /// Takes on a part of what waits, if something does.
    pub(super) fn take_on(&mut self, outbox: &Outbox) -> Next {
        let next = outbox.take(&mut self.frames, FRAMES_PER_WRITE, BYTES_PER_WRITE);
        if next == Next::Write {
            self.frames.reverse();
            self.begin();
        }
        next
    }

    /// Asks the machine on the other side whether it is still there.
    pub(super) fn ping(&mut self) {
        self.ping = true;
        self.begin();
    }

    fn begin(&mut self) {
        let now = Instant::now();
        let taken = self.taken.bytes();
        self.write.get_or_insert(Write {
            taken,
            moved_at: now,
            look_at: now + LOOK_EVERY,
        });
    }

    /// Reads and writes until something happened. Dropping the future loses nothing.
    ///
    /// # Errors
    /// How the socket ends: it broke, or its reader took nothing for too long.
    pub(super) async fn turn(&mut self) -> Result<Turn, End> {
        let look_at = self.write.as_ref().map(|write| write.look_at);
        let both = poll_fn(|context| self.poll(context));
        let Some(look_at) = look_at else {
            return both.await;
        };
        match timeout_at(look_at, both).await {
            Ok(turn) => turn,
            Err(_) => self.look(),
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Turn, End>> {
        if self.write.is_some()
            && let Poll::Ready(written) = self.poll_write(context)
        {
            self.write = None;
            self.frames.shrink_to(FRAMES_KEPT);
            return Poll::Ready(written.map(|()| Turn::Written).map_err(|_| End::Gone));
        }
        let heard = ready!(self.socket.poll_next_unpin(context));
        Poll::Ready(match heard {
            None => Err(End::Gone),
            Some(Ok(message)) => Ok(Turn::Heard(message)),
            Some(Err(error)) => Err(failed(error)),
        })
    }

    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        while self.ping || !self.frames.is_empty() {
            ready!(self.socket.poll_ready_unpin(context))?;
            if std::mem::take(&mut self.ping) {
                self.socket.start_send_unpin(Message::Ping(Bytes::new()))?;
            } else if let Some(text) = self.frames.pop().and_then(text) {
                self.socket.start_send_unpin(text)?;
            }
        }
        self.socket.poll_flush_unpin(context)
    }

    /// Looks whether the other side still takes something of what is written.
    fn look(&mut self) -> Result<Turn, End> {
        let (now, taken) = (Instant::now(), self.taken.bytes());
        if let Some(write) = &mut self.write {
            write.look_at = now + LOOK_EVERY;
            if write.taken != taken {
                (write.taken, write.moved_at) = (taken, now);
            } else if now >= write.moved_at + STALL_MAX {
                return Err(End::Close(Close::Slow));
            }
        }
        Ok(Turn::Waiting)
    }
}

/// The text of a frame we made.
pub(super) fn text(frame: Bytes) -> Option<Message> {
    // What `encode` makes is JSON, so it is always UTF-8.
    Utf8Bytes::try_from(frame).ok().map(Message::Text)
}

/// What a failed read means.
fn failed(error: axum::Error) -> End {
    let error = error.into_inner();
    match error.downcast_ref::<tungstenite::Error>() {
        Some(tungstenite::Error::Capacity(_)) => End::Close(Close::TooLarge),
        Some(tungstenite::Error::Utf8(_)) => End::Protocol(1007),
        Some(tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => {
            End::Gone
        }
        Some(tungstenite::Error::Protocol(_)) => End::Protocol(1002),
        _ => End::Gone,
    }
}
