//! Web origins (RFC 6454): scheme, host and port.

use std::{fmt, str::FromStr};

use http::uri::{Authority, Scheme, Uri};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// The text is not an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a scheme and a host without a path, such as https://chat.example.org")]
pub struct BadOrigin;

/// Where a page comes from: `https://chat.example.org`, lower case, without a default port.
///
/// Two origins are the same exactly when their texts are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    text: String,
    host: usize,
}

impl Origin {
    /// From the scheme and the `Host` of a request.
    ///
    /// # Errors
    /// [`BadOrigin`] when the host is not one.
    pub fn new(secure: bool, host: &str) -> Result<Self, BadOrigin> {
        let scheme = if secure { "https" } else { "http" };
        let authority: Authority = host.parse().map_err(|_| BadOrigin)?;
        Self::from_parts(scheme, &authority)
    }

    fn from_parts(scheme: &str, authority: &Authority) -> Result<Self, BadOrigin> {
        let default = match scheme {
            "https" => 443,
            "http" => 80,
            _ => return Err(BadOrigin),
        };
        let host = authority.host().to_ascii_lowercase();
        if host.is_empty() || authority.as_str().contains('@') {
            return Err(BadOrigin);
        }
        let text = match port(authority)? {
            Some(port) if port != default => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        };
        Ok(Self {
            text,
            host: scheme.len() + "://".len(),
        })
    }

    /// As a browser writes it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is reached over TLS.
    pub fn is_secure(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// The name or address alone; IPv6 in brackets.
    pub fn host(&self) -> &str {
        let host = &self.text[self.host..];
        match host.rsplit_once(':') {
            // `]` after the colon: it stood inside an IPv6 address.
            Some((host, port)) if !port.contains(']') => host,
            _ => host,
        }
    }

    /// Whether it is this very machine, whatever the port.
    pub fn is_loopback(&self) -> bool {
        let without_port = self.host();
        let address = without_port.trim_matches(['[', ']']);
        without_port == "localhost"
            || address
                .parse()
                .is_ok_and(|address| super::canonical(address).is_loopback())
    }
}

/// The port, if one is written; a colon without a number is not an origin.
fn port(authority: &Authority) -> Result<Option<u16>, BadOrigin> {
    let after_host = authority.as_str().rsplit(']').next().unwrap_or_default();
    match (authority.port_u16(), after_host.contains(':')) {
        (Some(port), _) => Ok(Some(port)),
        (None, false) => Ok(None),
        (None, true) => Err(BadOrigin),
    }
}

impl FromStr for Origin {
    type Err = BadOrigin;

    fn from_str(text: &str) -> Result<Self, BadOrigin> {
        let uri: Uri = text.parse().map_err(|_| BadOrigin)?;
        let parts = uri.into_parts();
        let path = parts
            .path_and_query
            .map_or(String::new(), |path| path.to_string());
        match (parts.scheme, parts.authority, path.as_str()) {
            (Some(scheme), Some(authority), "" | "/") => {
                let scheme = Scheme::as_str(&scheme).to_ascii_lowercase();
                Self::from_parts(&scheme, &authority)
            }
            _ => Err(BadOrigin),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        text.parse().unwrap()
    }

    /// One origin has one text, however it was written.
    #[test]
    fn an_origin_has_one_text() {
        for (written, text) in [
            ("https://Chat.Example.org", "https://chat.example.org"),
            ("HTTPS://chat.example.org:443/", "https://chat.example.org"),
            ("http://chat.example.org:80", "http://chat.example.org"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            (
                "https://chat.example.org:8443",
                "https://chat.example.org:8443",
            ),
        ] {
            assert_eq!(origin(written).as_str(), text);
        }
        assert_eq!(
            Origin::new(true, "A.example:443").unwrap(),
            origin("https://a.example")
        );
        assert_ne!(
            Origin::new(false, "a.example").unwrap(),
            origin("https://a.example")
        );
    }

    /// `null`, paths, other schemes, user names and broken ports are no origins.
    #[test]
    fn what_is_not_an_origin_is_refused() {
        for text in [
            "",
            "null",
            "chat.example.org",
            "ftp://chat.example.org",
            "https://chat.example.org/parlor",
            "https://chat.example.org?x",
            "https://ada@chat.example.org",
            "https://chat.example.org:",
            "https://chat.example.org:99999",
            "https://",
            "https://a, https://b",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(BadOrigin), "{text}");
        }
    }

    /// Only names and addresses of this machine are loopback, not names that merely look so.
    #[test]
    fn loopback_is_this_machine() {
        for text in [
            "http://localhost",
            "http://localhost:8080",
            "http://127.0.0.1:8080",
            "http://127.1.2.3",
            "http://[::1]",
            "http://[::1]:8080",
            "http://[::ffff:127.0.0.1]:8080",
        ] {
            assert!(origin(text).is_loopback(), "{text}");
        }
        for text in [
            "http://localhost.example.org",
            "http://127.0.0.1.example.org",
            "http://192.0.2.1",
            "http://[2001:db8::1]:80",
        ] {
            assert!(!origin(text).is_loopback(), "{text}");
        }
    }
}
