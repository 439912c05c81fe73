//! Where voice is reached from outside.

use std::{fmt, str::FromStr};

use http::uri::Authority;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// The text is neither an address nor a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be an address or a name, with or without a port, such as 203.0.113.7 or voice.example.org:7000"
)]
pub struct BadPublicAddress;

/// An address or a name of one, with a port where that is another one than where we listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAddress {
    /// An address, IPv6 without brackets, or a name.
    pub host: String,
    /// The port; that of the media socket when absent.
    pub port: Option<u16>,
}

impl FromStr for PublicAddress {
    type Err = BadPublicAddress;

    fn from_str(text: &str) -> Result<Self, BadPublicAddress> {
        if let Ok(address) = text.parse::<std::net::IpAddr>() {
            return Ok(Self {
                host: address.to_string(),
                port: None,
            });
        }
        let authority: Authority = text.parse().map_err(|_| BadPublicAddress)?;
        let host = authority.host().trim_matches(['[', ']']);
        let port = authority.port_u16();
        let rest = text.len() - authority.host().len();
        let is_whole = port.map_or(rest == 0, |port| port > 0 && rest > 1);
        if host.is_empty() || text.contains('@') || !is_whole {
            return Err(BadPublicAddress);
        }
        Ok(Self {
            host: host.to_owned(),
            port,
        })
    }
}

impl fmt::Display for PublicAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            None => f.write_str(&self.host),
            Some(port) if self.host.contains(':') => write!(f, "[{}]:{port}", self.host),
            Some(port) => write!(f, "{}:{port}", self.host),
        }
    }
}

impl Serialize for PublicAddress {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicAddress {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_names_are_read_and_written_alike() {
        for text in [
            "203.0.113.7",
            "203.0.113.7:7000",
            "2001:db8::1",
            "[2001:db8::1]:7000",
            "voice.example.org",
            "voice.example.org:7000",
        ] {
            assert_eq!(text.parse::<PublicAddress>().unwrap().to_string(), text);
        }
        for text in [
            "",
            ":7000",
            "voice.example.org:",
            "voice.example.org:0",
            "voice.example.org:99999",
            "https://voice.example.org",
            "a@b",
            "a b",
            "a/b",
        ] {
            assert_eq!(
                text.parse::<PublicAddress>(),
                Err(BadPublicAddress),
                "{text}"
            );
        }
    }
}
