//! The WebSocket itself (RFC 6455): frames in, frames out, at the same time.

use std::{
    future::poll_fn,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use parlor_protocol::close::Close;
use parlor_realtime::session::Outbox;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::{self, Message, error::ProtocolError};

use super::{farewell::End, upgrade::Socket, wire::Wire};

/// How long a reader may take nothing of what is written to him.
const STALL_MAX: Duration = Duration::from_secs(10);
/// How often a write that does not get on is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// One socket's frames.
pub(super) struct Line {
    socket: Socket,
    wire: Arc<Wire>,
    /// The library is to ping, or has begun to.
    ping: bool,
    pinging: bool,
    /// Set until the system has taken what it did not take at once.
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
    /// Nothing, but there may be something to do: what waited is written, or the writer calls.
    Done,
    /// A write takes its time: a moment to look whether it is still worth it.
    Waiting,
}

impl Line {
    /// A socket on which nobody has spoken yet: what waits in the outbox is written to it.
    pub(super) fn new(socket: Socket, outbox: Arc<Outbox>) -> Self {
        let wire = socket.get_ref().wire();
        wire.open(outbox);
        Self {
            socket,
            wire,
            ping: false,
            pinging: false,
            write: None,
        }
    }

    /// The socket, with the frame that was begun.
    pub(super) fn into_socket(self) -> Socket {
        self.wire.close();
        self.socket
    }

    /// Writes what waits, or lets the writer do it. Gives how to close, where everything is written.
    pub(super) fn answer(&self) -> Option<Close> {
        self.wire.answer()
    }

    /// Asks the machine on the other side whether it is still there.
    pub(super) fn ping(&mut self) {
        self.ping = true;
        self.begin();
    }

    fn begin(&mut self) {
        let now = Instant::now();
        let taken = self.wire.taken();
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
        if self.wire.has_rest() {
            self.begin();
        }
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
            return Poll::Ready(written.map(|()| Turn::Done).map_err(|_| End::Gone));
        }
        match self.socket.poll_next_unpin(context) {
            Poll::Ready(None) => return Poll::Ready(Err(End::Gone)),
            Poll::Ready(Some(Ok(message))) => return Poll::Ready(Ok(Turn::Heard(message))),
            Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(failed(&error))),
            Poll::Pending => {}
        }
        let called = ready!(self.wire.poll_called(context));
        Poll::Ready(called.map(|()| Turn::Done).map_err(|_| End::Gone))
    }

    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<Result<(), tungstenite::Error>> {
        ready!(self.wire.poll_rest(context))?;
        if self.ping {
            ready!(self.socket.poll_ready_unpin(context))?;
            self.ping = false;
            self.pinging = true;
            self.socket.start_send_unpin(Message::Ping(Bytes::new()))?;
        }
        if self.pinging {
            ready!(self.socket.poll_flush_unpin(context))?;
            self.pinging = false;
        }
        Poll::Ready(Ok(()))
    }

    /// Looks whether the other side still takes something of what is written.
    fn look(&mut self) -> Result<Turn, End> {
        let (now, taken) = (Instant::now(), self.wire.taken());
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

/// What a failed read means.
fn failed(error: &tungstenite::Error) -> End {
    match error {
        tungstenite::Error::Capacity(_) => End::Close(Close::TooLarge),
        tungstenite::Error::Utf8(_) => End::Protocol(1007),
        tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => End::Gone,
        tungstenite::Error::Protocol(_) => End::Protocol(1002),
        _ => End::Gone,
    }
}
