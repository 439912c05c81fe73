//! Where a request may go: decided before any connection is made, and for all it could lead to.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use tokio::{net::lookup_host, sync::Semaphore};
use url::{Host, Url};

use super::{OutboundError, address::is_open};
use crate::config::Destination;

/// How many addresses of a name are tried.
const ADDRESSES_MAX: usize = 4;

/// A place that was looked up and may be gone to, at the very addresses that were judged: the name
/// is not asked for again. Only this module makes one, and only of one is a connection made.
#[derive(Debug)]
pub(super) struct Target {
    addresses: Vec<SocketAddr>,
    /// As a certificate names it.
    host: String,
    tls: bool,
}

impl Target {
    /// Looks a place up, and judges everything that the name stands for.
    pub(super) async fn of(
        url: &Url,
        (lookups, allow): (&Arc<Semaphore>, &[Destination]),
    ) -> Result<Self, OutboundError> {
        let (place, port, tls) = place(url)?;
        let addresses: Vec<IpAddr> = match &place {
            Host::Ipv4(address) => vec![(*address).into()],
            Host::Ipv6(address) => vec![(*address).into()],
            Host::Domain(name) => look_up(name.clone(), lookups).await?,
        };
        judge(&addresses, port, allow)?;
        let addresses = addresses.into_iter().take(ADDRESSES_MAX);
        Ok(Self {
            addresses: addresses.map(|ip| SocketAddr::new(ip, port)).collect(),
            host: match place {
                Host::Domain(name) => name,
                Host::Ipv4(address) => address.to_string(),
                Host::Ipv6(address) => address.to_string(),
            },
            tls,
        })
    }

    pub(super) fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }

    pub(super) const fn tls(&self) -> bool {
        self.tls
    }
}

/// All addresses of a name. Its place among the look-ups is free when the system is done, which may
/// be long after nobody waits any more.
async fn look_up(name: String, lookups: &Arc<Semaphore>) -> Result<Vec<IpAddr>, OutboundError> {
    let place = Arc::clone(lookups).acquire_owned().await;
    let place = place.map_err(|_| OutboundError::Unknown)?;
    let looking = tokio::spawn(async move {
        let found = lookup_host((name, 0)).await;
        let found = found.map(|found| found.map(|address| address.ip()).collect());
        drop(place);
        found
    });
    match looking.await {
        Ok(Ok(found)) => Ok(found),
        _ => Err(OutboundError::Unknown),
    }
}

/// What an address on the web names: no other scheme, and nobody's name or password.
fn place(url: &Url) -> Result<(Host, u16, bool), OutboundError> {
    let tls = match url.scheme() {
        "https" => true,
        "http" => false,
        _ => return Err(OutboundError::NotAllowed),
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(OutboundError::NotAllowed);
    }
    let host = url.host().ok_or(OutboundError::NotAllowed)?.to_owned();
    let port = url
        .port_or_known_default()
        .ok_or(OutboundError::NotAllowed)?;
    Ok((host, port, tls))
}

/// All of them must be good: a name that stands for one machine out in the open and for one in the
/// house is somebody's trick.
pub(super) fn judge(
    addresses: &[IpAddr],
    port: u16,
    allow: &[Destination],
) -> Result<(), OutboundError> {
    if addresses.is_empty() {
        return Err(OutboundError::Unknown);
    }
    let good = |address: &IpAddr| {
        let open = is_open(*address) && matches!(port, 80 | 443);
        open || allow.iter().any(|place| place.has(*address, port))
    };
    if addresses.iter().all(good) {
        Ok(())
    } else {
        Err(OutboundError::NotAllowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn target(url: &str, allow: &[&str]) -> Result<Target, OutboundError> {
        let allow: Vec<_> = allow.iter().map(|place| place.parse().unwrap()).collect();
        let lookups = Arc::new(Semaphore::new(1));
        Target::of(&Url::parse(url).unwrap(), (&lookups, &allow)).await
    }

    /// Whatever way a place in the house is written, nobody goes there.
    #[tokio::test]
    async fn the_house_is_closed() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://0/",
            "http://localhost/",
            "http://LOCALHOST/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:8.8.8.8]/",
            "http://[fe80::1]/",
            "http://[fd00:ec2::254]/latest/meta-data/",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/",
            "https://192.168.1.1/",
            "http://１２７.0.0.1/",
            // Out in the open, but not the web.
            "http://8.8.8.8:22/",
            "http://8.8.8.8:8080/",
            "https://8.8.8.8:25/",
            "ftp://8.8.8.8/",
            "file:///etc/passwd",
            "gopher://8.8.8.8/",
            "data:text/html,hello",
            "http://user@8.8.8.8/",
            "http://user:secret@8.8.8.8/",
        ] {
            let refused = target(url, &[]).await.unwrap_err();
            assert!(matches!(refused, OutboundError::NotAllowed), "{url}");
        }
        for url in ["http://8.8.8.8/", "https://8.8.8.8/", "http://8.8.8.8:443/"] {
            assert_eq!(
                target(url, &[]).await.unwrap().addresses().len(),
                1,
                "{url}"
            );
        }
    }

    /// Who runs the instance opens places in the house, and only those: a network for the ports of
    /// the web, an address for one port.
    #[tokio::test]
    async fn what_is_allowed_is_open() {
        for (url, allow, good) in [
            ("http://10.1.2.3/", "10.0.0.0/8", true),
            ("https://10.1.2.3/", "10.0.0.0/8", true),
            ("http://10.1.2.3:8080/", "10.0.0.0/8", false),
            ("http://11.1.2.3:8080/", "11.1.2.3:8080", true),
            ("http://10.1.2.3:8080/", "10.1.2.3:8080", true),
            ("http://10.1.2.3/", "10.1.2.3:8080", false),
            ("http://10.1.2.4:8080/", "10.1.2.3:8080", false),
            ("http://[fd00::1]/", "fd00::/8", true),
            ("http://[fd00::1]:81/", "[fd00::1]:81", true),
            ("http://[::1]/", "fd00::/8", false),
        ] {
            assert_eq!(target(url, &[allow]).await.is_ok(), good, "{url} {allow}");
        }
    }

    /// One answer that is not good spoils all: the next look could have been another.
    #[test]
    fn all_answers_count() {
        let addresses = |text: &str| -> Vec<IpAddr> {
            text.split(' ').map(|each| each.parse().unwrap()).collect()
        };
        for (answers, good) in [
            ("8.8.8.8 2001:4860:4860::8888", true),
            ("8.8.8.8 127.0.0.1", false),
            ("10.0.0.1 8.8.8.8", false),
            ("8.8.8.8 ::1", false),
            ("8.8.8.8 9.9.9.9 1.1.1.1 4.4.4.4 5.5.5.5 192.168.0.1", false),
        ] {
            assert_eq!(
                judge(&addresses(answers), 443, &[]).is_ok(),
                good,
                "{answers}"
            );
        }
        assert!(matches!(judge(&[], 443, &[]), Err(OutboundError::Unknown)));
    }
}
