//! Somebody's end of a way to us.

use std::net::SocketAddr;

use str0m::net::Protocol;

/// From where something comes, and where it goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remote {
    /// On the media socket.
    Udp(SocketAddr),
    /// On a connection of TCP (RFC 6544), where UDP does not get through.
    Tcp(SocketAddr),
}

impl Remote {
    /// By whichever way.
    pub fn address(self) -> SocketAddr {
        match self {
            Self::Udp(address) | Self::Tcp(address) => address,
        }
    }

    pub(crate) fn new(protocol: Protocol, address: SocketAddr) -> Self {
        match protocol {
            Protocol::Udp => Self::Udp(address),
            Protocol::Tcp | Protocol::SslTcp | Protocol::Tls => Self::Tcp(address),
        }
    }

    pub(crate) fn protocol(self) -> Protocol {
        match self {
            Self::Udp(_) => Protocol::Udp,
            Self::Tcp(_) => Protocol::Tcp,
        }
    }
}
