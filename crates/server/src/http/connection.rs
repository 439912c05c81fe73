//! One TCP connection: it gives up on peers that stop reading, and it ends politely.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf, copy, sink},
    net::TcpStream,
    runtime::Handle,
    time::{Sleep, sleep, timeout},
};

use super::seats::Seat;

/// How long a peer may leave what we send unread before the connection ends.
const STALL_MAX: Duration = Duration::from_secs(30);

/// How much the system may hold of what it has not sent, in bytes. By default it takes megabytes
/// for a peer who does not read: memory that nobody counts, and no way to see that he still reads
/// a little. What is on its way does not count, so this slows nobody down.
#[cfg(target_os = "linux")]
const UNSENT_BYTES_MAX: u32 = 32 * 1024;

/// How long we listen to a peer after our last word, and to how much.
const LINGER_MAX: Duration = Duration::from_secs(2);
const LINGER_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// A connection and its seat.
///
/// Closing a connection whose input is unread resets it, and a reset destroys what is still on its
/// way: who sends too much would never read that it was too much. So when this is dropped before
/// the peer is done, it is listened to a little longer.
pub(crate) struct Connection {
    /// Gone only while this is dropped.
    open: Option<(TcpStream, Seat)>,
    /// How much the peer has taken of what was written to it, in bytes.
    taken: u64,
    /// Set while the peer takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
    /// The peer sends nothing more.
    heard_out: bool,
}

impl Connection {
    pub(super) fn new(stream: TcpStream, seat: Seat) -> Self {
        // Where that cannot be had, a slow reader costs more.
        #[cfg(target_os = "linux")]
        let _ = socket2::SockRef::from(&stream).set_tcp_notsent_lowat(UNSENT_BYTES_MAX);
        Self {
            open: Some((stream, seat)),
            taken: 0,
            stalled: None,
            heard_out: false,
        }
    }

    /// How much the peer has taken of what was written to it, in bytes: whoever writes sees whether
    /// it moves.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// Writes as much as the system takes at once.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`]: nothing now; or the connection is broken.
    pub(crate) fn try_write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.stream().try_write(bytes)?;
        self.took(written);
        Ok(written)
    }

    fn took(&mut self, bytes: usize) {
        self.stalled = None;
        self.taken += bytes as u64;
    }

    fn stream(&mut self) -> Pin<&mut TcpStream> {
        let (stream, _) = self.open.as_mut().expect("there until it is dropped");
        Pin::new(stream)
    }

    /// The outcome of a write, unless nothing moved for too long.
    fn moved(
        &mut self,
        outcome: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if let Poll::Ready(outcome) = outcome {
            self.took(*outcome.as_ref().unwrap_or(&0));
            return Poll::Ready(outcome);
        }
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(sleep(STALL_MAX)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.remaining();
        let outcome = ready!(self.stream().poll_read(context, buffer));
        self.heard_out |= outcome.is_err() || (before > 0 && buffer.remaining() == before);
        Poll::Ready(outcome)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = self.stream().poll_write(context, buffer);
        self.moved(outcome, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = self.stream().poll_write_vectored(context, buffers);
        self.moved(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        // As every `TcpStream`.
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_shutdown(context)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let Some((stream, seat)) = self.open.take().filter(|_| !self.heard_out) else {
            return;
        };
        // Without a runtime the process ends, and with it every connection.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(linger(stream, seat));
        }
    }
}

/// Says that nothing more comes, then hears the peer out, or for long enough. It keeps its seat
/// until then, so there are never more of these than seats.
async fn linger(mut stream: TcpStream, _seat: Seat) {
    let hear_out = async {
        stream.shutdown().await?;
        copy(&mut stream.take(LINGER_BYTES_MAX), &mut sink()).await
    };
    // Whoever talks on after that does not listen.
    let _ = timeout(LINGER_MAX, hear_out).await;
}
