//! The one thread and the one socket. Only here are a clock and a socket; what to do with them is decided in [`rooms`](crate::rooms).

mod inbox;
mod socket;
mod streams;
mod thread;

use std::{io, net::SocketAddr, sync::Arc};

use crate::{
    Command, Event,
    limits::{SEATS_MAX, SLOTS},
    rooms::{Rooms, Shape},
    traffic::{Counts, Traffic},
};
use inbox::Outside;
use socket::Socket;
use streams::Streams;

/// How the media thread is set up; begin with [`Settings::at`].
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Where the socket is bound.
    pub listen: SocketAddr,
    /// Where connections of TCP are taken, for those whom UDP does not reach. Its port is advertised at the addresses of each seat.
    pub listen_tcp: Option<SocketAddr>,
    /// Audio slots a listener.
    pub slots: usize,
    /// Seats of all rooms together; one more is [`Failure::NoSeat`](crate::Failure::NoSeat).
    pub seats_max: usize,
}

impl Settings {
    /// As usual, at this address.
    pub fn at(listen: SocketAddr) -> Self {
        Self {
            listen,
            listen_tcp: None,
            slots: SLOTS,
            seats_max: SEATS_MAX,
        }
    }
}

/// Why there is no media thread.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken, the address is not ours, or we may not have it.
    #[error("the UDP address {address} cannot be had: {source}")]
    Bind {
        /// What was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The same, of TCP.
    #[error("the TCP address {address} cannot be had: {source}")]
    BindTcp {
        /// What was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The system refuses what the thread needs.
    #[error("the media thread cannot be started: {0}")]
    Thread(#[from] io::Error),
    /// There is no chance to be had, or no way to make a key of it.
    #[error("no certificate for the encryption of voices can be made")]
    Certificate,
}

/// More commands wait than may. The server is busier than it can be with voices; whoever asked may try later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the media thread has more to do than it can")]
pub struct Full;

/// Handle on the media thread; as cheap to clone as a pointer. The thread ends with the last one.
#[derive(Debug, Clone)]
pub struct Media(Arc<Handle>);

#[derive(Debug)]
struct Handle {
    outside: Outside,
    local_addr: SocketAddr,
    tcp_addr: Option<SocketAddr>,
    counts: Arc<Counts>,
}

impl Media {
    /// Binds the socket and starts the thread. `told` is called on it and must not wait for anything.
    pub fn start(
        settings: Settings,
        told: impl FnMut(Event) + Send + 'static,
    ) -> Result<Self, StartError> {
        let Settings {
            listen,
            listen_tcp,
            slots,
            seats_max,
        } = settings;
        let socket = Socket::bind(listen).map_err(|source| StartError::Bind {
            address: listen,
            source,
        })?;
        let local_addr = socket.local_addr()?;
        let streams = listen_tcp.map(bind_tcp).transpose()?;
        let tcp_addr = streams.as_ref().map(Streams::local_addr).transpose()?;
        let shape = Shape {
            slots,
            seats_max,
            tcp_port: tcp_addr.map(|address| address.port()),
        };
        let rooms = Rooms::new(shape).ok_or(StartError::Certificate)?;
        let (outside, inside) = inbox::pair()?;
        let counts = Arc::<Counts>::default();
        let sources = (socket, streams, inside);
        thread::start(rooms, sources, Arc::clone(&counts), told)?;
        Ok(Self(Arc::new(Handle {
            outside,
            local_addr,
            tcp_addr,
            counts,
        })))
    }

    /// Where the socket is bound; tells the port if `listen` left it open.
    pub fn local_addr(&self) -> SocketAddr {
        self.0.local_addr
    }

    /// Where connections of TCP are taken, if they are.
    pub fn tcp_addr(&self) -> Option<SocketAddr> {
        self.0.tcp_addr
    }

    /// What it has carried so far.
    pub fn traffic(&self) -> Traffic {
        self.0.counts.read()
    }

    /// Queues a command for the thread and wakes it. What is sent to a thread that has ended is ignored: it told
    /// [`Event::Stopped`], or was stopped.
    pub fn send(&self, command: Command) -> Result<(), Full> {
        self.0.outside.send(command)
    }

    /// Ends the thread, and with it all sound. What still waits is not carried out, and nothing is told from then on.
    pub fn stop(&self) {
        self.0.outside.stop();
    }
}

fn bind_tcp(address: SocketAddr) -> Result<Streams, StartError> {
    Streams::bind(address).map_err(|source| StartError::BindTcp { address, source })
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.outside.stop();
    }
}
