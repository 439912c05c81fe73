//! One connection, shared by the task of its socket, which reads, and the writer.
//!
//! - The writer takes what waits in the outbox and writes it past the library, which would copy each
//!   frame and write them piece by piece.
//! - What the system does not take at once, the task of the socket writes on. Meanwhile the writer
//!   keeps away, and what waits stays in the outbox, where it is bounded.
//! - What the library says itself (pongs, closes) goes between two frames, never into one.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    task::{Context, Poll, Wake, Waker, ready},
};

use parlor_protocol::close::Close;
use parlor_realtime::session::{Due, Next, Outbox};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{
    batch::Batch,
    writer::{Desk, Writer},
};
use crate::http::Connection;

/// How many frames go into one write.
const FRAMES_PER_WRITE: usize = 64;
/// After how many bytes no further frame goes into a write.
const BYTES_PER_WRITE: usize = 16 * 1024;

/// How often one socket is written to before it is another's turn: so a reader of large frames keeps
/// up with a few writers of them.
const WRITES_A_TURN: usize = 16;

/// A connection that has become a socket.
pub(super) struct Wire {
    /// std Mutex: held for a read or a write that does not wait, never across an await.
    state: Mutex<State>,
    /// Rings the writer.
    bell: Waker,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is told by another side, and all of them may hold"
)]
struct State {
    connection: Connection,
    /// Where what is to be written waits; none before it is let in, and once it ends.
    outbox: Option<Arc<Outbox>>,
    /// What the system did not take at once.
    rest: Batch,
    /// The library has written a part of what it says.
    in_own_frame: bool,
    /// The writer could not write and went away.
    was_put_off: bool,
    /// A write failed.
    is_broken: bool,
    /// The task of the socket is to look here.
    is_called: bool,
    /// It is woken then.
    task: Option<Waker>,
}

/// What an outbox rings.
struct Bell {
    wire: Weak<Wire>,
    writer: Arc<Writer>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if let Some(wire) = self.wire.upgrade() {
            self.writer.ring(wire);
        }
    }
}

impl Wire {
    pub(super) fn new(connection: Connection, writer: Arc<Writer>) -> Arc<Self> {
        Arc::new_cyclic(|wire| Self {
            state: Mutex::new(State {
                connection,
                outbox: None,
                rest: Batch::default(),
                in_own_frame: false,
                was_put_off: false,
                is_broken: false,
                is_called: false,
                task: None,
            }),
            bell: Waker::from(Arc::new(Bell {
                wire: Weak::clone(wire),
                writer,
            })),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From here on what waits there is written.
    pub(super) fn open(&self, outbox: Arc<Outbox>) {
        self.lock().outbox = Some(outbox);
    }

    /// From here on nothing is written but the end of the frame that was begun, and what the library
    /// says.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.outbox = None;
        state.rest.cut();
    }

    /// How much the other side has taken, in bytes.
    pub(super) fn taken(&self) -> u64 {
        self.lock().connection.taken()
    }

    /// Whether there is something that the system did not take at once.
    pub(super) fn has_rest(&self) -> bool {
        self.lock().has_rest()
    }

    /// Writes a part of what waits, as far as the system takes it at once, once the task of the socket
    /// has seen to the rest and to its session: so answers go out before more is heard. What follows
    /// is the writer's. Gives how to close, where everything is written.
    pub(super) fn answer(&self) -> Option<Close> {
        let mut state = self.lock();
        match state.write(&mut Desk::default(), &self.bell)? {
            Due::Close(close) => return Some(close),
            Due::Session => state.is_called = true,
            Due::Frames => self.bell.wake_by_ref(),
        }
        None
    }

    /// The writer's turn to write a part of what waits.
    pub(super) fn write(&self, desk: &mut Desk) {
        let mut state = self.lock();
        let was_busy = state.is_busy();
        match state.write(desk, &self.bell) {
            Some(Due::Frames) => self.bell.wake_by_ref(),
            Some(Due::Close(_) | Due::Session) => state.call(),
            None if was_busy => state.was_put_off = true,
            None if state.is_busy() => state.call(),
            None => {}
        }
    }

    /// Writes what the system did not take at once.
    pub(super) fn poll_rest(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.lock().poll_rest(context)
    }

    /// Ready when the writer wants the task of the socket to look.
    pub(super) fn poll_called(&self, context: &Context<'_>) -> Poll<io::Result<()>> {
        let mut state = self.lock();
        if state.is_broken {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        if std::mem::take(&mut state.is_called) || (state.was_put_off && !state.is_busy()) {
            return Poll::Ready(Ok(()));
        }
        match &state.task {
            Some(task) if task.will_wake(context.waker()) => {}
            _ => state.task = Some(context.waker().clone()),
        }
        Poll::Pending
    }
}

impl State {
    fn has_rest(&self) -> bool {
        !self.rest.left().is_empty()
    }

    fn is_busy(&self) -> bool {
        self.is_broken || self.in_own_frame || self.has_rest()
    }

    fn call(&mut self) {
        self.is_called = true;
        if let Some(task) = self.task.take() {
            task.wake();
        }
    }

    /// What is to be done next; the bell rings once there is something, unless the rest comes first.
    fn poll_due(&mut self, bell: &Waker) -> Option<Due> {
        let is_busy = self.is_busy();
        let outbox = self.outbox.as_ref().filter(|_| !is_busy)?;
        self.was_put_off = false;
        match outbox.poll_due(&Context::from_waker(bell)) {
            Poll::Ready(due) => Some(due),
            Poll::Pending => None,
        }
    }

    /// Writes what waits, as long as the system takes it at once and others do not wait too long;
    /// gives what is to be done next.
    fn write(&mut self, desk: &mut Desk, bell: &Waker) -> Option<Due> {
        for _ in 1..WRITES_A_TURN {
            self.write_once(desk);
            match self.poll_due(bell) {
                Some(Due::Frames) => {}
                due => return due,
            }
        }
        self.write_once(desk);
        self.poll_due(bell)
    }

    fn write_once(&mut self, desk: &mut Desk) {
        let is_busy = self.is_busy();
        let Some(outbox) = self.outbox.as_ref().filter(|_| !is_busy) else {
            return;
        };
        let Desk {
            frames,
            sounds,
            batch,
        } = desk;
        if let Next::Close(_) = outbox.take(frames, FRAMES_PER_WRITE, BYTES_PER_WRITE) {
            return;
        }
        outbox.take_sounds(sounds);
        if frames.is_empty() && sounds.is_empty() {
            return;
        }
        batch.fill(frames.drain(..), sounds.drain(..));
        match self.connection.try_write(batch.left()) {
            Ok(written) => batch.took(written),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => self.is_broken = true,
        }
        if !batch.left().is_empty() {
            self.rest = batch.clone();
        }
    }

    fn poll_rest(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.has_rest() {
            let connection = Pin::new(&mut self.connection);
            match ready!(connection.poll_write(context, self.rest.left()))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                taken => self.rest.took(taken),
            }
        }
        self.rest = Batch::default();
        Poll::Ready(Ok(()))
    }
}

/// What the library holds of a wire.
pub(super) struct Side(pub(super) Arc<Wire>);

impl Side {
    /// The wire itself.
    pub(super) fn wire(&self) -> Arc<Wire> {
        Arc::clone(&self.0)
    }
}

impl AsyncRead for Side {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0.lock().connection).poll_read(context, buffer)
    }
}

impl AsyncWrite for Side {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut state = self.0.lock();
        ready!(state.poll_rest(context))?;
        let written = ready!(Pin::new(&mut state.connection).poll_write(context, buffer))?;
        state.in_own_frame = written < buffer.len();
        Poll::Ready(Ok(written))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0.lock().connection).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0.lock().connection).poll_shutdown(context)
    }
}
