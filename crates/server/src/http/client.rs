//! Who is at the other end: address, browser, and the way here.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};

use crate::{
    app::Shared,
    config::{self, Network, Origin},
    refusal::Refusal,
};

/// What is kept of a `User-Agent`, in characters: enough for every browser, too little to store
/// a book in.
const USER_AGENT_CHARS_MAX: usize = 256;

/// The other end of the connection, as the operating system tells it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) SocketAddr);

/// Who is at the other end.
#[derive(Debug, Clone)]
pub struct Client {
    /// Whose request it is: the peer, or whom trusted proxies name.
    pub address: IpAddr,
    /// What the browser calls itself, in at most 256 printable characters.
    pub user_agent: String,
    /// The origin this request was sent to, by its scheme and `Host`; `None` without a usable
    /// `Host`.
    pub reached: Option<Origin>,
    /// From this very machine by a name of this very machine, and through nothing in between: no
    /// other machine, and no page that rebinds its name to us. Never where the settings speak of
    /// an address or a proxy: a proxy on this machine that says nothing of itself looks the same.
    pub local: bool,
}

impl Client {
    /// Reads the headers, as far as they may be believed.
    pub(super) fn new(peer: SocketAddr, headers: &HeaderMap, http: &config::Http) -> Self {
        let trusted = &http.trusted_proxies;
        let peer = config::canonical(peer.ip());
        let through_proxy = trusted.iter().any(|proxy| proxy.contains(peer));
        let address = if through_proxy {
            behind_proxies(peer, headers, trusted)
        } else {
            peer
        };
        let secure = through_proxy && last_word(headers, "x-forwarded-proto") == Some("https");
        let host = headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        let reached = host.and_then(|host| Origin::new(secure, host).ok());
        Self {
            address,
            user_agent: user_agent(headers),
            local: peer.is_loopback()
                && served_directly(http)
                && !forwarded(headers)
                && reached.as_ref().is_some_and(Origin::is_loopback),
            reached,
        }
    }

    /// Whom limits by address count.
    pub fn prefix(&self) -> Prefix {
        Prefix::of(self.address)
    }
}

/// Every request was identified, and its client looked at, before it gets anywhere.
impl FromRequestParts<Shared> for Client {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Refusal> {
        let client = parts.extensions.get::<Self>().cloned();
        client.ok_or_else(Refusal::overloaded)
    }
}

/// Whom limits by address count: one IPv4 address, or the 64 leading bits of an IPv6 address, of
/// which a household has 2^64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prefix(IpAddr);

impl Prefix {
    /// The prefix an address belongs to.
    pub fn of(address: IpAddr) -> Self {
        match config::canonical(address) {
            IpAddr::V6(address) => {
                let bits = u128::from(address) & !u128::from(u64::MAX);
                Self(IpAddr::V6(Ipv6Addr::from(bits)))
            }
            v4 @ IpAddr::V4(_) => Self(v4),
        }
    }
}

/// Walks `X-Forwarded-For` from the right, where the nearest proxy wrote, to the first address
/// that is not a trusted proxy. Everything left of that is hearsay.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let mut nearest = peer;
    for word in words(headers, "x-forwarded-for").into_iter().rev() {
        // What cannot be read was written by the last one who can be trusted: nobody further out
        // is known.
        let Some(address) = address_of(word) else {
            return nearest;
        };
        nearest = address;
        if !trusted.iter().any(|proxy| proxy.contains(address)) {
            return nearest;
        }
    }
    nearest
}

/// Whether nothing says that people come through something.
fn served_directly(http: &config::Http) -> bool {
    http.trusted_proxies.is_empty() && http.public_url.as_ref().is_none_or(Origin::is_loopback)
}

/// Whether a machine in between left its traces.
fn forwarded(headers: &HeaderMap) -> bool {
    headers.keys().any(|name| {
        let name = name.as_str();
        name == "forwarded" || name == "x-real-ip" || name.starts_with("x-forwarded-")
    })
}

/// An address with or without a port, as the various proxies write it.
fn address_of(word: &str) -> Option<IpAddr> {
    let bare = IpAddr::from_str(word.trim_matches(['[', ']'])).ok();
    bare.or_else(|| SocketAddr::from_str(word).ok().map(|address| address.ip()))
        .map(config::canonical)
}

/// The words of all headers of this name, in the order they were added.
fn words<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    headers
        .get_all(name)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or("unreadable").split(','))
        .map(str::trim)
        .collect()
}

fn last_word<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    words(headers, name).pop()
}

fn user_agent(headers: &HeaderMap) -> String {
    let value = headers.get(header::USER_AGENT);
    let text = value.map_or("".into(), |value| String::from_utf8_lossy(value.as_bytes()));
    let printable = text.chars().filter(|character| !character.is_control());
    printable.take(USER_AGENT_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests;
