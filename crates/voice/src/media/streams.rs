//! Connections of TCP, where UDP does not get through (RFC 6544): the browser connects, and each datagram has its length before it
//! (RFC 4571).

use std::{
    collections::HashMap,
    io::{self, ErrorKind, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::fd::{AsFd, BorrowedFd},
    time::{Duration, Instant},
};

use rustix::event::PollFlags;

use crate::limits::{
    DATAGRAM_BYTES_MAX, TCP_STRANGER_TIME, TCP_STRANGERS_MAX, TCP_STREAMS_MAX,
    TCP_WAITING_BYTES_MAX,
};

const LENGTH_BYTES: usize = 2;
/// What is read of one stream before the others have their turn.
const READ_BYTES: usize = 16 * 1024;
/// After the system had no place for another connection.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// All of them.
#[derive(Debug)]
pub(super) struct Streams {
    listener: TcpListener,
    open: HashMap<SocketAddr, Stream>,
    /// Not before this.
    accepts: Option<Instant>,
    scratch: Vec<u8>,
}

#[derive(Debug)]
struct Stream {
    tcp: TcpStream,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    /// Until when the other side must have proven who it is; nothing once it has.
    stranger_until: Option<Instant>,
}

/// Something may be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ready {
    /// Somebody connects.
    Listener,
    /// On this stream.
    Stream(SocketAddr),
}

impl Streams {
    pub(super) fn bind(listen: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(listen)?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            listener,
            open: HashMap::new(),
            accepts: None,
            scratch: vec![0; READ_BYTES],
        })
    }

    pub(super) fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// What to wait for.
    pub(super) fn sources(&self) -> impl Iterator<Item = (Ready, BorrowedFd<'_>, PollFlags)> {
        let listener = (Ready::Listener, self.listener.as_fd(), PollFlags::IN);
        let listener = self.accepts.is_none().then_some(listener);
        let streams = self.open.iter().map(|(from, stream)| {
            let mut flags = PollFlags::IN;
            flags.set(PollFlags::OUT, !stream.outgoing.is_empty());
            (Ready::Stream(*from), stream.tcp.as_fd(), flags)
        });
        listener.into_iter().chain(streams)
    }

    /// Takes what came there.
    pub(super) fn receive(
        &mut self,
        now: Instant,
        ready: Ready,
        mut take: impl FnMut(SocketAddr, &[u8]),
    ) {
        let from = match ready {
            Ready::Listener => return self.accept(now),
            Ready::Stream(from) => from,
        };
        let Some(stream) = self.open.get_mut(&from) else {
            return;
        };
        let alive = stream.flush().and_then(|()| stream.read(&mut self.scratch));
        let whole = stream.datagrams(|datagram| take(from, datagram));
        if let Err(error) = alive.and(whole) {
            tracing::debug!(%error, %from, "a connection of voice ended");
            self.open.remove(&from);
        }
    }

    /// Sends; nothing happens if the other side is gone. Only who has proven himself is sent anything.
    pub(super) fn send(&mut self, to: SocketAddr, datagram: &[u8]) {
        let Some(stream) = self.open.get_mut(&to) else {
            return;
        };
        stream.stranger_until = None;
        if let Err(error) = stream.write(datagram) {
            tracing::debug!(%error, %to, "a connection of voice ended");
            self.open.remove(&to);
        }
    }

    /// Shuts out who did not prove himself in time, and lets others in again.
    pub(super) fn sweep(&mut self, now: Instant) {
        let past = |until: Option<Instant>| until.is_some_and(|until| until <= now);
        self.open.retain(|_, stream| !past(stream.stranger_until));
        if past(self.accepts) {
            self.accepts = None;
        }
    }

    /// When that must be done.
    pub(super) fn due(&self) -> Option<Instant> {
        let strangers = self
            .open
            .values()
            .filter_map(|stream| stream.stranger_until);
        strangers.chain(self.accepts).min()
    }

    fn accept(&mut self, now: Instant) {
        loop {
            match self.listener.accept() {
                Ok((tcp, from)) => self.welcome(now, tcp, from),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    tracing::warn!(%error, "no more connections of voice for a moment");
                    self.accepts = Some(now + ACCEPT_PAUSE);
                    return;
                }
            }
        }
    }

    /// Dropped, and so closed, if there are too many.
    fn welcome(&mut self, now: Instant, tcp: TcpStream, from: SocketAddr) {
        let is_stranger = |stream: &&Stream| stream.stranger_until.is_some();
        let strangers = self.open.values().filter(is_stranger).count();
        if self.open.len() >= TCP_STREAMS_MAX || strangers >= TCP_STRANGERS_MAX {
            tracing::debug!(%from, "too many connections of voice");
            return;
        }
        if tcp
            .set_nonblocking(true)
            .and_then(|()| tcp.set_nodelay(true))
            .is_err()
        {
            return;
        }
        let stream = Stream {
            tcp,
            incoming: Vec::new(),
            outgoing: Vec::new(),
            stranger_until: Some(now + TCP_STRANGER_TIME),
        };
        self.open.insert(from, stream);
    }
}

impl Stream {
    fn read(&mut self, scratch: &mut [u8]) -> io::Result<()> {
        match (&self.tcp).read(scratch) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) => {
                self.incoming.extend_from_slice(&scratch[..length]);
                Ok(())
            }
            Err(error) => passing(error),
        }
    }

    /// Every datagram that is whole.
    fn datagrams(&mut self, mut take: impl FnMut(&[u8])) -> io::Result<()> {
        let mut rest = self.incoming.as_slice();
        while let Some((length, more)) = rest.split_first_chunk::<LENGTH_BYTES>() {
            let length = usize::from(u16::from_be_bytes(*length));
            if length > DATAGRAM_BYTES_MAX {
                return Err(ErrorKind::InvalidData.into());
            }
            let Some(datagram) = more.get(..length) else {
                break;
            };
            take(datagram);
            rest = &more[length..];
        }
        let taken = self.incoming.len() - rest.len();
        self.incoming.drain(..taken);
        Ok(())
    }

    /// All of it or nothing: what waits too long is late, and half a datagram would be the end of all others.
    fn write(&mut self, datagram: &[u8]) -> io::Result<()> {
        let Ok(length) = u16::try_from(datagram.len()) else {
            return Ok(());
        };
        if self.outgoing.len() + datagram.len() <= TCP_WAITING_BYTES_MAX {
            self.outgoing.extend(length.to_be_bytes());
            self.outgoing.extend(datagram);
        }
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.outgoing.is_empty() {
            return Ok(());
        }
        match (&self.tcp).write(&self.outgoing) {
            Ok(length) => {
                self.outgoing.drain(..length);
                Ok(())
            }
            Err(error) => passing(error),
        }
    }
}

fn passing(error: io::Error) -> io::Result<()> {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::Interrupted => Ok(()),
        _ => Err(error),
    }
}
