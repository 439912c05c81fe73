//! One TCP connection: it gives up on peers that stop reading, and it ends politely.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep},
};

use super::seats::Seat;

/// How long a peer may leave what we send unread before the connection ends.
const STALL_MAX: Duration = Duration::from_secs(30);

/// How long we listen to a peer after our last word, and to how much. Closing a connection whose
/// input is unread resets it, and a reset destroys the answer that is still on its way: who sends
/// too much would never read that it was too much.
const LINGER_MAX: Duration = Duration::from_secs(2);
const LINGER_BYTES_MAX: usize = 16 * 1024 * 1024;
const LINGER_BUFFER: usize = 16 * 1024;

/// A connection and its seat.
pub(super) struct Connection {
    stream: TcpStream,
    _seat: Seat,
    /// Set while the peer takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
    last_word: LastWord,
}

/// Where the end of the connection stands.
enum LastWord {
    NotYet,
    Said {
        until: Pin<Box<Sleep>>,
        bytes_left: usize,
    },
    Over,
}

impl Connection {
    pub(super) fn new(stream: TcpStream, seat: Seat) -> Self {
        Self {
            stream,
            _seat: seat,
            stalled: None,
            last_word: LastWord::NotYet,
        }
    }

    /// The outcome of a write, unless nothing moved for too long.
    fn moved<T>(
        &mut self,
        outcome: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.stalled = None;
            return outcome;
        }
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(STALL_MAX)));
        ready!(stalled.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    /// Reads and forgets until the peer is done too, or has had long enough.
    fn linger(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let LastWord::Said { until, bytes_left } = &mut self.last_word else {
            return Poll::Ready(());
        };
        let mut buffer = [0; LINGER_BUFFER];
        loop {
            let mut read = ReadBuf::new(&mut buffer);
            match Pin::new(&mut self.stream).poll_read(context, &mut read) {
                Poll::Pending => return until.as_mut().poll(context),
                Poll::Ready(Err(_)) => return Poll::Ready(()),
                Poll::Ready(Ok(())) => {
                    let length = read.filled().len();
                    *bytes_left = bytes_left.saturating_sub(length);
                    let late = until.deadline() <= Instant::now();
                    if length == 0 || *bytes_left == 0 || late {
                        return Poll::Ready(());
                    }
                }
            }
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, buffer);
        self.moved(outcome, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, buffers);
        self.moved(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if matches!(self.last_word, LastWord::NotYet) {
            ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
            self.last_word = LastWord::Said {
                until: Box::pin(tokio::time::sleep(LINGER_MAX)),
                bytes_left: LINGER_BYTES_MAX,
            };
        }
        ready!(self.linger(context));
        self.last_word = LastWord::Over;
        Poll::Ready(Ok(()))
    }
}
