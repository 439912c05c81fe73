//! Where a browser is told to find the media socket.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    time::Duration,
};

use tokio::{net::lookup_host, time::timeout};

use crate::{
    app::App,
    config::{Config, Origin, canonical},
};

/// How long a name may take to become addresses.
const LOOKUP_MAX: Duration = Duration::from_secs(2);
/// More are not advertised.
const ADDRESSES_MAX: usize = 8;

/// The addresses to advertise to who reached the server as `reached`, best first: what
/// `voice.public_address` says; else what the server of `voice.stun` sees, the host of `http.public_url`, the address that the
/// browser used, and the one the socket is bound to, or those of this machine where it is bound to all.
///
/// A name in the `Host` header is not looked up: a stranger chose it.
pub(super) async fn advertised(app: &App, reached: Option<&Origin>) -> Vec<SocketAddr> {
    let Some(bound) = app.voice.media_address() else {
        return Vec::new();
    };
    let told = told(&app.config, bound).await;
    if app.config.voice.public_address.is_some() {
        return told;
    }
    let mut addresses: Vec<_> = app.voice.seen_from_outside().into_iter().collect();
    addresses.extend(told);
    let literal = reached.and_then(|origin| ip(origin.host()));
    addresses.extend(literal.map(|ip| SocketAddr::new(ip, bound.port())));
    let own = if bound.ip().is_unspecified() {
        of_machine()
    } else {
        vec![bound.ip()]
    };
    addresses.extend(own.into_iter().map(|ip| SocketAddr::new(ip, bound.port())));
    usable(addresses)
}

/// The addresses that the settings name for a socket that is bound to `bound`: of `voice.public_address`,
/// else of `http.public_url`; none where neither is set.
pub(super) async fn told(config: &Config, bound: SocketAddr) -> Vec<SocketAddr> {
    if let Some(public) = &config.voice.public_address {
        return look_up(&public.host, public.port.unwrap_or(bound.port())).await;
    }
    match &config.http.public_url {
        Some(url) => look_up(url.host(), bound.port()).await,
        None => Vec::new(),
    }
}

/// Each once, and none that names no machine.
fn usable(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let mut usable = Vec::new();
    for address in addresses {
        let address = SocketAddr::new(canonical(address.ip()), address.port());
        let names_one = !address.ip().is_unspecified() && !address.ip().is_multicast();
        if names_one && !usable.contains(&address) && usable.len() < ADDRESSES_MAX {
            usable.push(address);
        }
    }
    usable
}

/// An address as it stands in an origin; IPv6 in brackets.
fn ip(host: &str) -> Option<IpAddr> {
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    if bare.unwrap_or(host) == "localhost" {
        return Some(Ipv4Addr::LOCALHOST.into());
    }
    bare.unwrap_or(host).parse().ok()
}

/// What a name or an address stands for.
pub(super) async fn look_up(host: &str, port: u16) -> Vec<SocketAddr> {
    if let Some(ip) = ip(host) {
        return vec![SocketAddr::new(ip, port)];
    }
    match timeout(LOOKUP_MAX, lookup_host((host, port))).await {
        Ok(Ok(found)) => usable(found.collect()),
        Ok(Err(error)) => {
            tracing::warn!(%host, %error, "the name of the media address is not found");
            Vec::new()
        }
        Err(_) => {
            tracing::warn!(%host, "the name of the media address is not found in time");
            Vec::new()
        }
    }
}

/// The addresses by which this machine goes out, and those by which it reaches itself. Nothing is
/// sent: a UDP socket that is connected only chooses its way.
fn of_machine() -> Vec<IpAddr> {
    let ways: [(IpAddr, IpAddr); 2] = [
        (
            Ipv4Addr::UNSPECIFIED.into(),
            Ipv4Addr::new(192, 0, 2, 1).into(),
        ),
        (
            Ipv6Addr::UNSPECIFIED.into(),
            Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into(),
        ),
    ];
    let out = ways.into_iter().filter_map(|(from, to)| {
        let socket = UdpSocket::bind((from, 0)).ok()?;
        socket.connect((to, 9)).ok()?;
        Some(socket.local_addr().ok()?.ip())
    });
    out.chain([Ipv4Addr::LOCALHOST.into()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Addresses stand in origins in their own ways.
    #[test]
    fn a_host_may_be_an_address() {
        assert_eq!(ip("192.0.2.7"), Some("192.0.2.7".parse().unwrap()));
        assert_eq!(ip("[2001:db8::1]"), Some("2001:db8::1".parse().unwrap()));
        assert_eq!(ip("localhost"), Some("127.0.0.1".parse().unwrap()));
        assert_eq!(ip("chat.example.org"), None);
    }

    /// What names no machine is not advertised, nor anything twice.
    #[test]
    fn only_what_can_be_reached_is_advertised() {
        let all = [
            "0.0.0.0:1",
            "192.0.2.7:1",
            "[::ffff:192.0.2.7]:1",
            "[::]:1",
            "224.0.0.1:1",
        ];
        let all = all.iter().map(|it| it.parse().unwrap()).collect();
        assert_eq!(usable(all), ["192.0.2.7:1".parse().unwrap()]);
    }

    /// There is always one by which the machine reaches itself.
    #[test]
    fn this_machine_has_addresses() {
        assert!(of_machine().contains(&Ipv4Addr::LOCALHOST.into()));
    }
}
