//! Places in the house that the server may go to.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use serde::{Serialize, Serializer};

use super::Network;

/// The text is neither a network nor an address with a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be an address or a network, such as 10.0.0.0/8, or an address with a port, such as 10.1.2.3:8080"
)]
pub struct BadDestination;

/// Addresses that may be gone to though they are not out in the open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// All of a network, at the ports of the web.
    Web(Network),
    /// One address, at one port.
    Port(SocketAddr),
}

impl Destination {
    /// Whether this address and port is in here.
    pub fn has(&self, address: IpAddr, port: u16) -> bool {
        match self {
            Self::Web(network) => matches!(port, 80 | 443) && network.contains(address),
            Self::Port(only) => *only == SocketAddr::new(address, port),
        }
    }
}

impl FromStr for Destination {
    type Err = BadDestination;

    fn from_str(text: &str) -> Result<Self, BadDestination> {
        if let Ok(network) = text.parse() {
            return Ok(Self::Web(network));
        }
        text.parse().map(Self::Port).map_err(|_| BadDestination)
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Web(network) => network.fmt(f),
            Self::Port(address) => address.fmt(f),
        }
    }
}

impl Serialize for Destination {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_read_and_written_alike() {
        for text in ["10.0.0.0/8", "10.1.2.3:8080", "fd00::/8", "[fd00::1]:81"] {
            assert_eq!(text.parse::<Destination>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "wiki",
            "wiki:80",
            "10.0.0.0/8:80",
            "10.0.0.0/33",
            "fd00::1:99999",
        ] {
            assert_eq!(text.parse::<Destination>(), Err(BadDestination), "{text}");
        }
    }
}
